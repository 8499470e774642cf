"""Who may decide what about comments. Pure: no request, no write, no query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.roles import Role
from consultations.rounds.stages import DECIDING_STAGES

if TYPE_CHECKING:
    from accounts.models import AnyUser
    from consultations.rounds.models import Consultation
    from feedback.dispositions.models import Disposition


def can_group(user: AnyUser, consultation: Consultation) -> bool:
    """Put alike comments together and take them apart again."""
    return _is(user, Role.LEGISLATIVE_STAFF) and is_deciding(consultation)


def can_propose(user: AnyUser, consultation: Consultation) -> bool:
    """Draw up a decision, change it while open, draw up its correction."""
    return _is(user, Role.LEGISLATIVE_STAFF) and is_deciding(consultation)


def can_confirm(user: AnyUser, disposition: Disposition) -> bool:
    """Confirm or return what somebody else has drawn up."""
    return (
        _is(user, Role.LEGISLATIVE_REVIEWER)
        and user.pk != disposition.proposed_by_id
        and is_deciding(disposition.consultation)
    )


def can_revoke(user: AnyUser, disposition: Disposition) -> bool:
    """Take back a decision that is not public yet."""
    return _is(user, Role.LEGISLATIVE_REVIEWER) and is_deciding(
        disposition.consultation
    )


def can_decide_survival(user: AnyUser) -> bool:
    """Say whether changed wording still carries what was adopted."""
    return _is(user, Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER)


def is_deciding(consultation: Consultation) -> bool:
    """Whether the round is at a stage in which comments are decided."""
    return consultation.stage in DECIDING_STAGES


def _is(user: AnyUser, *roles: str) -> bool:
    return user.is_authenticated and user.has_role(*roles)
