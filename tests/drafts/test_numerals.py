"""Numbers as statutes print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text.numerals import to_chinese, to_number


def test_every_number_comes_back():
    assert [to_number(to_chinese(n)) for n in range(1, 10_000)] == list(
        range(1, 10_000)
    )


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (1000, "一千"),
        (1005, "一千零五"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
        (9999, "九千九百九十九"),
    ],
)
def test_numbers_are_printed_as_statutes_print_them(number, printed):
    assert to_chinese(number) == printed


@pytest.mark.parametrize(
    "printed",
    ["一百零五", "一百〇五", "一百○五", "一百 零 五", "一〇五", "105", "１０５"],
)
def test_all_forms_of_one_number_are_read(printed):
    assert to_number(printed) == 105


@pytest.mark.parametrize(
    "printed", ["", "零", "百", "十百", "一一百", "10000", "甲", "二百三百", "0"]
)
def test_what_is_no_number_is_refused(printed):
    with pytest.raises(ValueError, match="编号"):
        to_number(printed)


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numbers_no_statute_has_are_refused(number):
    with pytest.raises(ValueError, match="编号"):
        to_chinese(number)


@given(st.integers(1, 9999), st.sampled_from(["零", "〇", "○"]))
def test_zero_may_be_written_three_ways(number, zero):
    assert to_number(to_chinese(number).replace("零", zero)) == number
