"""Articles that became several, and several that became one.

A split is seen by coverage: a new article nobody claimed whose words come from one
old article, and from a stretch of it that its own successor does not repeat. A
merger is the same with the sides exchanged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel

from drafts.text.comparing.aligning import Alignment
from drafts.text.comparing.fingerprints import Fingerprint, covered

#: Least share of the extra piece that must come from the whole …
FROM_WHOLE = 0.5
#: … less where it takes over a large stretch and only adds to it.
FROM_WHOLE_GROWN = 0.28
#: Least share of the whole that only the extra piece accounts for, by these two.
GAIN = 0.15
GAIN_GROWN = 0.28
GAIN_CHARACTERS = 12
#: A piece nearly all of which stands in the whole, however short, and nowhere in
#: the whole's own counterpart.
LIFTED = 0.85
LIFTED_GAIN = 0.6
LIFTED_CHARACTERS = 8
#: How far a piece must close what the counterpart alone leaves open of the whole.
COMPLETE = 0.52
NEARLY_COMPLETE = 0.85
#: Runs in more provisions than this are phrases of the law, not of an article.
PHRASE = 3
#: A piece this like an open provision of the other side is that one's counterpart.
SPOKEN_FOR = 0.7

SURE_FROM_WHOLE = 0.75
SURE_COVERED = 0.7
SURE_AHEAD = 0.2


@dataclass(frozen=True, slots=True)
class Extra:
    """A further piece of a whole, beside the whole's own counterpart."""

    piece: int
    certain: bool


Groups = dict[int, list[Extra]]


@dataclass(slots=True)
class Grouping:
    """Splits by old provision and mergers by new one, as they are found."""

    splits: Groups = field(default_factory=dict)
    mergers: Groups = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Side:
    """Wholes and the pieces they may have fallen into, as places in two sequences."""

    wholes: Sequence[Fingerprint]
    pieces: Sequence[Fingerprint]
    counterpart: Mapping[int, int]
    open_pieces: Sequence[int]
    near: Mapping[int, Sequence[int]]  # piece → wholes worth a look
    beside: Mapping[int, Sequence[int]]  # piece → wholes matched next to it
    phrases: frozenset[str]
    only_lifted: bool
    # A 款 that left a long article does not split it (that is a part move), but a
    # short article that became a 款 was merged.
    least_stretch: float


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece that looks like a stretch of a whole."""

    whole: int
    piece: int
    share: float
    stretch: bytearray
    lifted: bool
    beside: bool
    rival: float = 0.0


def find_groups(
    alignment: Alignment, grouping: Grouping, *, only_lifted: bool = False
) -> None:
    """Find further pieces of matched provisions, and take them off the open lists.

    With ``only_lifted`` only pieces taken over nearly word for word.
    """
    phrases = phrases_of(alignment.old, alignment.new)
    for i, extras in _find(_splitting(alignment, phrases, only_lifted)).items():
        if i not in alignment.new_of:
            alignment.link(i, extras.pop(0).piece)
        j = alignment.new_of[i]
        if extras and j not in grouping.mergers:
            alignment.absorbed_new.update(extra.piece for extra in extras)
            grouping.splits.setdefault(i, []).extend(extras)
    for j, extras in _find(_merging(alignment, phrases, only_lifted)).items():
        if j not in alignment.old_of:
            alignment.link(extras.pop(0).piece, j)
        i = alignment.old_of[j]
        # A row of several old and several new ones would tell nobody anything.
        if extras and i not in grouping.splits and j not in alignment.absorbed_new:
            alignment.absorbed_old.update(extra.piece for extra in extras)
            grouping.mergers.setdefault(j, []).extend(extras)


def phrases_of(*texts: Sequence[Fingerprint]) -> frozenset[str]:
    """Return the runs that belong to the law's language rather than to one article."""
    common: set[str] = set()
    for prints in texts:
        counts = Counter(run for f in prints for run in f.runs)
        common.update(run for run, n in counts.items() if n > PHRASE)
    return frozenset(common)


def _splitting(alignment: Alignment, phrases: frozenset[str], lifted: bool) -> Side:
    frame = alignment.frame()
    near: dict[int, list[int]] = defaultdict(list)
    for i, found in enumerate(alignment.evidence.nearest):
        for j in found:
            near[j].append(i)
    pieces = _unspoken(alignment, near, alignment.open_new(), turned=False)
    beside = {
        j: [
            alignment.old_of[k]
            for k in (frame.new_left[j], frame.new_right[j])
            if k in alignment.old_of
        ]
        for j in pieces
    }
    counterpart = {
        i: j for i, j in alignment.new_of.items() if i not in alignment.absorbed_old
    }
    return Side(
        alignment.old,
        alignment.new,
        counterpart,
        pieces,
        near,
        beside,
        phrases,
        lifted,
        GAIN,
    )


def _merging(alignment: Alignment, phrases: frozenset[str], lifted: bool) -> Side:
    frame = alignment.frame()
    near = dict(enumerate(alignment.evidence.nearest))
    pieces = _unspoken(alignment, near, alignment.open_old(), turned=True)
    beside = {
        i: [k for k in (frame.old_left[i], frame.old_right[i]) if k in alignment.old_of]
        for i in pieces
    }
    return Side(
        alignment.new,
        alignment.old,
        alignment.old_of,
        pieces,
        near,
        beside,
        phrases,
        lifted,
        0,
    )


def _unspoken(
    alignment: Alignment,
    near: Mapping[int, Sequence[int]],
    pieces: Sequence[int],
    *,
    turned: bool,
) -> list[int]:
    """Return the open pieces without a likely counterpart of their own."""
    free = set(alignment.open_new() if turned else alignment.open_old())
    found = []
    for piece in pieces:
        pairs = ((piece, w) if turned else (w, piece) for w in near.get(piece, ()))
        likeness = alignment.evidence.likeness
        whole = 1 if turned else 0
        if all(p[whole] not in free or likeness(*p) < SPOKEN_FOR for p in pairs):
            found.append(piece)
    return found


def _find(side: Side) -> Groups:
    claims: dict[int, list[Claim]] = defaultdict(list)
    for piece in side.open_pieces:
        best = _best_claim(side, piece)
        if best:
            claims[best.whole].append(best)
    groups: Groups = {}
    for whole, claimed in sorted(claims.items()):
        extras = _extras(side, whole, claimed)
        if extras and (whole in side.counterpart or len(extras) > 1):
            groups[whole] = extras
    return groups


def _best_claim(side: Side, piece: int) -> Claim | None:
    wholes = sorted({*side.near.get(piece, ()), *side.beside.get(piece, ())})
    claims = [c for c in (_claim(side, whole, piece) for whole in wholes) if c]
    if not claims:
        return None
    best = min(claims, key=lambda c: (-c.share - 0.1 * c.beside, c.whole))
    rivals = [c.share for c in claims if c is not best and c.beside >= best.beside]
    return Claim(
        best.whole,
        best.piece,
        best.share,
        best.stretch,
        best.lifted,
        best.beside,
        max(rivals, default=0.0),
    )


def _claim(side: Side, whole: int, piece: int) -> Claim | None:
    w, p = side.wholes[whole], side.pieces[piece]
    if not p.masked or not w.masked:
        return None
    beside = whole in side.beside.get(piece, ())
    main = side.counterpart.get(whole)
    kept = side.pieces[main].runs if main is not None else frozenset()
    share = sum(covered(p.masked, w.runs)) / len(p.masked)
    long_enough = len(p.masked) >= side.least_stretch * len(w.masked)
    if share >= FROM_WHOLE and long_enough and main is not None:
        verbatim = share >= LIFTED and _left_over(w, p, side.pieces[main])
        if verbatim or _completes(w, p, side.pieces[main], side.only_lifted):
            stretch = covered(w.masked, p.runs)
            return Claim(whole, piece, share, stretch, True, beside)
    if share >= LIFTED and long_enough and beside:
        stretch = covered(w.masked, p.runs)
        gain = sum(covered(p.masked, w.runs - kept))
        if gain >= max(LIFTED_CHARACTERS, LIFTED_GAIN * len(p.masked)):
            return Claim(whole, piece, share, stretch, True, beside)
    if side.only_lifted:
        return None
    own = sum(covered(p.masked, w.runs - side.phrases)) / len(p.masked)
    if own < FROM_WHOLE_GROWN:
        return None
    stretch = covered(w.masked, p.runs - side.phrases)
    gain = _beyond(stretch, covered(w.masked, kept))
    least = GAIN if own >= FROM_WHOLE else GAIN_GROWN
    if gain < max(GAIN_CHARACTERS, least * len(w.masked)):
        return None
    return Claim(whole, piece, own, stretch, False, beside)


def _left_over(whole: Fingerprint, piece: Fingerprint, main: Fingerprint) -> bool:
    """Return whether the whole is the piece to the letter and something like main.

    Runs cannot tell neighbours that repeat each other's phrases; taking the piece
    out of the whole can.
    """
    words = piece.masked
    if len(words) < LIFTED_CHARACTERS or words not in whole.masked:
        return False
    if words in main.masked:
        return False
    rest = whole.masked.replace(words, "", 1)
    alike = Indel.normalized_similarity
    return alike(rest, main.masked) > alike(whole.masked, main.masked)


def _completes(
    whole: Fingerprint, piece: Fingerprint, main: Fingerprint, nearly: bool
) -> bool:
    """Return whether main and piece one after the other make up the whole.

    Measured by how far the piece closes what main alone leaves open, so that texts
    which share half their words with everything do not pass.
    """
    if len(piece.masked) < GAIN_CHARACTERS:
        return False
    alike = Indel.normalized_similarity
    alone = alike(whole.masked, main.masked)
    both = max(
        alike(whole.masked, main.masked + piece.masked),
        alike(whole.masked, piece.masked + main.masked),
    )
    total = len(whole.masked) + len(main.masked)
    shared = alone * total / 2 + len(piece.masked)
    best = min(1.0, 2 * shared / (total + len(piece.masked)))
    least = NEARLY_COMPLETE if nearly else COMPLETE
    return best > alone and (both - alone) / (best - alone) >= least


def _beyond(stretch: bytearray, kept: bytearray) -> int:
    """Return how many characters of ``stretch`` are not in ``kept``."""
    return sum(1 for a, b in zip(stretch, kept, strict=True) if a and not b)


def _extras(side: Side, whole: int, claimed: list[Claim]) -> list[Extra]:
    """Keep the claims that do not repeat each other, neighbours and long ones first."""
    words = side.wholes[whole].masked
    main = side.counterpart.get(whole)
    kept = covered(words, side.pieces[main].runs if main is not None else frozenset())
    taken = bytearray(len(words))
    chosen: list[Claim] = []
    for claim in sorted(claimed, key=_closest_first):
        fresh = _beyond(claim.stretch, kept)
        own = _beyond(claim.stretch, taken)
        if 2 * own >= sum(claim.stretch) and (
            claim.lifted or fresh >= max(GAIN_CHARACTERS, GAIN * len(words))
        ):
            chosen.append(claim)
            kept = _either(kept, claim.stretch)
            taken = _either(taken, claim.stretch)
    whole_found = sum(kept) / len(words) >= SURE_COVERED
    return [Extra(c.piece, whole_found and _sure(c)) for c in chosen]


def _closest_first(claim: Claim) -> tuple[bool, int, int]:
    return not claim.beside, -sum(claim.stretch), claim.piece


def _either(one: bytearray, other: bytearray) -> bytearray:
    return bytearray(a | b for a, b in zip(one, other, strict=True))


def _sure(claim: Claim) -> bool:
    ahead = claim.share - claim.rival >= SURE_AHEAD
    return claim.share >= SURE_FROM_WHOLE and ahead
