"""Who may do what to texts."""

from __future__ import annotations

from django.conf import settings

from accounts.models import AnyUser, User
from accounts.roles import Role
from drafts.authorship import author_id_of
from drafts.models import Explanation, Regulation, Version

TEXT_ROLES = (Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER)


def can_edit_text(user: AnyUser) -> bool:
    """Say whether ``user`` opens projects, imports texts and submits them."""
    return _has_role(user, *TEXT_ROLES)


def can_publish_version(user: AnyUser, version: Version) -> bool:
    """Say whether ``user`` is the second person who may fix and publish this text."""
    return can_review_version(user) and version.submitted_by_id != user.pk


def can_review_version(user: AnyUser) -> bool:
    """Say whether ``user`` checks submitted texts, and may return them."""
    return _has_role(user, Role.LEGISLATIVE_REVIEWER)


def can_move_regulation(user: AnyUser, regulation: Regulation) -> bool:
    """Say whether ``user`` records that a project reached a stage.

    The case officers propose, the reviewer confirms: the record is the confirmation.
    """
    return _has_role(user, Role.LEGISLATIVE_REVIEWER)


def can_confirm_lineage(user: AnyUser, version: Version) -> bool:
    """Say whether ``user`` settles how ``version`` follows from its base."""
    return _has_role(user, *TEXT_ROLES) and version.base_id is not None


def can_write_explanations(user: AnyUser) -> bool:
    """Say whether ``user`` drafts plain words."""
    return _has_role(user, *TEXT_ROLES)


def can_publish_explanation(user: AnyUser, explanation: Explanation) -> bool:
    """Say whether ``user`` may publish the latest draft, written by somebody else."""
    if not _has_role(user, Role.LEGISLATIVE_REVIEWER):
        return False
    return (
        author_id_of(explanation) != user.pk or not settings.EXPLANATION_SECOND_PERSON
    )


def acting_role(user: AnyUser | None) -> str:
    """Return the role under which ``user`` acts on texts, for the ledger."""
    if user is None:
        return ""
    return next((role.value for role in TEXT_ROLES if _has_role(user, role)), "")


def _has_role(user: AnyUser, *roles: str) -> bool:
    return isinstance(user, User) and user.has_role(*roles)
