"""Random statutes, and the many ways in which they come printed."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass, field

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import strategies as st

from drafts.text.numerals import to_chinese
from drafts.text.structure import Kind, ParsedText

WORDS = [
    "市人民政府应当加强对养犬管理工作的领导",
    "养犬人应当依法办理登记",
    "依照本条例第三条的规定处理",
    "违反本条例第二十条、第二十一条第二款规定的",
    "第五条规定的期限届满后",
    "根据《中华人民共和国动物防疫法》第八条和有关规定",
    "由公安机关责令改正，可以处二百元以上一千元以下罚款",
    "有关部门（以下统称主管部门）按照职责分工做好相关工作",
    "在2026年12月31日以前完成1.5倍的整改",
    "居民委员会、村民委员会予以协助",
    "“文明养犬”的宣传教育由新闻媒体承担",
    "但是，法律、行政法规另有规定的除外",
    "本章第一节规定的措施",
    "前款第（一）项规定的人员",
]
TITLES = [
    "总则",
    "登记与免疫",
    "所有权",
    "之江保护",
    "养犬行为规范",
    "监督管理",
    "法律责任",
]


@dataclass
class Item:
    text: str
    subitems: list[str] = field(default_factory=list)


@dataclass
class Paragraph:
    text: str
    items: list[Item] = field(default_factory=list)


@dataclass
class Article:
    number: int
    insert: int
    caption: str
    paragraphs: list[Paragraph]

    @property
    def label(self) -> str:
        return label_of(self.number, self.insert)


@dataclass
class Statute:
    title: str
    note: str
    # headings and articles in printed order: ("章", 1, "总则") or an Article
    parts: list[tuple[str, int, str] | Article]

    @property
    def articles(self) -> list[Article]:
        return [part for part in self.parts if isinstance(part, Article)]


def label_of(number: int, insert: int = 0) -> str:
    return f"第{to_chinese(number)}条" + (f"之{to_chinese(insert)}" if insert else "")


@st.composite
def sentences(draw, end="。", least=1, most=4):
    words = draw(st.lists(st.sampled_from(WORDS), min_size=least, max_size=most))
    # A sentence that begins with a citation is the trap of wrapped text;
    # statutes avoid it at the head of an article.
    if words[0].startswith("第"):
        words[0] = "对" + words[0]
    return "，".join(words) + end


@st.composite
def paragraphs(draw):
    if draw(st.integers(0, 3)):
        text = "".join(draw(st.lists(sentences(), min_size=1, max_size=3)))
        return Paragraph(text)
    count = draw(st.integers(2, 12))
    items = [Item(draw(sentences("；", most=2))) for _ in range(count - 1)]
    items.append(Item(draw(sentences("。", most=2))))
    if draw(st.booleans()):
        items[0] = Item("下列情形：", [draw(sentences("；", most=1)) for _ in range(2)])
    return Paragraph(draw(sentences("：", most=2)), items)


@st.composite
def statutes(draw, *, captions=False, inserts=True):
    parts: list[tuple[str, int, str] | Article] = []
    number, insert, chapter = 0, 0, 0
    with_chapters = draw(st.booleans())
    for _ in range(draw(st.integers(1, 4))):
        if with_chapters:
            chapter += 1
            parts.append(("章", chapter, draw(st.sampled_from(TITLES))))
            if draw(st.booleans()):
                parts.append(("节", 1, draw(st.sampled_from(TITLES))))
        for _ in range(draw(st.integers(1, 6))):
            if inserts and number and draw(st.integers(0, 7)) == 0:
                insert += 1
            else:
                number, insert = number + 1, 0
            body = draw(st.lists(paragraphs(), min_size=1, max_size=3))
            caption = (
                draw(st.sampled_from(["立法目的", "适用范围"])) if captions else ""
            )
            parts.append(Article(number, insert, caption, body))
    note = "（2026年3月1日明川市第十八届人民代表大会常务委员会第五次会议通过）"
    return Statute("明川市养犬管理条例", note, parts)


def body_lines(statute, *, blank="　", brackets="（）", sub="1."):
    """Return (kind, text) per printed paragraph of the provisions."""
    lines: list[tuple[str, str]] = []
    for part in statute.parts:
        if not isinstance(part, Article):
            name, number, title = part
            lines.append(("heading", f"第{to_chinese(number)}{name}{blank}{title}"))
            continue
        caption = f"（{part.caption}）" if part.caption else ""
        lead = part.label + caption + blank
        for paragraph in part.paragraphs:
            lines.append(("paragraph", lead + paragraph.text))
            lead = ""
            for place, item in enumerate(paragraph.items, 1):
                mark = brackets[0] + to_chinese(place) + brackets[1]
                lines.append(("item", mark + item.text))
                for inner, text in enumerate(item.subitems, 1):
                    lines.append(("subitem", f"{inner}{sub[1:]}{text}"))
    return lines


def contents_of(statute):
    return [
        f"第{to_chinese(part[1])}{part[0]}　{part[2]}"
        for part in statute.parts
        if not isinstance(part, Article)
    ]


def half_width(text):
    return text.translate(str.maketrans("，；：（）", ",;:()"))


def wrapped(lines, width, *, indent="", first=2):
    """Break paragraphs after ``width`` characters, first lines two shorter."""
    printed: list[str] = []
    for kind, text in lines:
        room = width if kind == "heading" else width - first
        lead = indent if kind != "heading" else ""
        while text:
            cut = room
            # No line begins with a full stop or comma.
            while cut < len(text) and text[cut] in "，。；：、,;:）)”》":
                cut -= 1
            printed.append(lead + text[:cut])
            text, room, lead = text[cut:], width, ""
    return printed


def as_word(statute, style):
    """Return a .docx: ``plain``, ``softbreak`` or ``autonumber``."""
    document = docx.Document()
    document.add_paragraph(statute.title).alignment = 1
    document.add_paragraph(statute.note)
    numbers = _add_lists(document) if style == "autonumber" else {}
    open_paragraph = None
    for part in statute.parts:
        if not isinstance(part, Article):
            text = f"第{to_chinese(part[1])}{part[0]}　{part[2]}"
            document.add_paragraph(text).alignment = 1
            open_paragraph = None
            continue
        for kind, text in body_lines(Statute("", "", [part])):
            if style == "autonumber" and kind in numbers:
                bare = re.sub(r"^(第[^条]+条　|（[^）]+）|\d\.)", "", text)
                is_article = text.startswith(part.label + "　")
                if kind != "paragraph" or is_article:
                    name = "article" if kind == "paragraph" else kind
                    restart = kind != "paragraph" and re.match(r"（一）|1\.", text)
                    _number(
                        document.add_paragraph(bare), numbers, name, document, restart
                    )
                    continue
            if style == "softbreak" and not text.startswith(part.label):
                open_paragraph.add_run().add_break()
                open_paragraph.add_run("　　" + text)
            else:
                open_paragraph = document.add_paragraph()
                # Word splits runs wherever it likes, inside labels too.
                open_paragraph.add_run(text[:2])
                open_paragraph.add_run(text[2:])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_lists(document):
    root = document.part.numbering_part.element
    shapes = {
        "article": ("chineseCountingThousand", "第%1条", 900),
        "item": ("chineseCounting", "（%1）", 901),
        "subitem": ("decimal", "%1.", 902),
    }
    for number_format, pattern, key in shapes.values():
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), str(key))
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), "0")
        for name, shown in (
            ("start", "1"),
            ("numFmt", number_format),
            ("lvlText", pattern),
        ):
            element = OxmlElement(f"w:{name}")
            element.set(qn("w:val"), shown)
            level.append(element)
        abstract.append(level)
        root.insert(0, abstract)
    numbers = {"article": _add_number(root, 900)}
    return {**numbers, "paragraph": 0, "item": 901, "subitem": 902}


def _add_number(root, abstract, *, restart=False):
    taken = [int(n.get(qn("w:numId"))) for n in root.findall(qn("w:num"))]
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), str(max(taken, default=0) + 1))
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), str(abstract))
    number.append(link)
    if restart:
        override = OxmlElement("w:lvlOverride")
        override.set(qn("w:ilvl"), "0")
        start = OxmlElement("w:startOverride")
        start.set(qn("w:val"), "1")
        override.append(start)
        number.append(override)
    root.append(number)
    return int(number.get(qn("w:numId")))


def _number(paragraph, numbers, name, document, restart):
    root = document.part.numbering_part.element
    if name == "article":
        number_id = numbers["article"]
    else:
        key = f"open {name}"
        if restart:
            numbers[key] = _add_number(root, numbers[name], restart=True)
        number_id = numbers[key]
    properties = paragraph._p.get_or_add_pPr()
    listed = OxmlElement("w:numPr")
    for tag, shown in (("ilvl", 0), ("numId", number_id)):
        element = OxmlElement(f"w:{tag}")
        element.set(qn("w:val"), str(shown))
        listed.append(element)
    properties.append(listed)


def even(text):
    """Return ``text`` without the differences that printing makes."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def shape_of(statute, *, paragraphs=True):
    """Return what a right parse of ``statute`` must give."""
    shape: list[tuple] = []
    for part in statute.parts:
        if not isinstance(part, Article):
            shape.append((part[0], part[1], part[2]))
            continue
        inner: list[tuple[str, str]] = []
        for paragraph in part.paragraphs:
            if paragraphs:
                inner.append(("款", even(paragraph.text)))
            for item in paragraph.items:
                inner.append(("项", even(item.text)))
                inner += [("目", even(text)) for text in item.subitems]
        shape.append((part.label, part.caption, inner if paragraphs else _joined(part)))
    return shape


def _joined(article):
    return "".join(
        even(paragraph.text)
        + "".join(
            even(item.text) + "".join(map(even, item.subitems))
            for item in paragraph.items
        )
        for paragraph in article.paragraphs
    )


def shape_of_parsed(parsed: ParsedText, *, paragraphs=True):
    names = {Kind.CHAPTER: "章", Kind.SECTION: "节", Kind.BOOK: "编"}
    inside = {Kind.PARAGRAPH: "款", Kind.ITEM: "项", Kind.SUBITEM: "目"}
    shape: list[tuple] = []
    for placed in parsed.placed():
        node = placed.node
        if node.kind in names:
            shape.append((names[node.kind], node.number, node.heading))
        elif node.kind is Kind.ARTICLE:
            below = list(node.walk())[1:]
            inner = [(inside[n.kind], even(n.text)) for n in below]
            joined = "".join(text for _, text in inner)
            shape.append((node.label, node.heading, inner if paragraphs else joined))
    return shape


def codes(parsed):
    return [problem.code for problem in parsed.problems]


def texts(parsed):
    return [[n.text for n in a.walk() if n.text] for a in parsed.articles()]


def labels(parsed):
    return [article.label for article in parsed.articles()]
