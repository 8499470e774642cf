"""The comparison inside matched articles: 款 with 款, 项 with 项, 目 with 目."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafts.text.comparing.fingerprints import (
    Fingerprint,
    fingerprint,
    normalise,
    similarity,
    words_of,
)
from drafts.text.comparing.matching import Match, match
from drafts.text.comparing.relations import PartRow, Relation, Row, relation_of_pair
from drafts.text.structure import Kind, Node

LEVELS = (Kind.PARAGRAPH, Kind.ITEM, Kind.SUBITEM)
Number = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A 款, 项 or 目 with its number inside its article and the part around it."""

    node: Node
    number: Number
    parent: int  # id of the node above


def compare_provisions(row: Row) -> list[PartRow]:
    """Return how the 款, 项 and 目 of a row's articles live on, level by level.

    Numbers count inside the article, so a 款 stays ``unchanged`` when only its
    article was renumbered. A part is certain only if its article is.
    """
    parts: list[PartRow] = []
    place: dict[
        int, str
    ] = {}  # parts matched together are one place for what is inside
    for level in LEVELS:
        old = [p for node in row.old for p in _parts(node, level)]
        new = [p for node in row.new for p in _parts(node, level)]
        if not old and not new:
            continue
        for m in _match(row, old, new, place):
            before, after = [old[i] for i in m.old], [new[j] for j in m.new]
            name = f"{level} {len(parts)}"
            place |= {id(p.node): name for p in (*before, *after)}
            parts.append(_part_row(before, after, m.certain and row.certain))
    return parts


def _parts(article: Node, level: Kind) -> list[Part]:
    found: list[Part] = []

    def descend(node: Node, number: Number) -> None:
        seen = 0
        for child in node.children:
            if child.kind not in LEVELS:
                continue
            seen += 1
            # A 款 prints no number; it is counted.
            own = seen if child.kind is Kind.PARAGRAPH else child.number or seen
            if child.kind is level:
                found.append(Part(child, (*number, own), id(node)))
            descend(child, (*number, own))

    descend(article, ())
    return found


def _match(
    row: Row, old: Sequence[Part], new: Sequence[Part], place: dict[int, str]
) -> list[Match]:
    before = [_print(p, place) for p in old]
    after = [_print(p, place) for p in new]
    if [f.masked for f in before] == [f.masked for f in after]:
        return [Match((k,), (k,), True) for k in range(len(old))]
    only_pair = len(old) == len(new) == 1 and old[0].node.kind is Kind.PARAGRAPH
    if only_pair and len(row.old) == len(row.new) == 1:
        return [Match((0,), (0,), True)]
    return sorted(match(before, after), key=_reading_order)


def _print(part: Part, place: dict[int, str]) -> Fingerprint:
    return fingerprint(words_of(part.node), (place.get(part.parent, ""),))


def _reading_order(m: Match) -> tuple[int, int]:
    return (min(m.new), 0) if m.new else (min(m.old), 1)


def _part_row(old: Sequence[Part], new: Sequence[Part], certain: bool) -> PartRow:
    before = [fingerprint(words_of(p.node)) for p in old]
    after = [fingerprint(words_of(p.node)) for p in new]
    return PartRow(
        tuple(p.node for p in old),
        tuple(p.node for p in new),
        _relation(old, new, before, after),
        certain,
        similarity(before, after),
    )


def _relation(
    old: Sequence[Part],
    new: Sequence[Part],
    before: Sequence[Fingerprint],
    after: Sequence[Fingerprint],
) -> Relation:
    group = relation_of_group(len(old), len(new))
    return group or relation_of_pair(
        same_words=before[0].plain == after[0].plain,
        same_but_citations=before[0].masked == after[0].masked,
        same_number=old[0].number == new[0].number,
    )


def relation_of_group(old: int, new: int) -> Relation | None:
    """Return the relation that the numbers of provisions decide, if they do."""
    if not old:
        return Relation.ADDED
    if not new:
        return Relation.DELETED
    if new > 1:
        return Relation.SPLIT
    return Relation.MERGED if old > 1 else None


def number_of(node: Node) -> tuple[int, int] | str:
    """Return what makes two printed numbers the same: 第10条 is 第十条."""
    return (node.number, node.insert) if node.number else normalise(node.label)
