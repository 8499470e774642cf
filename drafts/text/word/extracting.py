"""The printed lines of a Word file, and a list of everything left out of them."""

from __future__ import annotations

from typing import Any

from common.uploads import UploadRefused
from drafts.text.parsing.marks import article_mark
from drafts.text.word.names import (
    Element,
    attribute,
    below,
    child,
    is_on,
    local,
    value,
    words,
)
from drafts.text.word.numbering import Numbering, read_numbering
from drafts.text.word.package import Package, notes_by_id

_INSERTED = frozenset({"ins", "moveTo"})
_DELETED = frozenset({"del", "moveFrom"})
_TRANSPARENT = frozenset(
    {
        "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple",
        "ruby", "rubyBase", "dir", "bdo", "oMath", "oMathPara", "r",
    }
)  # fmt: skip
_HEADING_STYLES = ("heading", "标题")
_TITLE_STYLES = ("title", "subtitle", "标题", "副标题")
_LIMIT = 60_000  # lines; the longest code has some five thousand
_Shown = tuple[int, str, str, bool]


def extract(data: bytes, changes: str | None = None) -> dict[str, Any]:
    """Return ``lines`` and ``problems`` of a ``.docx`` as plain lists.

    Raises:
        UploadRefused: see ``read_word``.
    """
    package = Package(data)
    document = package.document()
    if changes is None and _has_tracked_changes(document):
        message = (
            "文件含有未处理的修订痕迹。请先在 Word 中接受或拒绝全部修订，"
            "或者在导入时选择“接受修订”或“拒绝修订”。"
        )
        raise UploadRefused("tracked_changes", message)
    reader = _Reader(package, accept=changes != "reject")
    body = child(document, "body")
    if body is not None:
        reader.read_blocks(body)
    reader.flush()
    for code, message in package.left_out():
        reader.report(code, message, line=1)
    if len(reader.lines) > _LIMIT:
        message = f"文件超过 {_LIMIT} 段，请分成几个文件后上传。"
        raise UploadRefused("too_long", message)
    return {"lines": reader.lines, "problems": reader.problems}


def _has_tracked_changes(document: Element) -> bool:
    tracked = _INSERTED | _DELETED | {"cellIns", "cellDel", "numberingChange"}
    return any(local(e) in tracked for e in document.iter() if local(e) in tracked)


class _Reader:
    """Walks the body in printed order."""

    def __init__(self, package: Package, *, accept: bool) -> None:
        self.dropped = _DELETED if accept else _INSERTED
        self.kept = _INSERTED if accept else _DELETED
        self.package = package
        self.numbering: Numbering = read_numbering(package)
        self.footnotes = notes_by_id(package, "footnotes")
        self.endnotes = notes_by_id(package, "endnotes")
        self.comments = notes_by_id(package, "comments")
        self.lines: list[_Shown] = []
        self.problems: list[tuple[int, str, str]] = []
        self.number = 0
        self.pieces: list[str] = []
        self.role = ""
        self.carried = False  # the last paragraph's mark was deleted
        self.new_page = False
        self.fields: list[bool] = []  # per open field: are we in its result?
        self.hidden: list[str] = []

    def report(self, code: str, message: str, *, line: int = 0) -> None:
        problem = (line or max(self.number, 1), code, message)
        if problem not in self.problems[-20:]:
            self.problems.append(problem)

    def read_blocks(self, parent: Element) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                self._read_paragraph(element)
            elif name == "tbl":
                self._read_table(element)
            elif name in ("sdt", "sdtContent", "customXml") or name in self.kept:
                self.read_blocks(element)
            elif name == "altChunk":
                self.report("alt_chunk", "嵌入的外来文档未导入，请把文字粘贴到正文")

    def flush(self) -> None:
        """End the paragraph that is being collected."""
        if self.hidden:
            text = "".join(self.hidden)
            self.report("hidden_text", f"隐藏文字未导入：{text}")
            self.hidden = []
        text = "".join(self.pieces)
        self.pieces = []
        for part in text.split("\n"):
            self.lines.append((self.number, part, self.role, self.new_page))
            self.role, self.new_page = self.role if self.role == "table" else "", False
        self.role = ""

    def _read_paragraph(self, element: Element) -> None:
        self.number += 1
        properties = child(element, "pPr")
        marks = child(properties, "rPr")
        mark_gone = _has_any(marks, self.dropped)
        if not self.carried:
            self.role = self._role(properties)
        if not (mark_gone and not self._has_words(element)):
            self.pieces.append("" if self.carried else self._label(properties))
        self._read_inline(element, hidden=self._style_hides(properties, "pStyle"))
        self.carried = mark_gone
        if not mark_gone:
            self.flush()

    def _has_words(self, element: Element) -> bool:
        for text in below(element, "t"):
            above = {local(a) for a in text.iterancestors()}
            if text.text and not above & self.dropped:
                return True
        return False

    def _role(self, properties: Element | None) -> str:
        style = self.package.styles.get(value(properties, "pStyle"))
        if style is None:
            return (
                "heading"
                if value(properties, "outlineLvl") in "012345"
                and value(properties, "outlineLvl")
                else ""
            )
        if style.name in _TITLE_STYLES:
            return "title"
        return "heading" if style.name.startswith(_HEADING_STYLES) else ""

    def _label(self, properties: Element | None) -> str:
        style = self.package.styles.get(value(properties, "pStyle"))
        number_id = value(properties, "numPr", "numId")
        level = value(properties, "numPr", "ilvl")
        if not number_id and style:
            number_id, level = style.number_id, level or style.level
        if not number_id or number_id == "0":
            return ""
        return self.numbering.next_label(
            number_id, int(level) if level.isdigit() else 0
        )

    def _read_inline(self, parent: Element, *, hidden: bool = False) -> None:
        for element in parent:
            name = local(element)
            if name in self.dropped or name in (
                "pPr",
                "rPr",
                "instrText",
                "delInstrText",
            ):
                continue
            if name == "r":
                style_hides = self._style_hides(child(element, "rPr"), "rStyle")
                vanish = child(element, "rPr", "vanish")
                inner = is_on(vanish) if vanish is not None else hidden or style_hides
                self._read_inline(element, hidden=inner)
            elif name in _TRANSPARENT or name in self.kept or name == "delText":
                if name == "oMath":
                    self.report(
                        "formula", f"公式按文字导入，请核对：{_formula(element)}"
                    )
                if name == "delText":
                    self._write(element.text or "", hidden=hidden)
                else:
                    self._read_inline(element, hidden=hidden)
            elif name == "AlternateContent":
                self._read_alternative(element, hidden=hidden)
            else:
                self._read_piece(element, name, hidden=hidden)

    def _read_piece(self, element: Element, name: str, *, hidden: bool) -> None:
        simple = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
        if name == "t":
            self._write(element.text or "", hidden=hidden)
        elif name in simple:
            self._write(simple[name], hidden=hidden)
        elif name == "br":
            self._read_break(element, hidden=hidden)
        elif name == "fldChar":
            self._read_field(attribute(element, "fldCharType"))
        elif name in ("footnoteReference", "endnoteReference", "commentReference"):
            self._report_note(name, attribute(element, "id"))
        elif name == "sym":
            code = attribute(element, "char")
            self.report("symbol", f"特殊字体符号（{code}）未导入，请改用普通文字")
        elif name == "rt":
            self.report("ruby", f"注音未导入：{words(element) or _formula(element)}")
        elif name in ("drawing", "pict", "object"):
            self._report_drawn(element, name)

    def _write(self, text: str, *, hidden: bool) -> None:
        if self.fields and not self.fields[-1]:
            return
        if hidden:
            self.hidden.append(text)
        else:
            self.pieces.append(text.replace("\r", "") if text != "\n" else text)

    def _read_break(self, element: Element, *, hidden: bool) -> None:
        if attribute(element, "type") in ("page", "column"):
            self.new_page = True
            return
        self._write("\n", hidden=hidden)

    def _read_field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = all(self.fields[:-1])
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _read_alternative(self, element: Element, *, hidden: bool) -> None:
        # Choice and Fallback draw the same thing for new and old programs.
        chosen = child(element, "Choice")
        if chosen is None:
            chosen = child(element, "Fallback")
        if chosen is not None:
            self._read_inline(chosen, hidden=hidden)

    def _report_note(self, name: str, note_id: str) -> None:
        code = name.removesuffix("Reference")
        notes = {
            "footnote": (self.footnotes, "脚注不属于正文，未导入"),
            "endnote": (self.endnotes, "尾注不属于正文，未导入"),
            "comment": (self.comments, "批注不会公布，未导入"),
        }
        texts, message = notes[code]
        self.report(code, f"{message}：{texts.get(note_id, '')}")

    def _report_drawn(self, element: Element, name: str) -> None:
        boxes = [words(box) for box in below(element, "txbxContent")]
        for text in boxes:
            self.report("text_box", f"文本框里的文字未导入，请移到正文：{text}")
        if name == "object" or any(True for _ in below(element, "OLEObject")):
            self.report("embedded_object", "嵌入的对象未导入，请把文字写入正文")
        elif not boxes:
            self.report("picture", "图片未导入；若图中有条文，请改为文字")

    def _style_hides(self, properties: Element | None, kind: str) -> bool:
        style = self.package.styles.get(value(properties, kind))
        return bool(style and style.is_hidden)

    def _read_table(self, table: Element) -> None:
        rows = [row for row in below(table, "tr") if _nearest(row, "tbl") is table]
        cells_of = [
            [c for c in row.iter() if local(c) == "tc" and _nearest(c, "tr") is row]
            for row in rows
        ]
        if all(len(cells) <= 1 for cells in cells_of) and _holds_articles(table):
            self.report("layout_table", "正文放在表格里，已按段落读取，请核对")
            for cells in cells_of:
                for cell in cells:
                    self.read_blocks(cell)
            return
        for row, cells in zip(rows, cells_of, strict=True):
            if _has_any(child(row, "trPr"), self.dropped):
                continue
            self._read_row(cells)

    def _read_row(self, cells: list[Element]) -> None:
        outer, outer_problems = self.lines, self.number
        texts: list[str] = []
        for cell in cells:
            self.lines = []
            self.read_blocks(cell)
            texts.append(
                " ".join(line[1].strip() for line in self.lines if line[1].strip())
            )
        self.lines = outer
        if any(texts):
            self.lines.append((outer_problems + 1, "\t".join(texts), "table", False))


def _has_any(parent: Element | None, names: frozenset[str]) -> bool:
    return parent is not None and any(local(e) in names for e in parent)


def _nearest(element: Element, name: str) -> Element | None:
    return next((a for a in element.iterancestors() if local(a) == name), None)


def _holds_articles(table: Element) -> bool:
    return any(article_mark(words_of.strip()) for words_of in _paragraph_texts(table))


def _paragraph_texts(table: Element) -> list[str]:
    return [
        "".join(t.text or "" for t in below(paragraph, "t"))
        for paragraph in below(table, "p")
    ]


def _formula(element: Element) -> str:
    return "".join(t.text or "" for t in below(element, "t"))
