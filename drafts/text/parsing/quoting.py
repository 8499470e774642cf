"""Paragraphs that only quote another text, as 修改决定 do."""

from __future__ import annotations

import re

from drafts.text.parsing.lines import Line
from drafts.text.structure import Problem

_INTRODUCES = re.compile(
    r"(?:修改为|改为|作为[^：:“”]{0,40}|增加[^：:“”]{0,60}|表述为|如下|内容为)\s*[：:]?\s*[“「\"]"
)
_OPEN, _CLOSE = "“「", "”」"
_FURTHEST = 400  # paragraphs; a quotation longer than that is a forgotten mark


def quoted_paragraphs(paragraphs: list[Line]) -> tuple[set[int], list[Problem]]:
    """Return the places of paragraphs inside a quotation that began before them.

    Only quotations that a change introduces (修改为：“) are followed over paragraphs;
    one that never ends is reported and followed nowhere.
    """
    inside: set[int] = set()
    problems: list[Problem] = []
    index = 0
    while index < len(paragraphs):
        text = paragraphs[index].bare
        if not _INTRODUCES.search(text) or not _stays_open(text):
            index += 1
            continue
        end = _closing(paragraphs, index)
        if end is None:
            message = "引用的修改内容缺少后引号，已按正文处理，请核对"
            number = paragraphs[index].number
            problems.append(Problem(number, "unclosed_quote", message))
            index += 1
            continue
        inside.update(range(index + 1, end + 1))
        index = end + 1
    return inside, problems


def _stays_open(text: str) -> bool:
    if '"' in text and not any(mark in text for mark in _OPEN + _CLOSE):
        return text.count('"') % 2 == 1
    return _balance(text) > 0


def _balance(text: str) -> int:
    opened = sum(text.count(mark) for mark in _OPEN)
    return opened - sum(text.count(mark) for mark in _CLOSE)


def _closing(paragraphs: list[Line], start: int) -> int | None:
    straight = '"' in paragraphs[start].bare and "“" not in paragraphs[start].bare
    depth = 1
    for index in range(start + 1, min(len(paragraphs), start + _FURTHEST)):
        text = paragraphs[index].bare
        if straight:
            if text.count('"') % 2 == 1 and not text.startswith('"'):
                return index
            continue
        if _INTRODUCES.search(text) and not text.startswith("“"):
            return None
        # Each paragraph of a long quotation may open the mark again.
        again = 1 if text[:1] in tuple(_OPEN) else 0
        depth += _balance(text) - again
        if depth <= 0:
            return index
    return None
