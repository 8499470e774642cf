"""A parsed text made into rows: addresses, citations, positions, hashes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from drafts.models import Provision
from drafts.text.citing import citation_of, cite
from drafts.text.numerals import LARGEST, to_chinese
from drafts.text.structure import HEADINGS, Kind, Node, ParsedText, Placed

INNER = (Kind.PARAGRAPH, Kind.ITEM, Kind.SUBITEM)
LONGEST_CITATION = 120
LONGEST_ADDRESS = 60
_HEADING_LETTERS = {
    Kind.BOOK: "b",
    Kind.SUBBOOK: "s",
    Kind.CHAPTER: "ch",
    Kind.SECTION: "s",
}


def build_provisions(parsed: ParsedText) -> list[Provision]:
    """Return the unsaved rows of a text in printed order, without their version.

    ``parent`` and ``article`` hold the unsaved rows above; an article's own
    ``article`` stays empty until it has an id. Addresses are unique whatever the
    text: a number printed twice gets ``x2`` at its second place.
    """
    return list(_Builder(parsed).rows())


def text_hash(title: str, note: str, provisions: Iterable[Provision]) -> str:
    """Return the hash of a whole text as printed, its provisions given in order."""
    digest = hashlib.sha256()
    for part in (title, note):
        _feed(digest, part)
    for row in provisions:
        for part in (row.kind, row.label, row.heading, row.text):
            _feed(digest, part)
    return digest.hexdigest()


def words_hash(node: Node) -> str:
    """Return the hash of one provision's own words, without its number.

    An article's covers its 款 and 项; a heading's covers no more than the heading.
    """
    words = "" if node.kind in HEADINGS else node.body()
    return hashlib.sha256(f"{node.heading}\n{words}".encode()).hexdigest()


def _feed(digest: hashlib._Hash, part: str) -> None:
    encoded = part.encode()
    digest.update(len(encoded).to_bytes(8, "big") + encoded)


class _Builder:
    """One walk over a text, remembering which addresses are taken."""

    def __init__(self, parsed: ParsedText) -> None:
        self._parsed = parsed
        self._taken: set[str] = set()
        self._next_copy: Counter[str] = Counter()
        self._annexes = 0
        self._chapters_restart = _restart(parsed)

    def rows(self) -> Iterator[Provision]:
        rows: dict[int, Provision] = {}
        for position, placed in enumerate(self._parsed.placed(), 1):
            above = rows[id(placed.path[-1])] if placed.path else None
            row = self._row(placed, above)
            row.position = position
            row.last_position = position + sum(1 for _ in placed.node.walk()) - 1
            rows[id(placed.node)] = row
            yield row

    def _row(self, placed: Placed, above: Provision | None) -> Provision:
        node = placed.node
        return Provision(
            parent=above,
            article=_article_of(above),
            kind=node.kind.value,
            label=node.label,
            number=node.number,
            insert=node.insert,
            heading=node.heading,
            text=node.text,
            text_hash=words_hash(node),
            address=self._unique(self._address(placed, above)),
            citation=self._citation(placed, above)[:LONGEST_CITATION],
            depth=len(placed.path),
        )

    def _address(self, placed: Placed, above: Provision | None) -> str:
        node = placed.node
        if node.kind is Kind.PREAMBLE:
            return "preamble"
        if node.kind is Kind.ANNEX:
            self._annexes += 1
            return f"annex{self._annexes}"
        if node.kind in HEADINGS:
            return self._heading_address(placed, above)
        number = _numbered(node, _ordinal(placed, self._parsed))
        annexed = _annex_above(placed, above)
        if node.kind is Kind.ARTICLE:
            return f"{annexed}.{number}" if annexed else number
        if above is not None and not _is_heading(above):
            return f"{above.address}.{number}"
        # Words outside every article: a decision, the line under a heading.
        return number if node.kind is Kind.POINT else f"p{number}"

    def _heading_address(self, placed: Placed, above: Provision | None) -> str:
        node = placed.node
        prefix = above.address if above is not None else ""
        if node.kind is Kind.CHAPTER and not self._chapters_restart:
            prefix = _annex_above(placed, above)
        if not node.number:
            is_supplement = "附则" in "".join(node.heading.split())
            return prefix + ("supplement" if is_supplement else "heading")
        number = _numbered(node, 0)
        return f"{prefix}{_HEADING_LETTERS[node.kind]}{number}"

    def _unique(self, address: str) -> str:
        wanted = address[: LONGEST_ADDRESS - 6]
        unique = wanted
        while unique in self._taken:
            self._next_copy[wanted] += 1
            unique = f"{wanted}x{self._next_copy[wanted] + 1}"
        self._taken.add(unique)
        return unique

    def _citation(self, placed: Placed, above: Provision | None) -> str:
        node = placed.node
        if node.kind is Kind.PREAMBLE:
            return "序言"
        if node.kind is Kind.ANNEX:
            return _joined(node.label or "附件", node.heading)
        outer = _outer_citation(placed, above)
        if node.kind in HEADINGS:
            return self._heading_citation(placed)
        if node.kind is Kind.ARTICLE:
            return outer + (_cited(placed) or node.label)
        if any(n.kind is Kind.ARTICLE for n in placed.path) and not outer:
            return _cited(placed) or (above.citation if above else "")
        return outer + _counted(node, _ordinal(placed, self._parsed))

    def _heading_citation(self, placed: Placed) -> str:
        node = placed.node
        shown: dict[Kind, tuple[Kind, ...]] = {
            Kind.SECTION: (Kind.CHAPTER,),
            Kind.SUBBOOK: (Kind.BOOK,),
        }
        if self._chapters_restart:
            shown[Kind.CHAPTER] = (Kind.BOOK, Kind.SUBBOOK)
            shown[Kind.SECTION] = (Kind.BOOK, Kind.SUBBOOK, Kind.CHAPTER)
        outer = [n.label for n in placed.path if n.kind in shown.get(node.kind, ())]
        return _joined("".join([*outer, node.label]), node.heading)


def _restart(parsed: ParsedText) -> bool:
    """Say whether chapter numbers start anew in every 编 or 分编."""
    seen: dict[tuple[int, int], set[int]] = {}
    for placed in parsed.placed():
        node = placed.node
        if node.kind is Kind.CHAPTER and node.number:
            owner = id(placed.path[-1]) if placed.path else 0
            seen.setdefault((node.number, node.insert), set()).add(owner)
    return any(len(owners) > 1 for owners in seen.values())


def _article_of(above: Provision | None) -> Provision | None:
    if above is None:
        return None
    return above if above.kind == Kind.ARTICLE else above.article


def _is_heading(row: Provision) -> bool:
    return row.kind in HEADINGS


def _annex_above(placed: Placed, above: Provision | None) -> str:
    """Return the address of the annex or preamble around a node, or nothing."""
    while above is not None:
        if above.kind in (Kind.ANNEX, Kind.PREAMBLE):
            return above.address
        above = above.parent
    return ""


def _siblings(placed: Placed, parsed: ParsedText) -> list[Node]:
    return placed.path[-1].children if placed.path else parsed.nodes


def _ordinal(placed: Placed, parsed: ParsedText) -> int:
    same = [n for n in _siblings(placed, parsed) if n.kind is placed.node.kind]
    return next(i for i, n in enumerate(same, 1) if n is placed.node)


def _numbered(node: Node, ordinal: int) -> str:
    # A 款 prints no number; it is counted.
    number = ordinal if node.kind is Kind.PARAGRAPH else node.number or ordinal
    return f"{number}-{node.insert}" if node.insert else str(number)


def _outer_citation(placed: Placed, above: Provision | None) -> str:
    """Return what a citation opens with outside the statute's own articles."""
    if above is None or _is_heading(above):
        return ""
    inside_own_article = any(n.kind is Kind.ARTICLE for n in placed.path)
    if inside_own_article and not _annex_above(placed, above):
        return ""
    return above.citation


def _cited(placed: Placed) -> str:
    citation = citation_of(placed)
    if citation.article > LARGEST or not citation.article:
        return ""
    # The headings above do not belong to the citation of an article.
    return cite(replace(citation, book=0, subbook=0, chapter=0, section=0))


def _counted(node: Node, ordinal: int) -> str:
    names = {
        Kind.PARAGRAPH: "段",
        Kind.ITEM: "项",
        Kind.SUBITEM: "目",
        Kind.POINT: "点",
    }
    number = (node.number if node.kind is not Kind.PARAGRAPH else 0) or ordinal
    return f"第{to_chinese(min(number, LARGEST))}{names[node.kind]}"


def _joined(label: str, heading: str) -> str:
    return "　".join(part for part in (label, heading) if part)
