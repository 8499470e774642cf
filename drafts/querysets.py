"""Questions asked of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from drafts.stages import VersionStage

if TYPE_CHECKING:
    from accounts.models import AnyUser

TEXT_ROLES = ("legislative_staff", "legislative_reviewer")


def sees_unpublished_texts(user: AnyUser) -> bool:
    """Say whether ``user`` works on texts that are not public yet."""
    return user.is_authenticated and user.has_role(*TEXT_ROLES)


class RegulationQuerySet(models.QuerySet):
    """Legislative projects."""

    def visible_to(self, user: AnyUser) -> Self:
        """Public projects for everyone; all of them for those who work on texts."""
        if sees_unpublished_texts(user):
            return self
        return self.filter(is_public=True)

    def for_listing(self) -> Self:
        """What a list of projects shows."""
        return self.select_related("document").order_by("-created", "-pk")


class VersionQuerySet(models.QuerySet):
    """Versions of documents."""

    def published(self) -> Self:
        """Versions whose text is fixed and public."""
        return self.filter(stage=VersionStage.PUBLISHED)

    def visible_to(self, user: AnyUser) -> Self:
        """Published ones for everyone; all for those who work on texts."""
        if sees_unpublished_texts(user):
            return self
        return self.published().exclude(document__regulation__is_public=False)


class ProvisionQuerySet(models.QuerySet):
    """Provisions of versions."""

    def articles(self) -> Self:
        """The 条, in printed order."""
        return self.filter(kind="article")

    def within(self, position: int, last_position: int) -> Self:
        """A subtree, given the range of its positions (both included)."""
        return self.filter(position__gte=position, position__lte=last_position)

    def visible_to(self, user: AnyUser) -> Self:
        """Provisions of versions the user may read."""
        if sees_unpublished_texts(user):
            return self
        return self.filter(Q(version__stage=VersionStage.PUBLISHED)).exclude(
            version__document__regulation__is_public=False
        )


class LineageQuerySet(models.QuerySet):
    """Confirmed ties between provisions of two versions."""

    def between(self, old: models.Model | None, new: models.Model) -> Self:
        """Rows of one pair of versions, in the order of the new text."""
        return self.filter(old_version=old, new_version=new).order_by("pk")

    def at_article_level(self) -> Self:
        """Rows between whole articles."""
        return self.filter(level="article")


class ExplanationQuerySet(models.QuerySet):
    """Plain words beside provisions."""

    def current(self) -> Self:
        """Live ones that still fit their text."""
        return self.filter(live=True, needs_update=False)
