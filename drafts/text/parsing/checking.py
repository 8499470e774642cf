"""What is wrong with the numbering and the words of a parsed text."""

from __future__ import annotations

from collections.abc import Iterable

from drafts.text.numerals import to_chinese
from drafts.text.structure import Kind, Node, ParsedText, Problem

_NAMES = {
    Kind.BOOK: "编",
    Kind.SUBBOOK: "分编",
    Kind.CHAPTER: "章",
    Kind.SECTION: "节",
    Kind.ITEM: "项",
    Kind.SUBITEM: "目",
}
_HEADING_GAPS = {
    Kind.BOOK: "book_gap",
    Kind.SUBBOOK: "subbook_gap",
    Kind.CHAPTER: "chapter_gap",
    Kind.SECTION: "section_gap",
}


def check(parsed: ParsedText) -> list[Problem]:
    """Return the problems of the finished tree, in printed order."""
    articles = [p.node for p in parsed.placed() if _is_counted(p.node, p.path)]
    problems = [*_article_order(articles), *_heading_order(parsed)]
    for article in articles:
        problems += _inside(article)
    if not parsed.nodes:
        message = "没有读到任何条文或文字，请检查文件是否为空、是否为扫描图片"
        problems.append(Problem(1, "empty", message))
    elif not articles:
        message = "全文没有“第×条”，按决定、说明一类文件处理；若应当有条文，请核对原件"
        problems.append(Problem(parsed.nodes[0].line, "no_articles", message))
    if parsed.nodes and not parsed.title:
        message = "没有找到标题，请在导入时填写"
        problems.append(Problem(1, "no_title", message))
    return problems


def _is_counted(node: Node, path: Iterable[Node]) -> bool:
    return node.kind is Kind.ARTICLE and all(n.kind is not Kind.ANNEX for n in path)


def _article_order(articles: list[Node]) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[tuple[int, int], Node] = {}
    highest = (0, 0)
    for node in articles:
        place = (node.number or 0, node.insert)
        if place in seen:
            message = f"{node.label}重复：第{seen[place].line}行已有同一条号"
            problems.append(Problem(node.line, "duplicate", message))
            continue
        seen[place] = node
        if place < highest:
            message = f"{node.label}排在{_label(highest)}之后，条文顺序颠倒"
            problems.append(Problem(node.line, "out_of_order", message))
            continue
        if place not in ((highest[0] + 1, 0), (highest[0], highest[1] + 1)):
            problems.append(Problem(node.line, "gap", _gap(highest, place)))
        highest = place
    return problems


def _gap(highest: tuple[int, int], place: tuple[int, int]) -> str:
    before = (
        f"{_label(highest)}之后是{_label(place)}"
        if highest[0]
        else (f"条文从{_label(place)}开始")
    )
    first = highest[0] + 1
    last = place[0] - (0 if place[1] else 1)
    if first > last:
        return f"{before}，中间的“之×”不连续"
    missing = f"第{to_chinese(first)}条"
    if last > first:
        missing += f"至第{to_chinese(last)}条"
    return f"{before}，缺少{missing}"


def _label(place: tuple[int, int]) -> str:
    number, insert = place
    return f"第{to_chinese(number)}条" + (f"之{to_chinese(insert)}" if insert else "")


def _heading_order(parsed: ParsedText) -> list[Problem]:
    problems: list[Problem] = []
    last: dict[Kind, int] = {}
    groups = [parsed.nodes, *(p.node.children for p in parsed.placed())]
    firsts = {
        id(next(n for n in group if n.kind is kind))
        for group in groups
        for kind in {n.kind for n in group}
    }
    for placed in parsed.placed():
        node = placed.node
        if node.kind not in _HEADING_GAPS or not node.label:
            continue
        before = last.get(node.kind, 0)
        # Chapters start anew in each 编 or 分编, or run on through all of them;
        # sections always start anew.
        first = id(node) in firsts
        runs_on = node.number == before + 1 and not (
            first and node.kind is Kind.SECTION
        )
        if not runs_on and not (first and node.number == 1):
            expected = 1 if first and node.kind is Kind.SECTION else before + 1
            problems.append(_misnumbered(node, expected, _HEADING_GAPS[node.kind]))
        last[node.kind] = node.number or 0
    return problems


def _misnumbered(node: Node, expected: int, code: str) -> Problem:
    name = _NAMES[node.kind]
    message = f"{node.label}的{name}号不连续：此处应为第{to_chinese(expected)}{name}"
    return Problem(node.line, code, message)


def _list_order(nodes: list[Node], code: str) -> list[Problem]:
    problems: list[Problem] = []
    expected = 1
    for node in nodes:
        number = node.number or 0
        # An article may hold several lists; each begins at one again.
        if number not in (expected, 1):
            problems.append(_misnumbered(node, expected, code))
        expected = number + 1
    return problems


def _inside(article: Node) -> list[Problem]:
    problems: list[Problem] = []
    if not any(n.text.strip() for n in article.walk()):
        message = f"{article.label}没有内容"
        problems.append(Problem(article.line, "empty_article", message))
    items = [n for n in article.walk() if n.kind is Kind.ITEM]
    problems += _list_order(items, "item_gap")
    for node in article.walk():
        inner = [n for n in node.children if n.kind is Kind.SUBITEM]
        problems += _list_order(inner, "subitem_gap")
    return problems
