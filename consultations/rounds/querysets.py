"""Questions asked of consultations."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from consultations.rounds.stages import PUBLIC_STAGES, Stage

if TYPE_CHECKING:
    from accounts.models import AnyUser

PREPARING_ROLES = (
    "legislative_staff",
    "legislative_reviewer",
    "content_moderator",
)


def sees_unannounced(user: AnyUser) -> bool:
    """Say whether ``user`` sees consultations before they are announced."""
    return user.is_authenticated and user.has_role(*PREPARING_ROLES)


class ConsultationQuerySet(models.QuerySet):
    """Rounds of asking."""

    def visible_to(self, user: AnyUser) -> Self:
        """Announced ones for everyone; all for those who prepare them."""
        if sees_unannounced(user):
            return self
        return self.filter(stage__in=PUBLIC_STAGES, approved_at__isnull=False).exclude(
            document__regulation__is_public=False
        )

    def open(self, at: datetime.datetime | None = None) -> Self:
        """Those that take comments at ``at``: ``[opens_at, closes_at)``."""
        at = at or timezone.now()
        return self.filter(stage=Stage.APPROVED, opens_at__lte=at, closes_at__gt=at)

    def for_listing(self) -> Self:
        """What a list of consultations shows."""
        return self.select_related("document", "version", "document__regulation")
