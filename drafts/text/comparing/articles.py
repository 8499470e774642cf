"""The comparison of two whole texts, article by article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafts.text.comparing.fingerprints import (
    Fingerprint,
    compared,
    fingerprint,
    headings_above,
    normalise,
    similarity,
    words_of,
)
from drafts.text.comparing.matching import Match, match
from drafts.text.comparing.order import longest_order
from drafts.text.comparing.provisions import number_of, relation_of_group
from drafts.text.comparing.relations import Relation, Row, relation_of_pair
from drafts.text.structure import Node, ParsedText


def compare_articles(old: ParsedText, new: ParsedText) -> list[Row]:
    """Return the rows of a comparison: new order, deleted ones after their forerunner.

    Every article of both texts is in exactly one row. Texts without articles are
    compared by their numbered points.
    """
    before, after = compared(old), compared(new)
    matches = match(
        [fingerprint(words_of(p.node), headings_above(p)) for p in before],
        [fingerprint(words_of(p.node), headings_above(p)) for p in after],
    )
    moved = _moved(matches)
    return [
        replace(
            make_row(
                [before[i].node for i in sorted(m.old)],
                [after[j].node for j in sorted(m.new)],
                m.certain,
            ),
            moved=m in moved,
        )
        for m in _in_reading_order(matches)
    ]


def _moved(matches: Sequence[Match]) -> set[Match]:
    linked = sorted((m for m in matches if m.old and m.new), key=lambda m: m.new[0])
    kept = longest_order([m.old[0] for m in linked])
    return {m for k, m in enumerate(linked) if k not in kept}


def _in_reading_order(matches: Sequence[Match]) -> list[Match]:
    rows = sorted((m for m in matches if m.new), key=lambda m: min(m.new))
    row_of = {i: m for m in rows for i in m.old}
    after: dict[Match | None, list[Match]] = {}
    last: Match | None = None
    gone = {m.old[0]: m for m in matches if not m.new}
    for i in sorted(row_of.keys() | gone.keys()):
        if i in gone:
            after.setdefault(last, []).append(gone[i])
        else:
            last = row_of[i]
    ordered = list(after.get(None, []))
    for m in rows:
        ordered += [m, *after.get(m, [])]
    return ordered


def make_row(old: Sequence[Node], new: Sequence[Node], certain: bool) -> Row:
    """Return the row of provisions that belong together, in the order of the law."""
    before = [fingerprint(words_of(node)) for node in old]
    after = [fingerprint(words_of(node)) for node in new]
    return Row(
        tuple(old),
        tuple(new),
        _relation(old, new, before, after),
        False,
        certain,
        similarity(before, after),
    )


def _relation(
    old: Sequence[Node],
    new: Sequence[Node],
    before: Sequence[Fingerprint],
    after: Sequence[Fingerprint],
) -> Relation:
    group = relation_of_group(len(old), len(new))
    if group:
        return group
    same_caption = not _captions_differ(old[0], new[0])
    return relation_of_pair(
        same_words=before[0].plain == after[0].plain and same_caption,
        same_but_citations=before[0].masked == after[0].masked and same_caption,
        same_number=number_of(old[0]) == number_of(new[0]),
    )


def _captions_differ(old: Node, new: Node) -> bool:
    # A text printed without captions does not thereby change the articles.
    before, after = normalise(old.heading), normalise(new.heading)
    return bool(before and after and before != after)
