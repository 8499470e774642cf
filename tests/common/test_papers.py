"""Word files: Chinese faces, repeated headers, marks that need no colour."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from common.papers import Del, Ins, paper


@pytest.fixture
def written():
    page = paper("采纳情况反馈表")
    page.heading("一、总体情况")
    page.heading("（一）收到意见", level=2)
    page.paragraph("共收到意见<3>条 & 全部答复。")
    page.paragraph(["应当", Del("牵领"), Ins("用犬绳牵领"), "犬只。"], indent=False)
    page.table(
        ["条", "意见"],
        [["第八条", "=1+1"], ["第九条", ["改为", Ins("五日")]]],
        widths=[1, 3],
    )
    page.page_break()
    return Document(BytesIO(page.to_bytes()))


def test_words_stand_in_their_order(written):
    texts = [paragraph.text for paragraph in written.paragraphs]

    assert texts[:5] == [
        "采纳情况反馈表",
        "一、总体情况",
        "（一）收到意见",
        "共收到意见<3>条 & 全部答复。",
        "应当【删】牵领【增】用犬绳牵领犬只。",
    ]
    styles = [paragraph.style.name for paragraph in written.paragraphs[:4]]
    assert styles == ["Title", "Heading 1", "Heading 2", "Normal"]
    assert written.core_properties.title == "采纳情况反馈表"
    assert written.core_properties.author == ""


def test_page_is_the_sheet_of_official_papers(written):
    section = written.sections[0]

    sheet = section.page_width.mm, section.page_height.mm
    assert [round(side) for side in sheet] == [210, 297]
    margins = section.top_margin, section.left_margin
    assert [round(margin.mm) for margin in margins] == [37, 28]


def test_additions_and_deletions_are_marked_without_colour(written):
    runs = written.paragraphs[4].runs

    marks = [
        (r.text, bool(r.bold), bool(r.underline), bool(r.font.strike)) for r in runs
    ]
    assert marks == [
        ("应当", False, False, False),
        ("【删】", False, False, False),
        ("牵领", False, False, True),
        ("【增】", False, False, False),
        ("用犬绳牵领", True, True, False),
        ("犬只。", False, False, False),
    ]


def test_table_repeats_its_header_and_keeps_rows_whole(written):
    (table,) = written.tables

    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [
        ["条", "意见"],
        ["第八条", "=1+1"],
        ["第九条", "改为【增】五日"],
    ]
    headers = [len(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
    assert headers == [1, 0, 0]
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
    narrow, wide = (cell.width for cell in table.rows[0].cells)
    assert round(wide / narrow) == 3


@pytest.mark.parametrize(
    ("style", "face"),
    [
        ("Normal", "仿宋_GB2312"),
        ("Title", "宋体"),
        ("Heading 1", "黑体"),
        ("Heading 3", "黑体"),
    ],
)
def test_styles_name_chinese_faces(written, style, face):
    fonts = written.styles[style].element.rPr.rFonts

    assert fonts.get(qn("w:eastAsia")) == face
    assert fonts.get(qn("w:ascii")) == "Times New Roman"
    assert not [name for name in fonts.attrib if name.endswith("Theme")]


def test_table_cells_use_the_table_face(written):
    run = written.tables[0].rows[1].cells[1].paragraphs[0].runs[0]

    assert run._element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"


def test_characters_word_cannot_hold_are_left_out():
    page = paper("题\x00目")
    page.heading("一\x0b")
    page.paragraph(["\x1f正\ud800文", Ins("\ufffe增"), Del("\x08删")])
    page.table(["\x00头"], [["格\x01"]])

    document = Document(BytesIO(page.to_bytes()))
    assert [p.text for p in document.paragraphs] == [
        "题目",
        "一",
        "正文【增】增【删】删",
    ]
    assert [row.cells[0].text for row in document.tables[0].rows] == ["头", "格"]
