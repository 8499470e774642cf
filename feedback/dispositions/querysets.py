"""Questions asked of dispositions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from feedback.comments.querysets import reads_comments
from feedback.dispositions.stages import DECIDED, LIVE, Stage

if TYPE_CHECKING:
    from accounts.models import AnyUser
    from feedback.comments.models import Comment


class DispositionQuerySet(models.QuerySet):
    """Decisions about comments."""

    def visible_to(self, user: AnyUser) -> Self:
        """All for those who work on comments, published ones for everyone."""
        if reads_comments(user):
            return self
        return self.filter(stage=Stage.PUBLISHED)

    def live(self) -> Self:
        """Neither superseded nor revoked."""
        return self.filter(stage__in=LIVE)

    def decided(self) -> Self:
        """Confirmed by a second person, and still standing."""
        return self.filter(stage__in=DECIDED)

    def answering(self, comment: Comment) -> Self:
        """Those that answer ``comment``: its own, its targets', its group's."""
        return self.filter(
            Q(comment=comment)
            | Q(group__members__comment=comment, group__members__removed_at=None)
        ).distinct()

    def for_listing(self) -> Self:
        """What a list of decisions shows."""
        return self.select_related(
            "consultation", "comment", "group", "target__provision"
        )
