"""Word files: what is printed is read, what is not is listed and left out."""

import io
import json
import zipfile

import docx
import pytest
from docx.oxml import parse_xml as oxml
from docx.oxml.ns import nsdecls

from common.uploads import UploadRefused
from drafts.text.word import read_word

W = nsdecls("w")


def word(*paragraphs, settings=None):
    """Return a .docx of paragraphs given as text or as inner XML of a w:p."""
    document = docx.Document()
    body = document.element.body
    for paragraph in paragraphs:
        if paragraph.startswith("<"):
            element = oxml(f"<w:p {W}>{paragraph}</w:p>")
            body.insert(len(body) - 1, element)
        else:
            document.add_paragraph(paragraph)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_parts(data, **changed):
    """Return the package with parts replaced or added (``/`` written as ``__``)."""
    stream = io.BytesIO()
    new = {name.replace("__", "/"): part for name, part in changed.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as made:
        for name in old.namelist():
            part = new.pop(name, None)
            made.writestr(
                name, part(old.read(name)) if callable(part) else part or old.read(name)
            )
        for name, part in new.items():
            made.writestr(name, part)
    return stream.getvalue()


def run(text, properties=""):
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{text}</w:t></w:r>'


def body(parsed):
    return [article.body() for article in parsed.articles()]


def codes(parsed):
    return [problem.code for problem in parsed.problems]


def said(parsed, code):
    return [p.message for p in parsed.problems if p.code == code]


TITLE = "明川市养犬管理条例"


def test_runs_split_inside_a_label_are_one_label():
    parsed = read_word(word(TITLE, run("第") + run("一", "<w:b/>") + run("条　甲。")))

    assert [(a.label, a.body()) for a in parsed.articles()] == [("第一条", "甲。")]


def test_line_is_the_paragraph_number():
    parsed = read_word(word(TITLE, "", "第一条　甲。", "第三条　丙。"))

    assert [a.line for a in parsed.articles()] == [3, 4]
    assert [(p.line, p.code) for p in parsed.problems] == [(4, "gap")]


CHANGED = (
    run("第一条　罚款")
    + '<w:del w:id="1" w:author="a"><w:r><w:delText>二百</w:delText></w:r></w:del>'
    + f'<w:ins w:id="2" w:author="a">{run("五百")}</w:ins>'
    + run("元。")
)


def test_tracked_changes_are_refused_unless_decided():
    with pytest.raises(UploadRefused) as caught:
        read_word(word(TITLE, CHANGED))

    assert caught.value.code == "tracked_changes"


@pytest.mark.parametrize(
    ("changes", "expected"), [("accept", "罚款五百元。"), ("reject", "罚款二百元。")]
)
def test_tracked_changes_are_taken_as_decided(changes, expected):
    assert body(read_word(word(TITLE, CHANGED), changes=changes)) == [expected]


def test_deleted_paragraph_mark_joins_paragraphs_when_accepted():
    mark = '<w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr>'
    data = word(TITLE, mark + run("第一条　甲，"), "乙。")

    assert body(read_word(data, changes="accept")) == ["甲，乙。"]
    assert body(read_word(data, changes="reject")) == ["甲，\n乙。"]


def test_inserted_paragraph_vanishes_when_rejected():
    mark = '<w:pPr><w:rPr><w:ins w:id="3" w:author="a"/></w:rPr></w:pPr>'
    inserted = f'{mark}<w:ins w:id="4" w:author="a">{run("第二条　乙。")}</w:ins>'
    data = word(TITLE, "第一条　甲。", inserted, "第三条　丙。")

    assert body(read_word(data, changes="accept")) == ["甲。", "乙。", "丙。"]
    assert body(read_word(data, changes="reject")) == ["甲。", "丙。"]


def test_moved_text_stands_once():
    moved_from = f'<w:moveFrom w:id="1" w:author="a">{run("甲")}</w:moveFrom>'
    moved_to = f'<w:moveTo w:id="2" w:author="a">{run("甲")}</w:moveTo>'
    data = word(TITLE, run("第一条　") + moved_from + run("乙") + moved_to + run("。"))

    assert body(read_word(data, changes="accept")) == ["乙甲。"]
    assert body(read_word(data, changes="reject")) == ["甲乙。"]


def test_hidden_text_is_listed_and_left_out():
    parsed = read_word(
        word(TITLE, run("第一条　甲") + run("机密", "<w:vanish/>") + run("。"))
    )

    assert body(parsed) == ["甲。"]
    assert said(parsed, "hidden_text") == ["隐藏文字未导入：机密"]


def test_vanish_switched_off_is_shown():
    shown = run("乙", '<w:vanish w:val="0"/>')

    assert body(read_word(word(TITLE, run("第一条　甲") + shown + run("。")))) == [
        "甲乙。"
    ]


def test_comments_are_listed_and_left_out():
    document = docx.Document()
    document.add_paragraph(TITLE)
    paragraph = document.add_paragraph("第一条　甲。")
    document.add_comment(paragraph.runs, text="此处再议", author="经办")
    stream = io.BytesIO()
    document.save(stream)

    parsed = read_word(stream.getvalue())

    assert body(parsed) == ["甲。"]
    assert said(parsed, "comment") == ["批注不会公布，未导入：此处再议"]
    assert "经办" not in json.dumps([p.message for p in parsed.problems])


def test_fields_and_links_give_their_text():
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>REF a</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("第二条")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    link = f'<w:hyperlink w:anchor="b">{run("本条例")}</w:hyperlink>'
    simple = f'<w:fldSimple w:instr="DATE">{run("五月")}</w:fldSimple>'
    data = word(TITLE, run("第一条　依照") + link + field + simple + run("。"))

    assert body(read_word(data)) == ["依照本条例第二条五月。"]


def test_unsafe_link_keeps_its_text_only():
    document = docx.Document()
    document.add_paragraph(TITLE)
    paragraph = document.add_paragraph("第一条　")
    link = document.part.relate_to(
        "javascript:alert(1)",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    names = nsdecls("w", "r")
    paragraph._p.append(
        oxml(f'<w:hyperlink {names} r:id="{link}">{run("甲。")}</w:hyperlink>')
    )
    stream = io.BytesIO()
    document.save(stream)

    parsed = read_word(stream.getvalue())

    assert body(parsed) == ["甲。"]
    assert codes(parsed) == ["link"]


def test_soft_breaks_part_paragraphs_of_an_article():
    text = run("第一条　甲：") + "<w:r><w:br/></w:r>" + run("（一）乙；")
    text += (
        "<w:r><w:br/></w:r>" + run("（二）丙。") + "<w:r><w:cr/></w:r>" + run("丁。")
    )

    parsed = read_word(word(TITLE, text))

    assert body(parsed) == ["甲：\n（一）乙；\n（二）丙。\n丁。"]
    assert parsed.counts()["paragraphs"] == 2


def test_text_boxes_and_pictures_are_reported():
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        f"<w:txbxContent><w:p>{run('盒中字')}</w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )

    parsed = read_word(word(TITLE, run("第一条　甲。") + box))

    assert body(parsed) == ["甲。"]
    assert said(parsed, "text_box") == ["文本框里的文字未导入，请移到正文：盒中字"]


def test_annex_tables_count_nowhere():
    document = docx.Document()
    for text in (TITLE, "第一条　甲。", "附表：", "费用表"):
        document.add_paragraph(text)
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["项目", "金额", "登记", "1.5元"], strict=True):
        cell.text = text
    stream = io.BytesIO()
    document.save(stream)

    parsed = read_word(stream.getvalue())

    assert parsed.counts()["annexes"] == 1
    assert body(parsed) == ["甲。"]
    rows = [n.text for n in parsed.nodes[-1].children]
    assert (parsed.nodes[-1].heading, rows) == ("费用表", ["项目\t金额", "登记\t1.5元"])


def test_text_laid_out_in_one_column_is_read_as_paragraphs():
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "第一条　甲。"
    table.cell(0, 0).add_paragraph("第二条　乙。")
    stream = io.BytesIO()
    document.save(stream)

    parsed = read_word(stream.getvalue())

    assert body(parsed) == ["甲。", "乙。"]
    assert codes(parsed) == ["layout_table"]


LISTS = """<w:numbering {w}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:suff w:val="space"/><w:lvlText w:val="第%1章"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:lvlRestart w:val="0"/><w:lvlText w:val="第%2条"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:suff w:val="nothing"/><w:lvlText w:val="（%3）"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="%4."/>
</w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
</w:numbering>"""


def listed(level, text):
    place = f'<w:ilvl w:val="{level}"/><w:numId w:val="1"/>'
    return f"<w:pPr><w:numPr>{place}</w:numPr></w:pPr>" + run(text)


def test_multilevel_numbers_are_counted_as_word_counts_them():
    levels = [0, 1, 1, 2, 3, 3, 2, 0, 1, 2]
    words = [
        "总则",
        "甲。",
        "乙：",
        "丙：",
        "丁；",
        "戊；",
        "己。",
        "附则",
        "庚：",
        "辛。",
    ]
    data = with_parts(
        word(TITLE, *map(listed, levels, words)),
        **{"word/numbering.xml": LISTS.format(w=W).encode()},
    )

    parsed = read_word(data)

    shown = [p.node.label for p in parsed.placed() if p.node.label]
    assert shown == ["第一章", "第一条", "第二条", "（一）", "1.", "2.", "（二）",
                     "第二章", "第三条", "（一）"]  # fmt: skip


def test_entities_in_a_part_are_refused():
    bomb = b'<!DOCTYPE w [<!ENTITY a "b">]>'
    data = with_parts(
        word(TITLE),
        **{"word/document.xml": lambda old: old.replace(b"?>", b"?>" + bomb, 1)},
    )

    with pytest.raises(UploadRefused) as caught:
        read_word(data)

    assert caught.value.code == "entities"


def test_outside_templates_and_pictures_are_listed_and_not_fetched():
    relation = (
        b'<Relationship Id="x9" TargetMode="External" '
        b'Target="http://127.0.0.1:9/t.dotm" Type="http://schemas.openxmlformats.org'
        b'/officeDocument/2006/relationships/attachedTemplate"/>'
    )
    data = with_parts(
        word(TITLE, "第一条　甲。"),
        **{
            "word/_rels/document.xml.rels": lambda old: old.replace(
                b"</Rel", relation + b"</Rel", 1
            )
        },
    )

    parsed = read_word(data)

    assert body(parsed) == ["甲。"]
    assert said(parsed, "external") == [
        "引用的外部文件未读取：http://127.0.0.1:9/t.dotm"
    ]


def test_alt_chunks_are_dropped_and_listed():
    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph("第一条　甲。")
    body_element = document.element.body
    body_element.insert(2, oxml(f'<w:altChunk {nsdecls("w", "r")} r:id="h1"/>'))
    stream = io.BytesIO()
    document.save(stream)

    assert codes(read_word(stream.getvalue())) == ["alt_chunk"]


def test_huge_paragraph_is_refused_within_limits():
    huge = "第一条　" + "甲乙丙丁，" * 4_000_000 + "。"

    with pytest.raises(UploadRefused) as caught:
        read_word(word(TITLE, huge))

    assert caught.value.code in ("too_heavy", "too_large_unpacked", "broken")


def test_long_paragraph_is_read():
    parsed = read_word(
        word(TITLE, "第一条　" + "".join(map(chr, range(0x4E00, 0x9E00))) * 4)
    )

    assert len(parsed.articles()[0].body()) == 4 * 0x5000


def test_truncated_file_is_refused_with_advice():
    with pytest.raises(UploadRefused) as caught:
        read_word(word(TITLE, "第一条　甲。")[:-200])

    assert (caught.value.code, caught.value.message[-1]) == ("broken", "。")
