"""How much two provisions have in common, and which are worth a closer look."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz.distance import Indel

from drafts.text.comparing.fingerprints import Fingerprint

#: Character pairs in more provisions than this find no candidates (本法, 规定).
COMMON = 40
CANDIDATES = 12


class Evidence:
    """The likeness of the provisions of two texts, computed on demand and kept."""

    def __init__(self, old: Sequence[Fingerprint], new: Sequence[Fingerprint]) -> None:
        self.old = old
        self.new = new
        frequency = Counter(pair for f in (*old, *new) for pair in f.pairs)
        total = len(old) + len(new)
        self._frequency = frequency
        self._weight = {p: math.log(1 + total / n) for p, n in frequency.items()}
        self._weight_old = [self._sum(f.pairs) for f in old]
        self._weight_new = [self._sum(f.pairs) for f in new]
        self._known: dict[tuple[int, int], float] = {}

    def _sum(self, pairs: frozenset[str]) -> float:
        # fsum: the order of a set must not decide the last digit.
        return math.fsum(self._weight[p] for p in pairs)

    def likeness(self, i: int, j: int) -> float:
        """Return 0 to 1: the words in their order, and the rare words in any order."""
        key = (i, j)
        if key not in self._known:
            self._known[key] = self._likeness(i, j)
        return self._known[key]

    def _likeness(self, i: int, j: int) -> float:
        a, b = self.old[i], self.new[j]
        if a.masked == b.masked:
            return 1.0
        shared = self._sum(a.pairs & b.pairs)
        less, more = sorted((self._weight_old[i], self._weight_new[j]))
        if not less:
            return 0.0
        ordered = Indel.normalized_similarity(a.masked, b.masked)
        return 0.35 * ordered + 0.7 * shared / (less + more) + 0.3 * shared / less

    @cached_property
    def nearest(self) -> list[list[int]]:
        """For every old provision the new ones that share most rare pairs."""
        limit = max(COMMON, (len(self.old) + len(self.new)) // 25)
        found_in: dict[str, list[int]] = defaultdict(list)
        for j, f in enumerate(self.new):
            for pair in f.pairs:
                if self._frequency[pair] <= limit:
                    found_in[pair].append(j)
        return [self._nearest(f, found_in) for f in self.old]

    def _nearest(self, f: Fingerprint, found_in: dict[str, list[int]]) -> list[int]:
        shared: dict[int, float] = defaultdict(float)
        for pair in sorted(f.pairs & found_in.keys()):
            for j in found_in[pair]:
                shared[j] += self._weight[pair]
        ranked = sorted(
            shared, key=lambda j: (-shared[j] / (20 + self._weight_new[j]) ** 0.5, j)
        )
        return ranked[:CANDIDATES]
