"""Lines of a source text: cleaned of invisible characters and of Markdown."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from drafts.text.structure import Problem

#: Zero-width characters, byte order marks, soft hyphens, direction marks, controls.
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]"
)
_BREAKS = re.compile("\r\n|[\r\n\x0b\x85\u2028\u2029]")
_MARKDOWN = re.compile(r"^\s{0,3}(?:#{1,6}\s*\S|\*\*第|<!--)", re.MULTILINE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s*(.*?)\s*#*\s*$")
_RULE = re.compile(r"^\s{0,3}(?:-\s*){3,}$|^\s{0,3}(?:[*_]\s*){3,}$|^\s*={3,}\s*$")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\*)\*(?=\S)|(?<=\S)\*(?!\*)")
_TAG = re.compile(
    r"</?(?:p|br|b|i|u|div|span|center|strong|em|font|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*)\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>~|])")
_BULLET = re.compile(r"^(\s*)(?:>\s?|[-*+]\s+(?=\S))")
_TABLE_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_SYNTAX_COMMENT = re.compile(r"INFO\s*(?:END|BEGIN|START)", re.IGNORECASE)


@dataclass(slots=True, frozen=True)
class Line:
    """One line of a text, or one paragraph of a Word file.

    ``role`` is what the markup says, where it says anything: ``title``, ``heading``
    or ``table`` (a row, cells parted by tabs). ``new_page`` is true for the first
    line after a page break.
    """

    number: int
    text: str
    role: str = ""
    new_page: bool = False

    @property
    def bare(self) -> str:
        """The text without the blanks around it."""
        return self.text.strip()


def split_lines(text: str) -> tuple[list[Line], list[Problem]]:
    """Return the lines of a plain or Markdown text, and what was taken out.

    Line numbers are those of ``text``; blank lines are kept, for they can matter.
    """
    raw = [
        Line(number, _visible(line), new_page="\f" in line)
        for number, line in enumerate(_BREAKS.split(text), 1)
    ]
    if _MARKDOWN.search(text) or _front_matter_end(raw):
        return _without_markdown(raw)
    return raw, []


def clean(line: Line) -> Line:
    """Return ``line`` without invisible characters."""
    return replace(line, text=_visible(line.text))


def _visible(text: str) -> str:
    return _INVISIBLE.sub("", text).replace("\f", "")


def _without_markdown(raw: list[Line]) -> tuple[list[Line], list[Problem]]:
    problems: list[Problem] = []
    start = _front_matter_end(raw)
    if start:
        words = "；".join(line.bare for line in raw[1 : start - 1] if line.bare)
        message = f"文件开头的元数据不属于正文，已略去：{words}"
        problems.append(Problem(raw[0].number, "front_matter", message))
    lines: list[Line] = []
    comment: list[str] = []
    opened = 0
    for line in raw[start:]:
        text = line.text
        if opened:
            inside, closed, text = text.partition("-->")
            comment.append(inside)
            if not closed:
                continue
            problems += _comment_problem(opened, comment)
            opened, comment = 0, []
        text, opened_here, inner, closed_comments = _cut_comments(text)
        for words in closed_comments:
            problems += _comment_problem(line.number, [words])
        if opened_here:
            opened, comment = line.number, [inner]
        lines.append(_plain(replace(line, text=text), problems))
    if opened:
        problems += _comment_problem(opened, comment)
    return lines, problems


def _front_matter_end(raw: list[Line]) -> int:
    """Return how many lines a leading ``---`` block takes, 0 when there is none."""
    if not raw or raw[0].bare != "---":
        return 0
    for index, line in enumerate(raw[1:60], 2):
        if line.bare == "---":
            return index
        if line.bare and not re.match(r"[\w-]+\s*:|[-\s#]", line.bare):
            return 0
    return 0


def _cut_comments(text: str) -> tuple[str, bool, str, list[str]]:
    closed: list[str] = []
    while "<!--" in text:
        before, _, rest = text.partition("<!--")
        inner, end, after = rest.partition("-->")
        if not end:
            return before, True, inner, closed
        closed.append(inner)
        text = before + after
    return text, False, "", closed


def _comment_problem(number: int, words: list[str]) -> list[Problem]:
    text = " ".join(w.strip() for w in words if w.strip())
    if not text or _SYNTAX_COMMENT.fullmatch(text):
        return []
    message = f"注释不属于正文，已略去：{text}"
    return [Problem(number, "comment", message)]


def _plain(line: Line, problems: list[Problem]) -> Line:
    if _RULE.match(line.text) and line.bare:
        return replace(line, text="")
    cells = _TABLE_ROW.match(line.text)
    if cells:
        return _table_row(line, cells.group(1))
    heading = _HEADING.match(line.text)
    text = heading.group(1) if heading else _BULLET.sub(r"\1", line.text)
    for match in _LINK.finditer(text):
        if match.group(2):
            message = f"链接地址不属于正文，已略去：{match.group(2)}"
            problems.append(Problem(line.number, "link", message))
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub("", _TAG.sub("", text))
    text = html.unescape(_ESCAPED.sub(r"\1", text))
    return replace(line, text=text, role="heading" if heading else line.role)


def _table_row(line: Line, inner: str) -> Line:
    cells = [_EMPHASIS.sub("", cell.strip()) for cell in inner.split("|")]
    is_rule = all(re.fullmatch(r":?-+:?", cell) for cell in cells)
    return replace(line, text="" if is_rule else "\t".join(cells), role="table")
