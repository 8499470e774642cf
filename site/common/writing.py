"""How days, instants, shares and numbers are written on pages, in mails and papers."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import get_language

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DIGITS = "零一二三四五六七八九"
# What XML 1.0 cannot hold, and so neither Word nor Excel: most control characters,
# halves of surrogate pairs, two non-characters.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOTHING = "—"


def is_english() -> bool:
    """Say whether the interface now speaks English."""
    return (get_language() or "").startswith("en")


def local_day(value: date) -> date:
    """Return the day of ``value``; an instant counts by the clock of the site."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date()
    return value


def day_text(value: date) -> str:
    """Return ``"2026年3月1日"``, in English ``"1 March 2026"``."""
    day = local_day(value)
    if is_english():
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def moment_text(value: datetime) -> str:
    """Return ``"2026年3月1日 14:05"``, in English ``"1 March 2026, 14:05"``."""
    between = ", " if is_english() else " "
    return f"{day_text(value)}{between}{timezone.localtime(value):%H:%M}"


def until_text(value: datetime) -> str:
    """Return the end of a half-open window as people say it.

    The midnight that begins 2 May is ``"2026年5月1日24时"``.
    """
    if timezone.localtime(value).time() != time(0):
        return moment_text(value)
    day = day_text(value - timedelta(microseconds=1))
    return f"{day}, 24:00" if is_english() else f"{day}24时"


def percentage(numerator: int, denominator: int) -> str:
    """Return ``"86.57%"``: two decimals, half up, trailing zeros dropped.

    Nothing divided by nothing is a dash, never 0 %.
    """
    if not denominator:
        return NOTHING
    share = Decimal(numerator) * 100 / Decimal(denominator)
    rounded = share.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".") + "%"


def han_number(number: int) -> str:
    """Return a number below 10^8 in Han numerals: 12 is 十二, 1001 is 一千零一."""
    if not 0 <= number < 10**8:
        raise ValueError(number)
    high, low = divmod(number, 10_000)
    if not high:
        return _below_myriad(low)
    gap = "零" if 0 < low < 1000 else ""
    rest = _below_myriad(low, after_more=True) if low else ""
    return f"{_below_myriad(high)}万{gap}{rest}"


def printable(text: str) -> str:
    """Return ``text`` without the characters that no Office file may hold."""
    return NOT_XML.sub("", text)


def _below_myriad(number: int, *, after_more: bool = False) -> str:
    if number == 0:
        return DIGITS[0]
    said = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            said += DIGITS[digit] + unit
        elif said and number % place and not said.endswith("零"):
            said += "零"
    # 十二, but 一百一十二 and 一万零一十二.
    return said[1:] if said.startswith("一十") and not after_more else said
