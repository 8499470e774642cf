"""Acts on consultations: prepare, announce, change the window, collate, report."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import ledger
from common.moves import apply_move
from common.stale import StaleEdit
from common.writing import moment_text
from consultations.rounds import checks, permissions
from consultations.rounds.kinds import ExtensionKind
from consultations.rounds.models import Consultation, Extension
from consultations.rounds.search import index_consultation
from consultations.rounds.signals import window_changed
from consultations.rounds.stages import MOVES
from consultations.rounds.windows import closing_of, window_of
from drafts.models import Version

EDITABLE = (
    "title",
    "notice",
    "opens_at",
    "closes_at",
    "min_days",
    "short_reason",
    "display_policy",
    "organiser",
    "contact_phone",
    "contact_address",
    "contact_email",
)


@transaction.atomic
def create_consultation(
    version: Version,
    *,
    by: User,
    opens_on: datetime.date,
    closes_on: datetime.date,
    **fields: Any,
) -> Consultation:
    """Prepare a round about ``version``; both days belong to the window.

    Raises:
        PermissionDenied: ``by`` does not prepare rounds.
        ValidationError: the days or a field are not valid.
    """
    _require(permissions.can_prepare(by))
    document = version.document
    last = Consultation.objects.filter(document=document).aggregate(Max("number"))
    number = (last["number__max"] or 0) + 1
    consultation = Consultation(
        document=document,
        version=version,
        number=number,
        code=f"{document.code}-R{number}",
        created_by=by,
        **window_of(opens_on, closes_on),
        **{
            "title": _("%s公开征求意见") % version.title,
            "min_days": settings.MIN_CONSULTATION_DAYS,
            **fields,
        },
    )
    consultation.full_clean()
    consultation.save()
    ledger.record(consultation, "rounds.create", by=by, after=_said(consultation))
    return consultation


@transaction.atomic
def edit_consultation(
    consultation: Consultation, *, by: User, revision: int, **fields: Any
) -> Consultation:
    """Change what a round says while it is in preparation.

    Raises:
        PermissionDenied: ``by`` may not, or the round has left preparation.
        StaleEdit: somebody changed it since ``revision``; carries both texts.
        ValidationError: a field is not valid.
    """
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    _require(permissions.can_edit(by, current))
    if current.revision != revision:
        stored = {name: _shown(getattr(current, name)) for name in EDITABLE}
        mine = {name: _shown(value) for name, value in fields.items()}
        raise StaleEdit(current=stored, mine=mine)
    before = _said(current)
    for name, value in fields.items():
        if name not in EDITABLE:
            raise ValidationError(_("“%s”不能在这里修改。") % name)
        setattr(current, name, value)
    current.revision = F("revision") + 1
    current.full_clean(exclude=["revision"])
    current.save()
    current.refresh_from_db()
    ledger.record(current, "rounds.edit", by=by, before=before, after=_said(current))
    return current


@transaction.atomic
def submit_consultation(consultation: Consultation, *, by: User) -> None:
    """Send a round for approval.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: something is missing; every obstacle is named.
        IllegalMove: it is not in preparation.
    """
    _require(permissions.can_prepare(by))
    obstacles = checks.obstacles(consultation)
    if obstacles:
        raise ValidationError(obstacles)
    apply_move(consultation, "submit", MOVES, submitted_by=by)
    ledger.record(consultation, "rounds.submit", by=by)


@transaction.atomic
def return_consultation(consultation: Consultation, *, by: User, reason: str) -> None:
    """Send a round back to its author with a reason.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no reason is given.
        IllegalMove: it does not wait for approval.
    """
    _require(permissions.can_approve(by, consultation))
    _require_reason(reason)
    apply_move(consultation, "return", MOVES)
    ledger.record(consultation, "rounds.return", by=by, reason=reason)


@transaction.atomic
def approve_consultation(
    consultation: Consultation, *, by: User, at: datetime.datetime | None = None
) -> None:
    """Announce a round; from its opening instant on people can speak.

    Raises:
        PermissionDenied: ``by`` is no reviewer, or sent it for approval.
        ValidationError: something is missing; every obstacle is named.
        IllegalMove: it does not wait for approval.
    """
    _require(permissions.can_approve(by, consultation))
    obstacles = checks.obstacles(consultation)
    if obstacles:
        raise ValidationError(obstacles)
    apply_move(
        consultation,
        "approve",
        MOVES,
        at=at,
        approved_by=by,
        approved_at=at or timezone.now(),
    )
    index_consultation(consultation.pk)
    ledger.record(consultation, "rounds.approve", by=by, after=_said(consultation))


@transaction.atomic
def extend_consultation(
    consultation: Consultation,
    *,
    by: User,
    closes_on: datetime.date,
    reason: str,
    at: datetime.datetime | None = None,
) -> Extension:
    """Move the last day of an announced round further out, before it has closed.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: the day is no later, the round has closed, no reason.
    """
    _require(permissions.can_change_window(by))
    _require_reason(reason)
    at = at or timezone.now()
    closes_at = closing_of(closes_on)
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if current.phase(at) not in ("scheduled", "open", "suspended"):
        raise ValidationError(_("已经截止，不能延期；需要时请“重新开放”。"))
    if current.closes_at <= at:
        raise ValidationError(_("已经截止，不能延期；需要时请“重新开放”。"))
    if closes_at <= current.closes_at:
        raise ValidationError(_("新的截止日期要晚于现在的截止日期。"))
    Consultation.objects.filter(pk=current.pk).update(closes_at=closes_at)
    return _changed(
        consultation, ExtensionKind.EXTEND, current.closes_at, closes_at, by, reason, at
    )


@transaction.atomic
def suspend_consultation(
    consultation: Consultation,
    *,
    by: User,
    reason: str,
    at: datetime.datetime | None = None,
) -> Extension:
    """Stop taking comments for a while; the window itself stays.

    Raises:
        PermissionDenied, ValidationError, IllegalMove: as for every move.
    """
    return _move(consultation, "suspend", ExtensionKind.SUSPEND, by, reason, at)


@transaction.atomic
def resume_consultation(
    consultation: Consultation,
    *,
    by: User,
    reason: str,
    at: datetime.datetime | None = None,
) -> Extension:
    """Take comments again after a suspension, until the announced closing."""
    return _move(consultation, "resume", ExtensionKind.RESUME, by, reason, at)


@transaction.atomic
def cancel_consultation(
    consultation: Consultation,
    *,
    by: User,
    reason: str,
    at: datetime.datetime | None = None,
) -> Extension:
    """Call a round off before anybody could speak."""
    return _move(consultation, "cancel", ExtensionKind.CANCEL, by, reason, at)


@transaction.atomic
def reopen_consultation(
    consultation: Consultation,
    *,
    by: User,
    closes_on: datetime.date,
    reason: str,
    at: datetime.datetime | None = None,
) -> Extension:
    """Open a closed round again until ``closes_on``, before it has been reported.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: the day has passed, or no reason.
        IllegalMove: it is open still, or reported already.
    """
    at = at or timezone.now()
    closes_at = closing_of(closes_on)
    if closes_at <= at:
        raise ValidationError(_("新的截止日期不能早于今天。"))
    return _move(
        consultation,
        "reopen",
        ExtensionKind.REOPEN,
        by,
        reason,
        at,
        closes_at=closes_at,
    )


@transaction.atomic
def collate_consultation(
    consultation: Consultation, *, by: User, at: datetime.datetime | None = None
) -> None:
    """Take a closed round into collation.

    Raises:
        PermissionDenied: ``by`` may not.
        IllegalMove: it has not closed.
    """
    _require(permissions.can_collate(by))
    apply_move(consultation, "collate", MOVES, at=at)
    ledger.record(consultation, "rounds.collate", by=by)


@transaction.atomic
def report_consultation(
    consultation: Consultation, *, by: User, at: datetime.datetime | None = None
) -> None:
    """Report the collated comments upward; later withdrawals keep the text.

    Raises:
        PermissionDenied: ``by`` may not.
        IllegalMove: it is not in collation.
    """
    _require(permissions.can_collate(by))
    apply_move(consultation, "report", MOVES, at=at, reported_at=at or timezone.now())
    ledger.record(consultation, "rounds.report", by=by)


@transaction.atomic
def archive_consultation(consultation: Consultation, *, by: User) -> None:
    """File a round whose results are published.

    Raises:
        PermissionDenied: ``by`` may not.
        IllegalMove: its results are not published.
    """
    _require(permissions.can_publish_outcome(by))
    apply_move(consultation, "archive", MOVES)
    ledger.record(consultation, "rounds.archive", by=by)


def _move(
    consultation: Consultation,
    name: str,
    kind: ExtensionKind,
    by: User,
    reason: str,
    at: datetime.datetime | None,
    **fields: Any,
) -> Extension:
    _require(permissions.can_change_window(by))
    _require_reason(reason)
    at = at or timezone.now()
    old_closes_at = consultation.closes_at
    apply_move(consultation, name, MOVES, at=at, **fields)
    return _changed(
        consultation, kind, old_closes_at, fields.get("closes_at"), by, reason, at
    )


def _changed(
    consultation: Consultation,
    kind: ExtensionKind,
    old_closes_at: datetime.datetime,
    new_closes_at: datetime.datetime | None,
    by: User,
    reason: str,
    at: datetime.datetime,
) -> Extension:
    """Keep a public change of the window, and tell the rooms above after commit."""
    extension = Extension.objects.create(
        consultation=consultation,
        kind=kind,
        old_closes_at=old_closes_at,
        new_closes_at=new_closes_at,
        reason=reason.strip(),
        decided_by=by,
        decided_at=at,
    )
    consultation.refresh_from_db()
    ledger.record(
        consultation,
        f"rounds.{kind}",
        by=by,
        reason=reason.strip(),
        before=old_closes_at.isoformat(),
        after=consultation.closes_at.isoformat(),
    )
    transaction.on_commit(
        lambda: window_changed.send(
            sender=Consultation, consultation=consultation, extension=extension
        )
    )
    return extension


def _said(consultation: Consultation) -> dict[str, str]:
    """What a round says, for hashes."""
    return {name: str(getattr(consultation, name)) for name in EDITABLE}


def _shown(value: Any) -> str:
    """Write a value as people read it: one instant is one text, whatever its zone."""
    if isinstance(value, datetime.datetime):
        return moment_text(value)
    return str(value)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied(_("您没有进行这项操作的权限。"))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("请写明理由，理由将向社会公开。"))
