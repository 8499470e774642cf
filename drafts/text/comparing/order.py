"""The common order of two texts, and what left it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_order(places: Sequence[int]) -> set[int]:
    """Return the positions in ``places`` of one longest increasing run.

    Of several equally long ones the choice is fixed, so the same texts always
    give the same answer.
    """
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for position, place in enumerate(places):
        k = bisect_left(ends, place)
        before.append(at[k - 1] if k else -1)
        if k == len(ends):
            ends.append(place)
            at.append(position)
        else:
            ends[k] = place
            at[k] = position
    kept: set[int] = set()
    position = at[-1] if at else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return kept
