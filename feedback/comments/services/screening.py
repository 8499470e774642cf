"""The screening desk: accept, hold, return, reject, transfer, reconsider."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import ledger
from common.moves import IllegalMove, apply_move
from common.stale import StaleEdit
from consultations.rounds.stages import Stage as RoundStage
from feedback.comments import permissions
from feedback.comments.kinds import RejectionReason
from feedback.comments.models import Comment, Screening
from feedback.comments.signals import comment_screened
from feedback.comments.stages import MOVES

ACTS = ("accept", "hold", "return", "reject", "transfer", "reconsider")
NOTE_LIMIT = 2000
# Published figures and answers are fixed: no comment may start or cease to count.
FIXED = frozenset({RoundStage.RESULT_PUBLISHED, RoundStage.ARCHIVED})


@transaction.atomic
def screen_comment(
    comment: Comment,
    act: str,
    *,
    by: User,
    reason: str = "",
    note: str = "",
    transferred_to: str = "",
    reference: str = "",
    revision: int | None = None,
    at: datetime.datetime | None = None,
) -> Screening:
    """Decide about a comment; ``reason``, ``note`` and addressee reach its author.

    ``reason`` is a ``RejectionReason``; ``revision`` the one of the page the decision
    was made on.

    Raises:
        PermissionDenied: ``by`` does not screen comments.
        ValidationError: something the author must learn is missing; keyed by field.
        StaleEdit: somebody decided, or the author corrected, since ``revision``.
        IllegalMove: the stage does not allow it, or the results are published.
    """
    if not permissions.can_screen(by):
        raise PermissionDenied(_("审核意见由内容审核员和法工委经办人办理。"))
    said = {
        "act": act,
        "reason": reason if act == "reject" else "",
        "note": note.strip(),
        "transferred_to": transferred_to.strip() if act == "transfer" else "",
        "reference": reference.strip() if act == "transfer" else "",
    }
    _require_complete(said)
    now = at or timezone.now()
    comment = _locked(comment)
    _require_fresh(comment, revision, said)
    if comment.consultation.stage in FIXED:
        raise IllegalMove(_("这一轮的采纳结果已经公布，不能再改变意见的受理状态。"))
    before = comment.stage
    apply_move(comment, act, MOVES, at=now, revision=comment.revision + 1)
    screening = Screening.objects.create(
        comment=comment,
        act=act,
        rejection_reason=said["reason"],
        note=said["note"],
        transferred_to=said["transferred_to"],
        reference=said["reference"],
        decided_by=by,
        decided_at=now,
    )
    ledger.record(
        comment,
        f"comments.{act}",
        by=by,
        reason=said["reason"],
        before={"stage": before},
        after={"stage": comment.stage, **said},
    )
    transaction.on_commit(
        lambda: comment_screened.send_robust(
            sender=Comment, comment=comment, screening=screening
        )
    )
    return screening


def _require_complete(said: dict[str, str]) -> None:
    errors = {}
    if said["act"] not in ACTS:
        errors["act"] = _("请在列出的操作里选一个。")
    if said["act"] == "reject" and said["reason"] not in RejectionReason:
        errors["reason"] = _("不予受理要选理由，提交人凭查询码会看到。")
    if said["act"] == "return" and not said["note"]:
        errors["note"] = _("退回要写明请提交人补正什么。")
    if said["act"] == "reconsider" and not said["note"]:
        errors["note"] = _("重新审核要写明理由，提交人凭查询码会看到。")
    if said["act"] == "transfer" and not said["transferred_to"]:
        errors["transferred_to"] = _("请写明转送给哪个单位。")
    limits = {"note": NOTE_LIMIT, "transferred_to": 100, "reference": 60}
    for name, limit in limits.items():
        if len(said[name]) > limit:
            errors[name] = _("最多 %d 字，请删减。") % limit
    if errors:
        raise ValidationError(errors)


def _locked(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",))
        .select_related("consultation")
        .get(pk=comment.pk)
    )


def _require_fresh(
    comment: Comment, revision: int | None, mine: dict[str, str]
) -> None:
    if revision is None or revision == comment.revision:
        return
    last: Any = comment.screenings.exclude(decided_by=None).last()
    current = {
        "stage": comment.get_stage_display(),
        "revision": comment.revision,
        "act": last.act if last else "",
        "reason": last.rejection_reason if last else "",
        "note": last.note if last else "",
        "transferred_to": last.transferred_to if last else "",
        "reference": last.reference if last else "",
    }
    raise StaleEdit(current=current, mine=mine)
