"""Excel files, written in a stream: cells hold what people wrote, never formulas."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from common.writing import printable

# Excel's own limit; a longer text would be dropped without a word.
LONGEST_CELL = 32_767
DEFAULT_WIDTH = 16
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "nan_inf_to_errors": False,
}


def write_rows(
    file: IO[bytes] | str | Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    widths: Sequence[int] | None = None,
    sheet: str = "",
) -> int:
    """Write one sheet and return the number of rows below the headers.

    Text stays text to the letter: ``=``, ``+``, ``-``, ``@``, TAB and their full-width
    forms begin no formula, digits stay digits, only control characters are left out.
    Numbers, days and instants (by the clock of the site) become Excel's own; None is an
    empty cell. Rows are written as they come: memory does not grow with them.
    """
    workbook = xlsxwriter.Workbook(_target(file), OPTIONS)
    worksheet = workbook.add_worksheet(sheet or _("数据"))
    text = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    day = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    instant = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"})
    heading = workbook.add_format({"bold": True, "text_wrap": True, "num_format": "@"})
    for column, width in enumerate(widths or [DEFAULT_WIDTH] * len(headers)):
        worksheet.set_column(column, column, width)
    worksheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        worksheet.write_string(0, column, _cell_text(header), heading)
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(worksheet, (count, column), value, text, day, instant)
    workbook.close()
    return count


def _target(file: IO[bytes] | str | Path) -> IO[bytes] | str:
    return str(file) if isinstance(file, Path) else file


def _write(
    worksheet: Worksheet,
    at: tuple[int, int],
    value: Any,
    text: Format,
    day: Format,
    instant: Format,
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        worksheet.write_string(*at, _("是") if value else _("否"), text)
    elif isinstance(value, int | float | Decimal):
        worksheet.write_number(*at, value)
    elif isinstance(value, datetime):
        worksheet.write_datetime(*at, _site_clock(value), instant)
    elif isinstance(value, date):
        worksheet.write_datetime(*at, value, day)
    else:
        worksheet.write_string(*at, _cell_text(str(value)), text)


def _site_clock(value: datetime) -> datetime:
    return timezone.make_naive(value) if timezone.is_aware(value) else value


def _cell_text(value: Any) -> str:
    text = printable(str(value)).replace("\r\n", "\n")
    if len(text) <= LONGEST_CELL:
        return text
    mark = _("……（文字超过单元格上限，此处截断）")
    return text[: LONGEST_CELL - len(mark)] + mark
