"""Hard-wrapped text: told apart from paragraphs, and joined into paragraphs."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from drafts.text.parsing.lines import Line
from drafts.text.parsing.marks import (
    annex_mark,
    article_mark,
    bracketed,
    ends_sentence,
    heading_mark,
    is_adoption,
    is_contents_title,
    is_preamble_title,
    item_mark,
    point_mark,
    unnumbered_heading,
)
from drafts.text.structure import Problem

Measure = Callable[[str], float]

_CONTINUES = re.compile(r"但是?[^书]|其中[，,]|同时[，,]|并且")
_LATIN = re.compile(r"[A-Za-z]")
_NARROWEST = 14  # characters; narrower text is short, not wrapped
_SLACK = 2.5  # characters a line may fall short because of what may not begin a line


@dataclass(slots=True, frozen=True)
class Layout:
    """How a text was wrapped: the full width, and the indent of first lines."""

    measure: Measure
    width: float
    indent: float
    printed_indent: bool


def unwrap(lines: list[Line]) -> tuple[list[Line], list[Problem]]:
    """Return one line per paragraph, blank lines left out.

    Text that is not hard-wrapped comes back line by line.
    """
    filled = [line for line in lines if line.bare]
    layout = _layout(filled)
    if layout is None:
        return filled, []
    return _Joiner(lines, layout).run()


def _by_character(text: str) -> float:
    return float(len(text))


def _by_width(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def _by_em(text: str) -> float:
    # PDF text shows as half-width a comma that took a whole em on the page.
    return sum(0.5 if c.isascii() and (c.isalnum() or c == " ") else 1.0 for c in text)


def _layout(lines: list[Line]) -> Layout | None:
    body = [
        line
        for line in _before_annexes(lines)
        if line.role not in ("table", "heading") and not _is_marked_alone(line.bare)
    ]
    texts = [line.bare for line in body]
    open_ended = [t for t in texts if not ends_sentence(t)]
    if len(texts) < 4 or len(open_ended) < max(2, 0.04 * len(texts)):
        return None
    best: tuple[float, Layout] | None = None
    for measure in (_by_character, _by_width, _by_em):
        tried = _layout_by(measure, body, open_ended)
        if tried and (best is None or tried[0] < best[0] - 1e-9):
            best = tried
    return best[1] if best else None


def _before_annexes(lines: list[Line]) -> list[Line]:
    """Return the lines before the annexes, whose tables have lines of any length."""
    has_articles = False
    for index, line in enumerate(lines):
        has_articles = has_articles or article_mark(line.bare) is not None
        if has_articles and annex_mark(line.bare):
            return lines[:index]
    return lines


def _layout_by(
    measure: Measure, body: list[Line], open_ended: list[str]
) -> tuple[float, Layout] | None:
    sizes = sorted(measure(t) for t in open_ended)
    width = sizes[min(len(sizes) - 1, int(len(sizes) * 0.95))]
    if width < _NARROWEST:
        return None
    near = [s for s in sizes if width - 5 <= s <= width * 1.12]
    if len(near) < 0.6 * len(sizes):
        return None
    beyond = sum(measure(line.bare) > width + max(3, width * 0.12) for line in body)
    if beyond > 0.03 * len(body):
        return None
    spread = statistics.pstdev(near) / width if len(near) > 1 else 0.0
    indent = _first_line_indent(measure, body, width)
    layout = Layout(measure, width, indent, _indents_are_printed(body))
    return spread, layout


def _first_line_indent(measure: Measure, body: list[Line], width: float) -> float:
    """Return how much shorter full first lines are than full inner lines."""
    firsts = [
        measure(line.bare)
        for line in body
        if (article_mark(line.bare) or item_mark(line.bare))
        and not ends_sentence(line.bare)
    ]
    full = [s for s in firsts if s >= width - 5]
    if len(full) < 2:
        return 0.0
    gap = width - statistics.median(full)
    return 2.0 if gap >= 1.0 else 0.0


def _indents_are_printed(body: list[Line]) -> bool:
    indented = sum(_is_indented(line) for line in body)
    return 0.1 * len(body) <= indented <= 0.9 * len(body)


def _is_indented(line: Line) -> bool:
    blank = line.text[: len(line.text) - len(line.text.lstrip())]
    return "\t" in blank or _by_width(blank) >= 1.0


def _is_marked_alone(text: str) -> bool:
    return bool(
        heading_mark(text) or unnumbered_heading(text) or is_contents_title(text)
    )


class _Joiner:
    """Joins wrapped lines, deciding at each line whether a paragraph begins."""

    def __init__(self, lines: list[Line], layout: Layout) -> None:
        self.lines = lines
        self.layout = layout
        self.paragraphs: list[Line] = []
        self.problems: list[Problem] = []
        self.last = ""  # the previous printed line
        self.printed = 0  # the printed lines of the paragraph so far
        self.last_size = 0.0  # its width, the indent of a first line included
        self.after_blank = False

    def run(self) -> tuple[list[Line], list[Problem]]:
        for line in self.lines:
            if not line.bare:
                self.after_blank = self.after_blank or not line.new_page
                continue
            begins = self._begins(line)
            if begins:
                self.paragraphs.append(replace(line, text=line.bare))
            else:
                before = self.paragraphs[-1]
                joined = _joined(before.text, line.bare)
                self.paragraphs[-1] = replace(before, text=joined)
            self.printed = 1 if begins else self.printed + 1
            self.last = line.bare
            self.last_size = self.layout.measure(line.bare)
            if begins:
                self.last_size += self.layout.indent
            self.after_blank = False
        return self.paragraphs, self.problems

    def _begins(self, line: Line) -> bool:
        if not self.paragraphs or line.role or self.paragraphs[-1].role:
            return True
        short = self.last_size < self.layout.width - _SLACK
        ended = ends_sentence(self.last)
        decided = self._by_mark(line.bare, short=short, ended=ended)
        if decided is not None:
            return decided
        if self.layout.printed_indent:
            return _is_indented(line)
        if not ended:
            much_shorter = self.last_size < 0.7 * self.layout.width
            return much_shorter or (short and self.after_blank)
        if short:
            return True
        if self.last.rstrip()[-1:] in "；;":
            return False
        return self._by_first_line(line)

    def _by_mark(self, text: str, *, short: bool, ended: bool) -> bool | None:
        """Decide by what the line begins with, or return None."""
        over = ended or short or _is_marked_alone(self.last)
        if _is_marked_alone(text) or is_preamble_title(text):
            return over or unnumbered_heading(text) != "" or len(text) < 15
        mark = article_mark(text)
        if mark:
            return (None if over else False) if mark.cited else over
        listed = item_mark(text)
        if listed:
            return over and not listed.cited
        if annex_mark(text) and (over or self.after_blank):
            return True
        if point_mark(text) and over:
            return True
        if _is_marked_alone(self.last):
            return self._after_heading(text)
        if bracketed(self.last) and is_adoption(self.last):
            return True
        return None

    def _after_heading(self, text: str) -> bool:
        full = self.last_size >= self.layout.width - _SLACK
        title = heading_mark(self.last)
        return not (title and (full or not title.rest) and not ends_sentence(text))

    def _by_first_line(self, line: Line) -> bool:
        """Decide after a sentence that ends with a full line, and say so.

        First lines are printed with an indent, so a full one holds fewer characters
        than an inner one. Where that tells nothing a paragraph begins: one wrongly
        parted is seen and joined, one wrongly joined is not.
        """
        if _CONTINUES.match(line.bare):
            # A proviso mostly stays in its 款; a printed indent would tell, a full
            # line does not.
            self._doubt(line, inner=True)
            return False
        size = self.layout.measure(line.bare)
        longest = self.layout.width - self.layout.indent
        if self.layout.indent and longest - 1.5 <= size <= longest + 0.25:
            return True
        # A sentence that fills just one printed line mostly is a 款 of its own.
        inner = self.layout.indent > 0 and size > longest + 0.25 and self.printed > 1
        self._doubt(line, inner=inner)
        return not inner

    def _doubt(self, line: Line, *, inner: bool) -> None:
        message = (
            f"上一行写满且以句号结束，无法断定第{line.number}行是否另起一款，"
            f"已按{'同一款' if inner else '另起一款'}处理，请对照原件核对"
        )
        self.problems.append(Problem(line.number, "uncertain_break", message))


def _joined(before: str, after: str) -> str:
    gap = " " if _LATIN.match(before[-1:]) and _LATIN.match(after[:1]) else ""
    return before + gap + after
