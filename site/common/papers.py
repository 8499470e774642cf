"""Word files in the manner of official papers: Chinese faces, tables that carry on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from common.writing import printable

BODY_FACE = "仿宋_GB2312"
TABLE_FACE = "宋体"
HEADING_FACE = "黑体"
NOTE_FACE = "楷体_GB2312"
LATIN_FACE = "Times New Roman"
# 三号 for the text, 二号 for the title, 五号 in tables. Source: GB/T 9704-2012.
BODY_SIZE, TITLE_SIZE, TABLE_SIZE = Pt(16), Pt(22), Pt(10.5)
RUNNING_SIZE = Pt(9)
HEADING_LEVELS = 3
# A4, and the margins above, below, left and right. Source: GB/T 9704-2012.
PAGE = Mm(210), Mm(297)
MARGINS = Mm(37), Mm(35), Mm(28), Mm(26)


@dataclass(frozen=True)
class Ins:
    """Text that a change adds: behind 【增】, bold and underlined."""

    text: str


@dataclass(frozen=True)
class Del:
    """Text that a change takes away: behind 【删】, struck through."""

    text: str


@dataclass(frozen=True)
class Lead:
    """Words a paragraph begins with in the face of headings: 第一条."""

    text: str


Piece = str | Ins | Del | Lead
Words = str | Sequence[Piece]


class Paper:
    """A Word file being written from top to bottom."""

    def __init__(self, title: str) -> None:
        self._document = Document()
        self._document.core_properties.title = printable(title)
        self._document.core_properties.author = ""
        self._document.core_properties.comments = ""
        _lay_out(self._document.sections[0])
        _dress(self._document.styles["Normal"], BODY_FACE, BODY_SIZE)
        _dress(self._document.styles["Title"], TABLE_FACE, TITLE_SIZE)
        for level in range(1, HEADING_LEVELS + 1):
            _dress(self._document.styles[f"Heading {level}"], HEADING_FACE, BODY_SIZE)
        _remove_rule(self._document.styles["Title"])
        heading = self._document.add_heading(printable(title), level=0)
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def running(self, header: str, footer: str) -> None:
        """Print ``header`` above, ``footer`` and the page's number below each page."""
        section = self._document.sections[0]
        above = section.header.paragraphs[0]
        above.alignment = WD_ALIGN_PARAGRAPH.CENTER
        above.add_run(printable(header))
        below = section.footer.paragraphs[0]
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
        below.add_run(f"{printable(footer)}　—")
        _add_page_number(below)
        below.add_run("—")
        for run in (*above.runs, *below.runs):
            _set_face(run, TABLE_FACE, RUNNING_SIZE)

    def note(self, text: str) -> None:
        """Add a centred line under the title: when a text was passed, by whom."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _set_face(paragraph.add_run(printable(text)), NOTE_FACE, BODY_SIZE)

    def heading(self, text: str, level: int = 1, *, is_centred: bool = False) -> None:
        """Add a heading of level 1 to 3."""
        heading = self._document.add_heading(printable(text), level=level)
        if is_centred:
            heading.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def paragraph(self, words: Words, *, indent: bool = True) -> None:
        """Add a paragraph, its first line moved in by two characters."""
        paragraph = self._document.add_paragraph()
        if indent:
            paragraph.paragraph_format.first_line_indent = 2 * BODY_SIZE
        _write(paragraph, words)

    def table(
        self,
        headers: Sequence[str],
        rows: Iterable[Sequence[Words]],
        *,
        widths: Sequence[float] = (),
    ) -> None:
        """Add a table whose header comes again on each page.

        ``widths`` are the columns' parts of the whole; equal without them.
        """
        table = self._document.add_table(rows=1, cols=len(headers), style="Table Grid")
        table.autofit = False
        columns = _widths(widths or [1] * len(headers), self._text_width())
        _fill(table.rows[0], headers, columns, is_bold=True)
        _mark_row(table.rows[0], "w:tblHeader")
        for row in rows:
            _fill(table.add_row(), row, columns)

    def page_break(self) -> None:
        """Begin a new page."""
        self._document.add_page_break()

    def to_bytes(self) -> bytes:
        """Return the finished file."""
        file = BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _text_width(self) -> int:
        section = self._document.sections[0]
        margins = (section.left_margin or 0) + (section.right_margin or 0)
        return (section.page_width or 0) - margins


def _lay_out(section: Section) -> None:
    section.page_width, section.page_height = PAGE
    section.top_margin, section.bottom_margin = MARGINS[:2]
    section.left_margin, section.right_margin = MARGINS[2:]


def paper(title: str) -> Paper:
    """Begin a paper with ``title`` at its head."""
    return Paper(title)


def _write(paragraph: WordParagraph, words: Words, *, is_bold: bool = False) -> None:
    for piece in [words] if isinstance(words, str) else words:
        if isinstance(piece, Ins):
            paragraph.add_run("【增】")
            run = paragraph.add_run(printable(piece.text))
            run.bold = run.underline = True
        elif isinstance(piece, Del):
            paragraph.add_run("【删】")
            paragraph.add_run(printable(piece.text)).font.strike = True
        elif isinstance(piece, Lead):
            _set_face(paragraph.add_run(printable(piece.text)), HEADING_FACE)
        else:
            paragraph.add_run(printable(piece)).bold = is_bold or None


def _fill(
    row: _Row,
    texts: Sequence[Words],
    widths: Sequence[Length],
    *,
    is_bold: bool = False,
) -> None:
    _mark_row(row, "w:cantSplit")
    for cell, words, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        _fill_cell(cell, words, is_bold)


def _fill_cell(cell: _Cell, words: Words, is_bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    _write(paragraph, words, is_bold=is_bold)
    for run in paragraph.runs:
        _set_face(run, TABLE_FACE, TABLE_SIZE)


def _set_face(run: Run, face: str, size: Length | None = None) -> None:
    if size is not None:
        run.font.size = size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _add_page_number(paragraph: WordParagraph) -> None:
    """Let Word write the number of the page it is on."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)


def _mark_row(row: _Row, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _widths(parts: Sequence[float], whole: int) -> list[Length]:
    return [Length(int(whole * part / sum(parts))) for part in parts]


def _dress(style: ParagraphStyle, face: str, size: Pt) -> None:
    style.font.name = LATIN_FACE
    style.font.size = size
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    # A theme's face would win over the named one.
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    fonts.set(qn("w:eastAsia"), face)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _remove_rule(style: ParagraphStyle) -> None:
    for border in style.element.xpath(".//w:pBdr"):
        border.getparent().remove(border)
