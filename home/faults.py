"""Faults of the site that readers report (网站找错): the acts, and who mends them."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AnyUser, User
from accounts.roles import Role
from common import ciphers, idempotency, ledger
from common.numbering import next_number
from common.workdays import add_workdays
from home.models import FaultReport

# Whoever puts words on the site, and whoever runs it.
MENDERS = (
    Role.LEGISLATIVE_STAFF,
    Role.CONTENT_MODERATOR,
    Role.SYSTEM_ADMIN,
)
ANSWER_WORKDAYS = 3
# The way back to the reader is destroyed when it has served.
CONTACT_KEPT_DAYS = 180


def can_mend(user: AnyUser) -> bool:
    """Say who deals with faults of the site."""
    return user.is_authenticated and user.has_role(*MENDERS)


@transaction.atomic
def report_fault(
    *, kind: str, page: str, text: str, contact: str, key: str
) -> FaultReport:
    """Store what a reader reports, and return it; ``contact`` is sealed at once.

    Raises:
        KeyReused: ``key`` came before with another report.
        BadKey: ``key`` is no key of a form.
    """
    body = {"kind": kind, "page": page, "text": text, "contact": contact}
    claim = idempotency.claim("faults", key, body)
    if not claim.is_new:
        return FaultReport.objects.get(number=claim.result)
    now = timezone.now()
    year = timezone.localdate(now).year
    number = f"ZC-{year}-{next_number(f'fault:{year}'):04d}"
    sealing: dict[str, Any] = {}
    if contact:
        secret = ciphers.new_secret()
        sealing = {
            "secret": ciphers.wrap(secret),
            "sealed": ciphers.seal(
                {"contact": contact}, secret=secret, context=f"fault:{number}"
            ),
        }
    report = FaultReport.objects.create(
        number=number,
        kind=kind,
        page=page,
        text=text,
        reported_at=now,
        due_on=add_workdays(timezone.localdate(now), ANSWER_WORKDAYS).day,
        **sealing,
    )
    claim.finish(number)
    ledger.record(
        report,
        "faults.report",
        by=ledger.SUBMITTER,
        after={"kind": kind, "page": page, "text": text},
    )
    return report


@transaction.atomic
def handle_fault(report: FaultReport, *, by: User, answer: str) -> FaultReport:
    """Say what was done about a fault.

    Raises:
        PermissionDenied: ``by`` does not deal with faults.
        ValidationError: nothing was said, or somebody has dealt with it before.
    """
    if not can_mend(by):
        raise PermissionDenied(_("网站找错由承办工作的人员处理。"))
    answer = answer.strip()
    if not answer:
        raise ValidationError({"answer": _("请写明怎样处理的。")})
    changed = FaultReport.objects.filter(pk=report.pk, handled_at=None).update(
        handled_at=timezone.now(), handled_by=by, answer=answer
    )
    if not changed:
        raise ValidationError({"answer": _("已经有人处理过了，请刷新后查看。")})
    report.refresh_from_db()
    ledger.record(report, "faults.handle", by=by, after={"answer": answer})
    return report


@transaction.atomic
def reveal_contact(report: FaultReport, *, by: User, reason: str) -> str:
    """Return how to reach the reader; who asked, and why, is written down.

    Raises:
        PermissionDenied: ``by`` does not deal with faults.
        ValidationError: no reason was given.
    """
    if not can_mend(by):
        raise PermissionDenied(_("网站找错由承办工作的人员处理。"))
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("请写明为什么要查看联系方式。")})
    ledger.record(report, "faults.reveal", by=by, reason=reason)
    if not (report.sealed and report.secret):
        return ""
    opened = ciphers.open_sealed(
        bytes(report.sealed),
        secret=ciphers.unwrap(bytes(report.secret)),
        context=f"fault:{report.number}",
    )
    return str(opened["contact"])


def forget_contacts(at: datetime.datetime | None = None) -> int:
    """Destroy the ways back that have served; return how many there were."""
    before = (at or timezone.now()) - datetime.timedelta(days=CONTACT_KEPT_DAYS)
    served = FaultReport.objects.filter(handled_at__lt=before, sealed__isnull=False)
    return served.update(secret=None, sealed=None)
