"""One provision on its own page."""

from __future__ import annotations

from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from consultations.rounds.models import Consultation
from drafts.kinds import ProvisionKind
from drafts.models import Provision, Version
from home.reading import articles
from home.reading.contents import load_contents
from home.reading.lives import life_of
from home.reading.shelves import Shelf


def find_provision(version: Version, address: str) -> Provision | None:
    """Return a provision by its address, its article and version loaded; one query."""
    found = version.provisions.filter(address=address).select_related("article").first()
    if found is not None:
        found.version = version
        if found.article is not None:
            found.article.version = version
    return found


def portrait(
    provision: Provision, shelf: Shelf, consultation: Consultation | None
) -> dict[str, Any]:
    """Return what a provision's page shows."""
    version = provision.version
    rows = version.provisions.within(provision.position, provision.last_position)
    blocks = [articles.Block(c) for c in articles.grow(rows.order_by("position"))]
    article = provision.article or provision
    articles.explain(version, blocks, provision.position, provision.last_position)
    if consultation is not None:
        articles.count(blocks, articles.by_article(consultation))
        if consultation.is_open():
            articles.offer(blocks, consultation)
    is_whole = article.pk == provision.pk
    before, after = neighbours(article)
    return {
        "provision": provision,
        "article": article,
        "is_whole": is_whole,
        "block": blocks[0],
        "life": life_of(article, shelf)
        if article.kind == ProvisionKind.ARTICLE
        else [],
        "before": before,
        "after": after,
    }


def place_in_text(heading: Provision) -> str:
    """Return where a heading stands in its text."""
    leaf = load_contents(heading.version).leaf_at(heading.position)
    url = heading.version.get_absolute_url()
    return f"{url}?chapter={leaf.number}#{heading.anchor}"


def neighbours(article: Provision) -> tuple[Provision | None, Provision | None]:
    """Return the articles before and after one; two queries."""
    siblings = article.version.provisions.filter(kind=article.kind)
    found = (
        siblings.filter(position__lt=article.position).order_by("-position").first(),
        siblings.filter(position__gt=article.last_position)
        .order_by("position")
        .first(),
    )
    for neighbour in found:
        if neighbour is not None:
            neighbour.version = article.version
    return found


def qr(url: str) -> SafeString:
    """Return a QR code of an address as inline SVG, without any style of its own."""
    svg = segno.make(url, error="m", micro=False).svg_inline(
        scale=3, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(svg)  # noqa: S308 -- paths and numbers made by segno
