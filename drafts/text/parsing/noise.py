"""Page numbers and running heads that PDF text carries between its lines."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from drafts.text.parsing.lines import Line
from drafts.text.parsing.marks import (
    article_mark,
    ends_sentence,
    heading_mark,
    item_mark,
    unnumbered_heading,
)
from drafts.text.structure import Problem

_PAGE = re.compile(
    r"[-—–－―·•\s]*\d{1,4}[-—–－―·•\s]*"
    r"|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*(?:共\s*\d{1,4}\s*页)?)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}"
    r"|(?i:page\s*\d{1,4}(?:\s*of\s*\d{1,4})?)"
)
_LONGEST_HEAD = 50
_TIMES = 2


def without_page_noise(lines: list[Line]) -> tuple[list[Line], list[Problem]]:
    """Return the lines without page numbers and running heads, each one reported.

    A blank line is left in the place of each, marked as the start of a page.
    """
    numbers = _page_numbers(lines)
    heads = _running_heads(lines, numbers)
    kept: list[Line] = []
    for index, line in enumerate(lines):
        noise = index in numbers or index in heads
        kept.append(Line(line.number, "", new_page=True) if noise else line)
    return kept, [
        *_reported(lines, sorted(numbers), "page_number", "页码"),
        *_reported(lines, sorted(heads), "running_head", "页眉页脚"),
    ]


def _page_numbers(lines: list[Line]) -> set[int]:
    found = [
        i
        for i, line in enumerate(lines)
        if line.role != "table" and _is_page_number(line.bare)
    ]
    bare = [i for i in found if lines[i].bare.isascii() and lines[i].bare.isdigit()]
    values = [int(lines[i].bare) for i in bare]
    steps = [after - before for before, after in pairwise(values)]
    # The cells of a table may be numbers too; those of pages go up one by one.
    if sum(step in (1, 2) for step in steps) * 10 < len(steps) * 8:
        return set(found) - set(bare)
    return set(found)


def _is_page_number(text: str) -> bool:
    return bool(text and re.search(r"\d", text) and _PAGE.fullmatch(text))


def _running_heads(lines: list[Line], numbers: set[int]) -> set[int]:
    """Return the places of lines that come again at the edges of pages."""
    filled = [i for i, line in enumerate(lines) if line.bare]
    edges: set[int] = set()
    pages = 0
    for order, index in enumerate(filled):
        if index in numbers:
            edges.update(filled[max(0, order - 1) : order + 2])
        elif lines[index].new_page:
            edges.update(filled[max(0, order - 1) : order + 1])
        pages += index in numbers or lines[index].new_page
    shown = Counter(lines[i].bare for i in filled if i not in numbers)
    found: set[int] = set()
    for words, times in shown.items():
        if times < _TIMES or times * 3 < pages or not _may_be_head(words):
            continue
        places = [i for i in filled if lines[i].bare == words]
        # The first print of a title is the title, whatever repeats it.
        repeated = places[1:] if places[0] == filled[0] else places
        if all(i in edges for i in repeated):
            found.update(repeated)
    return found


def _may_be_head(words: str) -> bool:
    if len(words) > _LONGEST_HEAD or ends_sentence(words) or words[-1] in "，,、":
        return False
    marked = heading_mark(words) or article_mark(words) or item_mark(words)
    return not (marked or unnumbered_heading(words))


def _reported(
    lines: list[Line], places: list[int], code: str, name: str
) -> list[Problem]:
    if not places:
        return []
    words = "、".join(f"第{lines[i].number}行“{lines[i].bare}”" for i in places)
    message = f"{name}不属于正文，已略去{len(places)}处：{words}"
    return [Problem(lines[places[0]].number, code, message)]
