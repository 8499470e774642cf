"""Differences moved to where a reader would put them."""

from __future__ import annotations

from enum import StrEnum

from drafts.text.comparing.tokens import ENDINGS

#: Tokens a difference may be moved by.
FARTHEST = 60


class PieceKind(StrEnum):
    """What became of a stretch of words."""

    SAME = "same"
    INS = "ins"
    DEL = "del"


Stretch = tuple[PieceKind, list[str]]


def settled(stretches: list[Stretch]) -> list[Stretch]:
    """Move each lone insertion or deletion to where a phrase ends, if words allow.

    Between two equal commas, ``甲，`` behind the first and ``，甲`` before the second
    are the same change; readers see the first.
    """
    edge: Stretch = (PieceKind.SAME, [])
    result = [(kind, list(tokens)) for kind, tokens in (edge, *stretches, edge)]
    for k in range(1, len(result) - 1):
        (before, left), (kind, tokens), (after, right) = result[k - 1 : k + 2]
        alone = before is after is PieceKind.SAME
        if kind is not PieceKind.SAME and alone:
            _settle(left, tokens, right, first=k <= 2)
    return result


def _settle(left: list[str], edit: list[str], right: list[str], *, first: bool) -> None:
    """Shift ``edit`` in place to its best position between its neighbours."""
    back = _room(left[::-1], edit[::-1])
    ahead = _room(right, edit)
    around = [*left[len(left) - back :], *edit, *right[:ahead]]
    before = left[len(left) - back - 1] if len(left) > back else ""
    size = len(edit)

    def worth(start: int) -> tuple[int, int]:
        previous = around[start - 1] if start else before
        opens = previous in ENDINGS or (first and not previous)
        closes = around[start + size - 1] in ENDINGS
        return (opens + closes, -abs(start - back))

    start = max(range(back + ahead + 1), key=worth)
    left[len(left) - back :] = around[:start]
    edit[:] = around[start : start + size]
    right[:ahead] = around[start + size :]


def _room(outside: list[str], edit: list[str]) -> int:
    """Return by how many tokens an edit may slide over what stands beside it."""
    room = 0
    while room < min(len(outside), FARTHEST):
        # Sliding turns the edit: what it passes leaves at its other end.
        inner = edit[room] if room < len(edit) else outside[room - len(edit)]
        if outside[room] != inner:
            break
        room += 1
    return room
