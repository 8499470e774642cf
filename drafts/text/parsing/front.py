"""The front of a text: title, 题注, 目录, and where the provisions begin."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from drafts.text.parsing.lines import Line
from drafts.text.parsing.marks import (
    Mark,
    article_mark,
    bracketed,
    ends_sentence,
    has_date_only,
    heading_mark,
    is_adoption,
    is_contents_title,
    is_preamble_title,
    item_mark,
    point_mark,
    tight,
    unnumbered_heading,
    without_page,
)
from drafts.text.structure import Problem

_KINDS = (
    r"(?:法典|法|条例|规定|办法|规则|细则|决定|决议|章程|准则|规程|通则|解释|宪法|意见"
    r"|通知|公告|方案|纲要|规范|制度|公约|修正案|清单|目录|标准|令|说明)"
)
_VERSION = (
    r"(?:[（(〔][^（()）〔〕]{1,30}[)）〕]"
    r"|草案|修订草案|征求意见稿|送审稿|修正案|全文)*"
)
_COMPLETE = re.compile(rf".*{_KINDS}\s*{_VERSION}\s*$")
_ISSUED = re.compile(r".*(?:令|公告|通知)\s*$|第\s*\S{1,8}\s*号$|.*〔\d{4}〕.*号$")
_LONGEST_TITLE = 60
_MOST_TITLE_LINES = 6


@dataclass(slots=True)
class Front:
    """What stands before the first provision; ``body`` is where that one stands."""

    title: str = ""
    note: str = ""
    contents: list[str] = field(default_factory=list)
    preamble: list[Line] = field(default_factory=list)
    body: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_front(paragraphs: list[Line], *, has_articles: bool) -> Front:
    """Part the front of ``paragraphs`` from its provisions."""
    front = Front()
    start = _first_provision(paragraphs, has_articles=has_articles)
    _read_title(paragraphs[:start], front)
    front.body = start
    if start < len(paragraphs) and is_contents_title(paragraphs[start].bare):
        front.body = _contents_end(paragraphs, start + 1)
        front.contents = [p.bare for p in paragraphs[start : front.body]]
    elif start < len(paragraphs):
        front.body = _untitled_contents_end(paragraphs, start)
        front.contents = [p.bare for p in paragraphs[start : front.body]]
    return front


def _first_provision(paragraphs: list[Line], *, has_articles: bool) -> int:
    for index, line in enumerate(paragraphs):
        text = line.bare
        if is_contents_title(text) or is_preamble_title(text) or _heading_key(text):
            return index
        mark = article_mark(text)
        if mark and not mark.cited:
            return index
        if not has_articles and (
            point_mark(text) or item_mark(text) or _is_prose(text)
        ):
            return index
    return len(paragraphs)


def _heading_key(text: str) -> tuple[str, int] | tuple[()]:
    """Return what a heading is and its number; an empty tuple for anything else."""
    mark: Mark | None = heading_mark(text)
    if mark:
        return mark.kind.value, mark.number
    if is_preamble_title(text):
        return "preamble", 1
    return ("unnumbered", 1) if unnumbered_heading(text) else ()


def _contents_end(paragraphs: list[Line], start: int) -> int:
    """Return where the 目录 ends: where its first entry comes again, as the body's."""
    first: tuple[str, int] | tuple[()] = ()
    last_entry = start
    for index in range(start, len(paragraphs)):
        text = paragraphs[index].bare
        mark = article_mark(text)
        if mark and not mark.cited and not heading_mark(text):
            return index if last_entry == index else max(last_entry, start)
        key = _heading_key(without_page(text))
        if key and key == first:
            return index
        if key:
            first = first or key
            last_entry = index + 1
        elif ends_sentence(text) and len(text) > 30:
            return last_entry
        elif _is_entry_tail(text):
            last_entry = index + 1
    return last_entry


def _is_entry_tail(text: str) -> bool:
    return bool(
        re.match(r"附\s*(?:件|表|录|图)", text) or re.search(r"[.…·]{2,}\s*\d+$", text)
    )


def _untitled_contents_end(paragraphs: list[Line], start: int) -> int:
    """Return where a 目录 without its title ends, ``start`` where there is none."""
    first = _heading_key(paragraphs[start].bare)
    if not first:
        return start
    for index in range(start + 1, len(paragraphs)):
        text = paragraphs[index].bare
        key = _heading_key(without_page(text))
        if key == first and index > start + 1:
            return index
        if not key:
            return start
    return start


def _read_title(front_lines: list[Line], front: Front) -> None:
    if not front_lines:
        return
    place, count = _find_title(front_lines)
    chosen = front_lines[place : place + count]
    front.title = tight("".join(tight(line.bare) for line in chosen))
    notes: list[str] = []
    depth = 0
    for index, line in enumerate(front_lines):
        if place <= index < place + count:
            continue
        text = line.bare
        if index >= place + count and not depth and _is_prose(text):
            front.preamble.append(line)
            continue
        notes.append(text)
        if not depth and not (
            is_adoption(text) or has_date_only(text) or bracketed(text)
        ):
            message = f"正文之前的文字已归入题注，请核对：{text}"
            front.problems.append(Problem(line.number, "front_text", message))
        opened = text.count("（") + text.count("(")
        depth = max(0, depth + opened - text.count("）") - text.count(")"))
    front.note = "\n".join(notes)


def _is_prose(text: str) -> bool:
    return ends_sentence(text) and not bracketed(text) and text[:1] not in "（("


def _find_title(lines: list[Line]) -> tuple[int, int]:
    """Return the place of the title and how many lines it takes."""
    for index, line in enumerate(lines):
        if line.role in ("title", "heading"):
            return index, _title_length(lines, index, role=line.role)
    candidates = [
        (index, _title_length(lines, index))
        for index in range(len(lines))
        if _may_be_title(lines[index].bare)
        and (
            index == 0
            or not _may_be_title(lines[index - 1].bare)
            or _ends_title(lines[index - 1].bare)
        )
    ]
    if not candidates:
        return 0, 0
    for index, count in reversed(candidates):
        joined = "".join(tight(line.bare) for line in lines[index : index + count])
        if _COMPLETE.match(joined) and not _ISSUED.match(joined):
            return index, count
    return candidates[0]


def _may_be_title(text: str) -> bool:
    return (
        len(text) <= _LONGEST_TITLE
        and not ends_sentence(text)
        and not is_adoption(text)
        and not has_date_only(text)
        and not text.startswith(("（", "("))
    )


def _ends_title(text: str) -> bool:
    return bool(_COMPLETE.match(text) or _ISSUED.match(text))


def _title_length(lines: list[Line], start: int, role: str = "") -> int:
    count = 1
    for line in lines[start + 1 :]:
        joined = "".join(tight(x.bare) for x in lines[start : start + count])
        version = bracketed(line.bare) and not is_adoption(line.bare)
        if version and not has_date_only(line.bare) and len(line.bare) <= 30:
            count += 1
            continue
        more = line.role == role if role else _may_be_title(line.bare)
        if (
            not more
            or count == _MOST_TITLE_LINES
            or _COMPLETE.match(joined)
            or _ISSUED.match(joined)
        ):
            break
        count += 1
    return count
