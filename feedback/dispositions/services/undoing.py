"""Taking back the last act on groups and decisions, within seconds.

Each is a reverse act with a row of its own: nothing that was written is removed.
``revision`` is the one the act left behind; a later one means somebody went on.
"""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import ledger
from common.moves import IllegalMove, Move, apply_move
from common.undo import built_upon, require_in_time
from feedback.comments.models import Comment
from feedback.dispositions import permissions
from feedback.dispositions.models import Disposition, Group, GroupMember
from feedback.dispositions.refusals import require
from feedback.dispositions.services import grouping
from feedback.dispositions.services.proposing import locked
from feedback.dispositions.stages import DECIDED, LIVE, Stage

WITHDRAW = Move(frozenset({Stage.PROPOSED}), Stage.REVOKED)
AWAIT_AGAIN = Move(frozenset({Stage.RETURNED}), Stage.PROPOSED)


@transaction.atomic
def undo_grouping(
    group: Group,
    done_at: datetime.datetime,
    *,
    by: User,
    revision: int,
    at: datetime.datetime | None = None,
) -> Group:
    """Close a group that ``by`` has just made; its comments are free again.

    Raises:
        PermissionDenied: ``by`` does not work on this round.
        CannotUndo: too late, not theirs, changed or decided upon since.
    """
    now = at or timezone.now()
    group = _fresh(group, done_at, by, revision, now)
    if group.created_by_id != by.pk:
        raise built_upon()
    members = group.members.filter(removed_at=None)
    ids = _let_go(members, now)
    Group.objects.filter(pk=group.pk).update(dissolved_at=now, revision=revision + 1)
    _record(group, "dispositions.undo_grouping", by, before=ids)
    return group


@transaction.atomic
def undo_joining(
    group: Group,
    done_at: datetime.datetime,
    *,
    by: User,
    revision: int,
    at: datetime.datetime | None = None,
) -> Group:
    """Take out again what ``by`` put into a group at the instant ``done_at``.

    Raises:
        PermissionDenied, CannotUndo: as for :func:`undo_grouping`.
    """
    now = at or timezone.now()
    group = _fresh(group, done_at, by, revision, now)
    added = group.members.filter(removed_at=None, added_by=by, added_at=done_at)
    ids = _let_go(added, now)
    if not ids:
        raise built_upon()
    grouping.touch(group)
    _record(group, "dispositions.undo_joining", by, before=ids)
    return group


@transaction.atomic
def undo_removal(
    member: GroupMember,
    done_at: datetime.datetime,
    *,
    by: User,
    revision: int,
    at: datetime.datetime | None = None,
) -> GroupMember:
    """Put a comment back into the group ``by`` has just taken it out of.

    Raises:
        PermissionDenied, CannotUndo: as for :func:`undo_grouping`.
    """
    now = at or timezone.now()
    group = _current(member.group, done_at, by, revision, now)
    comment = Comment.objects.select_for_update().get(pk=member.comment_id)
    try:
        (again,) = grouping.join_free(group, [comment.pk], by, now)
    except ValidationError:
        raise built_upon() from None
    grouping.touch(group)
    _record(group, "dispositions.undo_removal", by, after=[comment.pk])
    return again


@transaction.atomic
def undo_proposal(
    disposition: Disposition,
    done_at: datetime.datetime,
    *,
    by: User,
    revision: int,
    at: datetime.datetime | None = None,
) -> Disposition:
    """Withdraw a decision that ``by`` has just drawn up and nobody has touched.

    Raises:
        PermissionDenied: ``by`` does not decide in this round.
        CannotUndo: too late, not theirs, changed, returned or confirmed since.
    """
    now = at or timezone.now()
    require_in_time(done_at, at=now)
    current = locked(disposition)
    require(permissions.can_propose(by, current.consultation))
    if current.proposed_by_id != by.pk or current.proposed_at != done_at:
        raise built_upon()
    _move(current, "withdraw", WITHDRAW, revision, now)
    ledger.record(current, "dispositions.undo_proposal", by=by)
    return current


@transaction.atomic
def undo_return(
    disposition: Disposition,
    done_at: datetime.datetime,
    *,
    by: User,
    revision: int,
    at: datetime.datetime | None = None,
) -> Disposition:
    """Take back that a decision was sent back; it waits for confirmation again.

    Raises:
        PermissionDenied: ``by`` may not confirm it.
        CannotUndo: too late, or its proposer has gone on.
    """
    now = at or timezone.now()
    require_in_time(done_at, at=now)
    current = locked(disposition)
    require(permissions.can_confirm(by, current))
    _move(current, "undo_return", AWAIT_AGAIN, revision, now, return_note="")
    ledger.record(current, "dispositions.undo_return", by=by)
    return current


def _fresh(
    group: Group,
    done_at: datetime.datetime,
    by: User,
    revision: int,
    now: datetime.datetime,
) -> Group:
    """Return a group as ``by`` has left it, held, with no later decision upon it."""
    current = _current(group, done_at, by, revision, now)
    later = Q(stage__in=DECIDED) | Q(stage__in=LIVE, proposed_at__gt=done_at)
    if current.dispositions.filter(later).exists():
        raise built_upon()
    return current


def _current(
    group: Group,
    done_at: datetime.datetime,
    by: User,
    revision: int,
    now: datetime.datetime,
) -> Group:
    require_in_time(done_at, at=now)
    current = (
        Group.objects.select_for_update(of=("self",))
        .select_related("consultation")
        .get(pk=group.pk)
    )
    require(permissions.can_group(by, current.consultation))
    if current.revision != revision or current.dissolved_at:
        raise built_upon()
    return current


def _let_go(members: QuerySet[GroupMember], now: datetime.datetime) -> list[int]:
    ids = list(members.values_list("comment_id", flat=True))
    members.update(removed_at=now, removal_reason=_("撤销刚才的归并"))
    return ids


def _move(
    disposition: Disposition,
    name: str,
    move: Move,
    revision: int,
    now: datetime.datetime,
    **fields: str,
) -> None:
    if disposition.revision != revision:
        raise built_upon()
    try:
        apply_move(
            disposition, name, {name: move}, at=now, revision=revision + 1, **fields
        )
    except IllegalMove:
        raise built_upon() from None


def _record(
    group: Group,
    act: str,
    by: User,
    *,
    before: list[int] | None = None,
    after: list[int] | None = None,
) -> None:
    ledger.record(
        group,
        act,
        by=by,
        before=sorted(before) if before is not None else None,
        after=sorted(after) if after is not None else None,
    )
