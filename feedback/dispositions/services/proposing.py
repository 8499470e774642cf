"""Drawing up a decision, and changing it until a second person confirms it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import ledger
from common.moves import apply_move
from common.stale import StaleEdit
from consultations.rounds.models import Consultation
from feedback.comments.models import Comment, Target
from feedback.comments.stages import COUNTED
from feedback.dispositions import permissions
from feedback.dispositions.models import (
    AdoptionLink,
    Disposition,
    Group,
    GroupMember,
)
from feedback.dispositions.refusals import require
from feedback.dispositions.services.terms import (
    LinkData,
    Terms,
    check,
    stored_terms,
    terms_of,
)
from feedback.dispositions.stages import LIVE, MOVES

Subject = Comment | Target | Group


@transaction.atomic
def propose_disposition(
    subject: Subject,
    *,
    by: User,
    result: str,
    reason_text: str,
    reason_code: str = "",
    links: Sequence[LinkData] = (),
    internal_note: str = "",
    referred_to: str = "",
    at: datetime.datetime | None = None,
) -> Disposition:
    """Draw up what becomes of a comment, of one of its targets, or of a group.

    Raises:
        PermissionDenied: ``by`` does not decide in this round.
        ValidationError: the terms are incomplete, the comment is not accepted, sits
            in a group, or has a decision already.
    """
    terms = terms_of(
        result=result,
        reason_text=reason_text,
        reason_code=reason_code,
        links=links,
        internal_note=internal_note,
        referred_to=referred_to,
    )
    consultation, about = _open_subject(subject, by)
    check(terms, consultation)
    if Disposition.objects.filter(stage__in=LIVE, **about).exists():
        raise ValidationError(_already_decided())
    disposition = store(
        Disposition(consultation=consultation, **about), terms, by=by, at=at
    )
    ledger.record(disposition, "dispositions.propose", by=by, after=terms.said())
    return disposition


@transaction.atomic
def edit_disposition(
    disposition: Disposition,
    *,
    by: User,
    revision: int,
    at: datetime.datetime | None = None,
    **fields: Any,
) -> Disposition:
    """Change an open decision; a returned one goes back to be confirmed.

    ``fields`` are those of :func:`propose_disposition`. Whoever edits last is the
    proposer, so that nobody confirms words of their own.

    Raises:
        PermissionDenied: ``by`` does not decide in this round.
        StaleEdit: somebody changed it since ``revision``; carries both texts.
        ValidationError: the terms are incomplete.
        IllegalMove: it has been confirmed or revoked.
    """
    terms = terms_of(**fields)
    current = locked(disposition)
    require(permissions.can_propose(by, current.consultation))
    before = stored_terms(current)
    refuse_stale(current, revision, mine=terms.said())
    check(terms, current.consultation)
    apply_move(
        current,
        "propose_again",
        MOVES,
        at=at,
        proposed_by=by,
        proposed_at=at or timezone.now(),
        revision=current.revision + 1,
        **terms.columns,
    )
    current.links.all().delete()
    _store_links(current, terms)
    ledger.record(
        current, "dispositions.edit", by=by, before=before.said(), after=terms.said()
    )
    return current


def store(
    disposition: Disposition,
    terms: Terms,
    *,
    by: User,
    at: datetime.datetime | None = None,
) -> Disposition:
    """Insert a new decision with its links.

    Raises:
        ValidationError: somebody else's came first.
    """
    for name, value in terms.columns.items():
        setattr(disposition, name, value)
    disposition.proposed_by = by
    disposition.proposed_at = at or timezone.now()
    try:
        with transaction.atomic():
            disposition.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_already_decided()) from None
    _store_links(disposition, terms)
    return disposition


def locked(disposition: Disposition) -> Disposition:
    """Return the row as it is stored, held until the transaction ends."""
    return (
        Disposition.objects.select_for_update(of=("self",))
        .select_related("consultation__version", "consultation__document")
        .get(pk=disposition.pk)
    )


def refuse_stale(
    current: Disposition, revision: int, *, mine: dict[str, Any] | None = None
) -> None:
    """Refuse an act on what its actor has not seen.

    Raises:
        StaleEdit: the row has moved on from ``revision``.
    """
    if current.revision != revision:
        raise StaleEdit(current=stored_terms(current).said(), mine=mine or {})


def _open_subject(
    subject: Subject, by: User
) -> tuple[Consultation, dict[str, Comment | Target | Group | None]]:
    """Return the round of a subject that may be decided, and its columns."""
    if isinstance(subject, Group):
        return _open_group(subject, by)
    target = subject if isinstance(subject, Target) else None
    comment_id = target.comment_id if target else subject.pk
    comment = Comment.objects.select_for_update().get(pk=comment_id)
    require(permissions.can_propose(by, comment.consultation))
    if comment.stage not in COUNTED:
        raise ValidationError(_("这条意见没有受理，不需要拟定处理结果。"))
    if target is None:
        _refuse_grouped(comment)
    return comment.consultation, {"comment": comment, "target": target}


def _open_group(
    group: Group, by: User
) -> tuple[Consultation, dict[str, Comment | Target | Group | None]]:
    group = Group.objects.select_for_update().get(pk=group.pk)
    require(permissions.can_propose(by, group.consultation))
    if group.dissolved_at or not group.members.filter(removed_at=None).exists():
        raise ValidationError(_("这一组已经解散或没有意见，请刷新页面。"))
    return group.consultation, {"group": group}


def _refuse_grouped(comment: Comment) -> None:
    member = (
        GroupMember.objects.filter(comment=comment, removed_at=None)
        .select_related("group")
        .first()
    )
    if member:
        raise ValidationError(
            _("这条意见已归并到“%s”，请在那一组上拟定，或先把它移出。")
            % member.group.title
        )


def _store_links(disposition: Disposition, terms: Terms) -> None:
    AdoptionLink.objects.bulk_create(
        AdoptionLink(
            disposition=disposition,
            provision_id=link.provision_id,
            contribution=link.contribution,
            note=link.note.strip(),
        )
        for link in terms.links
    )


def _already_decided() -> str:
    return _("已经有处理结果了，请刷新页面后在原有的结果上修改。")
