"""The offer to take back what one has just done, and taking it back."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.undo import SECONDS, CannotUndo, built_upon
from consultations.rounds.models import Consultation
from feedback.comments.services import undo_screening
from feedback.dispositions import services
from feedback.dispositions.models import Disposition, Group, GroupMember

if TYPE_CHECKING:
    from accounts.models import User

SALT = "desk.undo"
KEY = "desk_undo"


@dataclass(frozen=True)
class Kind:
    """An act that can be taken back, and what helps when the seconds are over."""

    undo: Callable[..., Any]
    model: Any
    otherwise: Any


KINDS = {
    "screen": Kind(
        undo_screening,
        Consultation,
        gettext_lazy(
            "不予受理、已转送的，可以在意见的页面上选“重新审核”。"
            "已受理的已经计入意见条数；不该采纳的，拟定处理结果时写明理由。"
        ),
    ),
    "group": Kind(
        services.undo_grouping,
        Group,
        gettext_lazy("可以在这一组的页面上写明理由，把它解散。"),
    ),
    "join": Kind(
        services.undo_joining,
        Group,
        gettext_lazy("可以在这一组的页面上写明理由，把意见移出。"),
    ),
    "remove": Kind(
        services.undo_removal,
        GroupMember,
        gettext_lazy("可以在这一组的页面上按受理编号把意见加回去。"),
    ),
    "propose": Kind(
        services.undo_proposal,
        Disposition,
        gettext_lazy("没有确认的可以继续修改，或者请复核人撤销。"),
    ),
    "return": Kind(
        services.undo_return,
        Disposition,
        gettext_lazy("可以请拟定的人直接再送一次。"),
    ),
}


@dataclass(frozen=True)
class Offer:
    """A sentence about what was done, and the seconds left to take it back."""

    text: str
    token: str
    seconds: int


def offer(
    session: Any,
    kind: str,
    obj: Any,
    text: str,
    *,
    by: User,
    done_at: datetime.datetime,
    revision: int = 0,
) -> None:
    """Keep the offer in the session until its seconds are over; one at a time."""
    said = {
        "kind": kind,
        "pk": obj.pk,
        "at": done_at.isoformat(),
        "revision": revision,
        "by": by.pk,
    }
    ends = done_at + datetime.timedelta(seconds=SECONDS)
    session[KEY] = {
        "text": text,
        "token": signing.dumps(said, salt=SALT),
        "ends": ends.timestamp(),
    }


def standing_offer(session: Any) -> Offer | None:
    """Return the offer that still stands; one that is over is forgotten."""
    kept = session.get(KEY)
    if kept is None:
        return None
    left = kept["ends"] - timezone.now().timestamp()
    if left <= 0:
        del session[KEY]
        return None
    return Offer(kept["text"], kept["token"], max(1, round(left)))


def take_back(token: str, *, by: User, at: datetime.datetime | None = None) -> None:
    """Undo what a token names, if its holder is the one it was given to.

    Raises:
        CannotUndo: no such token, somebody else's, too late, or built upon; its
            second argument says what can be done instead.
    """
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise CannotUndo(_("这个撤销按钮不完整，请刷新页面。"), "") from None
    kind = KINDS[said["kind"]]
    if said["by"] != by.pk:
        raise CannotUndo(_("只有刚才操作的人能撤销。"), str(kind.otherwise))
    done_at = datetime.datetime.fromisoformat(said["at"])
    obj = kind.model._default_manager.filter(pk=said["pk"]).first()
    if obj is None:
        raise CannotUndo(built_upon().args[0], str(kind.otherwise))
    more = {} if said["kind"] == "screen" else {"revision": said["revision"]}
    try:
        kind.undo(obj, done_at, by=by, at=at, **more)
    except CannotUndo as refused:
        raise CannotUndo(refused.args[0], str(kind.otherwise)) from None
