"""Hiding in people's words what identifies somebody, for every public view. Pure.

Two limits to know: names are not found, and a sentence may identify without a number.
Publishing therefore needs a person as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy

# One character for one character, so that places found in the folded text hold.
_FOLD = {0xFF01 + at: 0x21 + at for at in range(94)} | {
    ord("　"): ord(" "),
    ord("﹫"): ord("@"),
    ord("‐"): ord("-"),
    ord("‑"): ord("-"),
    ord("–"): ord("-"),
    ord("—"): ord("-"),
    ord("﹣"): ord("-"),
    ord("−"): ord("-"),
}
_GAP = r"[ \t\u00a0\u200b-\u200d\u2060\ufeff\-]{0,3}"
_HAN_DIGIT = "零〇一二三四五六七八九幺两"
_HAN_NUMBER = f"[{_HAN_DIGIT}十百]"
# A run is taken whole and from its beginning, or a page of digits costs hours.
_NUMBER = rf"(?:(?<!\d)\d++|(?<!{_HAN_NUMBER}){_HAN_NUMBER}++|[A-Za-z])"
_PLACE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_STREET = r"(?:路|街|巷|道|弄|里|村|胡同|小区|花园|苑|园|庄|坊|社区|组|大厦|公寓|号院)"


def _digits(first: str, count: int) -> str:
    return first + rf"(?:{_GAP}\d){{{count}}}"


_IDENTITY = rf"(?<!\d){_digits('[1-9]', 16)}{_GAP}[\dXx](?!\d)"
_OLD_IDENTITY = rf"(?<!\d){_digits('[1-9]', 14)}(?!\d)"
_EMAIL = (
    r"[A-Za-z0-9](?:[\w.%+\-]{0,62}[A-Za-z0-9_])?\s{0,2}@\s{0,2}"
    r"[A-Za-z0-9\-]{1,63}(?:\s{0,2}\.\s{0,2}[A-Za-z0-9\-]{1,63}){1,4}"
)
_PLATE = (
    rf"[{_PLACE}]\s?[A-HJ-NP-Z]\s?[·•\-.]?\s?"
    r"(?:[A-HJ-NP-Z0-9]\s?){4,5}[A-HJ-NP-Z0-9挂学警港澳]"
)
_MOBILE = rf"(?<!\d)(?:\+?{_GAP}(?:00)?86{_GAP})?1{_GAP}{_digits('[3-9]', 9)}(?!\d)"
_LANDLINE = rf"(?<!\d)\(?0\d{{2,3}}\)?{_GAP}{_digits('[2-9]', 6)}(?:{_GAP}\d)?(?!\d)"
_SPOKEN = rf"[一幺](?:[ ]?[{_HAN_DIGIT}]){{10}}"
_CALLED = (
    r"(?<=电话|座机|号码|热线)[为是: ]{0,2}"
    rf"{_digits('[2-9]', 6)}(?:{_GAP}\d)?(?!\d)"
)
# Bank cards of 16 to 19 digits; their last digit checks the others.
_CARD = rf"(?<!\d){_digits('[3-69]', 15)}(?:{_GAP}\d){{0,3}}(?!\d)"

_CARDS = re.compile(_CARD)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(_EMAIL, re.ASCII), "〔邮箱〕"),
    (re.compile(_IDENTITY), "〔证件号码〕"),
    (_CARDS, "〔卡号〕"),
    (re.compile(_MOBILE), "〔电话〕"),
    (re.compile(_OLD_IDENTITY), "〔证件号码〕"),
    (re.compile(_LANDLINE), "〔电话〕"),
    (re.compile(_SPOKEN), "〔电话〕"),
    (re.compile(_CALLED), "〔电话〕"),
    (re.compile(_PLATE, re.IGNORECASE), "〔车牌〕"),
)
# What a reader is told was found, by what would stand in its place.
NAMES = {
    "〔电话〕": gettext_lazy("电话号码"),
    "〔证件号码〕": gettext_lazy("证件号码"),
    "〔卡号〕": gettext_lazy("银行卡号"),
    "〔邮箱〕": gettext_lazy("电子邮箱"),
    "〔车牌〕": gettext_lazy("车牌号"),
}
# 人民路12号3栋2单元501室: the numbers go, what they number stays.
_HOUSE = re.compile(
    rf"(?P<street>{_STREET})\s?(?P<number>{_NUMBER}(?:{_GAP}{_NUMBER})?)\s?(?=号(?!文|令|公告|线|修正))"
)
_ROOM = re.compile(
    rf"(?P<number>{_NUMBER}(?:{_GAP}{_NUMBER})?)\s?(?=号楼|栋|幢|单元|号?室(?!内|外|温))"
)
HIDDEN_NUMBER = "＊＊"


def mask_personal_numbers(text: str) -> str:
    """Return ``text`` with phones, identity numbers, mail addresses, plates and house
    numbers hidden; full-width digits and digits set apart are found as well."""
    folded = text.translate(_FOLD)
    result = []
    position = 0
    for start, end, instead in _spans(folded):
        result += [text[position:start], instead]
        position = end
    return "".join([*result, text[position:]])


def personal_numbers_in(text: str) -> list[str]:
    """Return the kinds of personal numbers ``text`` seems to hold, each once.

    House numbers are hidden in public but not named here: nearly every complaint about
    a street has one.
    """
    found = {instead for _start, _end, instead in _spans(text.translate(_FOLD))}
    return [str(name) for instead, name in NAMES.items() if instead in found]


def _spans(folded: str) -> Iterator[tuple[int, int, str]]:
    """Yield what to hide from left to right; where two overlap, the earlier pattern."""
    found: list[tuple[int, int, str]] = []
    for pattern, instead in _PATTERNS:
        found += [
            (*match.span(), instead)
            for match in pattern.finditer(folded)
            if pattern is not _CARDS or _is_card(match[0])
        ]
    for pattern in (_HOUSE, _ROOM):
        found += [
            (*match.span("number"), HIDDEN_NUMBER) for match in pattern.finditer(folded)
        ]
    taken: list[tuple[int, int, str]] = []
    covered = bytearray(len(folded))
    for start, end, instead in found:
        if not any(covered[start:end]):
            covered[start:end] = b"\1" * (end - start)
            taken.append((start, end, instead))
    yield from sorted(taken)


def _is_card(typed: str) -> bool:
    """Say whether the digits of ``typed`` fit the check digit of bank cards (Luhn)."""
    digits = [int(character) for character in reversed(typed) if character.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
