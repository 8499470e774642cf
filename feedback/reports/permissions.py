"""Who may tell the public, and take files away. Pure: no request, no query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consultations.rounds.permissions import can_publish_outcome
from feedback.comments.querysets import reads_comments

if TYPE_CHECKING:
    from accounts.models import AnyUser

__all__ = ["can_correct_publication", "can_export", "can_publish_outcome"]


def can_correct_publication(user: AnyUser) -> bool:
    """Publish a corrected account beside the first."""
    return can_publish_outcome(user)


def can_export(user: AnyUser) -> bool:
    """Take the comments of a round away as files."""
    return reads_comments(user)
