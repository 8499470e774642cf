"""Which matches nothing else comes near; the others are for a person to decide."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from drafts.text.comparing.aligning import Alignment, Frame
from drafts.text.comparing.fingerprints import Fingerprint, covered

#: What every other arrangement must lose for a match to be certain.
AHEAD = 0.1
#: … and by how much more, if the other candidate is otherwise left over.
AHEAD_OF_OPEN = 0.05
#: Least likeness of a certain match with 0, 1 or 2 neighbours that agree.
ALIKE = (0.64, 0.55, 0.45)
#: A match less alike than this must not look like a piece of another article.
WEAK = 0.75
#: An unmatched provision this like another unmatched one may be its successor.
PERHAPS = 0.35
#: … and one with this share of its words in another may be a piece of it.
PERHAPS_PIECE = 0.4


@dataclass(frozen=True)
class Judge:
    """Asks, match by match, what else could have been meant."""

    alignment: Alignment
    frame: Frame
    near_new: dict[int, list[int]]  # new → old provisions worth a look
    phrases: frozenset[str]  # runs no article owns

    def sure_of_pair(self, i: int) -> bool:
        """Return whether the match of old provision ``i`` stands beyond doubt."""
        a = self.alignment
        if i in a.same:
            return True
        j = a.new_of[i]
        words = a.old[i].masked
        if words == a.new[j].masked and self._repeated[words] > 1:
            return False
        alike = a.evidence.likeness(i, j)
        if i in self.doubtful or alike < ALIKE[self.frame.agreeing(i, j)]:
            return False
        own = a.score(i, j, self.frame)
        return all(
            own - self._other(i, k) >= AHEAD for k in self._new_rivals(i, j)
        ) and all(own - self._other_old(k, j) >= AHEAD for k in self._old_rivals(i, j))

    def _new_rivals(self, i: int, j: int) -> list[int]:
        taken = self.alignment.absorbed_new
        return [
            k for k in self.alignment.evidence.nearest[i] if k != j and k not in taken
        ]

    def _old_rivals(self, i: int, j: int) -> list[int]:
        taken = self.alignment.absorbed_old
        return [k for k in self.near_new.get(j, []) if k != i and k not in taken]

    def _other(self, i: int, k: int) -> float:
        """Return what old ``i`` would gain by new ``k``, less what that would cost."""
        a = self.alignment
        made = (i, a.new_of[i])
        gain = a.score(i, k, self.frame, made)
        owner = a.old_of.get(k)
        if owner is None:
            return gain + AHEAD_OF_OPEN
        back = a.score(owner, made[1], self.frame, made)
        return gain + back - a.score(owner, k, self.frame)

    def _other_old(self, k: int, j: int) -> float:
        a = self.alignment
        made = (a.old_of[j], j)
        gain = a.score(k, j, self.frame, made)
        owned = a.new_of.get(k)
        if owned is None:
            return gain + AHEAD_OF_OPEN
        back = a.score(made[0], owned, self.frame, made)
        return gain + back - a.score(k, owned, self.frame)

    def sure_deleted(self, i: int) -> bool:
        """Return whether old provision ``i`` has no possible successor."""
        a = self.alignment
        free = set(a.open_new())
        words = a.old[i].masked
        beside = (self.frame.old_left[i], self.frame.old_right[i])
        for k in {*a.evidence.nearest[i], *(j for j in beside if j in a.old_of)}:
            if k in free and a.evidence.likeness(i, k) >= PERHAPS:
                return False
            main = a.old[a.old_of[k]] if k in a.old_of else None
            if self._is_piece(a.old[i], a.new[k], main):
                return False
        return bool(words) and words not in self._words_of_new

    def sure_added(self, j: int) -> bool:
        """Return whether new provision ``j`` has no possible forerunner."""
        a = self.alignment
        free = set(a.open_old())
        words = a.new[j].masked
        for k in self._wholes_of_new(j):
            if k in free and a.evidence.likeness(k, j) >= PERHAPS:
                return False
            main = a.new[a.new_of[k]] if k in a.new_of else None
            if self._is_piece(a.new[j], a.old[k], main):
                return False
        return bool(words) and words not in self._words_of_old

    def _wholes_of_new(self, j: int) -> set[int]:
        a = self.alignment
        beside = (self.frame.new_left[j], self.frame.new_right[j])
        found = {a.old_of[k] for k in beside if k in a.old_of}
        return found | set(self.near_new.get(j, []))

    def _is_piece(
        self, piece: Fingerprint, whole: Fingerprint, main: Fingerprint | None
    ) -> bool:
        """Return whether the piece may come out of the whole, main's words aside."""
        length = max(1, len(piece.masked))
        own = sum(covered(piece.masked, whole.runs - self.phrases)) / length
        if own >= PERHAPS_PIECE:
            return True
        if main is None:
            return False
        return (
            sum(covered(piece.masked, whole.runs - main.runs)) / length >= PERHAPS_PIECE
        )

    @cached_property
    def _repeated(self) -> Counter[str]:
        """How often equal words occur in the text that has them oftener."""
        a = self.alignment
        return Counter(f.masked for f in a.old) | Counter(f.masked for f in a.new)

    @cached_property
    def _words_of_old(self) -> set[str]:
        return {f.masked for f in self.alignment.old}

    @cached_property
    def _words_of_new(self) -> set[str]:
        return {f.masked for f in self.alignment.new}

    @cached_property
    def doubtful(self) -> set[int]:
        """Old provisions that may have lost, or taken in, a piece besides their match.

        The piece is left over, or weakly matched to something else; then that match
        is in doubt as well.
        """
        a = self.alignment
        found: set[int] = set()
        for j in (*a.open_new(), *(a.new_of[i] for i in self._weak)):
            own = a.old_of.get(j)
            for i in self._wholes_of_new(j) & a.new_of.keys() - {own}:
                if self._is_piece(a.new[j], a.old[i], a.new[a.new_of[i]]):
                    found |= {i} if own is None else {i, own}
        for i in (*a.open_old(), *self._weak):
            beside = (self.frame.old_left[i], self.frame.old_right[i])
            near = {*a.evidence.nearest[i], *beside} & a.old_of.keys()
            for j in near - {a.new_of.get(i)}:
                if self._is_piece(a.old[i], a.new[j], a.old[a.old_of[j]]):
                    found |= {a.old_of[j]} if i not in a.new_of else {a.old_of[j], i}
        return found

    @cached_property
    def _weak(self) -> list[int]:
        a = self.alignment
        pairs = sorted(a.new_of.items())
        return [i for i, j in pairs if a.evidence.likeness(i, j) < WEAK]


def make_judge(alignment: Alignment, phrases: frozenset[str]) -> Judge:
    """Return the judge of a finished alignment."""
    near_new: dict[int, list[int]] = {}
    for i, found in enumerate(alignment.evidence.nearest):
        for j in found:
            near_new.setdefault(j, []).append(i)
    return Judge(alignment, alignment.frame(), near_new, phrases)
