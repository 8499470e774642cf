"""Defined terms: where a statute says what a word means, and where it then uses it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from drafts.text.structure import HEADINGS, Kind, Node, ParsedText, Placed

_HAN = r"[㐀-鿿豈-﫿〇]"
# Blanks are taken whole, or a page of them costs minutes.
_QUOTED = r"[“\"「]\s*+(?P<quoted>[^“”\"「」]{1,30})\s*+[”\"」]"
# A term as statutes write one; with a 顿号 or a clause in it, it is no single word.
_TERM = r"[^，,。；;：:、（）()《》“”\"「」\s]{2,22}?"
_ACT = r"法|法典|条例|规定|办法|规则|细则|决定|章程|准则|规程|通则"
_SAYS = r"(?:\s*+[，,]?\s*+(?:是指|指的是|包括)|\s*+[，,]\s*+(?:指|为|即))"
_SCOPED = re.compile(
    rf"(?:(?P<scope>本(?:{_ACT}|编|分编|章|节|条|款|项)|前(?:款|项))(?:中|中的|里)?"
    rf"|(?<=[；;。]))所(?:称|指)的?(?:{_QUOTED}|(?P<bare>{_TERM})){_SAYS}"
)
_LEADING = re.compile(
    rf"(?:^|(?<=[。；;]))\s*+(?:其中\s*+[，,]\s*+)?(?:{_QUOTED}|(?P<bare>{_TERM}))"
    r"\s*+[，,]?\s*+是指"
)
_LISTED = re.compile(
    rf"^\s*(?:{_QUOTED}|(?P<bare>{_TERM}))\s*(?:[，,]\s*(?:是指|指|包括|即|为)|是指|[：:])"
)
_LEAD_IN = re.compile(r"(?:用语|术语|名词|词语)[^。]{0,8}(?:含义|定义|意义|解释)")
_SHORT = re.compile(
    rf"以下(?:均|分别)?(?:统称为|简称为|统称|简称|合称|并称|称为|称)\s*"
    rf"(?:{_QUOTED}|(?P<bare>[^，,。；;：:、（）()《》“”\"「」\s]{{2,22}}))"
    r"(?=\s*[）)，,。；;：:])"
)
# 合同是……的合同: the sentence ends with the head of the term it explains.
_KIND_OF = re.compile(
    rf"^(?P<bare>{_HAN}{{3,14}}?)是[^。；;：:]{{4,200}}的(?P<head>{_HAN}{{2,8}})。"
)

# Words that count or compare: what they include is a rule of reading, not a term.
_MEASURES = frozenset(
    ("以上", "以下", "以内", "以外", "以前", "以后", "不满", "不足", "超过", "届满")
)
# What a sentence of a statute begins with when no term is being explained.
_NOT_TERMS = re.compile(
    r"^(?:其(?!他)|该|此|这|上述|前款|前项|本款|本项|本条|下列|有下列|所称|所|但|但是|应当|不得|可以|包括)"
    rf"|^本(?:{_ACT}|编|分编|章|节|市|省)|应当|可以|不得|或者|以及|所称|的$"
)


class Form(StrEnum):
    """How a statute explains a word."""

    MEANS = "means"  # 本法所称动物，是指……
    STANDS_FOR = "stands_for"  # ……（以下简称主任会议）


@dataclass(frozen=True, slots=True)
class Definition:
    """One term explained: ``text`` is the statute's own sentence, quoted unchanged.

    ``line`` is the ``line`` of the provision it stands in and ``text`` that
    provision's ``[start:end]``. The term has this meaning from line ``first`` to
    ``last``, both included: an article, a chapter, or the whole statute.
    """

    term: str
    form: Form
    line: int
    start: int
    end: int
    text: str
    first: int
    last: int

    def holds_at(self, line: int) -> bool:
        """Say whether a word at ``line`` has this meaning."""
        return self.first <= line <= self.last


@dataclass(frozen=True, slots=True)
class Use:
    """A defined term in running text, ``text[start:end]``."""

    start: int
    end: int
    definition: Definition


def find_definitions(text: ParsedText) -> list[Definition]:
    """Return the terms a statute defines, in printed order, each once per scope.

    Four forms are read: 本法所称X，是指…；X，是指… at the head of a sentence or in the
    list of an article on 用语的含义；（以下简称X）；and X是…的X. Annexes and preambles
    define nothing.

    Source: 全国人大常委会法工委《立法技术规范（试行）（一）》第2.1条 (定义).
    """
    placed = [p for p in text.placed() if _is_ruling(p)]
    last = max((p.node.line for p in text.placed()), default=0)
    found: dict[tuple[str, int, int], Definition] = {}
    listing: Node | None = None
    for here in placed:
        article = _article(here)
        if _LEAD_IN.search(here.node.text):
            listing = article
        is_listed = article is not None and article is listing
        for definition in _in_provision(here, is_listed, last):
            key = (definition.term, definition.first, definition.last)
            found.setdefault(key, definition)
    return sorted(found.values(), key=lambda d: (d.line, d.start))


def find_uses(text: str, definitions: Iterable[Definition], line: int = 0) -> list[Use]:
    """Return where ``text``, which stands at ``line``, uses defined terms.

    The longest term wins, none is found inside another, inside a longer word as far
    as the neighbouring characters tell, or in the sentence that defines it. Of two
    meanings the one with the narrower scope holds.
    """
    meant: dict[str, Definition] = {}
    for definition in definitions:
        if not definition.holds_at(line):
            continue
        other = meant.get(definition.term)
        if other is None or _width(definition) < _width(other):
            meant[definition.term] = definition
    if not meant:
        return []
    longest_first = sorted(meant, key=lambda term: (-len(term), term))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    uses = []
    for match in pattern.finditer(text):
        definition = meant[match.group()]
        is_own = definition.line == line and (
            definition.start <= match.start() < definition.end
        )
        if not is_own and _stands_alone(text, match.start(), match.end()):
            uses.append(Use(match.start(), match.end(), definition))
    return uses


def _is_ruling(here: Placed) -> bool:
    kinds = {node.kind for node in (*here.path, here.node)}
    outside = kinds & {Kind.ANNEX, Kind.PREAMBLE}
    return not outside and here.node.kind not in HEADINGS and bool(here.node.text)


def _article(here: Placed) -> Node | None:
    chain = (*here.path, here.node)
    return next((n for n in chain if n.kind is Kind.ARTICLE), None)


def _in_provision(here: Placed, is_listed: bool, last: int) -> Iterator[Definition]:
    text = here.node.text
    if is_listed and (match := _LISTED.match(text)):
        yield from _made(here, match, Form.MEANS, "", last)
    for match in _SCOPED.finditer(text):
        yield from _made(here, match, Form.MEANS, match["scope"] or "", last)
    for match in _LEADING.finditer(text):
        yield from _made(here, match, Form.MEANS, "", last)
    for match in _SHORT.finditer(text):
        yield from _made(here, match, Form.STANDS_FOR, "", last)
    match = _KIND_OF.match(text)
    if match and "的" not in match["bare"] and match["bare"].endswith(match["head"]):
        yield from _made(here, match, Form.MEANS, "", last)


def _made(
    here: Placed, match: re.Match[str], form: Form, scope: str, last: int
) -> Iterator[Definition]:
    said = match.groupdict()
    term = (said.get("quoted") or said["bare"]).strip()
    if not _is_term(term):
        return
    start, end = _sentence(here.node.text, match.start(), match.end())
    since, until = _scope(here, scope, last)
    if form is Form.STANDS_FOR:
        # 以下: what stands before is not meant.
        since = here.node.line
    yield Definition(
        term=term,
        form=form,
        line=here.node.line,
        start=start,
        end=end,
        text=here.node.text[start:end],
        first=since,
        last=until,
    )


def _is_term(term: str) -> bool:
    if len(term) < 2 or term in _MEASURES or _NOT_TERMS.search(term):
        return False
    return bool(re.search(_HAN, term))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence around a match, its full stop included."""
    begin = max(text.rfind("。", 0, start), text.rfind("；", 0, start)) + 1
    stops = [n for n in (text.find("。", end), text.find("；", end)) if n >= 0]
    return begin, min(stops) + 1 if stops else len(text)


def _scope(here: Placed, scope: str, last: int) -> tuple[int, int]:
    """Return the first and last line where a meaning holds."""
    kinds = {"编": Kind.BOOK, "分编": Kind.SUBBOOK, "章": Kind.CHAPTER}
    kinds["节"] = Kind.SECTION
    chain = (*here.path, here.node)
    name = scope[1:]
    node = next((n for n in chain if n.kind is kinds.get(name)), None)
    if name in ("条", "款", "项"):
        node = _article(here)
    return (node.line, _last_line(node)) if node else (0, last)


def _last_line(node: Node) -> int:
    return max(inner.line for inner in node.walk())


def _width(definition: Definition) -> int:
    return definition.last - definition.first


# Words of two characters are parts of many others (法规 of 行政法规, 商品 of 商品房),
# so they count only between signs and these small words.
_BEFORE = frozenset("的和与或及对向在为由被将该其各从以按使让把给并本凡因于至等者内中")
_AFTER = frozenset(
    "的和与或及对向在为由被将该其应不可得须必有是以并等中内之时者未均还已需按依从进参"
)
_SHORT_TERM, _MIDDLE_TERM = 2, 3


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether a match is a word, as far as its neighbours tell."""
    # Part of the name of a text or table: 《应税污染物和当量值表》.
    if text.rfind("《", 0, start) > text.rfind("》", 0, start):
        return False
    length = end - start
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    free_before = not re.match(_HAN, before) or before in _BEFORE
    free_after = not re.match(_HAN, after) or after in _AFTER
    if length <= _SHORT_TERM:
        return free_before and free_after
    return free_before if length <= _MIDDLE_TERM else True
