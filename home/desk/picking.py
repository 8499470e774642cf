"""Comments picked in a list: ticked ones, or all that fit the filters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from feedback.comments.models import Comment
from home.desk.queue import with_state

if TYPE_CHECKING:
    from django.http import QueryDict  # noqa: TID251 -- only as a type

MOST = 200
MOST_OF_ALL = 1000
# A key, and behind the colon the revision its reader saw.
TICKED = re.compile(r"(\d{1,15})(?::(\d{1,9}))?", re.ASCII)


@dataclass(frozen=True)
class Picked:
    """The comments of a batch; ``left_out`` is how many more would have fitted."""

    comments: list[Comment]
    is_all: bool = False
    left_out: int = 0


def picked(
    consultation: Consultation, posted: QueryDict, fitting: QuerySet[Comment]
) -> Picked:
    """Return what a form of the queue names: its ticks, or with ``all`` the filters.

    Raises:
        ValidationError: nothing is named, too much, or something that is no comment
            of this round. Then the batch is refused as a whole.
    """
    if "all" not in posted:
        return Picked(ticked(consultation, posted.getlist("comment")))
    rows = list(with_state(fitting)[:MOST_OF_ALL])
    if not rows:
        raise ValidationError(_("没有符合条件的意见。"))
    more = fitting.count() - len(rows) if len(rows) == MOST_OF_ALL else 0
    return Picked(rows, is_all=True, left_out=more)


def ticked(consultation: Consultation, values: Sequence[str]) -> list[Comment]:
    """Return the comments ``values`` name; a few queries.

    Raises:
        ValidationError: as for :func:`picked`.
    """
    if not values:
        raise ValidationError(_("还没有选意见。请先在左边打勾。"))
    if len(values) > MOST:
        raise ValidationError(_("一次最多选%d条，请分几次。") % MOST)
    found = [match for value in values if (match := TICKED.fullmatch(value))]
    if len(found) != len(values):
        raise ValidationError(foreign())
    ids = {int(match[1]) for match in found}
    rows = Comment.objects.of(consultation).filter(pk__in=ids).order_by("pk")
    comments = list(with_state(rows))
    if len(comments) != len(ids):
        raise ValidationError(foreign())
    return comments


def foreign() -> str:
    """Why a batch with a stranger in it is refused."""
    return _("选中的里面有不属于这一轮的意见，整批没有处理。请刷新后重新选择。")
