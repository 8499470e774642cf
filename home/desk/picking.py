"""Comments ticked in a list: all of one round, or none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from feedback.comments.models import Comment
from home.desk.queue import with_state

MOST = 200
# A key, and behind the colon the revision its reader saw.
TICKED = re.compile(r"(\d{1,15})(?::(\d{1,9}))?", re.ASCII)


@dataclass(frozen=True)
class Picked:
    """The comments of a batch, and the revisions they were looked at in."""

    comments: list[Comment]
    revisions: dict[int, int]


def picked(consultation: Consultation, values: Sequence[str]) -> Picked:
    """Return the comments ``values`` name; six queries.

    Raises:
        ValidationError: nothing is named, too much, or something that is no comment
            of this round. Then the batch is refused as a whole.
    """
    if not values:
        raise ValidationError(_("还没有选意见。请先在左边打勾。"))
    if len(values) > MOST:
        raise ValidationError(_("一次最多选%d条，请分几次。") % MOST)
    found = [match for value in values if (match := TICKED.fullmatch(value))]
    if len(found) != len(values):
        raise ValidationError(foreign())
    seen = {int(m[1]): int(m[2]) for m in found if m[2]}
    ids = {int(m[1]) for m in found}
    rows = Comment.objects.of(consultation).filter(pk__in=ids).order_by("pk")
    comments = list(with_state(rows))
    if len(comments) != len(ids):
        raise ValidationError(foreign())
    return Picked(comments, seen)


def foreign() -> str:
    """Why a batch with a stranger in it is refused."""
    return _("选中的里面有不属于这一轮的意见，整批没有处理。请刷新后重新选择。")
