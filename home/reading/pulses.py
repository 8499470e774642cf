"""Where in a text the comments of a published account stand, article by article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from drafts.kinds import ProvisionKind
from drafts.models import Provision, Version
from feedback.dispositions.kinds import ADOPTED_RESULTS
from feedback.reports.models import Publication
from feedback.reports.statistics import public_figures

LEVELS = 5
FULL_WIDTH = 1000
# A code of law shows the chapters somebody spoke about, and no others.
MOST_ARTICLES = 150
FIELDS = ("kind", "label", "number", "insert", "heading", "address", "citation")


@dataclass(frozen=True)
class Pulse:
    """One article: how many comments, how high its column, whether one was adopted."""

    provision: Provision
    count: int
    level: int
    width: int
    is_adopted: bool

    @property
    def short(self) -> str:
        """What stands under a column: ``10`` or ``10-1``."""
        if self.provision.number is None:
            return "·"
        inserted = f"-{self.provision.insert}" if self.provision.insert else ""
        return f"{self.provision.number}{inserted}"


@dataclass
class Chapter:
    """The articles under one heading."""

    title: str
    pulses: list[Pulse] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(pulse.count for pulse in self.pulses)


def pulses(version: Version, account: Publication | None) -> dict[str, Any] | None:
    """Return the columns of a round's text, from its account's own figures; one query.

    Each figure is public with the decisions themselves, which name their articles; of
    results only that one was adopted is shown, never how many.
    """
    if account is None or not account.figures.get("by_article"):
        return None
    found = public_figures(account.figures)
    counts = found["by_article"]
    crossed = account.figures.get("by_article_and_result", {})
    adopted = {address for address, of in crossed.items() if _has_adopted(of)}
    every = list(_chapters(_rows(version, counts), counts, adopted))
    spoken = [p for chapter in every for p in chapter.pulses if p.count]
    if sum(len(chapter.pulses) for chapter in every) > MOST_ARTICLES:
        every = [chapter for chapter in every if chapter.count]
    return {
        "chapters": every,
        "rows": spoken,
        "note": _note(spoken, found["general"]),
    }


def _rows(version: Version, counts: Mapping[str, int]) -> Iterable[Provision]:
    kinds = (ProvisionKind.CHAPTER, ProvisionKind.ARTICLE)
    return (
        Provision.objects.filter(version=version)
        .filter(Q(kind__in=kinds) | Q(address__in=list(counts)))
        .only(*FIELDS)
        .order_by("position")
    )


def _chapters(
    rows: Iterable[Provision], counts: Mapping[str, int], adopted: set[str]
) -> Iterable[Chapter]:
    most = max(counts.values(), default=1) or 1
    chapter = Chapter("")
    for row in rows:
        if row.kind == ProvisionKind.CHAPTER:
            if chapter.pulses:
                yield chapter
            chapter = Chapter("　".join(p for p in (row.label, row.heading) if p))
            if row.address not in counts:
                continue
        count = counts.get(row.address, 0)
        chapter.pulses.append(
            Pulse(
                row,
                count,
                -(-LEVELS * count // most),
                round(FULL_WIDTH * count / most),
                row.address in adopted,
            )
        )
    if chapter.pulses:
        yield chapter


def _has_adopted(results: Mapping[str, int]) -> bool:
    return any(results.get(result) for result in ADOPTED_RESULTS)


def _note(spoken: list[Pulse], general: int) -> str:
    top = max(spoken, key=lambda pulse: pulse.count)
    said = _("一格是一条，柱越高意见越多，最多的是%(top)s（%(count)d条）。") % {
        "top": top.provision.citation,
        "count": top.count,
    }
    changed = sum(pulse.is_adopted for pulse in spoken)
    if changed:
        said += _("底下有粗红线的%d条，有意见被采纳。") % changed
    said += _("一条意见说到几条条文的，各算一次。")
    if general:
        said += _("另有%d条意见针对整个草案，不在其中。") % general
    return said
