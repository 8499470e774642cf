"""What two provisions are compared by: their words without the accidents of print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Indel

from drafts.text.citing import mask_citations
from drafts.text.structure import HEADINGS, Kind, Node, ParsedText, Placed

_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "<": "〈", ">": "〉"})
_RUN = 5


def normalise(text: str) -> str:
    """Return ``text`` without what differs between two prints of the same law.

    White space, full and half width, and the shape of quotation marks go; NFKC
    folds ``，`` and ``,``, which published texts mix freely.
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES)


@dataclass(eq=False)
class Fingerprint:
    """The words of one provision, made ready for comparing.

    ``masked`` has the numbers in citations of the own law hidden; ``place`` names
    the headings (or, for a 项, the 款) above.
    """

    plain: str
    masked: str
    place: tuple[str, ...]

    @cached_property
    def pairs(self) -> frozenset[str]:
        """All two-character strings of the masked words."""
        return _grams(self.masked, 2)

    @cached_property
    def runs(self) -> frozenset[str]:
        """All five-character strings of the masked words."""
        return _grams(self.masked, _RUN)


def fingerprint(text: str, place: tuple[str, ...] = ()) -> Fingerprint:
    """Return the fingerprint of a provision's words."""
    cited = mask_citations(text) if "第" in text else text
    plain = normalise(text)
    return Fingerprint(plain, plain if cited == text else normalise(cited), place)


def _grams(text: str, size: int) -> frozenset[str]:
    if len(text) < size:
        return frozenset([text]) if text else frozenset()
    return frozenset(text[i : i + size] for i in range(len(text) - size + 1))


def words_of(node: Node) -> str:
    """Return everything a provision says, an article's caption not included."""
    return node.body() or node.text


def compared(text: ParsedText) -> list[Placed]:
    """Return what a text is compared by: its articles, or its numbered points.

    An annex may count articles of its own; those belong to the annex.
    """
    placed = [
        p
        for p in text.placed()
        if not any(above.kind in (Kind.ANNEX, Kind.PREAMBLE) for above in p.path)
    ]
    for kind in (Kind.ARTICLE, Kind.POINT):
        found = [p for p in placed if p.node.kind is kind]
        if found:
            return found
    return []


def headings_above(placed: Placed) -> tuple[str, ...]:
    """Return the titles over a provision, numbers left out: chapters move too."""
    return tuple(
        normalise(node.heading) for node in placed.path if node.kind in HEADINGS
    )


def similarity(old: Sequence[Fingerprint], new: Sequence[Fingerprint]) -> float:
    """Return how much of the words is shared, 0 to 1; 1 only for equal words."""
    before = "".join(f.plain for f in old)
    after = "".join(f.plain for f in new)
    if not before or not after:
        return 1.0 if before == after and old and new else 0.0
    value = round(Indel.normalized_similarity(before, after), 3)
    return value if before == after else min(value, 0.999)


def covered(text: str, runs: frozenset[str] | set[str]) -> bytearray:
    """Return one byte per character of ``text``: 1 where a run of ``runs`` lies."""
    mark = bytearray(len(text))
    for i in range(len(text) - _RUN + 1):
        if text[i : i + _RUN] in runs:
            mark[i : i + _RUN] = b"\x01" * _RUN
    return mark
