"""One provision on its own page."""

from __future__ import annotations

from typing import Any

import segno
from django.db.models import Q, Subquery
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from common.writing import day_text
from consultations.rounds.models import Consultation
from drafts.kinds import ProvisionKind
from drafts.models import Provision, Version
from drafts.text.citing import reference
from home.reading import articles, heads
from home.reading.contents import load_contents
from home.reading.lives import life_of
from home.reading.shelves import Shelf


def find_rows(version: Version, address: str) -> list[Provision]:
    """Return the provision at an address and everything in it; one query.

    What is inside a provision has its address, a full stop and more; a heading comes
    alone, for its articles have addresses of their own.
    """
    rows = list(
        version.provisions.filter(
            Q(address=address) | Q(address__startswith=f"{address}.")
        )
        .select_related("article")
        .order_by("position")
    )
    for row in rows:
        row.version = version
        if row.article is not None:
            row.article.version = version
    return rows if rows and rows[0].address == address else []


def portrait(
    rows: list[Provision], shelf: Shelf, consultation: Consultation | None
) -> dict[str, Any]:
    """Return what a provision's page shows."""
    provision = rows[0]
    article = provision.article or provision
    is_whole = article.pk == provision.pk
    units = [articles.Block(clause) for clause in articles.grow(rows)]
    first, last = provision.position, provision.last_position
    articles.explain(provision.version, units, first, last)
    if consultation is not None:
        # Comments are counted by article; a part has no figure of its own.
        if is_whole:
            articles.count(units, articles.by_article(consultation))
        if consultation.is_open():
            articles.offer(units, consultation)
    before, after = neighbours(article)
    parts = units[0].clause.places()[1:]
    has_life = article.kind == ProvisionKind.ARTICLE
    return heads.of_provision(rows) | {
        "provision": provision,
        "article": article,
        "is_whole": is_whole,
        "unit": units[0],
        "parts": parts,
        "reference": referred(provision),
        "life": life_of(article, shelf) if has_life else [],
        "before": before,
        "after": after,
    }


def referred(provision: Provision) -> str:
    """Return how one cites a provision in writing; the words are Chinese always."""
    version = provision.version
    with override("zh-hans"):
        name = str(version.get_version_type_display())
        day = day_text(version.dated_on) if version.dated_on else ""
    return reference(version.title, provision.citation, name=name, day=day)


def place_in_text(heading: Provision) -> str:
    """Return where a heading stands in its text."""
    leaf = load_contents(heading.version).leaf_at(heading.position)
    url = heading.version.get_absolute_url()
    return f"{url}?chapter={leaf.number}#{heading.anchor}"


def neighbours(article: Provision) -> tuple[Provision | None, Provision | None]:
    """Return the articles before and after one; one query."""
    siblings = article.version.provisions.filter(kind=article.kind)
    earlier = siblings.filter(position__lt=article.position).order_by("-position")
    later = siblings.filter(position__gt=article.last_position).order_by("position")
    found = siblings.filter(
        Q(pk__in=Subquery(earlier.values("pk")[:1]))
        | Q(pk__in=Subquery(later.values("pk")[:1]))
    )
    before = after = None
    for neighbour in found:
        neighbour.version = article.version
        if neighbour.position < article.position:
            before = neighbour
        else:
            after = neighbour
    return before, after


def qr(url: str) -> SafeString:
    """Return a QR code of an address as inline SVG, without any style of its own."""
    svg = segno.make(url, error="m", micro=False).svg_inline(
        scale=3, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(svg)  # noqa: S308 -- paths and numbers made by segno
