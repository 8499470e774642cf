"""Corrections: a new decision that takes the place of a confirmed one."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import ledger
from feedback.dispositions import permissions
from feedback.dispositions.models import Disposition
from feedback.dispositions.refusals import require, require_reason
from feedback.dispositions.services.proposing import locked, store
from feedback.dispositions.services.terms import check, stored_terms, terms_of


@transaction.atomic
def correct_disposition(
    disposition: Disposition,
    *,
    by: User,
    correction_reason: str,
    at: datetime.datetime | None = None,
    **fields: Any,
) -> Disposition:
    """Draw up a correction of a confirmed decision; the old one stands until confirmed.

    ``fields`` are those of ``propose_disposition``.

    Raises:
        PermissionDenied: ``by`` does not decide in this round.
        ValidationError: no reason, incomplete terms, not confirmed yet, or somebody
            is correcting it already.
    """
    terms = terms_of(**fields)
    old = locked(disposition)
    require(permissions.can_propose(by, old.consultation))
    reason = require_reason(correction_reason, "correction_reason")
    if not old.is_decided:
        raise ValidationError(_("这项处理结果还没有确认，请直接修改，不用更正。"))
    check(terms, old.consultation)
    correction = Disposition(
        consultation=old.consultation,
        comment_id=old.comment_id,
        target_id=old.target_id,
        group_id=old.group_id,
        supersedes=old,
        correction_reason=reason,
    )
    store(correction, terms, by=by, at=at)
    ledger.record(
        correction,
        "dispositions.correct",
        by=by,
        reason=reason,
        before=stored_terms(old).said(),
        after=terms.said(),
    )
    return correction
