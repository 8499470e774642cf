"""条文来历: the comments behind each article of the text that stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from drafts.models import Lineage, Provision, Version
from feedback.dispositions.kinds import Result
from feedback.dispositions.origins import Origin, origins_of
from home.reading.articles import Clause, grow
from home.reading.contents import Contents, Leaf
from home.reading.shelves import Shelf, name_of


@dataclass
class Source:
    """One decision behind an article: its mark in the text, and the comments."""

    number: int
    origins: list[Origin]
    citation: str = ""

    @property
    def first(self) -> Origin:
        return self.origins[0]

    @property
    def result_code(self) -> str:
        """The value the stamp is drawn by."""
        names = {str(label): value for value, label in Result.choices}
        return names.get(self.first.result, "")

    @property
    def said(self) -> list[Origin]:
        """Those whose authors agreed that their words be shown."""
        return [o for o in self.origins if o.words]

    @property
    def channels(self) -> str:
        """From where the comments came: 网上提交 11 条，联系点 8 条."""
        counts = Counter(o.channel for o in self.origins)
        said = [_("%(name)s %(n)d 条") % {"name": k, "n": n} for k, n in counts.items()]
        return _("，").join(said)


@dataclass
class Line:
    """A 款 or 项 of an article, and the marks of the sources behind its words."""

    clause: Clause
    marks: list[Source] = field(default_factory=list)


@dataclass
class Ancestry:
    """One article with everything it came from."""

    clause: Clause
    lines: list[Line]
    sources: list[Source]
    is_traced: bool = False
    old: list[Clause] = field(default_factory=list)

    @property
    def article(self) -> Provision:
        return self.clause.provision


def portrait(shelf: Shelf, contents: Contents, leaf: Leaf) -> dict[str, Any]:
    """Return one page of 条文来历; about a dozen reads, whatever the size."""
    version = shelf.standing
    origins = origins_of(version)
    behind: dict[int, int] = Counter()
    for found in origins.values():
        for article in {o.article_id for o in found}:
            behind[article] += 1
    rows = version.provisions.within(leaf.first, leaf.last).order_by("position")
    clauses = [c for c in grow(rows) if not c.is_heading]
    base = shelf.base_of(version)
    told = [_ancestry(c, origins) for c in clauses]
    _add_predecessors(told, version, base)
    return contents.around(leaf) | {
        "told": [a for a in told if a.sources],
        "silent": [a.article for a in told if not a.sources],
        "with_sources": len(behind),
        "counts": _counts(contents, behind),
        "base": base,
        "base_name": name_of(base) if base else "",
    }


def _counts(contents: Contents, behind: dict[int, int]) -> list[tuple[Leaf, int]]:
    return [
        (leaf, sum(1 for a in leaf.articles if a.pk in behind))
        for leaf in contents.leaves
    ]


def _ancestry(clause: Clause, origins: dict[int, list[Origin]]) -> Ancestry:
    sources: list[Source] = []
    lines = [Line(part) for part in clause.walk() if part.text]
    for part in clause.walk():
        by_decision: dict[int, list[Origin]] = defaultdict(list)
        for origin in origins.get(part.provision.pk, []):
            by_decision[origin.disposition_id].append(origin)
        for found in by_decision.values():
            source = Source(len(sources) + 1, found, part.citation)
            sources.append(source)
            _mark(lines, part, source)
    return Ancestry(clause, lines, sources)


def _mark(lines: list[Line], part: Clause, source: Source) -> None:
    """Put a source's mark on the words it wrote: a 款 with the 项 inside it."""
    inside = {c.provision.pk for c in part.walk()}
    for line in lines:
        if line.clause.provision.pk in inside:
            line.marks.append(source)


def _add_predecessors(
    told: list[Ancestry], version: Version, base: Version | None
) -> None:
    """Say, for articles with sources, what they were before; two queries."""
    articles = {a.article.pk: a for a in told if a.sources}
    if base is None or version.base_id != base.pk or not version.lineage_confirmed_at:
        return
    ties = list(
        Lineage.objects.between(base, version)
        .at_article_level()
        .filter(new__in=articles)
        .select_related("old")
    )
    olds = {tie.old_id: tie.old for tie in ties if tie.old}
    parts = Provision.objects.filter(article__in=olds).order_by("position")
    rows = sorted([*olds.values(), *parts], key=lambda p: p.position)
    clauses = {clause.provision.pk: clause for clause in grow(rows)}
    for tie in ties:
        ancestry = articles[tie.new_id or 0]
        ancestry.is_traced = True
        if tie.old_id:
            ancestry.old.append(clauses[tie.old_id])
