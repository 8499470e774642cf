"""A long text cut into pages, chapter by chapter, and the contents beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from drafts.kinds import ProvisionKind
from drafts.models import Provision, Version
from drafts.text.structure import HEADINGS

# What a page holds: an article weighs 1, each 款, 项 and 目 in it almost half as much
# again. With this a page of ordinary articles stays under 40 KB.
FULL = 24.0
MOST_ARTICLES = 25
PART_WEIGHT = 0.45
# Headings that begin a page: a 章, or what stands in its place.
PAGE_HEADINGS = (ProvisionKind.CHAPTER,)

FIELDS = (
    "pk",
    "kind",
    "label",
    "number",
    "insert",
    "heading",
    "address",
    "position",
    "last_position",
)


@dataclass
class Leaf:
    """One page of a text: a run of positions, and what stands in it."""

    number: int
    headings: list[Provision] = field(default_factory=list)
    articles: list[Provision] = field(default_factory=list)
    first: int = 0
    last: int = 0

    @property
    def chapter(self) -> Provision | None:
        """The heading the page stands under."""
        return self.headings[-1] if self.headings else None

    @property
    def title(self) -> str:
        """The chapter's number and title, or the articles when there is none."""
        if self.chapter:
            return "　".join(p for p in (self.chapter.label, self.chapter.heading) if p)
        if len(self.articles) > 1:
            ends = (self.articles[0].label, self.articles[-1].label)
            return _("%s至%s") % ends if all(ends) else _("正文")
        return (self.articles[0].label if self.articles else "") or _("正文")

    @property
    def span(self) -> str:
        """The numbers of its articles: ``14—29``."""
        numbers = [a.number for a in self.articles if a.number]
        if not numbers:
            return ""
        first, last = numbers[0], numbers[-1]
        return str(first) if first == last else f"{first}—{last}"

    def holds(self, position: int) -> bool:
        """Say whether a provision's place is on this page."""
        return self.first <= position <= self.last


@dataclass
class Contents:
    """The pages of one version."""

    leaves: list[Leaf]

    @property
    def article_count(self) -> int:
        articles = (a for leaf in self.leaves for a in leaf.articles)
        return sum(1 for a in articles if a.kind == ProvisionKind.ARTICLE)

    @property
    def is_paged(self) -> bool:
        return len(self.leaves) > 1

    def leaf(self, number: int) -> Leaf | None:
        """Return page ``number``, counted from 1."""
        return self.leaves[number - 1] if 1 <= number <= len(self.leaves) else None

    def leaf_at(self, position: int) -> Leaf:
        """Return the page that holds a provision."""
        return next((f for f in self.leaves if f.holds(position)), self.leaves[0])

    def leaf_with(self, address: str) -> Leaf | None:
        """Return the page that holds the article of this address."""
        return next(
            (f for f in self.leaves if any(a.address == address for a in f.articles)),
            None,
        )

    def around(self, leaf: Leaf) -> dict[str, Any]:
        """Return what a page needs to lead from ``leaf`` to the others."""
        return {
            "contents": self,
            "leaf": leaf,
            "previous": self.before(leaf),
            "next": self.after(leaf),
        }

    def before(self, leaf: Leaf) -> Leaf | None:
        return self.leaf(leaf.number - 1)

    def after(self, leaf: Leaf) -> Leaf | None:
        return self.leaf(leaf.number + 1)


def load_contents(version: Version) -> Contents:
    """Return the pages of ``version``; one query, headings and articles only."""
    kinds = [*HEADINGS, ProvisionKind.ARTICLE]
    rows = (
        Provision.objects.filter(version=version)
        .filter(
            # An annex counts articles of its own; they stay with the annex.
            Q(kind__in=kinds) | Q(parent=None)
        )
        .only(*FIELDS)
        .order_by("position")
    )
    return Contents(cut(list(rows)))


def cut(rows: list[Provision]) -> list[Leaf]:
    """Cut a text into pages, given its headings, articles and loose pieces in order.

    A text that fits is one page. Otherwise every 章 is a page, and a 章 that does
    not fit is cut into pages of about the same weight.
    """
    marks = list(_without_inner(rows))
    if _fits([m for m in marks if m.kind not in HEADINGS]):
        groups = [marks]
    else:
        groups = [part for group in _by_chapter(marks) for part in _parts(group)]
    leaves = [_leaf(number, group) for number, group in enumerate(groups, 1) if group]
    for leaf, following in pairwise(leaves):
        leaf.last = following.first - 1
    return leaves or [Leaf(1)]


def _without_inner(rows: list[Provision]) -> Iterator[Provision]:
    """Leave out what stands inside an annex, a preamble or another loose piece."""
    end = 0
    for row in rows:
        if row.position <= end:
            continue
        if row.kind not in HEADINGS:
            end = row.last_position
        yield row


def _by_chapter(marks: list[Provision]) -> list[list[Provision]]:
    """Begin a group at each 章; the 编 above it begins it too."""
    groups: list[list[Provision]] = [[]]
    for mark in marks:
        begins = mark.kind in PAGE_HEADINGS or (
            mark.kind in HEADINGS and mark.kind != ProvisionKind.SECTION
        )
        only_headings = all(m.kind in HEADINGS for m in groups[-1])
        if begins and groups[-1] and not only_headings:
            groups.append([])
        groups[-1].append(mark)
    return groups


def _parts(group: list[Provision]) -> Iterator[list[Provision]]:
    units = [m for m in group if m.kind not in HEADINGS]
    if _fits(units):
        yield group
        return
    share = sum(map(_weight, units)) / _pages_needed(units)
    part: list[Provision] = []
    held = 0.0
    for mark in group:
        weight = 0.0 if mark.kind in HEADINGS else _weight(mark)
        articles = sum(1 for m in part if m.kind not in HEADINGS)
        if held and (held + weight > share * 1.05 or articles >= MOST_ARTICLES):
            yield part
            part, held = [], 0.0
        part.append(mark)
        held += weight
    yield part


def _pages_needed(units: list[Provision]) -> int:
    by_weight = -(-int(sum(map(_weight, units)) * 100) // int(FULL * 100))
    by_count = -(-len(units) // MOST_ARTICLES)
    return max(by_weight, by_count, 1)


def _fits(units: list[Provision]) -> bool:
    return _pages_needed(units) == 1


def _weight(unit: Provision) -> float:
    return 1 + PART_WEIGHT * (unit.last_position - unit.position)


def _leaf(number: int, group: list[Provision]) -> Leaf:
    headings = [m for m in group if m.kind in PAGE_HEADINGS]
    articles = [m for m in group if m.kind not in HEADINGS]
    last = max(
        m.last_position for m in group if m.kind not in HEADINGS or m == group[-1]
    )
    return Leaf(number, headings, articles, group[0].position, last)
