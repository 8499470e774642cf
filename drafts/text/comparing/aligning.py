"""Which provision of the old text is which of the new one.

Identical words come first and fix the frame. The rest is matched by words and by
the neighbours already matched, best pairs first, in rounds that grow less strict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from drafts.text.comparing.evidence import Evidence
from drafts.text.comparing.fingerprints import Fingerprint

#: Words this short (「本条删去」) identify nothing by themselves.
TELLING = 10
NEIGHBOUR = 0.1
SAME_PLACE = 0.03
#: Pairs looked at for one gap between two matched neighbours.
WIDEST_GAP = 1600
REACH = 12

#: Rounds: the least score (neighbours included), the neighbours that must agree,
#: and the least likeness of the words alone.
CLOSE = ((0.85, 0, 0.75), (0.75, 0, 0.7))
STRICT = ((0.7, 0, 0.0), (0.58, 0, 0.0))
LENIENT = ((0.5, 0, 0.0), (0.46, 1, 0.0))


Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """For every provision the matched neighbours, named by their new index."""

    old_left: list[int]
    old_right: list[int]
    new_left: list[int]
    new_right: list[int]

    def agreeing(self, i: int, j: int, without: Pair | None = None) -> int:
        """Return how many of the two neighbours of the pair are matched pairs.

        A match named by ``without`` counts as not made: what it displaced is
        weighed on equal terms.
        """
        sides = (
            (self.old_left, self.new_left),
            (self.old_right, self.new_right),
        )
        agreed = 0
        for old, new in sides:
            before, after = old[i], new[j]
            if without and before == without[1]:
                before = old[without[0]]
            if without and after == without[1]:
                after = new[without[1]]
            agreed += before == after
        return agreed


class Alignment:
    """One-to-one matches between two sequences of provisions, as they are found."""

    def __init__(self, old: Sequence[Fingerprint], new: Sequence[Fingerprint]) -> None:
        self.old = old
        self.new = new
        self.evidence = Evidence(old, new)
        self.new_of: dict[int, int] = {}
        self.old_of: dict[int, int] = {}
        self.same: set[int] = set()  # old provisions matched by identity of words
        self.absorbed_old: set[int] = set()  # part of a merger found already
        self.absorbed_new: set[int] = set()

    def link(self, i: int, j: int) -> None:
        self.new_of[i] = j
        self.old_of[j] = i

    def open_old(self) -> list[int]:
        taken = self.new_of.keys() | self.absorbed_old
        return [i for i in range(len(self.old)) if i not in taken]

    def open_new(self) -> list[int]:
        taken = self.old_of.keys() | self.absorbed_new
        return [j for j in range(len(self.new)) if j not in taken]

    def frame(self) -> Frame:
        """Return the neighbours as they stand now."""
        end = len(self.new)
        return Frame(
            _nearest([self.new_of.get(i) for i in range(len(self.old))], -1),
            _nearest(
                [self.new_of.get(i) for i in range(len(self.old))], end, back=True
            ),
            _nearest([j if j in self.old_of else None for j in range(end)], -1),
            _nearest([j if j in self.old_of else None for j in range(end)], end, True),
        )

    def score(self, i: int, j: int, frame: Frame, without: Pair | None = None) -> float:
        """Return likeness with the evidence of neighbours and chapter on top."""
        agreeing = frame.agreeing(i, j, without)
        score = self.evidence.likeness(i, j) + NEIGHBOUR * agreeing
        if self.old[i].place == self.new[j].place:
            score += SAME_PLACE
        return score


def _nearest(marks: list[int | None], outside: int, back: bool = False) -> list[int]:
    """Return for every place the last mark passed before it, itself left out."""
    order = range(len(marks) - 1, -1, -1) if back else range(len(marks))
    found = [outside] * len(marks)
    last = outside
    for k in order:
        found[k] = last
        mark = marks[k]
        if mark is not None:
            last = mark
    return found


def match_identical(alignment: Alignment) -> None:
    """Match equal words: first those that occur once, then repeated ones by place."""
    for name in ("plain", "masked"):
        _match_unique(alignment, name)
        while _match_repeated(alignment, name):
            pass


def _match_unique(alignment: Alignment, name: str) -> None:
    olds, news = _open_by_words(alignment, name)
    for words, left in olds.items():
        right = news.get(words, [])
        if len(left) == len(right) == 1 and len(words) >= TELLING:
            alignment.link(left[0], right[0])
            alignment.same.add(left[0])


def _match_repeated(alignment: Alignment, name: str) -> bool:
    """Match equal words that stand between the same neighbours, equally often."""
    frame = alignment.frame()
    olds, news = _open_by_words(alignment, name)
    found = False
    for words in olds.keys() & news.keys():
        gaps: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        for i in olds[words]:
            key = (frame.old_left[i], frame.old_right[i])
            gaps.setdefault(key, ([], []))[0].append(i)
        for j in news[words]:
            key = (frame.new_left[j], frame.new_right[j])
            gaps.setdefault(key, ([], []))[1].append(j)
        for left, right in gaps.values():
            if len(left) == len(right):
                for i, j in zip(left, right, strict=True):
                    alignment.link(i, j)
                    alignment.same.add(i)
                    found = True
    return found


def match_left_over(alignment: Alignment) -> None:
    """Match equal words that are still open in their order, which is a guess."""
    olds, news = _open_by_words(alignment, "masked")
    for words, left in olds.items():
        for i, j in zip(left, news.get(words, []), strict=False):
            alignment.link(i, j)


def _open_by_words(
    alignment: Alignment, name: str
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    olds: dict[str, list[int]] = defaultdict(list)
    news: dict[str, list[int]] = defaultdict(list)
    for i in alignment.open_old():
        olds[getattr(alignment.old[i], name)].append(i)
    for j in alignment.open_new():
        news[getattr(alignment.new[j], name)].append(j)
    return olds, news


def match_alike(
    alignment: Alignment, rounds: Sequence[tuple[float, int, float]]
) -> None:
    """Match what is alike, best pairs first; after each round neighbours count anew."""
    for least, neighbours, likeness in rounds:
        while _match_round(alignment, least, neighbours, likeness):
            pass


def _match_round(
    alignment: Alignment, least: float, neighbours: int, likeness: float
) -> bool:
    frame = alignment.frame()
    scored = []
    for i, j in open_pairs(alignment, frame):
        if frame.agreeing(i, j) < neighbours:
            continue
        if alignment.evidence.likeness(i, j) < likeness:
            continue
        score = alignment.score(i, j, frame)
        if score >= least:
            scored.append((-score, abs(i - j), i, j))
    found = False
    for _, _, i, j in sorted(scored):
        if i not in alignment.new_of and j not in alignment.old_of:
            alignment.link(i, j)
            found = True
    return found


def open_pairs(alignment: Alignment, frame: Frame) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth looking at: alike by rare words, or in one gap."""
    olds, news = alignment.open_old(), alignment.open_new()
    free = set(news)
    seen: set[tuple[int, int]] = set()
    for i in olds:
        for j in alignment.evidence.nearest[i]:
            if j in free:
                seen.add((i, j))
                yield i, j
    gaps: dict[Pair, tuple[list[int], list[int]]] = {}
    for i in olds:
        gap = (frame.old_left[i], frame.old_right[i])
        gaps.setdefault(gap, ([], []))[0].append(i)
    for j in news:
        gap = (frame.new_left[j], frame.new_right[j])
        gaps.setdefault(gap, ([], []))[1].append(j)
    for left, right in gaps.values():
        for i, j in _within(left, right):
            if (i, j) not in seen:
                yield i, j


def _within(left: list[int], right: list[int]) -> Iterator[Pair]:
    """Yield the pairs of one gap; of a very wide one those about as far along."""
    if len(left) * len(right) <= WIDEST_GAP:
        yield from product(left, right)
        return
    for k, i in enumerate(left):
        middle = k * len(right) // len(left)
        for j in right[max(0, middle - REACH) : middle + REACH]:
            yield i, j
