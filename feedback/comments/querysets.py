"""Questions asked of comments. Every list starts here: nothing unscoped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from feedback.comments.stages import COUNTED, WAITING

if TYPE_CHECKING:
    from accounts.models import AnyUser
    from consultations.rounds.models import Consultation

READING_ROLES = ("legislative_staff", "legislative_reviewer", "content_moderator")


def reads_comments(user: AnyUser) -> bool:
    """Say whether ``user`` works with single comments."""
    return user.is_authenticated and user.has_role(*READING_ROLES)


class CommentQuerySet(models.QuerySet):
    """What people said."""

    def visible_to(self, user: AnyUser) -> Self:
        """All for those who work on them, none for anyone else (private by default)."""
        return self if reads_comments(user) else self.none()

    def of(self, consultation: Consultation) -> Self:
        """Comments of one round."""
        return self.filter(consultation=consultation)

    def counted(self) -> Self:
        """Accepted ones: what 意见条数 counts."""
        return self.filter(stage__in=COUNTED)

    def waiting(self) -> Self:
        """Those nobody has screened yet."""
        return self.filter(stage__in=WAITING)

    def for_listing(self) -> Self:
        """What a workbench row shows: latest words, targets, round."""
        return self.select_related("consultation", "version").prefetch_related(
            "wordings", "targets__provision"
        )
