"""Who may do what with a consultation. Pure: no request, no write, no query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.roles import Role
from consultations.rounds.querysets import sees_unannounced
from consultations.rounds.stages import PUBLIC_STAGES, Stage

if TYPE_CHECKING:
    from accounts.models import AnyUser
    from consultations.rounds.models import Consultation


def can_view(user: AnyUser, consultation: Consultation) -> bool:
    """The twin of ``visible_to``; needs ``document__regulation`` selected."""
    if sees_unannounced(user):
        return True
    regulation = getattr(consultation.document, "regulation", None)
    is_public = regulation is None or regulation.is_public
    announced = (
        consultation.stage in PUBLIC_STAGES and consultation.approved_at is not None
    )
    return announced and is_public


def can_prepare(user: AnyUser) -> bool:
    """Create rounds, and edit those not yet announced."""
    return user.is_authenticated and user.has_role(Role.LEGISLATIVE_STAFF)


def can_edit(user: AnyUser, consultation: Consultation) -> bool:
    """Change what a round says, before it is sent for approval."""
    return can_prepare(user) and consultation.stage == Stage.DRAFT


def can_approve(user: AnyUser, consultation: Consultation) -> bool:
    """Announce a round somebody else has sent for approval."""
    return (
        user.is_authenticated
        and user.has_role(Role.LEGISLATIVE_REVIEWER)
        and user.pk != consultation.submitted_by_id
    )


def can_change_window(user: AnyUser) -> bool:
    """Extend, suspend, resume, reopen and cancel, with a public reason."""
    return user.is_authenticated and user.has_role(Role.LEGISLATIVE_REVIEWER)


def can_collate(user: AnyUser) -> bool:
    """Take a closed round into collation, and report it upward."""
    return user.is_authenticated and user.has_role(Role.LEGISLATIVE_STAFF)


def can_publish_outcome(user: AnyUser) -> bool:
    """Publish the summary and the results, and file the round."""
    return user.is_authenticated and user.has_role(Role.LEGISLATIVE_REVIEWER)
