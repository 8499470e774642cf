"""款 and 项 that went to another article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from drafts.text.citing import citation_of, cite
from drafts.text.comparing.aligning import TELLING
from drafts.text.comparing.fingerprints import (
    Fingerprint,
    covered,
    fingerprint,
    words_of,
)
from drafts.text.comparing.provisions import compare_provisions
from drafts.text.comparing.relations import PartMove, PartRow, Relation, Row
from drafts.text.comparing.splitting import PHRASE, phrases_of
from drafts.text.structure import Kind, Node, ParsedText, Placed

#: Least similarity of a part to what it is said to have become.
ALIKE = 0.65
#: A counterpart in the own article this unlike does not hold a part back …
LOOSE = 0.5
#: … if the other article's is so much more alike.
CLOSER = 0.25
#: Least share of the shorter part's words that are not phrases of the whole law.
OWN_WORDS = 0.4
#: Nothing else may come as near as this.
AHEAD = 0.08

_WORDS_KEPT = (
    Relation.UNCHANGED,
    Relation.RENUMBERED,
    Relation.XREF_ONLY,
    Relation.RENUMBERED_XREF_ONLY,
)


@dataclass(frozen=True, slots=True, eq=False)
class Loose:
    """A part without a good counterpart in its own row."""

    node: Node
    row: int
    held: float  # similarity to its counterpart in the row
    print: Fingerprint


def find_part_moves(
    rows: Sequence[Row], old: ParsedText, new: ParsedText
) -> list[PartMove]:
    """Return the 款, and the 项 of other 款, whose words now stand in another article.

    Only clear cases: long enough, much alike, and nothing else as near.
    """
    before, after = _loose(rows)
    pairs = _pairs(before, after, _phrases(rows))
    addresses_old, addresses_new = _addresses(old), _addresses(new)
    moves: list[PartMove] = []
    gone: set[int] = set()
    for a, b, alike in pairs:
        if id(a.node) in gone or id(b.node) in gone:
            continue
        # What is inside a part goes with it.
        gone |= {id(n) for n in (*a.node.walk(), *b.node.walk())}
        moves.append(
            PartMove(
                addresses_old[id(a.node)],
                addresses_new[id(b.node)],
                a.node,
                b.node,
                round(alike, 3),
            )
        )
    place = {id(a.node): k for k, (a, _, _) in enumerate(_by_text(pairs))}
    return sorted(moves, key=lambda m: place[id(m.old_node)])


def _by_text(
    pairs: Sequence[tuple[Loose, Loose, float]],
) -> list[tuple[Loose, Loose, float]]:
    return sorted(pairs, key=lambda p: (p[0].node.line, p[0].row))


def _loose(rows: Sequence[Row]) -> tuple[list[Loose], list[Loose]]:
    before: list[Loose] = []
    after: list[Loose] = []
    for number, row in enumerate(rows):
        if row.relation in _WORDS_KEPT:
            continue
        for part in compare_provisions(row):
            if part.relation in _WORDS_KEPT or not _held_loosely(part):
                continue
            before += _listed(part.old, number, part.similarity)
            after += _listed(part.new, number, part.similarity)
    return before, after


def _held_loosely(part: PartRow) -> bool:
    one_to_one = len(part.old) <= 1 and len(part.new) <= 1
    return one_to_one and part.similarity < LOOSE


def _listed(nodes: Sequence[Node], row: int, held: float) -> Iterator[Loose]:
    for node in nodes:
        words = fingerprint(words_of(node))
        if len(words.masked) >= TELLING and node.kind is not Kind.SUBITEM:
            yield Loose(node, row, held, words)


def _pairs(
    before: Sequence[Loose], after: Sequence[Loose], phrases: frozenset[str]
) -> list[tuple[Loose, Loose, float]]:
    found_in: dict[str, list[int]] = defaultdict(list)
    for k, part in enumerate(after):
        for run in part.print.runs:
            found_in[run].append(k)
    scored: list[tuple[float, int, int]] = []
    for k, part in enumerate(before):
        for m in _near(part, found_in):
            other = after[m]
            alike = _alike(part, other)
            held = max(part.held, other.held)
            enough = alike >= max(ALIKE, held + CLOSER)
            if part.row != other.row and enough and _own_words(part, other, phrases):
                scored.append((alike, k, m))
    best = _clear(scored)
    return [(before[k], after[m], alike) for alike, k, m in best]


def _near(part: Loose, found_in: Mapping[str, list[int]]) -> list[int]:
    shared: dict[int, int] = defaultdict(int)
    for run in part.print.runs:
        places = found_in.get(run, ())
        if len(places) <= 2 * PHRASE:
            for m in places:
                shared[m] += 1
    least = len(part.print.runs) * 0.3
    return sorted(m for m, n in shared.items() if n >= least)


def _phrases(rows: Sequence[Row]) -> frozenset[str]:
    old = [fingerprint(words_of(node)) for row in rows for node in row.old]
    new = [fingerprint(words_of(node)) for row in rows for node in row.new]
    return phrases_of(old, new)


def _own_words(a: Loose, b: Loose, phrases: frozenset[str]) -> bool:
    less, more = sorted((a.print, b.print), key=lambda f: len(f.masked))
    shared = covered(less.masked, more.runs - phrases)
    return sum(shared) >= OWN_WORDS * len(less.masked)


def _alike(a: Loose, b: Loose) -> float:
    if a.node.kind is not b.node.kind:
        return 0.0
    return Indel.normalized_similarity(a.print.masked, b.print.masked)


def _clear(scored: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Keep the pairs that are best on both sides by a clear margin."""
    of_old: dict[int, list[float]] = defaultdict(list)
    of_new: dict[int, list[float]] = defaultdict(list)
    for alike, k, m in scored:
        of_old[k].append(alike)
        of_new[m].append(alike)
    clear = []
    for alike, k, m in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        rivals = [*_others(of_old[k], alike), *_others(of_new[m], alike)]
        if all(alike - rival >= AHEAD for rival in rivals):
            clear.append((alike, k, m))
    return clear


def _others(found: list[float], own: float) -> list[float]:
    rest = list(found)
    rest.remove(own)
    return rest


def _addresses(text: ParsedText) -> dict[int, str]:
    return {id(p.node): _address(p) for p in text.placed()}


def _address(placed: Placed) -> str:
    if placed.node.kind not in (Kind.PARAGRAPH, Kind.ITEM):
        return ""
    return cite(citation_of(placed))
