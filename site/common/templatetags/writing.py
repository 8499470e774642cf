"""Tags and filters every template has: dates, shares, and text of users, escaped."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from common import writing

register = template.Library()

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
STATE = "中华人民共和国"
KIND = re.compile("^([^<（]{10,}?)(条例|办法|规定|决定)(?=<|$|公开)")


@register.filter
def day(value: date | None) -> str:
    """``<time datetime="2026-03-01">2026年3月1日</time>``; nothing for nothing."""
    if not value:
        return ""
    return _time(writing.local_day(value).isoformat(), writing.day_text(value))


@register.filter
def moment(value: datetime | None) -> str:
    """Day, hour and minute by the clock of the site."""
    if not value:
        return ""
    return _time(_instant(value), writing.moment_text(value))


@register.filter
def until(value: datetime | None) -> str:
    """The end of a window: a midnight is written as 24时 of the day before."""
    if not value:
        return ""
    return _time(_instant(value), writing.until_text(value))


@register.filter
def percent(numerator: int | None, denominator: int | None) -> str:
    """``{{ part|percent:whole }}``; a dash where there is no whole."""
    return writing.percentage(numerator or 0, denominator or 0)


@register.filter
def han_number(value: int) -> str:
    """Han numerals, Arabic ones where the interface speaks English."""
    return str(value) if writing.is_english() else writing.han_number(int(value))


@register.filter
def breakable(value: Any) -> SafeString:
    """Show where a long title may break.

    Before （, after the name of the state, and before the word for its kind where
    the name alone is wider than a phone in larger print.
    """
    text = str(conditional_escape(value))
    text = text.replace("（", "<wbr>（").replace(STATE, f"{STATE}<wbr>")
    text = KIND.sub(r"\1<wbr>\2", text)
    return mark_safe(text)  # noqa: S308 -- escaped above, only <wbr> added


@register.filter
def parted(value: Any) -> SafeString:
    """Let a date break after its year, where the column is narrow."""
    return mark_safe(  # noqa: S308 -- escaped, only <wbr> added
        str(conditional_escape(value)).replace("年", "年<wbr>")
    )


@register.filter
def lines(value: str | None) -> SafeString:
    """One escaped paragraph for each line that is not empty."""
    filled = (line.strip() for line in (value or "").splitlines())
    return format_html_join("\n", "<p>{}</p>", ((line,) for line in filled if line))


def _time(machine: str, people: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, people)


def _instant(value: datetime) -> str:
    return timezone.localtime(value).isoformat(timespec="minutes")


@register.filter
def tongue(words: str | None) -> SafeString:
    """Return the attribute that says words people wrote are Chinese, or nothing.

    ``<p{{ comment.body|tongue }}>``: a screen reader speaks them right on a page in
    another language.
    """
    return SafeString(' lang="zh-Hans"' if HAN.search(words or "") else "")
