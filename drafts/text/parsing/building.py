"""Paragraphs built into the tree of a statute."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from drafts.text.parsing.lines import Line
from drafts.text.parsing.marks import (
    Mark,
    annex_mark,
    article_mark,
    bracketed,
    ends_sentence,
    has_date_only,
    heading_mark,
    is_adoption,
    is_preamble_title,
    item_mark,
    point_mark,
    tight,
    unnumbered_heading,
)
from drafts.text.structure import HEADINGS, Kind, Node, ParsedText, Problem

_CAPTION = re.compile(r"[（(【〔\[]([^（）()【】〔〕\[\]]{1,40})[）)】〕\]]\s*")
_NO_CAPTION = re.compile(r"[一二三四五六七八九十0-9]+|删去|删除|略|已?废止|空缺|保留")
_INNER_CONTINUES = re.compile(r"^\s*(?:、|和|与|及|或|的)")


@dataclass(slots=True, frozen=True)
class Labels:
    """How a text prints its articles, looked at before any is opened.

    ``unspaced``: nothing parts 第一条 from its words. ``heads`` counts the lines
    that begin with each number, citations among them.
    """

    unspaced: bool
    heads: Counter[int]

    def is_only(self, number: int) -> bool:
        """Tell whether one line begins with ``number``, and others go on from it."""
        return self.heads[number] == 1 and self.heads[number + 1] > 0


def read_labels(body: list[Line]) -> Labels:
    marks = [mark for line in body if (mark := article_mark(line.bare))]
    plain = [mark for mark in marks if not mark.cited]
    spaced = sum(mark.separated for mark in plain)
    return Labels(spaced * 2 < len(plain), Counter(mark.number for mark in marks))


class Builder:
    """Takes paragraphs in printed order and grows the tree."""

    def __init__(
        self,
        parsed: ParsedText,
        *,
        captions_spaced: bool,
        labels: Labels,
        has_articles: bool,
    ) -> None:
        self.parsed = parsed
        self.captions_spaced = captions_spaced
        self.has_articles = has_articles
        self.labels = labels
        self.headings: list[Node] = []
        self.article: Node | None = None
        self.paragraph: Node | None = None
        self.item: Node | None = None
        self.subitem: Node | None = None
        self.holder: Node | None = None  # an open preamble, annex or point
        self.last_article = (0, 0)
        self.last_heading: dict[Kind, int] = {}
        self.awaits_title: Node | None = None

    def add(self, line: Line, following: Line | None, *, quoted: bool = False) -> None:
        text = line.bare
        if quoted:
            self._add_words(line)
            return
        if self._continues_title(line, following):
            return
        self.awaits_title = None
        if self.holder and self._in_annex() and not self._resumes(text):
            self._add_to_annex(line, self.holder)
            return
        annex = annex_mark(text) if self._may_annex() else None
        if annex:
            self._open_annex(line, annex)
        elif not self._add_structure(line):
            self._add_inner(line)

    def _add_structure(self, line: Line) -> bool:
        text = line.bare
        heading = heading_mark(text)
        if heading:
            self._open_heading(line, heading)
            return True
        if unnumbered_heading(text):
            self._open_unnumbered(line)
            return True
        if is_preamble_title(text) and self.article is None:
            self._open_holder(
                Node(Kind.PREAMBLE, heading=tight(text), line=line.number)
            )
            return True
        mark = article_mark(text)
        if mark and self._opens(mark):
            self._open_article(line, mark)
            return True
        return False

    def _opens(self, mark: Mark) -> bool:
        """Tell a label that opens an article from a citation that begins a 款."""
        number, insert = self.last_article
        expected = (mark.number, mark.insert) in (
            (number + 1, 0),
            (number, insert + 1),
        )
        if mark.separated or not self.labels.unspaced:
            return not mark.cited and (mark.separated or expected)
        if mark.cited:
            return expected and self.labels.is_only(mark.number)
        return mark.number > number or expected

    def _open_heading(self, line: Line, mark: Mark) -> None:
        rank = HEADINGS.index(mark.kind)
        while self.headings and HEADINGS.index(self.headings[-1].kind) >= rank:
            self.headings.pop()
        node = Node(mark.kind, mark.label, mark.number, heading=mark.rest)
        self._place_heading(line, node)

    def _open_unnumbered(self, line: Line) -> None:
        # 附则 without a number stands beside the outermost division of the text.
        books = any(node.kind is Kind.BOOK for node in self.parsed.nodes)
        self.headings.clear()
        kind = Kind.BOOK if books else Kind.CHAPTER
        node = Node(kind, heading=unnumbered_heading(line.bare))
        self._place_heading(line, node)
        self.awaits_title = None

    def _place_heading(self, line: Line, node: Node) -> None:
        node.line = line.number
        self._siblings().append(node)
        self.headings.append(node)
        self.last_heading[node.kind] = node.number or 0
        self._close_article()
        self.holder = None
        self.awaits_title = node

    def _open_article(self, line: Line, mark: Mark) -> None:
        caption, rest = self._caption(mark)
        node = Node(
            Kind.ARTICLE,
            mark.label,
            mark.number,
            mark.insert,
            caption,
            line=line.number,
        )
        self._close_article()
        self.holder = None
        self._siblings().append(node)
        self.article = node
        self.last_article = (mark.number, mark.insert)
        if rest:
            self._add_inner(Line(line.number, rest))

    def _caption(self, mark: Mark) -> tuple[str, str]:
        rest = re.sub(r"^[：:]\s*", "", mark.rest)
        match = _CAPTION.match(rest)
        if not match or _NO_CAPTION.fullmatch(match.group(1).strip()):
            return "", rest
        after = rest[match.end() :]
        if _INNER_CONTINUES.match(after) or not (mark.separated or after):
            return "", rest
        if not (mark.abuts or self.captions_spaced or rest[0] in "【〔"):
            return "", rest
        return tight(match.group(1)), after

    def _add_inner(self, line: Line) -> None:
        text = line.bare
        if line.role == "table" and self._append_row(line):
            return
        point = None if self.has_articles else point_mark(text)
        if point:
            node = Node(Kind.POINT, point.label, point.number, line=line.number)
            node.text = point.rest
            self._open_holder(node)
            return
        mark = item_mark(text)
        if mark and not mark.cited and (self.article or self.holder):
            self._add_listed(line, mark)
        else:
            if self.article is not None and point_mark(text):
                message = f"条内以“一、”编号的段落按款处理，请核对：{text[:40]}"
                problem = Problem(line.number, "unusual_list", message)
                self.parsed.problems.append(problem)
            self._add_words(line)

    def _add_words(self, line: Line) -> None:
        self._open_paragraph(Node(Kind.PARAGRAPH, text=line.bare, line=line.number))
        if self.article is not None:
            if not ends_sentence(line.bare):
                self._report_loose(line)
        elif self.holder is None and self.has_articles:
            message = f"这一段不在任何条文之内，请核对：{line.bare[:40]}"
            problem = Problem(line.number, "stray_text", message)
            self.parsed.problems.append(problem)

    def _open_paragraph(self, node: Node) -> None:
        if self.article is not None:
            before = self.paragraph.number if self.paragraph else 0
            node.number = (before or 0) + 1
            self.article.children.append(node)
        elif self.holder is not None:
            self.holder.children.append(node)
        else:
            self._siblings().append(node)
        self.paragraph, self.item, self.subitem = node, None, None

    def _report_loose(self, line: Line) -> None:
        message = (
            f"这一段没有以句号等结尾，可能断行有误或混入了别的文字：{line.bare[:40]}"
        )
        self.parsed.problems.append(Problem(line.number, "suspicious_line", message))

    def _add_listed(self, line: Line, mark: Mark) -> None:
        if self.paragraph is None and self.article is not None:
            # A list without a lead-in still needs a 款 to belong to.
            self._open_paragraph(Node(Kind.PARAGRAPH, line=line.number))
        kind = mark.kind
        lifted = mark.label[:1] in "（(" and self.item is None
        if kind is Kind.SUBITEM and (lifted or self._continues_lifted(mark)):
            kind = Kind.ITEM
        node = Node(kind, mark.label, mark.number, text=mark.rest, line=line.number)
        parent = self.paragraph or self.holder
        if kind is Kind.SUBITEM:
            parent = self.item or parent
        if kind is Kind.SUBITEM and self._is_deeper(mark):
            parent = self.subitem or parent
        (self.parsed.nodes if parent is None else parent.children).append(node)
        if kind is Kind.ITEM:
            self.item, self.subitem = node, None
        elif parent is not self.subitem:
            self.subitem = node

    def _continues_lifted(self, mark: Mark) -> bool:
        return (
            mark.label[:1] in "（("
            and self.item is not None
            and not re.search(r"[〇零○一二三四五六七八九十]", self.item.label)
        )

    def _is_deeper(self, mark: Mark) -> bool:
        """Tell whether ① or （1） stands below the 目 that is open."""
        if self.subitem is None:
            return False
        styles = [_style(self.subitem.label), _style(mark.label)]
        return styles[0] < styles[1]

    def _append_row(self, line: Line) -> bool:
        target = self.subitem or self.item or self.paragraph
        if self.article is None or target is None:
            return False
        target.text += "\n" + line.bare
        message = "条文内有表格，已作为文字并入上一段，请核对"
        self.parsed.problems.append(Problem(line.number, "table_in_article", message))
        return True

    def _may_annex(self) -> bool:
        return self.article is not None or not self.has_articles or bool(self.headings)

    def _open_annex(self, line: Line, mark: Mark) -> None:
        self.headings.clear()
        node = Node(Kind.ANNEX, mark.label, line=line.number, heading=mark.rest)
        self._open_holder(node)
        self.awaits_title = None if mark.rest else node

    def _in_annex(self) -> bool:
        return self.holder is not None and self.holder.kind is Kind.ANNEX

    def _add_to_annex(self, line: Line, annex: Node) -> None:
        mark = annex_mark(line.bare)
        if mark and mark.label not in ("附", ""):
            self._open_annex(line, mark)
            return
        node = Node(Kind.PARAGRAPH, text=line.bare, line=line.number)
        annex.children.append(node)

    def _resumes(self, text: str) -> bool:
        """Tell whether the provisions go on behind what looked like an annex."""
        mark = article_mark(text)
        number = self.last_article[0]
        if number and mark and mark.separated and not mark.cited:
            return mark.number == number + 1 and not mark.insert
        heading = heading_mark(text)
        before = self.last_heading.get(heading.kind, 0) if heading else 0
        return bool(heading and before and heading.number == before + 1)

    def _continues_title(self, line: Line, following: Line | None) -> bool:
        """Join a heading printed over two lines."""
        node, text = self.awaits_title, line.bare
        if node is None or line.role == "table" or len(text) > 40:
            return False
        awaited = not node.heading and bool(unnumbered_heading(text))
        if ends_sentence(text) or (_begins_anything(text) and not awaited):
            return False
        if node.heading and node.kind is not Kind.ANNEX:
            after = following.bare if following else ""
            if not (heading_mark(after) or article_mark(after)):
                return False
        if node.kind is Kind.ANNEX and following is None:
            return False
        node.heading = tight(node.heading + text)
        self.awaits_title = None if node.kind is Kind.ANNEX else node
        return True

    def _open_holder(self, node: Node) -> None:
        self._close_article()
        self.holder = node
        self._siblings().append(node)

    def _siblings(self) -> list[Node]:
        return self.headings[-1].children if self.headings else self.parsed.nodes

    def _close_article(self) -> None:
        self.article = self.paragraph = self.item = self.subitem = None


def _style(label: str) -> int:
    if label[:1] in "（(":
        return 1
    return 0 if label[:1] < "①" or label[:1] > "㉟" else 2


def _begins_anything(text: str) -> bool:
    return bool(
        heading_mark(text)
        or article_mark(text)
        or item_mark(text)
        or unnumbered_heading(text)
        or is_preamble_title(text)
        or annex_mark(text)
    )


def cut_history(parsed_lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Part the signatures and the amendment history behind the last provision.

    They are lines without a full stop that say who adopted what and when.
    """
    end = len(parsed_lines)
    while end > 1:
        text = parsed_lines[end - 1].bare
        dated = has_date_only(text) or (is_adoption(text) and _is_history(text))
        if not dated:
            break
        end -= 1
        if has_date_only(text) and end > 1 and _is_signature(parsed_lines[end - 1]):
            end -= 1
    return parsed_lines[:end], parsed_lines[end:]


def _is_history(text: str) -> bool:
    starts = re.match(
        r"[（(]?\s*(?:根据|依据)?\s*(?:\d{4}|[〇零一二三四五六七八九]{4})\s*年", text
    )
    return bool(starts) and (bracketed(text) or not ends_sentence(text))


def _is_signature(line: Line) -> bool:
    text = line.bare
    return len(text) <= 30 and not ends_sentence(text) and not _begins_anything(text)
