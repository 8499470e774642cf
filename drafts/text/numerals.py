"""Numbers as Chinese statutes print them, in both directions."""

from __future__ import annotations

import re
import unicodedata

DIGITS = "零一二三四五六七八九"
LARGEST = 9999

_FIGURE = r"[〇零○一二三四五六七八九十百千0-9０-９]"
#: One numeral as it stands between 第 and 条, inner spaces of PDF text included.
NUMERAL = rf"{_FIGURE}(?:[ 　]*{_FIGURE})*"

_BLANK = re.compile(r"\s+")
_GROUPED = re.compile(
    r"(?:([一二三四五六七八九])千)?零?(?:([一二三四五六七八九])百)?零?"
    r"(?:([一二三四五六七八九])?(十))?零?([一二三四五六七八九])?"
)


def to_chinese(number: int) -> str:
    """Return ``number`` as a statute prints it: 10 gives 十, 105 gives 一百零五.

    Raises:
        ValueError: ``number`` is not within 1 … 9999.
    """
    if not 1 <= number <= LARGEST:
        raise ValueError(f"没有这样的条文编号：{number}")
    printed, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if not digit:
            skipped = bool(printed)
            continue
        # Only a leading ten drops its 一: 十一, but 一百一十一.
        spoken = "" if (unit, digit, printed) == (10, 1, "") else DIGITS[digit]
        printed += ("零" if skipped else "") + spoken + name
        skipped = False
    return printed


def to_number(numeral: str) -> int:
    """Return the value of a printed numeral: 一百〇五, 一〇五, １０５ all give 105.

    Blanks inside are ignored (``第 十 条``).

    Raises:
        ValueError: ``numeral`` is no number from 1 to 9999.
    """
    plain = _BLANK.sub("", unicodedata.normalize("NFKC", numeral))
    plain = plain.replace("〇", "零").replace("○", "零")
    value = _value(plain)
    if not 1 <= value <= LARGEST:
        raise ValueError(f"认不出的编号：{numeral}")
    return value


def _value(plain: str) -> int:
    if plain.isascii() and plain.isdigit() and len(plain) <= len(str(LARGEST)):
        return int(plain)
    if 1 < len(plain) <= len(str(LARGEST)) and all(c in DIGITS for c in plain):
        return int("".join(str(DIGITS.index(c)) for c in plain))
    match = _GROUPED.fullmatch(plain)
    if not match:
        return 0
    thousands, hundreds, tens, ten, ones = match.groups()
    return (
        1000 * _digit(thousands)
        + 100 * _digit(hundreds)
        + 10 * (_digit(tens) or bool(ten))
        + _digit(ones)
    )


def _digit(character: str | None) -> int:
    return DIGITS.index(character) if character else 0
