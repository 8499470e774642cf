"""The pages of editors as they are searched: notices and guides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import get_text_for_indexing

from common import searching
from common.indexing import Source
from home.models import GuidePage, NoticePage
from home.search.kinds import Kind


def words_of(page: NoticePage | GuidePage) -> str:
    """Return the text of a page without its markup."""
    if isinstance(page, NoticePage):
        return "\n".join(
            w for w in (get_text_for_indexing(page.body), page.source) if w
        )
    return "\n".join(page.body.stream_block.get_searchable_content(page.body))


def specific_of(page: Any) -> NoticePage | GuidePage:
    """Return the notice or guide a page is; needs both selected."""
    return page.noticepage if hasattr(page, "noticepage") else page.guidepage


def public_pages() -> QuerySet[Page]:
    """Live notices and guides that no restriction stands above."""
    above = (
        PageViewRestriction.objects.order_by()
        .annotate(path_below=ExpressionWrapper(OuterRef("path"), CharField()))
        .filter(path_below__startswith=F("page__path"))
    )
    return searchable().filter(live=True).exclude(Exists(above))


def searchable() -> QuerySet[Page]:
    """Notices and guides, live or not."""
    kinds = [NoticePage, GuidePage]
    return Page.objects.type(*kinds).select_related("noticepage", "guidepage")


def index_pages(pages: Iterable[Any]) -> None:
    """Make live pages searchable, and forget the others."""
    rows = list(pages)
    live = [row for row in rows if row.live]
    searching.forget(Kind.PAGE, *(row.pk for row in rows if not row.live))
    texts = ((row.pk, f"{row.title}\n{words_of(specific_of(row))}") for row in live)
    searching.index_many(Kind.PAGE, texts)


def sources() -> list[Source]:
    """Return how pages are indexed anew."""
    return [Source(Kind.PAGE, lambda: searchable().filter(live=True), index_pages)]
