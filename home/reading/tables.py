"""新旧条文对照表: rows with their words compared, a page of the new text at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from drafts.kinds import Relation
from drafts.models import Provision, Version
from drafts.text.comparing import Piece, PieceKind, wording
from home.reading.articles import Clause, grow, own_words
from home.reading.contents import Leaf
from home.reading.pairings import Pairing, Skeleton, skeleton
from home.reading.shelves import Shelf, name_of

KEPT = frozenset({Relation.UNCHANGED, Relation.RENUMBERED})


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


def portrait(
    shelf: Shelf, old: Version, new: Version, leaf: Leaf, *, only_changed: bool
) -> dict[str, Any]:
    """Return one page of the comparison, the page taken from the new text."""
    found = skeleton(shelf, old, new)
    rows = table(found, found.on(leaf))
    return {
        "old": old,
        "old_name": name_of(old),
        "is_confirmed": found.is_confirmed,
        "rows": [row for row in rows if row.is_changed or not only_changed],
        "only": only_changed,
    }


def table(found: Skeleton, pairings: Sequence[Pairing]) -> list[Row]:
    """Return the rows with their words compared; three queries."""
    ids = [pk for p in pairings for pk in (*p.old, *p.new)]
    clauses = clauses_of(ids)
    notes = _notes(found)
    rows = []
    for pairing in pairings:
        old = [clauses[pk] for pk in pairing.old if pk in clauses]
        new = [clauses[pk] for pk in pairing.new if pk in clauses]
        rows.append(_row(pairing, old, new, notes))
    return rows


def clauses_of(ids: Iterable[int]) -> dict[int, Clause]:
    """Return articles with their parts, by id; two queries."""
    units = Provision.objects.in_bulk(list(ids))
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


def compared_lines(old: str, new: str) -> list[list[Piece]]:
    """Return two wordings as one, line by line, what changed marked in place."""
    return _lines(wording(old, new, by_print=False))


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
