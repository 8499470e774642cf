"""Taking back the last decision of the screening desk, within seconds."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import ledger
from common.moves import IllegalMove, Move, apply_move
from common.undo import built_upon, require_in_time
from consultations.rounds.models import Consultation
from feedback.comments import permissions
from feedback.comments.models import Comment, Screening
from feedback.comments.services.screening import FIXED
from feedback.comments.signals import comment_screened, comment_unscreening
from feedback.comments.stages import MOVES, Stage

UNDO = "undo"
UNDOABLE = ("accept", "hold", "return", "reject", "transfer")


@transaction.atomic
def undo_screening(
    consultation: Consultation,
    done_at: datetime.datetime,
    *,
    by: User,
    at: datetime.datetime | None = None,
) -> list[Comment]:
    """Take back what ``by`` decided at the instant ``done_at``; return the comments.

    One comment or a whole batch, all of it or nothing. Each goes back to the stage it
    had; the decision taken back stays in its history, and this act beside it.

    Raises:
        PermissionDenied: ``by`` does not screen comments.
        CannotUndo: too late, done already, or something was built upon it.
    """
    if not permissions.can_screen(by):
        raise PermissionDenied(_("审核意见由内容审核员和法工委经办人办理。"))
    now = at or timezone.now()
    require_in_time(done_at, at=now)
    decided = Screening.objects.filter(
        comment__consultation=consultation,
        decided_by=by,
        decided_at=done_at,
        act__in=UNDOABLE,
    )
    acts = {row.comment_id: row for row in decided}
    comments = list(
        Comment.objects.select_for_update(of=("self",))
        .select_related("consultation")
        .prefetch_related("screenings", "wordings")
        .filter(pk__in=acts)
        .order_by("pk")
    )
    if not comments or comments[0].consultation.stage in FIXED:
        raise built_upon()
    comment_unscreening.send(sender=Comment, comments=comments)
    for comment in comments:
        _take_back(comment, acts[comment.pk], by, now)
    return comments


def _take_back(
    comment: Comment, screening: Screening, by: User, now: datetime.datetime
) -> None:
    last = list(comment.screenings.all())[-1]
    if last.pk != screening.pk or comment.stage != MOVES[screening.act].target:
        raise built_upon()
    before, back = comment.stage, stage_before(comment, screening)
    moves = {UNDO: Move(frozenset({before}), back)}
    try:
        apply_move(comment, UNDO, moves, at=now, revision=comment.revision + 1)
    except IllegalMove:
        raise built_upon() from None
    undone = Screening.objects.create(
        comment=comment, act=UNDO, decided_by=by, decided_at=now
    )
    ledger.record(
        comment,
        "comments.undo",
        by=by,
        before={"stage": before},
        after={"stage": back, "act": screening.act},
    )
    transaction.on_commit(
        lambda: comment_screened.send_robust(
            sender=Comment, comment=comment, screening=undone
        )
    )


def stage_before(comment: Comment, screening: Screening) -> str:
    """Return the stage a decision was made in; needs words and decisions loaded."""
    events: list[tuple[datetime.datetime, str]] = [
        (row.decided_at, row.act)
        for row in comment.screenings.all()
        if row.pk < screening.pk and (row.act in MOVES or row.act == UNDO)
    ]
    corrections = [
        (wording.written_at, "correct")
        for wording in comment.wordings.all()
        if wording.sequence > 1 and wording.written_at < screening.decided_at
    ]
    stages: list[str] = [Stage.SUBMITTED]
    for _when, act in sorted(events + corrections, key=lambda event: event[0]):
        if act == UNDO:
            stages = stages[:-1] or [Stage.SUBMITTED]
        elif act != "correct" or stages[-1] == Stage.RETURNED:
            stages.append(MOVES[act].target)
    return stages[-1]
