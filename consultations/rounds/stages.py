"""The stored stages of a consultation and the moves between them.

Scheduled, open and closed follow from the dates and are never stored.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Move

if TYPE_CHECKING:
    from consultations.rounds.models import Consultation


class Stage(TextChoices):
    """What people have decided about a consultation."""

    DRAFT = "draft", _("草拟")
    IN_REVIEW = "in_review", pgettext_lazy("阶段", "送审")
    APPROVED = "approved", _("已批准")
    SUSPENDED = "suspended", pgettext_lazy("阶段", "暂停")
    COLLATING = "collating", _("汇总中")
    REPORTED = "reported", _("已报送")
    SUMMARY_PUBLISHED = "summary_published", _("情况已通报")
    RESULT_PUBLISHED = "result_published", _("采纳结果已公布")
    ARCHIVED = "archived", pgettext_lazy("阶段", "归档")
    CANCELLED = "cancelled", pgettext_lazy("阶段", "取消")


class Phase(TextChoices):
    """What the public sees: stored stage and clock together."""

    HIDDEN = "hidden", _("未公开")
    SCHEDULED = "scheduled", _("待开始")
    OPEN = "open", _("征集中")
    SUSPENDED = "suspended", pgettext_lazy("阶段", "暂停")
    CLOSED = "closed", _("已截止")
    COLLATING = "collating", _("汇总中")
    REPORTED = "reported", _("已报送")
    SUMMARY_PUBLISHED = "summary_published", _("情况已通报")
    RESULT_PUBLISHED = "result_published", _("采纳结果已公布")
    ARCHIVED = "archived", pgettext_lazy("阶段", "归档")
    CANCELLED = "cancelled", pgettext_lazy("阶段", "取消")


PUBLIC_STAGES = frozenset(Stage) - {Stage.DRAFT, Stage.IN_REVIEW}
REPORTED_STAGES = frozenset(
    {Stage.REPORTED, Stage.SUMMARY_PUBLISHED, Stage.RESULT_PUBLISHED, Stage.ARCHIVED}
)
DECIDING_STAGES = frozenset(
    {
        Stage.APPROVED,
        Stage.COLLATING,
        Stage.REPORTED,
        Stage.SUMMARY_PUBLISHED,
        Stage.RESULT_PUBLISHED,
    }
)


def is_closed(consultation: Consultation, at: datetime.datetime) -> bool:
    """The window has passed at ``at``."""
    return at >= consultation.closes_at


def is_not_closed(consultation: Consultation, at: datetime.datetime) -> bool:
    """The window has not passed at ``at``."""
    return at < consultation.closes_at


def is_not_announced_or_open(consultation: Consultation, at: datetime.datetime) -> bool:
    """The public has not yet been able to speak."""
    return consultation.stage != Stage.APPROVED or at < consultation.opens_at


MOVES = {
    "submit": Move(frozenset({Stage.DRAFT}), Stage.IN_REVIEW),
    "return": Move(frozenset({Stage.IN_REVIEW}), Stage.DRAFT),
    "approve": Move(frozenset({Stage.IN_REVIEW}), Stage.APPROVED),
    "suspend": Move(frozenset({Stage.APPROVED}), Stage.SUSPENDED, when=is_not_closed),
    "resume": Move(frozenset({Stage.SUSPENDED}), Stage.APPROVED),
    "reopen": Move(
        frozenset({Stage.APPROVED, Stage.COLLATING}), Stage.APPROVED, when=is_closed
    ),
    "collate": Move(
        frozenset({Stage.APPROVED, Stage.SUSPENDED}), Stage.COLLATING, when=is_closed
    ),
    "report": Move(frozenset({Stage.COLLATING}), Stage.REPORTED),
    "publish_summary": Move(frozenset({Stage.REPORTED}), Stage.SUMMARY_PUBLISHED),
    "publish_result": Move(
        frozenset({Stage.SUMMARY_PUBLISHED}), Stage.RESULT_PUBLISHED
    ),
    "archive": Move(frozenset({Stage.RESULT_PUBLISHED}), Stage.ARCHIVED),
    "cancel": Move(
        frozenset({Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED}),
        Stage.CANCELLED,
        when=is_not_announced_or_open,
    ),
}
