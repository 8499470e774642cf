"""Articles that became several, and several that became one.

A split is seen by coverage: a new article nobody claimed whose words come from one
old article, and from a stretch of it that its own successor does not repeat. A
merger is the same with the sides exchanged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from drafts.text.comparing.aligning import Alignment
from drafts.text.comparing.fingerprints import Fingerprint, covered

#: Least share of the extra piece that must come from the whole …
FROM_WHOLE = 0.5
#: … less where it takes over a large stretch and only adds to it.
FROM_WHOLE_GROWN = 0.28
GAIN_GROWN = 0.28
#: Least share, and characters, of the whole that only the extra piece accounts for.
GAIN = 0.15
GAIN_CHARACTERS = 12
#: Runs in more provisions than this are phrases of the law, not of an article.
PHRASE = 3

SURE_FROM_WHOLE = 0.75
SURE_COVERED = 0.7
SURE_AHEAD = 0.2


@dataclass(frozen=True, slots=True)
class Extra:
    """A further piece of a whole, beside the whole's own counterpart."""

    piece: int
    certain: bool


Groups = dict[int, list[Extra]]


@dataclass(frozen=True, slots=True)
class Side:
    """Wholes and the pieces they may have fallen into, as places in two sequences."""

    wholes: Sequence[Fingerprint]
    pieces: Sequence[Fingerprint]
    counterpart: Mapping[int, int]
    open_pieces: Sequence[int]
    near: Mapping[int, Iterable[int]]  # piece → wholes worth a look
    phrases: frozenset[str]

    def telling(self, f: Fingerprint) -> frozenset[str]:
        return f.runs - self.phrases


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece that looks like a stretch of a whole."""

    piece: int
    share: float
    stretch: bytearray


def find_splits(alignment: Alignment) -> Groups:
    """Find old articles with further new pieces, and take these off the open list."""
    groups = _find(_side(alignment, turned=False))
    for i, extras in list(groups.items()):
        if i not in alignment.new_of:
            alignment.link(i, extras.pop(0).piece)
        alignment.absorbed_new.update(extra.piece for extra in extras)
    return {i: extras for i, extras in groups.items() if extras}


def find_mergers(alignment: Alignment, splits: Groups) -> Groups:
    """Find new articles with further old pieces; those of a split stay apart."""
    groups = _find(_side(alignment, turned=True))
    for j in list(groups):
        if alignment.old_of.get(j) in splits or j in alignment.absorbed_new:
            del groups[j]
            continue
        if j not in alignment.old_of:
            alignment.link(groups[j].pop(0).piece, j)
        alignment.absorbed_old.update(extra.piece for extra in groups[j])
    return {j: extras for j, extras in groups.items() if extras}


def phrases_of(*texts: Sequence[Fingerprint]) -> frozenset[str]:
    """Return the runs that belong to the law's language rather than to one article."""
    common: set[str] = set()
    for prints in texts:
        counts = Counter(run for f in prints for run in f.runs)
        common.update(run for run, n in counts.items() if n > PHRASE)
    return frozenset(common)


def _side(alignment: Alignment, *, turned: bool) -> Side:
    near: dict[int, list[int]] = defaultdict(list)
    phrases = phrases_of(alignment.old, alignment.new)
    if turned:
        for i in alignment.open_old():
            near[i] = alignment.evidence.nearest[i]
        return Side(
            alignment.new,
            alignment.old,
            alignment.old_of,
            alignment.open_old(),
            near,
            phrases,
        )
    for i, found in enumerate(alignment.evidence.nearest):
        for j in found:
            near[j].append(i)
    return Side(
        alignment.old,
        alignment.new,
        alignment.new_of,
        alignment.open_new(),
        near,
        phrases,
    )


def _find(side: Side) -> Groups:
    claims: dict[int, list[Claim]] = defaultdict(list)
    rivals: dict[int, float] = {}
    for piece in side.open_pieces:
        found = [(whole, _claim(side, whole, piece)) for whole in side.near[piece]]
        strong = sorted(
            ((whole, claim) for whole, claim in found if claim),
            key=lambda pair: (-pair[1].share, pair[0]),
        )
        if strong:
            whole, claim = strong[0]
            claims[whole].append(claim)
            rivals[piece] = max((c.share for _, c in strong[1:]), default=0.0)
    groups: Groups = {}
    for whole, claimed in claims.items():
        extras = _extras(side, whole, claimed, rivals)
        if whole in side.counterpart or len(extras) > 1:
            groups[whole] = extras
    return {whole: extras for whole, extras in sorted(groups.items()) if extras}


def _claim(side: Side, whole: int, piece: int) -> Claim | None:
    w, p = side.wholes[whole], side.pieces[piece]
    if not p.masked:
        return None
    share = sum(covered(p.masked, side.telling(w))) / len(p.masked)
    if share < FROM_WHOLE_GROWN:
        return None
    stretch = covered(w.masked, side.telling(p))
    main = side.counterpart.get(whole)
    kept = covered(w.masked, side.pieces[main].runs) if main is not None else b""
    gain = _beyond(stretch, kept)
    least = GAIN if share >= FROM_WHOLE else GAIN_GROWN
    if gain < max(GAIN_CHARACTERS, least * len(w.masked)):
        return None
    return Claim(piece, share, stretch)


def _beyond(stretch: bytearray, kept: bytes | bytearray) -> int:
    """Return how many characters of ``stretch`` are not in ``kept``."""
    if not kept:
        return sum(stretch)
    return sum(1 for a, b in zip(stretch, kept, strict=True) if a and not b)


def _extras(
    side: Side, whole: int, claimed: list[Claim], rivals: dict[int, float]
) -> list[Extra]:
    """Keep the claims that do not repeat each other, longest stretch first."""
    length = len(side.wholes[whole].masked)
    main = side.counterpart.get(whole)
    kept = bytearray(length)
    if main is not None:
        kept = covered(side.wholes[whole].masked, side.pieces[main].runs)
    chosen: list[Claim] = []
    for claim in sorted(claimed, key=lambda c: (-sum(c.stretch), c.piece)):
        if _beyond(claim.stretch, kept) >= max(GAIN_CHARACTERS, GAIN * length):
            chosen.append(claim)
            kept = bytearray(a | b for a, b in zip(kept, claim.stretch, strict=True))
    whole_found = sum(kept) / length >= SURE_COVERED
    return [
        Extra(
            claim.piece,
            whole_found
            and claim.share >= SURE_FROM_WHOLE
            and claim.share - rivals[claim.piece] >= SURE_AHEAD,
        )
        for claim in chosen
    ]
