"""Pieces of text around what was searched for, the finds marked; pure.

The databases' own snippets would show pairs of characters, so we cut ourselves. A text
is compared folded, as it was indexed, and cut where whole characters begin.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.searching import RUN, Run, Term, folded

LONGEST = 90
MOST_PIECES = 3
# What is shown before the first find, so that one sees in what it stands.
LEAD = 12
ELLIPSIS = "…"
JOINER = "\u200d"
ENDS = "。！？；\n"


@dataclass(frozen=True)
class Hit:
    """Where a term stands in a text, ``text[start:end]``."""

    start: int
    end: int
    term: int


def marked(text: str, terms: Sequence[Term]) -> SafeString:
    """Return the whole text escaped, with what was searched for in ``<mark>``."""
    return _marked(text, 0, len(text), hits_in(text, terms))


def snippet(text: str, terms: Sequence[Term], *, length: int = LONGEST) -> SafeString:
    """Return about ``length`` characters around the finds, escaped and marked.

    Terms that stand far apart get a piece each, three at most. Without a find it is
    the beginning of the text.
    """
    text = " ".join(text.split())
    hits = hits_in(text, terms)
    pieces = _pieces(text, hits, length)
    shown = [_marked(text, start, end, hits) for start, end in pieces]
    body = format_html_join(ELLIPSIS, "{}", ((piece,) for piece in shown))
    before = ELLIPSIS if pieces and pieces[0][0] > 0 else ""
    after = ELLIPSIS if pieces and pieces[-1][1] < len(text) else ""
    return format_html("{}{}{}", before, body, after)


def hits_in(text: str, terms: Sequence[Term]) -> list[Hit]:
    """Return the finds in ``text`` from left to right, none inside another."""
    plain, origin = _folded_with_origin(text)
    found: list[Hit] = []
    for number, term in enumerate(terms):
        for variant in term.variants:
            for start, end in _places(plain, variant):
                # The end is where the character of the last one ends.
                found.append(Hit(origin[start], origin[end], number))
    found.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def characters(text: str) -> Iterator[str]:
    """Yield what a reader takes for one character: with its accents and joiners."""
    held = ""
    for one in text:
        if held and (_continues(one) or held.endswith(JOINER)):
            held += one
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


def _continues(one: str) -> bool:
    if one.isascii():
        return False
    # Voiced marks of half-width kana combine only once they are folded.
    plain = unicodedata.normalize("NFKC", one)
    return one == JOINER or (plain != "" and unicodedata.category(plain[0])[0] == "M")


def _folded_with_origin(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its places, the place in ``text``."""
    plain: list[str] = []
    origin: list[int] = []
    at = 0
    for character in characters(text):
        same = folded(character)
        plain.append(same)
        origin += [at] * len(same)
        at += len(character)
    return "".join(plain), [*origin, at]


def _places(plain: str, variant: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Yield where the runs of a variant follow one another, punctuation apart."""
    there = [
        (Run(m.group(), m.group(1) is not None), m.start()) for m in RUN.finditer(plain)
    ]
    for at in range(len(there) - len(variant) + 1):
        window = there[at : at + len(variant)]
        if len(variant) == 1:
            run, start = window[0]
            yield from ((start + a, start + b) for a, b in _inside(run, variant[0]))
        elif _follow(window, variant):
            (first, begin), (_last, end) = window[0], window[-1]
            yield (
                begin + len(first.text) - len(variant[0].text),
                end + len(variant[-1].text),
            )


def _inside(run: Run, wanted: Run) -> Iterator[tuple[int, int]]:
    if not (run.is_han and wanted.is_han):
        if run == wanted:
            yield 0, len(run.text)
        return
    at = run.text.find(wanted.text)
    while at >= 0:
        yield at, at + len(wanted.text)
        at = run.text.find(wanted.text, at + len(wanted.text))


def _follow(window: Sequence[tuple[Run, int]], variant: Sequence[Run]) -> bool:
    """Say whether runs are a phrase: the first may begin, the last may end, inside."""
    last = len(variant) - 1
    for at, (wanted, (run, _start)) in enumerate(zip(variant, window, strict=True)):
        if run.is_han and wanted.is_han:
            fits = run.text == wanted.text
            fits = fits or (at == 0 and run.text.endswith(wanted.text))
            fits = fits or (at == last and run.text.startswith(wanted.text))
        else:
            fits = run == wanted
        if not fits:
            return False
    return True


def _pieces(text: str, hits: Sequence[Hit], length: int) -> list[tuple[int, int]]:
    """Return what to show, as few pieces as hold every term once."""
    if len(text) <= length:
        return [(0, len(text))]
    firsts = list({hit.term: hit for hit in reversed(hits)}.values())
    firsts.sort(key=lambda hit: hit.start)
    if not firsts:
        return [(0, _whole(text, length))]
    for count in range(1, MOST_PIECES + 1):
        share = length // count
        pieces = _cover(text, firsts, share)
        if len(pieces) <= count or count == MOST_PIECES:
            break
    return pieces[:MOST_PIECES]


def _cover(text: str, hits: Sequence[Hit], share: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for hit in hits:
        if pieces and hit.end <= pieces[-1][1]:
            continue
        start = _start_of(text, hit, share)
        if pieces:
            start = max(start, pieces[-1][1])
        pieces.append((start, _whole(text, start + share)))
    return pieces


def _start_of(text: str, hit: Hit, share: int) -> int:
    """Return where a piece begins: with its sentence, if that is near the find."""
    lead = min(LEAD, max(share - (hit.end - hit.start), 0))
    earliest = max(hit.start - lead, 0)
    # Near the end of the text there is room for more in front.
    earliest = max(min(earliest, len(text) - share), 0)
    sentence = max(text.rfind(end, earliest, hit.start) for end in ENDS) + 1
    return _whole(text, sentence or earliest)


def _whole(text: str, at: int) -> int:
    """Return ``at``, or the first place after it where a character begins."""
    at = min(at, len(text))
    while (
        at < len(text) and at > 0 and (_continues(text[at]) or text[at - 1] == JOINER)
    ):
        at += 1
    return at


def _marked(text: str, start: int, end: int, hits: Sequence[Hit]) -> SafeString:
    shown: list[SafeString] = []
    at = start
    for hit in hits:
        if hit.end <= start or hit.start >= end:
            continue
        begin, stop = max(hit.start, start), min(hit.end, end)
        shown.append(format_html("{}<mark>{}</mark>", text[at:begin], text[begin:stop]))
        at = stop
    shown.append(format_html("{}", text[at:end]))
    return format_html_join("", "{}", ((piece,) for piece in shown))
