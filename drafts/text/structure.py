"""The shape of a parsed text: nodes, problems, and the questions asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Levels of a Chinese statute, from the outside in, and what stands beside them."""

    BOOK = "book"  # 编
    SUBBOOK = "subbook"  # 分编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    ARTICLE = "article"  # 条
    PARAGRAPH = "paragraph"  # 款
    ITEM = "item"  # 项
    SUBITEM = "subitem"  # 目
    PREAMBLE = "preamble"  # 序言
    ANNEX = "annex"  # 附件
    POINT = "point"  # a numbered point of a topic or a proposal


HEADINGS = (Kind.BOOK, Kind.SUBBOOK, Kind.CHAPTER, Kind.SECTION)


@dataclass(slots=True)
class Node:
    """One provision as printed.

    ``label`` is the printed mark without inner spaces (``第十条之一``, ``（一）``,
    ``1.``), empty for a 款, a 序言 and an unnumbered 附则. ``heading`` is the title
    of a 编…节 or annex, or the caption of an article (``第一条（目的）``: 目的).
    ``text`` is the node's own words, without its label and without its children's.
    An article's words are in its 款; an item belongs to the 款 that introduced it.
    ``line`` counts from 1 (in Word files: the paragraph's number).
    """

    kind: Kind
    label: str = ""
    number: int | None = None
    insert: int = 0
    heading: str = ""
    text: str = ""
    line: int = 0
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Yield this node and everything below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def body(self) -> str:
        """Return the words below the label as printed: 款 and 项 joined by newlines,
        item and sub-item marks included, the article's own label and caption not."""
        lines: list[str] = [self.text] if self.text else []
        for node in self.children:
            for part in node.walk():
                mark = part.label if part.kind in (Kind.ITEM, Kind.SUBITEM) else ""
                if mark or part.text:
                    lines.append(mark + part.text)
        return "\n".join(lines)


@dataclass(slots=True, frozen=True)
class Problem:
    """Something a person should look at before the text is published."""

    line: int
    code: str
    message: str


@dataclass(slots=True, frozen=True)
class Placed:
    """A node with the headings above it: ``path`` holds nodes, outermost first."""

    node: Node
    path: tuple[Node, ...]


@dataclass(slots=True)
class ParsedText:
    """A whole document: title, 题注 and a forest of nodes in printed order.

    ``contents`` holds the lines of its 目录, which counts nowhere.
    """

    title: str = ""
    note: str = ""
    nodes: list[Node] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)

    def placed(self) -> Iterator[Placed]:
        """Yield every node with its ancestors, in printed order."""

        def descend(node: Node, path: tuple[Node, ...]) -> Iterator[Placed]:
            yield Placed(node, path)
            for child in node.children:
                yield from descend(child, (*path, node))

        for node in self.nodes:
            yield from descend(node, ())

    def articles(self) -> list[Node]:
        """Return the 条 in printed order."""
        return [p.node for p in self.placed() if p.node.kind is Kind.ARTICLE]

    def counts(self) -> dict[str, int]:
        """Return the counts of the ``parse_text`` contract (blueprint §5).

        Preamble and annexes count nowhere but under ``annexes``; an 附则 heading
        without a number counts as no chapter.
        """
        names = {
            Kind.BOOK: "books",
            Kind.SUBBOOK: "subbooks",
            Kind.CHAPTER: "chapters",
            Kind.SECTION: "sections",
            Kind.ARTICLE: "articles",
            Kind.PARAGRAPH: "paragraphs",
            Kind.ITEM: "items",
            Kind.SUBITEM: "subitems",
        }
        counts = dict.fromkeys([*names.values(), "inserted_articles", "annexes"], 0)
        for placed in self.placed():
            node = placed.node
            outer = {above.kind for above in placed.path}
            if node.kind is Kind.ANNEX:
                counts["annexes"] += 1
            if outer & {Kind.ANNEX, Kind.PREAMBLE} or node.kind not in names:
                continue
            inner = node.kind in (Kind.PARAGRAPH, Kind.ITEM, Kind.SUBITEM)
            if inner and Kind.ARTICLE not in outer:
                continue
            if node.kind in HEADINGS and not node.label:
                continue
            counts[names[node.kind]] += 1
            if node.kind is Kind.ARTICLE and node.insert:
                counts["inserted_articles"] += 1
        return counts
