"""Which matches nothing else comes near; the others are for a person to decide."""

from __future__ import annotations

from dataclasses import dataclass

from drafts.text.comparing.aligning import Alignment, Frame
from drafts.text.comparing.fingerprints import covered

#: What every other arrangement must lose for a match to be certain.
AHEAD = 0.1
#: … and by how much more, if the other candidate is otherwise left over.
AHEAD_OF_OPEN = 0.05
#: Least likeness of a certain match with 0, 1 or 2 neighbours that agree.
ALIKE = (0.62, 0.52, 0.4)
#: An unmatched provision this like another unmatched one may be its successor.
PERHAPS = 0.35
#: … and one with this share of its words in another may be a piece of it.
PERHAPS_PIECE = 0.4


@dataclass(frozen=True, slots=True)
class Judge:
    """Asks, match by match, what else could have been meant."""

    alignment: Alignment
    frame: Frame
    near_new: dict[int, list[int]]  # new → old provisions worth a look
    runs_common: frozenset[str]

    def sure_of_pair(self, i: int) -> bool:
        """Return whether the match of old provision ``i`` stands beyond doubt."""
        a = self.alignment
        if i in a.same:
            return True
        j = a.new_of[i]
        alike = a.evidence.likeness(i, j)
        if alike < ALIKE[self.frame.agreeing(i, j)]:
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
        for k in a.evidence.nearest[i]:
            if k in free and a.evidence.likeness(i, k) >= PERHAPS:
                return False
            if self._share(words, a.new[k].runs) >= PERHAPS_PIECE:
                return False
        return bool(words)

    def sure_added(self, j: int) -> bool:
        """Return whether new provision ``j`` has no possible forerunner."""
        a = self.alignment
        free = set(a.open_old())
        words = a.new[j].masked
        for k in self.near_new.get(j, []):
            if k in free and a.evidence.likeness(k, j) >= PERHAPS:
                return False
            if self._share(words, a.old[k].runs) >= PERHAPS_PIECE:
                return False
        return bool(words)

    def _share(self, words: str, runs: frozenset[str]) -> float:
        found = covered(words, runs - self.runs_common)
        return sum(found) / max(1, len(words))


def make_judge(alignment: Alignment, phrases: frozenset[str]) -> Judge:
    """Return the judge of a finished alignment."""
    near_new: dict[int, list[int]] = {}
    for i, found in enumerate(alignment.evidence.nearest):
        for j in found:
            near_new.setdefault(j, []).append(i)
    return Judge(alignment, alignment.frame(), near_new, phrases)
