"""Statute texts read into provisions: plain, Markdown, hard-wrapped or from Word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafts.text.numerals import NUMERAL
from drafts.text.parsing.building import Builder, cut_history, read_labels
from drafts.text.parsing.checking import check
from drafts.text.parsing.front import read_front
from drafts.text.parsing.lines import Line, clean, split_lines
from drafts.text.parsing.marks import article_mark, heading_mark
from drafts.text.parsing.noise import without_page_noise
from drafts.text.parsing.quoting import quoted_paragraphs
from drafts.text.parsing.wrapping import unwrap
from drafts.text.structure import Kind, Node, ParsedText, Problem

__all__ = ["Line", "parse", "parse_lines"]

_AFTER_HEADING = re.compile(rf"(?<=\s)第\s*{NUMERAL}\s*条\s")


def parse(text: str) -> ParsedText:
    """Return the provisions of a plain or Markdown text.

    Every printed character ends up in a node, the title, the 题注, the 目录, or is
    named by a problem.
    """
    lines, problems = split_lines(text)
    return _parse(lines, problems)


def parse_lines(lines: Sequence[Line]) -> ParsedText:
    """Return the provisions of lines that carry their own numbers and roles."""
    return _parse([clean(line) for line in lines], [])


def _parse(lines: list[Line], problems: list[Problem]) -> ParsedText:
    lines, noise = without_page_noise(lines)
    unwrapped, doubts = unwrap(lines)
    paragraphs = [part for line in unwrapped for part in _parted(line)]
    quoted, unclosed = quoted_paragraphs(paragraphs)
    has_articles = any(
        _is_article(line) for i, line in enumerate(paragraphs) if i not in quoted
    )
    front = read_front(paragraphs, has_articles=has_articles)
    body, history = cut_history(paragraphs[front.body :])
    parsed = ParsedText(
        title=front.title,
        note=front.note,
        contents=front.contents,
        problems=[*problems, *noise, *doubts, *unclosed, *front.problems],
    )
    _place_preamble(parsed, front.preamble)
    builder = Builder(
        parsed,
        captions_spaced=_captions_are_used(body),
        labels=read_labels(body),
        has_articles=has_articles,
    )
    for index, line in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        inside = index + front.body in quoted
        builder.add(line, following, quoted=inside)
    _keep_history(parsed, history)
    parsed.problems += check(parsed)
    parsed.problems.sort(key=lambda p: p.line)
    return parsed


def _is_article(line: Line) -> bool:
    mark = article_mark(line.bare)
    return bool(mark and not mark.cited)


def _captions_are_used(body: list[Line]) -> bool:
    """Tell whether brackets behind 第X条 are captions throughout the text."""
    marks = [article_mark(line.bare) for line in body]
    rests = [m.rest for m in marks if m and not m.cited]
    return sum(r[:1] in ("（", "(", "【") for r in rests) * 2 >= len(rests) > 0


def _place_preamble(parsed: ParsedText, lines: list[Line]) -> None:
    if not lines:
        return
    node = Node(Kind.PREAMBLE, line=lines[0].number)
    node.children = [Node(Kind.PARAGRAPH, text=x.bare, line=x.number) for x in lines]
    parsed.nodes.append(node)


def _parted(line: Line) -> list[Line]:
    """Part a heading from the first article printed on the same line."""
    match = _AFTER_HEADING.search(line.text)
    if match and heading_mark(line.text[: match.start()].strip()):
        before, after = line.text[: match.start()], line.text[match.start() :]
        return [Line(line.number, before, line.role), Line(line.number, after)]
    return [line]


def _keep_history(parsed: ParsedText, history: list[Line]) -> None:
    if not history:
        return
    words = "\n".join(line.bare for line in history)
    parsed.note = "\n".join(part for part in (parsed.note, words) if part)
    message = f"文末的署名、日期或者修改沿革已归入题注：{words}"
    parsed.problems.append(Problem(history[0].number, "history_tail", message))
