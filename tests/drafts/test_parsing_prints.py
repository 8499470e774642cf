"""Any statute, in any style of print, gives back its provisions; nothing is lost."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from drafts.text.parsing import parse
from drafts.text.reading import read_file
from drafts.text.structure import Kind
from tests.drafts.statutes import (
    as_word,
    body_lines,
    codes,
    contents_of,
    half_width,
    shape_of,
    shape_of_parsed,
    statutes,
    wrapped,
)

calm = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@calm
@given(
    statutes(),
    st.sampled_from(["　", " ", "  ", "\t"]),
    st.sampled_from(["（）", "()"]),
    st.sampled_from(["1.", "1．", "1、"]),
    st.sampled_from(["", "　　", "\t", "    "]),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.booleans(),
)
def test_plain_text_gives_back_its_statute(
    statute, blank, brackets, sub, indent, end, with_contents
):
    lines = [
        indent + t
        for _, t in body_lines(statute, blank=blank, brackets=brackets, sub=sub)
    ]
    contents = ["目　录", *contents_of(statute)] if with_contents else []
    text = end.join(["\ufeff" + statute.title, statute.note, *contents, *lines])

    parsed = parse(text)

    assert shape_of_parsed(parsed) == shape_of(statute)
    assert (parsed.title, parsed.note) == (statute.title, statute.note)
    assert codes(parsed) == []


@calm
@given(statutes(captions=True), st.booleans())
def test_markdown_gives_back_its_statute(statute, with_marker):
    lines = [
        f"## {text}" if kind == "heading" else text
        for kind, text in body_lines(statute, blank=" ")
    ]
    marker = ["<!-- INFO END -->"] if with_marker else []
    text = "\n\n".join(["# " + statute.title, statute.note, *marker, "\u200b", *lines])

    parsed = parse(text)

    assert shape_of_parsed(parsed) == shape_of(statute)
    assert (parsed.title, parsed.note) == (statute.title, statute.note)


@calm
@given(statutes(inserts=False))
def test_labels_without_a_blank_give_back_the_statute(statute):
    lines = [text for _, text in body_lines(statute, blank="")]

    parsed = parse("\n".join([statute.title, statute.note, *lines]))

    assert shape_of_parsed(parsed) == shape_of(statute)


@calm
@given(statutes(), st.integers(18, 44), st.booleans(), st.sampled_from([0, 2]))
def test_wrapped_text_gives_back_its_statute(statute, width, half, first):
    lines = body_lines(statute, blank=" ")
    if half:
        lines = [(kind, half_width(text)) for kind, text in lines]

    printed = wrapped(lines, width, first=first)
    assume(_is_plainly_wrapped(printed))

    parsed = parse("\n".join([statute.title, *printed]))

    # A full line that ends a sentence may end a 款 or not: that is said, not guessed.
    doubtful = "uncertain_break" in codes(parsed) or _may_hide_breaks(
        lines, width, first
    )
    assert shape_of_parsed(parsed, paragraphs=not doubtful) == shape_of(
        statute, paragraphs=not doubtful
    )


def _is_plainly_wrapped(printed):
    """Tell whether there is more to go by than a line or two."""
    return sum(line[-1] not in "。；：;:章节" for line in printed) >= 6


def _may_hide_breaks(lines, width, first):
    """Tell whether a sentence ends inside a paragraph just where a line is full."""
    for _, text in lines:
        for piece in wrapped([("paragraph", text)], width, first=first)[:-1]:
            if piece[-1] in "。：:":
                return True
    return False


@calm
@given(statutes(), st.integers(18, 44))
def test_wrapped_text_with_printed_indents_is_exact(statute, width):
    lines = wrapped(body_lines(statute, blank="　"), width, indent="　　")
    assume(_is_plainly_wrapped(lines))

    parsed = parse("\n".join([statute.title, *lines]))

    assert shape_of_parsed(parsed) == shape_of(statute)
    assert "uncertain_break" not in codes(parsed)


@calm
@given(statutes(), st.integers(20, 40), st.integers(8, 20), st.randoms())
def test_page_breaks_do_not_part_sentences(statute, width, height, chance):
    lines = wrapped(body_lines(statute, blank="　"), width, indent="　　")
    assume(_is_plainly_wrapped(lines))
    pages = [lines[i : i + height] for i in range(0, len(lines), height)]
    style = chance.choice(["{}", "- {} -", "— {} —", "第 {} 页 共 99 页"])
    printed = []
    for number, page in enumerate(pages, 1):
        head = ["\f明川市人大常委会文件"] if len(pages) > 1 else []
        printed += [*page, style.format(number), *head]

    parsed = parse("\n".join([statute.title, *printed]))

    assert shape_of_parsed(parsed) == shape_of(statute)
    assert ("page_number" in codes(parsed)) is True


@pytest.mark.parametrize("style", ["plain", "softbreak", "autonumber"])
@settings(calm, max_examples=6)
@given(data=st.data())
def test_word_files_give_back_their_statute(style, data):
    statute = data.draw(statutes(inserts=style != "autonumber"))

    parsed = read_file(as_word(statute, style), "草案.docx")

    assert shape_of_parsed(parsed) == shape_of(statute)
    assert (parsed.title, parsed.note) == (statute.title, statute.note)


MARKUP = set("：:（）()【】")  # what parts a label from its title or caption


@settings(calm, max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                "第一条",
                "第二条　",
                "第三条规定的",
                "第一章",
                "第二节 ",
                "（一）",
                "1.",
                "附件",
                "附则",
                "目录",
                "序言",
                "甲乙",
                "。",
                "；",
                "\n",
                "\n",
                "　",
                "“",
                "”",
                "修改为：“",
                "2020年1月1日通过",
                "（",
                "）",
                "一、",
                "3",
                "总则",
                "…… 3",
                "第五条 ",
            ]
        ),
        max_size=60,
    )
)
def test_no_character_is_dropped_in_silence(pieces):
    text = "".join(pieces)

    parsed = parse(text)

    kept = [parsed.title, parsed.note, *parsed.contents]
    for placed in parsed.placed():
        node = placed.node
        kept += [node.label, node.heading, node.text]
    kept += [problem.message for problem in parsed.problems]
    lost = Counter("".join(text.split())) - Counter("".join(kept))
    assert set(lost) <= MARKUP


def test_every_character_of_a_statute_is_kept_in_order():
    text = """明川市养犬管理条例
（2026年3月1日通过）
第一章　总　则
第一条（立法目的）　为了文明，制定本条例。
第二条　下列用语：
（一）甲；
1.乙；
（二）丙。
附件一：名录
犬种　甲"""

    parsed = parse(text)

    kept = [parsed.title, parsed.note]
    for placed in parsed.placed():
        node = placed.node
        caption = node.kind is Kind.ARTICLE and node.heading
        kept += [node.label, f"（{caption}）" if caption else node.heading, node.text]
    assert "".join("".join(kept).split()) == "".join(text.split()).replace(
        "一：名", "一名"
    )


def test_proviso_after_a_full_line_is_joined_and_said():
    lines = [
        "明川市养犬管理条例",
        "第一条 市人民政府应当加强对养犬管",
        "理工作的领导，养犬人应当依法办理犬只登",
        "记，并且应当按照规定定期为犬只接种疫苗。",
        "但是，法律、行政法规另有规定的除外。",
        "第二条 区人民政府应当加强对养犬管",
        "理工作的领导，养犬人应当依法办理犬只登",
        "记，并且应当按照规定定期为犬只接种疫苗，",
        "自觉遵守公共秩序。",
    ]

    parsed = parse("\n".join(lines))

    assert [p.line for p in parsed.problems if p.code == "uncertain_break"] == [5]
    assert len(parsed.articles()[0].children) == 1
