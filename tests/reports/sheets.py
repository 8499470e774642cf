"""A small reader of the workbooks we write, so that tests read what Excel reads."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_sheet(file: BytesIO) -> list[list[str]]:
    """Return the cells of the first sheet as text, missing ones empty."""
    with ZipFile(file) as parts:
        names = parts.namelist()
        shared = []
        if "xl/sharedStrings.xml" in names:
            root = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
            shared = [_text(item) for item in root.iter(f"{MAIN}si")]
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    rows = [
        {_column(cell.get("r")): _value(cell, shared) for cell in row}
        for row in sheet.iter(f"{MAIN}row")
    ]
    width = max(rows[0]) + 1
    return [[row.get(column, "") for column in range(width)] for row in rows]


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{MAIN}v") or ""
    return shared[int(value)] if cell.get("t") == "s" else value


def _text(element: ElementTree.Element) -> str:
    text = "".join(part.text or "" for part in element.iter(f"{MAIN}t"))
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _column(reference: str) -> int:
    number = 0
    for letter in re.match(r"[A-Z]+", reference)[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1
