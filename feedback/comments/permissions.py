"""Who may do what with comments. Pure: no request, no write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.roles import Role
from feedback.comments.kinds import SubmitterKind
from feedback.comments.querysets import reads_comments

if TYPE_CHECKING:
    from accounts.models import AnyUser
    from feedback.comments.models import Comment

SCREENING_ROLES = (Role.CONTENT_MODERATOR, Role.LEGISLATIVE_STAFF)


def can_view(user: AnyUser) -> bool:
    """Read single comments in the workbench; the twin of ``visible_to``."""
    return reads_comments(user)


def can_screen(user: AnyUser) -> bool:
    """Accept, hold, return, reject, transfer and reconsider comments."""
    return user.is_authenticated and user.has_role(*SCREENING_ROLES)


def can_reveal(user: AnyUser, comment: Comment) -> bool:
    """Learn who spoke; a child's identity is for the reviewer alone.

    Moderators work without it. Needs ``submitter`` selected.
    """
    if not user.is_authenticated:
        return False
    submitter = getattr(comment, "submitter", None)
    if submitter and submitter.kind == SubmitterKind.MINOR:
        return user.has_role(Role.LEGISLATIVE_REVIEWER)
    return user.has_role(Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER)
