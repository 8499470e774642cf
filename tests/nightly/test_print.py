"""Whole laws on paper: every line there, none cut, the version on each page."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests import serving
from tests.browser.conftest import SHOTS

pytestmark = [pytest.mark.nightly, pytest.mark.corpus]
# From a city's short regulation to a law of 1,260 articles.
LAWS = ("wygl-2018", "bjlf-2023", "zagl-2025", "gsf-2023", "mfd-2020")
EDGE = 24.0  # points of paper that no letter may touch
XHTML = "{http://www.w3.org/1999/xhtml}"
A4 = (594.0, 842.0)


@pytest.fixture(scope="module")
def printed(server):
    """Addresses of the whole texts, and the words of each of their articles."""
    laws = serving.corpus()
    if laws is None:
        pytest.skip("NOT COVERED: no real laws; set MINYI_CORPUS")
    return server.run("tests.browser.seed", "texts", str(laws), *LAWS)


def words_of(pdf: Path) -> list[list[tuple[str, float, float, float, float]]]:
    """Return for each page its words, with the edges of each in points."""
    if not shutil.which("pdftotext"):
        pytest.skip("NOT COVERED: no pdftotext; apt install poppler-utils")
    out = pdf.with_suffix(".xhtml")
    subprocess.run(["pdftotext", "-bbox", pdf, out], check=True)
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", out.read_text("utf-8"))
    pages = []
    for page in ET.fromstring(clean).iter(f"{XHTML}page"):
        edges = ("xMin", "xMax", "yMin", "yMax")
        pages.append(
            [
                (word.text or "", *(float(word.get(edge)) for edge in edges))
                for word in page.iter(f"{XHTML}word")
            ]
        )
    return pages


def folded(text: str) -> str:
    """Return text as it can be found again across the breaks of lines."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", LAWS)
def test_law_is_printed_whole(someone, printed, tmp_path, name):
    law = printed[name]
    page = someone()
    page.goto(law["url"])
    pdf = tmp_path / f"{name}.pdf"

    page.pdf(path=pdf, format="A4", prefer_css_page_size=True)

    if "MINYI_SHOTS" in os.environ:
        SHOTS.mkdir(parents=True, exist_ok=True)
        shutil.copy(pdf, SHOTS)
    pages = words_of(pdf)
    width, height = A4
    over = [
        word
        for words in pages
        for word, left, right, top, bottom in words
        if left < EDGE or right > width - EDGE or top < EDGE / 2 or bottom > height
    ]
    text = folded("".join(word for words in pages for word, *_edges in words))
    # A line may stand on both sides of a page's foot, so its ends are looked for.
    lost = [
        line
        for part in (*law["headings"], *law["articles"])
        for line in map(folded, part.splitlines())
        if line[:6] not in text or line[-6:] not in text
    ]
    unmarked = [
        number
        for number, words in enumerate(pages, 1)
        if folded(law["version"]) not in folded("".join(word for word, *_ in words))
    ]
    print(f"{name}: {len(law['articles'])} articles on {len(pages)} pages")
    assert (over, lost, unmarked) == ([], [], [])
