"""Comments that say the same: put together, taken apart, originals untouched."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import ledger
from common.moves import apply_move
from consultations.rounds.models import Consultation
from feedback.comments.models import Comment
from feedback.comments.stages import COUNTED
from feedback.dispositions import permissions
from feedback.dispositions.models import (
    LONGEST_TITLE,
    Disposition,
    Group,
    GroupMember,
)
from feedback.dispositions.refusals import require, require_reason
from feedback.dispositions.stages import DECIDED, LIVE, MOVES, OPEN, Stage

FEWEST = 2


@transaction.atomic
def group_comments(
    consultation: Consultation,
    comments: Sequence[Comment],
    *,
    by: User,
    title: str,
    summary: str,
    at: datetime.datetime | None = None,
) -> Group:
    """Make a group of two or more accepted comments of one round.

    Raises:
        PermissionDenied: ``by`` does not work on this round.
        ValidationError: too few, of another round, not accepted, grouped or decided.
    """
    require(permissions.can_group(by, consultation))
    _require_words(title, summary)
    ids = list(dict.fromkeys(comment.pk for comment in comments))
    if len(ids) < FEWEST:
        raise ValidationError(_("归并至少要选两条意见。"))
    members = _free(consultation, ids)
    group = Group.objects.create(
        consultation=consultation,
        title=title.strip(),
        summary=summary.strip(),
        created_by=by,
    )
    _join(group, members, by, at or timezone.now())
    ledger.record(group, "dispositions.group", by=by, after=_said(group, ids))
    return group


@transaction.atomic
def edit_group(group: Group, *, by: User, title: str, summary: str) -> Group:
    """Change the name and the staff's summary of a group that is not decided.

    Raises:
        PermissionDenied, ValidationError: as for grouping; the group is decided.
    """
    group = _locked(group, by)
    _require_words(title, summary)
    _refuse_decided(group)
    before = _said(group, [])
    group.title, group.summary = title.strip(), summary.strip()
    group.revision += 1
    group.save(update_fields=["title", "summary", "revision", "modified"])
    _touch_open(group)
    ledger.record(
        group,
        "dispositions.edit_group",
        by=by,
        before=before,
        after=_said(group, []),
    )
    return group


@transaction.atomic
def add_to_group(
    group: Group, comment: Comment, *, by: User, at: datetime.datetime | None = None
) -> GroupMember:
    """Put one more comment into a group nobody has confirmed a decision about.

    A confirmed decision covers the members its confirmer saw, never later ones.

    Raises:
        PermissionDenied, ValidationError: as for grouping; the group is decided.
    """
    group = _locked(group, by)
    _refuse_decided(group)
    members = _free(group.consultation, [comment.pk])
    (member,) = _join(group, members, by, at or timezone.now())
    touch(group)
    ledger.record(
        group, "dispositions.add_to_group", by=by, after=_said(group, [comment.pk])
    )
    return member


@transaction.atomic
def remove_from_group(
    member: GroupMember,
    *,
    by: User,
    reason: str,
    at: datetime.datetime | None = None,
) -> None:
    """Take a comment out of its group; the group's answer is no longer its own.

    Raises:
        PermissionDenied: ``by`` does not work on this round.
        ValidationError: no reason, or it has left already.
    """
    group = _locked(member.group, by)
    reason = require_reason(reason)
    _leave(member, reason, at or timezone.now())
    touch(group)
    ledger.record(
        group,
        "dispositions.remove_from_group",
        by=by,
        reason=reason,
        before=_said(group, [member.comment_id]),
    )


@transaction.atomic
def dissolve_group(
    group: Group, *, by: User, reason: str, at: datetime.datetime | None = None
) -> None:
    """Take all members out and close the group; an open decision about it is revoked.

    Raises:
        PermissionDenied: ``by`` does not work on this round.
        ValidationError: no reason, closed already, or a confirmed decision stands.
    """
    group = _locked(group, by)
    reason = require_reason(reason)
    _refuse_decided(group)
    at = at or timezone.now()
    for disposition in group.dispositions.filter(stage__in=OPEN):
        apply_move(disposition, "revoke", MOVES, at=at)
    left = group.members.filter(removed_at=None)
    ids = list(left.values_list("comment_id", flat=True))
    left.update(removed_at=at, removal_reason=reason[:200])
    Group.objects.filter(pk=group.pk).update(
        dissolved_at=at, revision=F("revision") + 1
    )
    ledger.record(
        group,
        "dispositions.dissolve_group",
        by=by,
        reason=reason,
        before=_said(group, ids),
    )


@transaction.atomic
def leave_after_withdrawal(
    comment: Comment, *, at: datetime.datetime | None = None
) -> None:
    """Let go of a comment its author has withdrawn: no group, no pending decision."""
    at = at or timezone.now()
    reason = _("提交人已撤回")
    for member in comment.memberships.filter(removed_at=None).select_related("group"):
        _leave(member, reason, at)
        touch(member.group)
        ledger.record(member.group, "dispositions.leave_group", by=None, reason=reason)
    unpublished = comment.dispositions.filter(stage__in=LIVE - {Stage.PUBLISHED})
    for disposition in unpublished:
        apply_move(disposition, "revoke", MOVES, at=at)
        ledger.record(disposition, "dispositions.revoke", by=None, reason=reason)


def _free(consultation: Consultation, ids: list[int]) -> list[Comment]:
    """Lock and return comments that a group of the round may take.

    Raises:
        ValidationError: one of them may not be taken; it is named.
    """
    comments = list(
        Comment.objects.select_for_update()
        .filter(pk__in=ids, consultation=consultation)
        .order_by("pk")
    )
    if len(comments) != len(ids):
        raise ValidationError(_("有的意见不属于这一轮征求意见，请重新选择。"))
    for comment in comments:
        if comment.stage not in COUNTED:
            raise ValidationError(_("意见%s没有受理，不能归并。") % comment.receipt_no)
    _refuse_taken(ids)
    return comments


def _refuse_taken(ids: list[int]) -> None:
    grouped = GroupMember.objects.filter(comment__in=ids, removed_at=None)
    for member in grouped.select_related("comment", "group")[:1]:
        raise ValidationError(
            _("意见%(no)s已经归并到“%(group)s”，请先从那一组移出。")
            % {"no": member.comment.receipt_no, "group": member.group.title}
        )
    decided = Disposition.objects.live().filter(comment__in=ids, target=None)
    for receipt_no in decided.values_list("comment__receipt_no", flat=True)[:1]:
        raise ValidationError(
            _("意见%s已有单独的处理结果，请先由复核人撤销该结果再归并。") % receipt_no
        )


def _join(
    group: Group, comments: list[Comment], by: User, at: datetime.datetime
) -> list[GroupMember]:
    try:
        with transaction.atomic():
            return GroupMember.objects.bulk_create(
                GroupMember(group=group, comment=comment, added_by=by, added_at=at)
                for comment in comments
            )
    except IntegrityError:
        raise ValidationError(
            _("选中的意见刚刚被归并到另一组，请刷新后重选。")
        ) from None


def join_free(
    group: Group, ids: list[int], by: User, at: datetime.datetime
) -> list[GroupMember]:
    """Put comments that are free into a group the caller holds.

    Raises:
        ValidationError: one of them may not be taken; it is named.
    """
    return _join(group, _free(group.consultation, ids), by, at)


def _leave(member: GroupMember, reason: str, at: datetime.datetime) -> None:
    left = GroupMember.objects.filter(pk=member.pk, removed_at=None).update(
        removed_at=at, removal_reason=reason[:200]
    )
    if not left:
        raise ValidationError(_("这条意见已经不在组里了，请刷新页面。"))
    member.removed_at, member.removal_reason = at, reason[:200]


def _locked(group: Group, by: User) -> Group:
    current = Group.objects.select_for_update().get(pk=group.pk)
    require(permissions.can_group(by, current.consultation))
    if current.dissolved_at:
        raise ValidationError(_("这一组已经解散，请刷新页面。"))
    return current


def _refuse_decided(group: Group) -> None:
    if group.dispositions.filter(stage__in=DECIDED).exists():
        raise ValidationError(
            _("这一组的处理结果已经确认，不能再改动；请先由复核人撤销，或另行归并。")
        )


def _require_words(title: str, summary: str) -> None:
    errors = {}
    if not title.strip():
        errors["title"] = _("请给这一组起个名称。")
    elif len(title.strip()) > LONGEST_TITLE:
        errors["title"] = _("名称最多100个字。")
    if not summary.strip():
        errors["summary"] = _("请写一段归纳，说明这些意见共同说了什么。")
    if errors:
        raise ValidationError(errors)


def touch(group: Group) -> None:
    """Make the edits and confirmations of whoever saw the old members stale."""
    Group.objects.filter(pk=group.pk).update(revision=F("revision") + 1)
    _touch_open(group)


def _touch_open(group: Group) -> None:
    group.dispositions.filter(stage__in=OPEN).update(revision=F("revision") + 1)


def _said(group: Group, comment_ids: list[int]) -> dict[str, object]:
    return {
        "title": group.title,
        "summary": group.summary,
        "comments": sorted(comment_ids),
    }
