"""Every public page, for search engines: regulations and their texts, rounds, pages."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.models import Page

from consultations.rounds.models import Consultation
from drafts.models import Regulation, RegulationPage, Version

# Pages that are the same from day to day; robots.txt keeps out of the look-up.
STANDING = (
    "rounds:list",
    "reading:regulations",
    "points:list",
    "about:accessibility",
    "about:privacy",
    "about:map",
)
NOBODY = AnonymousUser()


class StandingPages(Sitemap):
    """Lists and forms."""

    def items(self) -> list[str]:
        return list(STANDING)

    def location(self, item: str) -> str:
        return reverse(item)


class Regulations(Sitemap):
    """Where a regulation stands."""

    def items(self) -> QuerySet[Regulation]:
        return Regulation.objects.visible_to(NOBODY).for_listing()

    def lastmod(self, item: Regulation) -> datetime.datetime:
        return item.modified


class Texts(Sitemap):
    """Published texts, each at its first chapter."""

    def items(self) -> QuerySet[Version]:
        return (
            Version.objects.visible_to(NOBODY)
            .select_related("document")
            .order_by("-published_at", "-pk")
        )

    def lastmod(self, item: Version) -> datetime.datetime | None:
        return item.published_at


class Rounds(Sitemap):
    """Rounds of asking, and what came of them."""

    def items(self) -> QuerySet[Consultation]:
        return Consultation.objects.visible_to(NOBODY).order_by("-opens_at", "-pk")

    def lastmod(self, item: Consultation) -> datetime.datetime:
        return item.modified


class Pages(Sitemap):
    """The front page, notices and guides; a regulation has its lasting address."""

    def items(self) -> list[Any]:
        pages = Page.objects.live().public().not_exact_type(RegulationPage)
        pages = pages.filter(depth__gt=1).order_by("path")
        return list(pages.defer_streamfields())

    def location(self, item: Page) -> str:
        return item.get_url() or "/"

    def lastmod(self, item: Page) -> datetime.datetime | None:
        return item.last_published_at


SITEMAPS = {
    "standing": StandingPages,
    "regulations": Regulations,
    "texts": Texts,
    "rounds": Rounds,
    "pages": Pages,
}
