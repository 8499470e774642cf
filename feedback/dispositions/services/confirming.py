"""The second person: confirm, return, revoke; and making decisions public."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import ledger
from common.models import LedgerEntry
from common.moves import apply_move
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from feedback.comments.stages import COUNTED
from feedback.dispositions import permissions, survival
from feedback.dispositions.models import Disposition
from feedback.dispositions.refusals import require, require_reason
from feedback.dispositions.search import forget_superseded, index_published
from feedback.dispositions.services.proposing import locked, refuse_stale
from feedback.dispositions.services.terms import check_complete, stored_terms
from feedback.dispositions.signals import disposition_published
from feedback.dispositions.stages import MOVES, Stage

WRITING_ACTS = ("dispositions.propose", "dispositions.edit", "dispositions.correct")


@transaction.atomic
def confirm_disposition(
    disposition: Disposition,
    *,
    by: User,
    revision: int,
    at: datetime.datetime | None = None,
) -> Disposition:
    """Confirm what somebody else has drawn up.

    A correction supersedes what it corrects. Where the results of the round are public
    already, the decision is public at once and its authors are told.

    Raises:
        PermissionDenied: ``by`` is no reviewer, or had a hand in the words (I7).
        StaleEdit: it, or its group, has changed since ``revision``.
        ValidationError: an adoption names no provision of a later version.
        IllegalMove: it does not wait for confirmation.
    """
    at = at or timezone.now()
    current = locked(disposition)
    _require_second_person(current, by)
    refuse_stale(current, revision)
    check_complete(stored_terms(current), current.consultation)
    _supersede(current, at)
    apply_move(
        current,
        "confirm",
        MOVES,
        at=at,
        confirmed_by=by,
        confirmed_at=at,
        revision=current.revision + 1,
    )
    survival.trace_links(current.links.all(), at=at)
    ledger.record(
        current, "dispositions.confirm", by=by, after=stored_terms(current).said()
    )
    if current.consultation.stage == RoundStage.RESULT_PUBLISHED:
        _publish_at_once(current, by, at)
    return current


@transaction.atomic
def return_disposition(
    disposition: Disposition,
    *,
    by: User,
    note: str,
    at: datetime.datetime | None = None,
) -> Disposition:
    """Send a proposed decision back with a note.

    Raises:
        PermissionDenied: ``by`` is no reviewer, or had a hand in the words.
        ValidationError: the note is empty.
        IllegalMove: it does not wait for confirmation.
    """
    current = locked(disposition)
    _require_second_person(current, by)
    note = require_reason(note, "note")
    apply_move(
        current, "return", MOVES, at=at, return_note=note, revision=current.revision + 1
    )
    ledger.record(current, "dispositions.return", by=by, reason=note)
    return current


@transaction.atomic
def revoke_disposition(
    disposition: Disposition,
    *,
    by: User,
    reason: str,
    at: datetime.datetime | None = None,
) -> Disposition:
    """Take back a decision that is not public; a public one is corrected instead.

    Raises:
        PermissionDenied: ``by`` is no reviewer.
        ValidationError: no reason.
        IllegalMove: it is public, superseded or revoked.
    """
    current = locked(disposition)
    require(permissions.can_revoke(by, current))
    reason = require_reason(reason)
    apply_move(current, "revoke", MOVES, at=at, revision=current.revision + 1)
    ledger.record(current, "dispositions.revoke", by=by, reason=reason)
    return current


def publish_confirmed(
    consultation: Consultation, *, at: datetime.datetime | None = None
) -> int:
    """Make all confirmed decisions of a round public, and return how many.

    Part of publishing the round's results, whose ledger row covers it: the caller
    has the transaction and asks who may.
    """
    ledger.require_transaction()
    at = at or timezone.now()
    confirmed = Disposition.objects.filter(
        Q(comment=None) | Q(comment__stage__in=COUNTED),
        consultation=consultation,
        stage=Stage.CONFIRMED,
    )
    # One statement for thousands of rows; the same move as ``apply_move`` makes.
    count = Disposition.objects.filter(pk__in=confirmed.values("pk")).update(
        stage=Stage.PUBLISHED,
        stage_changed_at=at,
        published_at=at,
        modified=at,
        revision=F("revision") + 1,
    )
    index_published(
        Disposition.objects.filter(consultation=consultation, stage=Stage.PUBLISHED)
    )
    return count


def had_a_hand(disposition: Disposition, user: User) -> bool:
    """Say whether ``user`` proposed or edited a decision at any time; one query."""
    return LedgerEntry.objects.filter(
        object_type=disposition._meta.label_lower,
        object_id=str(disposition.pk),
        act__in=WRITING_ACTS,
        actor_id=user.pk,
    ).exists()


def _require_second_person(disposition: Disposition, by: User) -> None:
    """Refuse whoever wrote any of it: the last proposer, or an earlier editor."""
    require(permissions.can_confirm(by, disposition))
    if had_a_hand(disposition, by):
        raise PermissionDenied(_("您参与拟定了这项处理结果，请由另一位复核人确认。"))


def _supersede(correction: Disposition, at: datetime.datetime) -> None:
    if correction.supersedes is None:
        return
    old = locked(correction.supersedes)
    apply_move(old, "supersede", MOVES, at=at, revision=old.revision + 1)
    forget_superseded(old)


def _publish_at_once(disposition: Disposition, by: User, at: datetime.datetime) -> None:
    apply_move(disposition, "publish", MOVES, at=at, published_at=at)
    index_published(Disposition.objects.filter(pk=disposition.pk))
    ledger.record(disposition, "dispositions.publish", by=by)
    disposition_published.send(sender=Disposition, disposition=disposition)
