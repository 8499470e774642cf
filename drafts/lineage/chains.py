"""The way from one version to another, and the confirmed ties along it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Q

from drafts.models import Lineage, Version


@dataclass(frozen=True, slots=True)
class Tie:
    """One confirmed row, read in the direction one goes."""

    start: int | None
    end: int | None
    end_article: int | None
    relation: str
    is_certain: bool


@dataclass(slots=True)
class Step:
    """From one version to its neighbour: the ties of articles and those of parts."""

    start_version: int
    end_version: int
    is_confirmed: bool
    articles: dict[int, list[Tie]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[int, list[Tie]] = field(default_factory=lambda: defaultdict(list))


def way(start_id: int, end: Version, *, back: bool = False) -> list[Step] | None:
    """Return the steps from a version onward to ``end`` (or back to it); two queries.

    None when ``end`` does not descend from ``start`` (or the reverse).
    """
    younger, older = (start_id, end.pk) if back else (end.pk, start_id)
    bases = _bases(start_id, end)
    line = [younger]
    while line[-1] != older:
        base = bases.get(line[-1], (None, False))[0]
        if base is None or base in line:
            return None
        line.append(base)
    ids = line if back else line[::-1]
    steps = [Step(a, b, bases[a if back else b][1]) for a, b in pairwise(ids)]
    _load_ties(steps, back)
    return steps


def _bases(start_id: int, end: Version) -> dict[int, tuple[int | None, bool]]:
    """Return, for the versions of both documents, the base and if it is settled."""
    rows = Version.objects.filter(
        Q(document_id=end.document_id) | Q(document__versions=start_id)
    ).values_list("pk", "base_id", "lineage_confirmed_at")
    return {pk: (base, confirmed is not None) for pk, base, confirmed in rows}


def _load_ties(steps: Sequence[Step], back: bool) -> None:
    pairs = Q()
    by_pair: dict[tuple[int, int], Step] = {}
    for step in steps:
        if not step.is_confirmed:
            continue
        old, new = step.start_version, step.end_version
        old, new = (new, old) if back else (old, new)
        pairs |= Q(old_version=old, new_version=new)
        by_pair[old, new] = step
    if not by_pair:
        return
    rows = Lineage.objects.filter(pairs).values_list(
        "old_version",
        "new_version",
        "level",
        "old_id",
        "new_id",
        "old__article_id",
        "new__article_id",
        "relation",
        "is_certain",
    )
    for a, b, level, old, new, old_article, new_article, relation, certain in rows:
        start, end, article = (
            (new, old, old_article) if back else (old, new, new_article)
        )
        if start is None:
            continue
        step = by_pair[a, b]
        is_article = level == Lineage.Level.ARTICLE
        ties = step.articles if is_article else step.parts
        ties[start].append(Tie(start, end, article, relation, certain))
