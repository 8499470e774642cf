"""Citations of provisions: written, read, found in running text, and masked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from drafts.text.numerals import NUMERAL, to_chinese, to_number
from drafts.text.structure import Kind, Node, Placed

#: Stands for a cited number in masked text; no statute prints it.
MASK = "＃"

# Blanks are taken whole, or a page of them costs minutes.
_N = rf"\s*+({NUMERAL})\s*+"
_BRACKETED = rf"\s*+[（(]?\s*+({NUMERAL})\s*+[）)]?\s*+"
# 第一条款, 第二项目, 第三目标 and the like are words, not citations.
_ARTICLE = rf"第{_N}条(?!件|款|约|例)(?:之({NUMERAL}))?"
_PARAGRAPH = rf"第{_N}款(?!式)"
_ITEM = rf"第{_BRACKETED}项(?!目)"
_SUBITEM = rf"第{_BRACKETED}目(?!标|的|录|前)"
_ONE = re.compile(
    rf"(?={_ARTICLE}|{_PARAGRAPH}|{_ITEM}|{_SUBITEM})"
    rf"(?:{_ARTICLE})?(?:{_PARAGRAPH})?(?:{_ITEM})?(?:{_SUBITEM})?"
)
_FIRST = 6  # the look-ahead repeats the groups of the four levels: 2 + 1 + 1 + 1
_HEADING = re.compile(rf"(?:第{_N}编)?(?:第{_N}分编)?(?:第{_N}章)?(?:第{_N}节)?(?=.*$)")
_LINK = re.compile(r"\s*(?:、|和|或者|或|及|以及|与|至|到|－|—|-|~|～)\s*(?:本条)?")
_RANGE = re.compile(r"\s*(?:至|到|－|—|-|~|～)")

_OWN = re.compile(
    r"本(?:法|法典|条例|规定|办法|规则|细则|决定|章程|准则|规程|通则|解释|意见)$"
)
# The name of another text right before the citation: 《…》, 《…》（以下简称…）,
# or a bare name such as 刑法, 民法典, 立法法, 信访工作条例.
_FOREIGN = re.compile(
    r"(?:》(?:\s*[（(][^（）()]{0,60}[）)])?"
    r"|法|法典|条例|规则|细则|章程|准则|公约|协定|修正案"
    r"|[\u4e00-\u9fff]办法|[\u4e00-\u9fff]规定)\s*$"
)
_NOT_A_NAME = re.compile(
    r"(?:依照|按照|违反|根据|依据|符合|适用|前款|前条|有关|下列|上述)规定$"
)
_BEFORE = 80


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a statute by its printed numbers; 0 where a level is not named."""

    article: int = 0
    insert: int = 0
    paragraph: int = 0
    item: int = 0
    subitem: int = 0
    book: int = 0
    subbook: int = 0
    chapter: int = 0
    section: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A citation in running text, ``text[start:end]``.

    ``own`` is true for the statute the text stands in. Without an article of its
    own (``第二款``, 本条 meant) ``citation.article`` is 0. ``opens_range`` marks the
    first end of 第三条至第五条.
    """

    start: int
    end: int
    citation: Citation
    own: bool
    opens_range: bool = False


def cite(target: Citation) -> str:
    """Return the citation as a statute prints it: 第十二条第二款第三项."""
    if target.article:
        article = f"第{to_chinese(target.article)}条"
        if target.insert:
            article += f"之{to_chinese(target.insert)}"
        steps = [(target.paragraph, "款"), (target.item, "项"), (target.subitem, "目")]
    else:
        article = ""
        steps = [
            (target.book, "编"),
            (target.subbook, "分编"),
            (target.chapter, "章"),
            (target.section, "节"),
            (target.paragraph, "款"),
            (target.item, "项"),
            (target.subitem, "目"),
        ]
    return article + "".join(f"第{to_chinese(n)}{name}" for n, name in steps if n)


def reference(title: str, place: str, *, name: str = "", day: str = "") -> str:
    """Return a place as one cites it in writing, with what tells the texts apart.

    With the name and the day of its text: 《明川市养犬管理条例》（公布文本，2026年10月
    17日）第三条. A title that says itself which draft it is does not say it twice.
    """
    is_said = bool(name) and title.endswith(f"{name}）")
    remarks = "，".join(part for part in ("" if is_said else name, day) if part)
    return f"《{title}》" + (f"（{remarks}）" if remarks else "") + place


def parse_citation(printed: str) -> Citation:
    """Return the place a citation names; brackets, blanks, Arabic digits allowed.

    Raises:
        ValueError: ``printed`` is not one citation from end to end.
    """
    text = re.sub(r"\s+", "", printed)
    heading = _HEADING.match(text)
    above = heading.groups() if heading else ()
    rest = text[heading.end() :] if heading else text
    match = _ONE.fullmatch(rest) if rest else None
    if (rest and not match) or not text:
        raise ValueError(f"不是条文引用：{printed}")
    inner = _citation(match) if match else Citation()
    book, subbook, chapter, section = (to_number(n) if n else 0 for n in above)
    return replace(inner, book=book, subbook=subbook, chapter=chapter, section=section)


def citation_of(placed: Placed) -> Citation:
    """Return the place of a node of a parsed text.

    An article of a single 款 is cited without it (第十二条第三项), as statutes do.
    """
    values: dict[str, int] = {}
    article: Node | None = None
    for node in (*placed.path, placed.node):
        if node.kind is Kind.ARTICLE:
            values = {"article": node.number or 0, "insert": node.insert}
            article = node
        elif node.kind is Kind.PARAGRAPH:
            values.update(_paragraph_of(node, article))
        elif node.kind in _NAMED and node.number:
            values[node.kind.value] = node.number
    return Citation(**values)


_NAMED = frozenset(
    {Kind.BOOK, Kind.SUBBOOK, Kind.CHAPTER, Kind.SECTION, Kind.ITEM, Kind.SUBITEM}
)


def _paragraph_of(node: Node, article: Node | None) -> dict[str, int]:
    if article is None:
        return {}
    paragraphs = [n for n in article.children if n.kind is Kind.PARAGRAPH]
    place = next((i for i, n in enumerate(paragraphs, 1) if n is node), 0)
    return {"paragraph": place} if len(paragraphs) > 1 else {}


def find_citations(text: str) -> list[Found]:
    """Return every citation of a 条, 款, 项 or 目 in ``text``, in order.

    A citation that follows another in a list (第一条、第三条, 第一款和第二款) belongs
    to the same statute and takes the levels it does not name from it.
    """
    found: list[Found] = []
    for match in _ONE.finditer(text):
        try:
            citation = _citation(match)
        except ValueError:
            continue
        previous = found[-1] if found and _linked(text, found[-1], match) else None
        if previous:
            own = previous.own
            citation = _completed(citation, previous.citation)
        else:
            own = _is_own(text, match.start())
        ranged = bool(_RANGE.match(text, match.end()))
        found.append(Found(match.start(), match.end(), citation, own, ranged))
    return found


def mask_citations(text: str) -> str:
    """Return ``text`` with the numbers of its own articles masked where it cites them.

    Two texts that differ only in such numbers have one masked form. Citations of
    other statutes, the 款 and 项 of a citation (another 款 is another rule), and
    everything else stay as they are.
    """
    pieces: list[str] = []
    position = 0
    for start, end in _own_numbers(text):
        pieces += [text[position:start], MASK]
        position = end
    return "".join([*pieces, text[position:]])


def _own_numbers(text: str) -> Iterator[tuple[int, int]]:
    for found in find_citations(text):
        if not (found.own and found.citation.article):
            continue
        match = _ONE.match(text, found.start)
        if match is None:
            continue
        for group in (_FIRST, _FIRST + 1):
            if match.group(group):
                yield match.span(group)


def _citation(match: re.Match[str]) -> Citation:
    groups = (match.group(g) for g in range(_FIRST, _FIRST + 5))
    article, insert, paragraph, item, subitem = (
        to_number(g) if g else 0 for g in groups
    )
    return Citation(article, insert, paragraph, item, subitem)


def _linked(text: str, previous: Found, match: re.Match[str]) -> bool:
    if match.start() - previous.end > _BEFORE:
        return False
    between = text[previous.end : match.start()]
    return bool(_LINK.fullmatch(between))


def _completed(citation: Citation, previous: Citation) -> Citation:
    """Fill in the outer levels that a list names only once."""
    if citation.article:
        return citation
    filled = replace(citation, article=previous.article, insert=previous.insert)
    if not citation.paragraph:
        filled = replace(filled, paragraph=previous.paragraph)
        if not citation.item:
            filled = replace(filled, item=previous.item)
    return filled


def _is_own(text: str, start: int) -> bool:
    before = text[max(0, start - _BEFORE) : start].rstrip()
    if _OWN.search(before) or _NOT_A_NAME.search(before):
        return True
    return not _FOREIGN.search(before)
