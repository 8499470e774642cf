"""Which articles of two versions belong together, and who says so."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.cache import cache

from drafts.kinds import Relation
from drafts.lineage import computed_lineage, confirmed_rows
from drafts.models import Lineage, Version
from drafts.text.comparing.articles import make_row
from drafts.text.comparing.fingerprints import compared
from drafts.text.comparing.order import longest_order
from drafts.text.structure import Node
from drafts.texts import parsed_of
from home.reading.contents import Leaf
from home.reading.shelves import Shelf

MIRRORED = {
    Relation.SPLIT: Relation.MERGED,
    Relation.MERGED: Relation.SPLIT,
    Relation.ADDED: Relation.DELETED,
    Relation.DELETED: Relation.ADDED,
}
KEEP_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Pairing:
    """Articles that belong together, by id; ``place`` orders them in the new text."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    relation: str
    is_moved: bool
    is_certain: bool
    place: int


@dataclass(frozen=True)
class Skeleton:
    """Which articles of two versions belong together, and who says so."""

    pairings: tuple[Pairing, ...]
    part_moves: tuple[tuple[int, int], ...]
    is_confirmed: bool

    def on(self, leaf: Leaf | None) -> list[Pairing]:
        """Return the pairings of one page of the new text; all of them without one."""
        if leaf is None:
            return list(self.pairings)
        first = 0 if leaf.number == 1 else leaf.first
        return [p for p in self.pairings if first <= p.place <= leaf.last]


def skeleton(shelf: Shelf, old: Version, new: Version) -> Skeleton:
    """Return which articles belong together, from what people confirmed if they did.

    Neighbours take their confirmed lineage, versions further apart the whole chain
    between them. What nobody confirmed is compared by the program.
    """
    if old.sequence > new.sequence:
        return _mirrored(skeleton(shelf, new, old), old, new)
    way = _way(shelf, old, new)
    if len(way) == 1:
        return _confirmed(old, new)
    marks = [f"{v.pk}-{v.text_hash[:16]}-{v.lineage_confirmed_at}" for v in (old, *way)]
    # Comparing 1,260 articles takes seconds, once: texts that are fixed keep their key.
    mark = hashlib.sha256(f"{'/'.join(marks)}>{new.pk}-{new.text_hash}".encode())
    key = f"compare:{mark.hexdigest()}"
    found = cache.get(key)
    if found is None:
        found = _composed(old, new, way) if way else _computed(old, new)
        cache.set(key, found, KEEP_SECONDS)
    return found


def _way(shelf: Shelf, old: Version, new: Version) -> list[Version]:
    """Return the versions after ``old`` up to ``new``, if every step is confirmed."""
    way: list[Version] = []
    here: Version | None = new
    while here is not None and here.pk != old.pk:
        if not here.lineage_confirmed_at or here in way:
            return []
        way.insert(0, here)
        here = shelf.by_pk(here.base_id)
    return way if here is not None else []


def _confirmed(old: Version, new: Version) -> Skeleton:
    moves = Lineage.objects.between(old, new).filter(
        is_part_move=True, old__isnull=False, new__isnull=False
    )
    return Skeleton(
        _placed(confirmed_rows(old, new)),
        tuple(moves.values_list("old", "new")),
        is_confirmed=True,
    )


def _computed(old: Version, new: Version) -> Skeleton:
    found = computed_lineage(new, old)
    moves = tuple((m.old.pk, m.new.pk) for m in found.part_moves)
    return Skeleton(_placed(found.rows), moves, is_confirmed=False)


def _composed(old: Version, new: Version, way: list[Version]) -> Skeleton:
    """Tie two versions through the confirmed steps between them; five queries."""
    before, after = _nodes(old), _nodes(new)
    links = _links(old, way)
    rows = []
    for olds, news in _groups(list(before), list(after), links):
        row = make_row([before[pk] for pk in olds], [after[pk] for pk in news], True)
        place = min((after[pk].line for pk in news), default=0)
        rows.append(
            Pairing(tuple(olds), tuple(news), row.relation.value, False, True, place)
        )
    lines = {pk: node.line for pk, node in before.items()}
    return Skeleton(tuple(_marked(_ordered(rows, lines), lines)), (), True)


def _nodes(version: Version) -> dict[int, Node]:
    """Return the articles of a version by id, in printed order; two queries."""
    ids = dict(version.provisions.values_list("position", "pk"))
    return {ids[p.node.line]: p.node for p in compared(parsed_of(version))}


def _links(old: Version, way: list[Version]) -> dict[int, set[int]]:
    """Return, for every article of ``old``, its successors at the end of the way."""
    rows = Lineage.objects.at_article_level().filter(new_version__in=way)
    steps: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for reached, start, end in rows.values_list("new_version", "old", "new"):
        if start and end:
            steps[reached][start].add(end)
    links = {start: {start} for start in steps[way[0].pk]}
    for version in way:
        onward = steps[version.pk]
        links = {
            start: {end for here in places for end in onward.get(here, ())}
            for start, places in links.items()
        }
    return links


def _groups(
    olds: list[int], news: list[int], links: dict[int, set[int]]
) -> list[tuple[list[int], list[int]]]:
    """Return what hangs together: every article of both sides in exactly one group."""
    back: dict[int, set[int]] = defaultdict(set)
    for start, ends in links.items():
        for end in ends:
            back[end].add(start)
    groups = []
    left = set(olds)
    for start in olds:
        if start not in left:
            continue
        old, new = {start}, set(links.get(start, ()))
        while True:
            wider = old.union(*(back[end] for end in new))
            if wider == old:
                break
            old = wider
            new = new.union(*(links.get(pk, ()) for pk in old))
        left -= old
        groups.append(([p for p in olds if p in old], [p for p in news if p in new]))
    taken = {pk for _old, new in groups for pk in new}
    return groups + [([], [pk]) for pk in news if pk not in taken]


def _ordered(rows: list[Pairing], lines: dict[int, int]) -> list[Pairing]:
    """Put rows in the order of the new text, deleted ones after their forerunner."""
    kept = sorted((r for r in rows if r.new), key=lambda r: r.place)
    places = sorted((min(lines[pk] for pk in r.old), r.place) for r in kept if r.old)
    gone = []
    for row in rows:
        if not row.new:
            first = lines[row.old[0]]
            place = max((p for line, p in places if line < first), default=0)
            gone.append(replace(row, place=place))
    return sorted([*kept, *gone], key=lambda r: (r.place, not r.new))


def _marked(rows: list[Pairing], lines: dict[int, int]) -> list[Pairing]:
    """Mark the rows that left the common order of the two texts."""
    linked = [k for k, row in enumerate(rows) if row.old and row.new]
    kept = longest_order([min(lines[pk] for pk in rows[k].old) for k in linked])
    moved = {k for n, k in enumerate(linked) if n not in kept}
    return [replace(row, is_moved=k in moved) for k, row in enumerate(rows)]


def _placed(rows: Iterable) -> tuple[Pairing, ...]:
    """Give each row its place: its first new article, or that of the row before it."""
    pairings = []
    place = 0
    for row in rows:
        if row.new:
            place = min(p.position for p in row.new)
        pairings.append(
            Pairing(
                tuple(p.pk for p in row.old),
                tuple(p.pk for p in row.new),
                str(row.relation),
                row.is_moved,
                row.is_certain,
                place,
            )
        )
    return tuple(pairings)


def _mirrored(found: Skeleton, old: Version, new: Version) -> Skeleton:
    """Return a skeleton read the other way round: ``old`` is the younger text."""
    places = dict(new.provisions.values_list("pk", "position"))
    lines = dict(old.provisions.values_list("pk", "position"))
    turned = [
        Pairing(
            p.new,
            p.old,
            str(MIRRORED.get(Relation(p.relation), p.relation)),
            p.is_moved,
            p.is_certain,
            min((places[pk] for pk in p.old), default=0),
        )
        for p in found.pairings
    ]
    moves = tuple((b, a) for a, b in found.part_moves)
    return Skeleton(tuple(_ordered(turned, lines)), moves, found.is_confirmed)
