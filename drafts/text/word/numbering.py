"""Automatic numbers of Word paragraphs, counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from drafts.text.numerals import DIGITS, LARGEST, to_chinese
from drafts.text.word.names import Element, attribute, child, is_on, local, value
from drafts.text.word.package import Package

_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "koreanCounting",
    }
)
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(slots=True)
class Level:
    """One level of a list: where it starts and how it is printed."""

    start: int = 1
    number_format: str = "decimal"
    pattern: str = ""
    suffix: str = "tab"
    is_legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next_label(self, number_id: str, level: int) -> str:
        """Count one paragraph of a list and return its printed number."""
        levels = self.levels.get(number_id)
        if not levels or level not in levels:
            return ""
        counts = self.counts.setdefault(self.lists[number_id], {})
        for lower, start in self.restarts.pop(number_id, {}).items():
            counts[lower] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in range(level + 1, _LEVELS):
            after = levels[deeper].restart if deeper in levels else None
            if after is None or (after and level < after):
                counts.pop(deeper, None)
        shown = levels[level]
        if shown.number_format == "none" and "%" in shown.pattern:
            return ""

        def printed(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            inner = levels.get(place, Level())
            number = counts.setdefault(place, inner.start)
            return _formatted(
                number, "decimal" if shown.is_legal else inner.number_format
            )

        label = _PLACE.sub(printed, shown.pattern)
        return label + ("" if shown.suffix == "nothing" or not label else " ")


def read_numbering(package: Package) -> Numbering:
    """Return the lists that the numbering part of a Word file defines."""
    numbering = Numbering()
    for root in package.related("numbering"):
        abstract = {
            attribute(e, "abstractNumId"): e for e in root if local(e) == "abstractNum"
        }
        for element in root:
            if local(element) != "num":
                continue
            number_id = attribute(element, "numId")
            base = value(element, "abstractNumId")
            base = _linked(base, abstract, root, package)
            numbering.lists[number_id] = base
            numbering.levels[number_id] = _levels(abstract.get(base))
            _override(numbering, number_id, element)
    return numbering


def _linked(
    base: str, abstract: dict[str, Element], root: Element, package: Package
) -> str:
    """Follow a list that only names the style which defines it."""
    style = value(abstract.get(base), "numStyleLink")
    number_id = package.styles[style].number_id if style in package.styles else ""
    for element in root:
        if local(element) == "num" and number_id == attribute(element, "numId"):
            return value(element, "abstractNumId")
    return base


def _levels(abstract: Element | None) -> dict[int, Level]:
    if abstract is None:
        return {}
    return {
        _integer(attribute(e, "ilvl")): _level(e) for e in abstract if local(e) == "lvl"
    }


def _level(element: Element) -> Level:
    restart = value(element, "lvlRestart")
    return Level(
        start=_integer(value(element, "start"), 1),
        number_format=value(element, "numFmt") or "decimal",
        pattern=value(element, "lvlText"),
        suffix=value(element, "suff") or "tab",
        is_legal=is_on(child(element, "isLgl")),
        restart=_integer(restart) if restart else None,
    )


def _override(numbering: Numbering, number_id: str, element: Element) -> None:
    for override in element:
        if local(override) != "lvlOverride":
            continue
        level = _integer(attribute(override, "ilvl"))
        replaced = child(override, "lvl")
        if replaced is not None:
            numbering.levels[number_id][level] = _level(replaced)
        start = value(override, "startOverride")
        if start:
            numbering.restarts.setdefault(number_id, {})[level] = _integer(start, 1)


def _formatted(number: int, number_format: str) -> str:
    if number_format in _CHINESE or number_format == "ideographTraditional":
        return to_chinese(number) if 1 <= number <= LARGEST else str(number)
    if number_format in ("ideographDigital", "japaneseDigitalTenThousand"):
        return "".join(DIGITS[int(c)] for c in str(number)).replace("零", "〇")
    if number_format == "chineseLegalSimplified" and 1 <= number <= LARGEST:
        formal = str.maketrans(DIGITS + "十百千", _LEGAL_DIGITS + "拾佰仟")
        return to_chinese(number).translate(formal)
    if number_format in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(c) + 0xFEE0) for c in str(number))
    if number_format in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if number_format == "upperRoman" else roman.lower()
    if number_format in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if number_format == "upperLetter" else letter.lower()
    if number_format.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if number_format == "decimalZero":
        return f"{number:02d}"
    return "" if number_format in ("bullet", "none") else str(number)


def _roman(number: int) -> str:
    printed = ""
    for amount, letters in _ROMAN:
        printed += letters * (number // amount)
        number %= amount
    return printed


def _integer(text: str, default: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() else default
