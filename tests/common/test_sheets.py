"""Excel files hold the words of people to the letter, and never a formula."""

import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from common.sheets import LONGEST_CELL, write_rows


def written(rows, headers=("意见",), **options):
    file = BytesIO()
    write_rows(file, headers, rows, **options)
    return file


def read(file):
    sheet = openpyxl.load_workbook(file).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+86 138",
    "-2",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    '=HYPERLINK("http://example.com","x")',
    "{=1}",
    "http://example.com/",
    "0012",
    "1E5",
    "<b>&amp;\"'</b>",
    " 两端空格 ",
    "一行\n二行",
    "emoji 😀 བོད་ཡིག",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_to_the_letter(text):
    file = written([[text]], headers=[text])

    cells = [row[0] for row in openpyxl.load_workbook(file).active.iter_rows()]
    assert [cell.value for cell in cells] == [text, text]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert "<f>" not in sheet_xml(file)


def sheet_xml(file):
    with zipfile.ZipFile(file) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


def test_control_characters_are_left_out_and_the_file_opens():
    text = "a\x00b\x08c\x0bd\x1fe\ud800f\ufffeg\r\nh"

    assert read(written([[text]])) == [["意见"], ["abcdefg\nh"]]


def test_numbers_days_and_instants_are_excels_own():
    rows = [
        [3, 2.5, Decimal("86.57"), date(2026, 3, 1), True, None, False],
        [datetime(2026, 4, 30, 16, 0, tzinfo=UTC), datetime(2026, 3, 1, 8, 0)],  # noqa: DTZ001 -- as Excel has it
    ]

    first, second = read(written(rows, headers="abcdefg"))[1:]
    assert first == [3, 2.5, 86.57, datetime(2026, 3, 1), "是", None, "否"]  # noqa: DTZ001 -- as Excel has it
    assert second[:2] == [datetime(2026, 5, 1), datetime(2026, 3, 1, 8)]  # noqa: DTZ001 -- as Excel has it


def test_text_beyond_the_cell_limit_says_that_it_was_cut():
    (value,) = read(written([["长" * (LONGEST_CELL + 1)]]))[1]

    assert len(value) == LONGEST_CELL
    assert value.endswith("……（文字超过单元格上限，此处截断）")
    assert read(written([["长" * LONGEST_CELL]]))[1] == ["长" * LONGEST_CELL]


def test_rows_may_come_from_a_stream_and_are_counted(tmp_path):
    file = tmp_path / "out.xlsx"
    count = write_rows(file, ["号"], ([n] for n in range(3)), widths=[8], sheet="意见")

    assert count == 3
    assert openpyxl.load_workbook(file).sheetnames == ["意见"]
    assert read(file) == [["号"], [0], [1], [2]]
    assert write_rows(BytesIO(), ["号"], []) == 0


def test_header_stays_in_sight():
    assert re.search(r'<pane ySplit="1".*state="frozen"', sheet_xml(written([])))
