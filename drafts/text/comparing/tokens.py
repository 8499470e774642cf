"""The pieces of legal Chinese that a difference may not cut through."""

from __future__ import annotations

import re

#: Marks at which a difference best begins and ends.
ENDINGS = frozenset("，；、。：！？,;:!?\n")

_TOKEN = re.compile(
    r"[（(][一二三四五六七八九十]+[）)]"
    r"|[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]+(?:[.．%％‰-][A-Za-z0-9Ａ-Ｚａ-ｚ０-９]*)*"
    r"|[〇零一二三四五六七八九十百千万亿]+"
    r"|[ \t\u3000]+"
    r"|.",
    re.DOTALL,
)

_ACCIDENTAL_BLANK = re.compile(
    r"(?<=[^\x00-\x7f])[ \t\u3000]+|[ \t\u3000]+(?=[^\x00-\x7f])|[\u200b\ufeff]"
)


def without_accidental_blanks(text: str) -> str:
    """Return ``text`` without blanks beside Chinese characters, which mean nothing."""
    return _ACCIDENTAL_BLANK.sub("", text)


def tokenise(text: str) -> list[str]:
    """Return the tokens of ``text``, which joined are ``text`` again.

    A number, an item's mark (``（二）``), a Latin word and a run of blanks are one
    token each, any other character is its own.
    """
    return _TOKEN.findall(text)


def phrases(tokens: list[str]) -> list[tuple[str, ...]]:
    """Return the tokens cut behind every mark that ends a phrase."""
    found: list[tuple[str, ...]] = []
    start = 0
    for k, token in enumerate(tokens, 1):
        if token in ENDINGS:
            found.append(tuple(tokens[start:k]))
            start = k
    if start < len(tokens):
        found.append(tuple(tokens[start:]))
    return found
