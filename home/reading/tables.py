"""新旧条文对照表: two versions side by side, a page of the new text at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.cache import cache
from django.utils.translation import gettext as _

from drafts.kinds import Relation
from drafts.lineage import computed_lineage, confirmed_rows
from drafts.models import Lineage, Provision, Version
from drafts.text.comparing import Piece, PieceKind, wording
from home.reading.articles import Clause, grow, own_words
from home.reading.contents import Leaf

KEPT = frozenset({Relation.UNCHANGED, Relation.RENUMBERED})
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


@dataclass
class Side:
    """One article in one column: its number, and its words line by line."""

    provision: Provision
    lines: list[list[Piece]]

    @property
    def number(self) -> str:
        p = self.provision
        return f"{p.label}（{p.heading}）" if p.heading else p.label or p.citation


@dataclass
class Row:
    """One row of the table."""

    old: list[Side]
    new: list[Side]
    inline: list[list[Piece]]
    relation: str
    label: str
    is_moved: bool
    is_certain: bool
    notes: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return self.relation not in KEPT


def skeleton(old: Version, new: Version) -> Skeleton:
    """Return which articles belong together, from what people confirmed if they did.

    A pair nobody confirmed is compared by the program and kept in the cache under
    both texts' hashes; comparing 1,260 articles takes seconds, once.
    """
    if new.base_id == old.pk and new.lineage_confirmed_at:
        return _confirmed(old, new)
    if old.base_id == new.pk and old.lineage_confirmed_at:
        return _mirrored(_confirmed(new, old), old, new)
    key = f"compare:{old.pk}:{new.pk}:{old.text_hash[:24]}:{new.text_hash[:24]}"
    found = cache.get(key)
    if found is None:
        found = _computed(old, new)
        cache.set(key, found, KEEP_SECONDS)
    return found


def _confirmed(old: Version, new: Version) -> Skeleton:
    moves = Lineage.objects.between(old, new).filter(is_part_move=True)
    return Skeleton(
        _placed(confirmed_rows(old, new)),
        tuple(
            moves.filter(old__isnull=False, new__isnull=False).values_list("old", "new")
        ),
        is_confirmed=True,
    )


def _computed(old: Version, new: Version) -> Skeleton:
    compared = computed_lineage(new, old)
    moves = tuple((m.old.pk, m.new.pk) for m in compared.part_moves)
    return Skeleton(_placed(compared.rows), moves, is_confirmed=False)


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
    """Return a confirmed skeleton read the other way round."""
    places = dict(new.provisions.articles().values_list("pk", "position"))
    turned = sorted(
        found.pairings,
        key=lambda p: min((places.get(pk, 0) for pk in p.old), default=0),
    )
    pairings = []
    place = 0
    for p in turned:
        place = min((places.get(pk, 0) for pk in p.old), default=place)
        relation = MIRRORED.get(Relation(p.relation), p.relation)
        pairings.append(
            Pairing(p.new, p.old, str(relation), p.is_moved, p.is_certain, place)
        )
    moves = tuple((b, a) for a, b in found.part_moves)
    return Skeleton(tuple(sorted(pairings, key=lambda p: p.place)), moves, True)


def table(found: Skeleton, pairings: Sequence[Pairing]) -> list[Row]:
    """Return the rows with their words compared; three queries."""
    ids = [pk for p in pairings for pk in (*p.old, *p.new)]
    clauses = _clauses(ids)
    notes = _notes(found)
    rows = []
    for pairing in pairings:
        old = [clauses[pk] for pk in pairing.old if pk in clauses]
        new = [clauses[pk] for pk in pairing.new if pk in clauses]
        rows.append(_row(pairing, old, new, notes))
    return rows


def _clauses(ids: Sequence[int]) -> dict[int, Clause]:
    """Return articles with their parts; two queries."""
    units = Provision.objects.in_bulk(ids)
    parts = Provision.objects.filter(article__in=list(units)).order_by("position")
    rows = sorted([*units.values(), *parts], key=lambda p: (p.version_id, p.position))
    return {c.provision.pk: c for c in grow(rows) if c.provision.pk in units}


def _row(
    pairing: Pairing, old: list[Clause], new: list[Clause], notes: dict[int, list[str]]
) -> Row:
    before, after = [own_words(c) for c in old], [own_words(c) for c in new]
    pieces = wording("\n".join(before), "\n".join(after), by_print=False)
    lines = _lines(pieces)
    left = _lines(p for p in pieces if p.kind is not PieceKind.INS)
    right = _lines(p for p in pieces if p.kind is not PieceKind.DEL)
    said = [
        n
        for c in (*old, *new)
        for part in c.walk()
        for n in notes.get(part.provision.pk, [])
    ]
    return Row(
        _sides(old, before, left),
        _sides(new, after, right),
        lines,
        pairing.relation,
        str(Relation(pairing.relation).label),
        pairing.is_moved,
        pairing.is_certain,
        list(dict.fromkeys(said)),
    )


def _sides(
    clauses: list[Clause], words: list[str], lines: list[list[Piece]]
) -> list[Side]:
    """Hand the lines of a column back to the articles they came from."""
    sides = []
    start = 0
    for clause, text in zip(clauses, words, strict=True):
        end = start + text.count("\n") + 1
        sides.append(Side(clause.provision, lines[start:end]))
        start = end
    if sides and start < len(lines):
        sides[-1].lines += lines[start:]
    return sides


def _lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Cut pieces where a line ends; an inserted or deleted line stays one."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(Piece(piece.kind, text))
    return lines


def _notes(found: Skeleton) -> dict[int, list[str]]:
    """Return what to say beside parts that went to another article; one query."""
    ids = {pk for pair in found.part_moves for pk in pair}
    known = Provision.objects.in_bulk(ids) if ids else {}
    notes: dict[int, list[str]] = {}
    for old, new in found.part_moves:
        if old in known and new in known:
            said = _("原%(old)s移到%(new)s") % {
                "old": known[old].citation,
                "new": known[new].citation,
            }
            notes.setdefault(old, []).append(said)
            notes.setdefault(new, []).append(said)
    return notes
