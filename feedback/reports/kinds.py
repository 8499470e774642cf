"""The vocabulary of subscriptions and of what is made known."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """How much a subscription covers."""

    EVERYTHING = "everything", _("全部征求意见")
    SUBJECT = "subject", _("一个领域")
    REGULATION = "regulation", _("一部法规")
    ROUND = "round", _("一轮征求意见")


class Kind(StrEnum):
    """What has become public; feeds list all of it, mails some."""

    OPENED = "opened"
    CHANGED = "changed"
    CLOSING = "closing"
    SUMMARY = "summary"
    RESULT = "result"
    TEXT = "text"
    STEP = "step"


# Who follows everything is not reminded of every end, and not sent every text.
MAILED = {
    Scope.EVERYTHING: frozenset({Kind.OPENED, Kind.CHANGED, Kind.RESULT}),
    Scope.SUBJECT: frozenset({Kind.OPENED, Kind.CHANGED, Kind.RESULT}),
    Scope.REGULATION: frozenset(
        {Kind.OPENED, Kind.CHANGED, Kind.CLOSING, Kind.RESULT, Kind.TEXT}
    ),
    Scope.ROUND: frozenset({Kind.OPENED, Kind.CHANGED, Kind.CLOSING, Kind.RESULT}),
}
