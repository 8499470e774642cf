"""The differences between two wordings of one provision, as a reader marks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import LCSseq

from drafts.text.comparing.fingerprints import normalise
from drafts.text.comparing.settling import PieceKind, Stretch, settled
from drafts.text.comparing.tokens import (
    ENDINGS,
    phrases,
    tokenise,
    without_accidental_blanks,
)

#: Characters both sides must share in a row for a difference to stop there.
LEAST_SAME = 2
#: Token pairs up to which the careful method is quick enough.
CAREFUL = 90_000
#: Token pairs beyond which two stretches count as rewritten.
HOPELESS = 150_000_000
#: Least share of common words for looking inside two stretches at all.
LEAST_SHARED = 0.25

Tokens = Sequence[str]
Block = tuple[int, int, int, int]  # old start and end, new start and end


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words and what became of it."""

    kind: PieceKind
    text: str


def wording(old: str, new: str, *, by_print: bool = True) -> list[Piece]:
    """Return how ``old`` became ``new``, deleted before inserted words.

    The same and deleted pieces joined are ``old``, the same and inserted ones
    ``new``, to the letter. Numbers are never cut, single shared characters between
    two differences never left standing, and a difference ends at a punctuation
    mark where it can.

    Published texts mix ``，`` and ``,`` freely. With ``by_print=False`` such
    accidents of print are no differences: the same pieces stand as in ``new``, and
    blanks beside Chinese characters are left out.
    """
    if not by_print:
        old, new = without_accidental_blanks(old), without_accidental_blanks(new)
    before, after = tokenise(old), tokenise(new)
    if not by_print:
        before = _as_printed(before, after)
    stretches: list[Stretch] = []
    position = 0
    for a, b, c, d in _joined(before, _differences(before, after)):
        _add(stretches, PieceKind.SAME, before[position:a])
        _add(stretches, PieceKind.DEL, before[a:b])
        _add(stretches, PieceKind.INS, after[c:d])
        position = b
    _add(stretches, PieceKind.SAME, before[position:])
    pieces: list[Piece] = []
    for kind, tokens in settled(stretches):
        text = "".join(tokens)
        if text and pieces and pieces[-1].kind is kind:
            pieces[-1] = Piece(kind, pieces[-1].text + text)
        elif text:
            pieces.append(Piece(kind, text))
    return pieces


def _as_printed(before: list[str], after: list[str]) -> list[str]:
    """Return ``before`` in the print of ``after``, where that uses the same words."""
    print_of = {normalise(word): word for word in reversed(after) if word != "\n"}
    return [print_of.get(normalise(word) or word, word) for word in before]


def _add(stretches: list[Stretch], kind: PieceKind, tokens: list[str]) -> None:
    if tokens:
        stretches.append((kind, tokens))


def _differences(before: list[str], after: list[str]) -> Iterator[Block]:
    """Yield what differs: whole phrases first, then the words inside the others."""
    old, new = phrases(before), phrases(after)
    old_at, new_at = _starts(old), _starts(new)
    for a, b, c, d in _opcodes(old, new):
        x, y, u, v = old_at[a], old_at[b], new_at[c], new_at[d]
        yield from _inside(before, after, (x, y, u, v))


def _starts(parts: Sequence[Tokens]) -> list[int]:
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return starts


def _inside(before: list[str], after: list[str], block: Block) -> Iterator[Block]:
    a, b, c, d = block
    old, new = before[a:b], after[c:d]
    if not old or not new or not _worth_a_look(old, new):
        yield block
        return
    for x, y, u, v in _opcodes(old, new):
        yield a + x, a + y, c + u, c + v


def _worth_a_look(old: Tokens, new: Tokens) -> bool:
    if len(old) * len(new) > HOPELESS:
        return False
    return LCSseq.similarity(old, new) >= LEAST_SHARED * min(len(old), len(new))


def _opcodes(old: Sequence[object], new: Sequence[object]) -> Iterator[Block]:
    """Yield the differing blocks of two sequences.

    difflib prefers long common stretches, as readers do, but takes minutes for
    long texts; the longest common subsequence is found in no time.
    """
    if len(old) * len(new) <= CAREFUL:
        codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        yield from ((a, b, c, d) for tag, a, b, c, d in codes if tag != "equal")
    elif len(old) * len(new) <= HOPELESS:
        for code in LCSseq.opcodes(old, new):
            if code.tag != "equal":
                yield code.src_start, code.src_end, code.dest_start, code.dest_end
    else:
        yield 0, len(old), 0, len(new)


def _joined(before: Tokens, edits: Iterable[Block]) -> list[Block]:
    """Join differences that only a scrap of common words keeps apart.

    A scrap is short in itself, or shorter than what changed on either side of it.
    """
    joined: list[Block] = []
    for edit in edits:
        if edit[0] == edit[1] and edit[2] == edit[3]:
            continue
        joined.append(edit)
        while len(joined) > 1 and _scrap(before, joined[-2], joined[-1]):
            last = joined.pop()
            first = joined.pop()
            joined.append((first[0], last[1], first[2], last[3]))
    return joined


def _scrap(before: Tokens, left: Block, right: Block) -> bool:
    common = before[left[1] : right[0]]
    letters = sum(len(t) for t in common if t not in ENDINGS)
    if letters < LEAST_SAME:
        return True
    smaller = min(_size(left), _size(right))
    return letters <= min(smaller // 2, 6)


def _size(block: Block) -> int:
    return max(block[1] - block[0], block[3] - block[2])
