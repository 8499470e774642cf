"""Days, instants, shares and titles as a reader expects them, and always escaped."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from common import writing

# 2026-05-02 00:00 in Shanghai.
MIDNIGHT = datetime(2026, 5, 1, 16, 0, tzinfo=UTC)
AFTERNOON = datetime(2026, 3, 1, 6, 5, 59, tzinfo=UTC)


def rendered(source, **context):
    return Template(source).render(Context(context))


def test_day_is_written_in_chinese_with_its_machine_form():
    expected = '<time datetime="2026-03-01">2026年3月1日</time>'

    assert rendered("{{ v|day }}", v=date(2026, 3, 1)) == expected
    assert rendered("{{ v|day }}", v=AFTERNOON) == expected
    assert rendered("{{ v|day }}", v=MIDNIGHT) == (
        '<time datetime="2026-05-02">2026年5月2日</time>'
    )


def test_moment_is_told_by_the_clock_of_the_site():
    assert rendered("{{ v|moment }}", v=AFTERNOON) == (
        '<time datetime="2026-03-01T14:05+08:00">2026年3月1日 14:05</time>'
    )


def test_closing_midnight_is_the_end_of_the_day_before():
    assert rendered("{{ v|until }}", v=MIDNIGHT) == (
        '<time datetime="2026-05-02T00:00+08:00">2026年5月1日24时</time>'
    )
    assert rendered("{{ v|until }}", v=AFTERNOON) == (
        '<time datetime="2026-03-01T14:05+08:00">2026年3月1日 14:05</time>'
    )


def test_dates_are_english_where_the_interface_is():
    with translation.override("en"):
        assert writing.day_text(date(2026, 3, 1)) == "1 March 2026"
        assert writing.moment_text(AFTERNOON) == "1 March 2026, 14:05"
        assert writing.until_text(MIDNIGHT) == "1 May 2026, 24:00"
        assert rendered("{{ v|han_number }}", v=12) == "12"


@pytest.mark.parametrize("name", ["day", "moment", "until"])
def test_nothing_is_written_for_nothing(name):
    assert rendered("{{ v|" + name + " }}", v=None) == ""


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (121, 670, "18.06%"),
        (69, 670, "10.3%"),
        (580, 670, "86.57%"),
        (609, 667, "91.3%"),
        (49, 667, "7.35%"),
        (9, 667, "1.35%"),
        (21, 667, "3.15%"),
        (23, 23, "100%"),
        (0, 23, "0%"),
        (1, 800, "0.13%"),
        (10, 100, "10%"),
        (0, 0, "—"),
        (5, 0, "—"),
    ],
)
def test_share_has_two_decimals_half_up_without_trailing_zeros(part, whole, text):
    assert writing.percentage(part, whole) == text
    assert rendered("{{ part|percent:whole }}", part=part, whole=whole) == text


@pytest.mark.parametrize(
    ("number", "han"),
    [
        (0, "零"),
        (3, "三"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
        (10000, "一万"),
        (10012, "一万零一十二"),
        (12345, "一万二千三百四十五"),
        (20100, "二万零一百"),
        (101000, "十万一千"),
        (99999999, "九千九百九十九万九千九百九十九"),
    ],
)
def test_han_numbers_are_read_as_spoken(number, han):
    assert writing.han_number(number) == han
    assert rendered("{{ v|han_number }}", v=number) == han


@pytest.mark.parametrize("number", [-1, 10**8])
def test_han_number_refuses_what_it_cannot_say(number):
    with pytest.raises(ValueError, match=str(number)):
        writing.han_number(number)


def test_title_may_break_before_brackets_and_after_the_state():
    title = "中华人民共和国动物防疫法（修订草案）<b>"

    assert rendered("{{ v|breakable }}", v=title) == (
        "中华人民共和国<wbr>动物防疫法<wbr>（修订草案）&lt;b&gt;"
    )


def test_long_name_may_break_before_its_kind():
    short, long = "明川市养犬管理条例（草案）", "明川市既有住宅加装电梯条例（草案）"

    assert rendered("{{ v|breakable }}", v=short) == "明川市养犬管理条例<wbr>（草案）"
    assert rendered("{{ v|breakable }}", v=long) == (
        "明川市既有住宅加装电梯<wbr>条例<wbr>（草案）"
    )


def test_date_may_break_after_its_year():
    assert rendered("{{ v|day|parted }}", v=date(2026, 3, 1)) == (
        '<time datetime="2026-03-01">2026年<wbr>3月1日</time>'
    )


def test_lines_become_escaped_paragraphs():
    text = "第一段<script>\r\n\r\n  第二段 & 完\u2028第三段"

    assert rendered("{{ v|lines }}", v=text) == (
        "<p>第一段&lt;script&gt;</p>\n<p>第二段 &amp; 完</p>\n<p>第三段</p>"
    )
    assert rendered("{{ v|lines }}", v=None) == ""


def test_printable_keeps_everything_but_what_xml_cannot_hold():
    assert writing.printable("甲\t乙\n丙\x7f𠮷😀") == "甲\t乙\n丙\x7f𠮷😀"
    assert writing.printable("\x00\x01\x0b\x1f\ud83d\uffff") == ""


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("太吵了。", '<p lang="zh-Hans">太吵了。</p>'),
        ("𠮷", '<p lang="zh-Hans">𠮷</p>'),
        ("Too loud.", "<p>Too loud.</p>"),
        ("", "<p></p>"),
        (None, "<p>None</p>"),
    ],
)
def test_words_of_people_say_when_they_are_chinese(words, shown):
    assert rendered("<p{{ words|tongue }}>{{ words }}</p>", words=words) == shown
