"""Which provisions belong together: pairs, splits, mergers and what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafts.text.comparing.aligning import (
    CLOSE,
    LENIENT,
    STRICT,
    Alignment,
    match_alike,
    match_identical,
    match_left_over,
)
from drafts.text.comparing.certainty import make_judge
from drafts.text.comparing.fingerprints import Fingerprint
from drafts.text.comparing.splitting import Grouping, find_groups, phrases_of


@dataclass(frozen=True, slots=True)
class Match:
    """Places of old and new provisions that belong together, main ones first."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    certain: bool


def match(old: Sequence[Fingerprint], new: Sequence[Fingerprint]) -> list[Match]:
    """Return which provisions belong together; every one is in exactly one match."""
    alignment = Alignment(old, new)
    match_identical(alignment)
    match_alike(alignment, CLOSE)
    grouping = Grouping()
    find_groups(alignment, grouping, only_lifted=True)
    match_alike(alignment, STRICT)
    find_groups(alignment, grouping)
    match_alike(alignment, LENIENT)
    match_left_over(alignment)
    return list(_matches(alignment, grouping))


def _matches(alignment: Alignment, grouping: Grouping) -> Iterator[Match]:
    judge = make_judge(alignment, phrases_of(alignment.old, alignment.new))
    for i, j in sorted(alignment.new_of.items()):
        pieces, origins = grouping.splits.get(i, []), grouping.mergers.get(j, [])
        sure = all(extra.certain for extra in (*pieces, *origins))
        yield Match(
            (i, *(extra.piece for extra in origins)),
            (j, *(extra.piece for extra in pieces)),
            sure and judge.sure_of_pair(i),
        )
    for i in alignment.open_old():
        yield Match((i,), (), judge.sure_deleted(i))
    for j in alignment.open_new():
        yield Match((), (j,), judge.sure_added(j))
