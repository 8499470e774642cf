"""The reading of statute texts: every style of print gives the same provisions."""

import time

import pytest

from drafts.text.parsing import Line, parse, parse_lines
from drafts.text.structure import Kind
from tests.drafts.statutes import (
    codes,
    labels,
)


def outline(parsed):
    """Return label, heading or words of every node, by depth."""
    return [
        "  " * len(p.path) + (p.node.label + p.node.heading + p.node.text)
        for p in parsed.placed()
    ]


def test_labels_alone_on_their_line_take_the_text_below():
    parsed = parse("某条例\n第一条\n甲。\n\n第二条\n　　乙：\n(一)丙；\n(二)丁。")

    assert labels(parsed) == ["第一条", "第二条"]
    assert [a.body() for a in parsed.articles()] == ["甲。", "乙：\n(一)丙；\n(二)丁。"]


def test_arabic_and_spaced_labels_are_read():
    parsed = parse("某条例\n第1条 甲。\n第 2 条 乙。\n第　三　条　丙。\n第４条　丁。")

    assert [a.number for a in parsed.articles()] == [1, 2, 3, 4]
    assert labels(parsed) == ["第1条", "第2条", "第三条", "第４条"]


def test_citation_at_the_head_of_a_paragraph_opens_no_article():
    parsed = parse(
        "某条例\n第一条　甲。\n第二条　乙。\n第一条规定的情形除外。\n"
        "第三条、第四条所称丙，是指丁。\n第三条　规定戊的，由己决定。"
    )

    assert labels(parsed) == ["第一条", "第二条", "第三条"]
    assert parsed.counts()["paragraphs"] == 5
    assert codes(parsed) == []


def test_citation_at_the_head_of_a_wrapped_line_opens_no_article():
    text = """某市条例
第一条 为了加强养犬管理,保障公民健康和人身安全,维
护市容环境卫生和社会公共秩序,根据有关法律、行政法规,制
定本条例。
第二条 违反本条例规定,有下列情形之一的,依照本条例
第三条 第一款的规定处罚;情节严重的,依照本条例第五条、
第六条的规定处罚,并可以没收犬只。养犬人对处罚不服的,可
以依法申请行政复议。
第三条 公安机关应当自受理之日起十日以内作出决定,并
书面告知申请人。"""

    parsed = parse(text)

    assert labels(parsed) == ["第一条", "第二条", "第三条"]
    assert parsed.counts()["paragraphs"] == 3


def test_heading_parted_from_its_title_is_one_heading():
    parsed = parse(
        "某条例\n第一章\n总　则\n第一条　甲。\n第二章\n法律责任\n第二条　乙。"
    )

    assert [(n.label, n.heading) for n in parsed.nodes] == [
        ("第一章", "总则"),
        ("第二章", "法律责任"),
    ]


def test_title_and_heading_may_run_over_two_lines():
    parsed = parse(
        "某省实施中华人民共和国\n某某法办法\n（2020年1月1日通过）\n"
        "第一章　地方性法规、自治条例和\n单行条例\n第一条　甲。"
    )

    assert parsed.title == "某省实施中华人民共和国某某法办法"
    assert parsed.nodes[0].heading == "地方性法规、自治条例和单行条例"


def test_promulgation_before_the_title_goes_to_the_note():
    parsed = parse(
        "某市人民政府令\n第8号\n《某市养犬办法》已经通过，现予公布。\n市长　某某\n"
        "2026年1月1日\n某市养犬办法\n第一条　甲。"
    )

    assert parsed.title == "某市养犬办法"
    assert set(codes(parsed)) == {"front_text"}


def test_contents_with_leaders_and_pages_count_nowhere():
    parsed = parse(
        "某条例\n目　录\n第一章　总则…………1\n第二章　管理........ 3\n附　则　5\n"
        "第一章　总则\n第一条　甲。\n第二章　管理\n第二条　乙。\n附　则\n第三条　丙。"
    )

    assert parsed.counts()["chapters"] == 2
    assert len(parsed.contents) == 4
    assert codes(parsed) == []


def test_article_before_the_first_chapter_ends_the_contents():
    parsed = parse(
        "某规则\n目录\n第一章　总则\n第一条　甲。\n第一章　总则\n第二条　乙。"
    )

    assert [
        p.path and p.path[0].label for p in parsed.placed() if p.node.label[-1:] == "条"
    ] == [
        (),
        "第一章",
    ]


def test_books_subbooks_and_bare_appendix_are_placed():
    parsed = parse(
        "某法典\n第一编　总则\n第一章　规定\n第一条　甲。\n第二编　物权\n"
        "第一分编　通则\n"
        "第二章　一般\n第一节　动产\n第二条　乙。\n附　则\n第三条　丙。"
    )

    paths = [[n.label or n.heading for n in p.path] for p in parsed.placed()
             if p.node.kind is Kind.ARTICLE]  # fmt: skip
    assert paths == [
        ["第一编", "第一章"],
        ["第二编", "第一分编", "第二章", "第一节"],
        ["附则"],
    ]
    assert codes(parsed) == []


def test_preamble_counts_nowhere():
    parsed = parse("某宪章\n序　言\n甲。\n乙。\n第一章　总纲\n第一条　丙。")

    assert parsed.nodes[0].kind is Kind.PREAMBLE
    assert parsed.counts()["paragraphs"] == 1


def test_two_lists_in_one_article_belong_to_their_paragraphs():
    parsed = parse(
        "某条例\n第一条　甲：\n（一）乙；\n（二）丙。\n"
        "丁：\n（一）戊；\n（二）己。\n庚。"
    )

    assert outline(parsed) == [
        "第一条", "  甲：", "    （一）乙；", "    （二）丙。", "  丁：",
        "    （一）戊；", "    （二）己。", "  庚。",
    ]  # fmt: skip
    assert codes(parsed) == []


def test_lists_inside_items_are_nested():
    parsed = parse(
        "某条例\n第一条　甲：\n（一）乙：\n1.丙；\n2．丁；\n①戊；\n"
        "（二）己：\n（1）庚。\n"
        "第二条　辛：\n（1）壬；\n（2）癸。"
    )

    assert outline(parsed) == [
        "第一条", "  甲：", "    （一）乙：", "      1.丙；", "      2．丁；",
        "        ①戊；",
        "    （二）己：", "      （1）庚。", "第二条", "  辛：",
        "    （1）壬；", "    （2）癸。",
    ]  # fmt: skip


def test_decimals_begin_no_subitem():
    parsed = parse("某条例\n第一条　甲：\n1.5倍以下；\n2020.1施行。")

    assert parsed.counts()["subitems"] == 0


def test_decision_quoting_articles_has_none_of_its_own():
    parsed = parse(
        "关于修改《某条例》的决定\n（2026年1月1日通过）\n决定作如下修改：\n"
        "一、将第二条修改为：“第二条　甲。\n“乙：\n“（一）丙；\n“（二）丁。”\n"
        "二、增加一条，作为第三条：“第三条　戊。\n第四条　己。”\n三、删去第五条。"
    )

    assert parsed.counts()["articles"] == 0
    assert [n.label for n in parsed.nodes if n.kind is Kind.POINT] == [
        "一、",
        "二、",
        "三、",
    ]
    assert codes(parsed) == ["no_articles"]


def test_quoted_article_opens_nothing_in_an_amendment():
    parsed = parse(
        "某法修正案\n第一条　第三条修改为：“甲。\n第二条　乙。\n丙。”\n第二条　丁。"
    )

    assert [a.body() for a in parsed.articles()] == [
        "第三条修改为：“甲。\n第二条　乙。\n丙。”",
        "丁。",
    ]


def test_forgotten_closing_quote_swallows_no_articles():
    parsed = parse("某法\n第一条　修改为：“甲。\n第二条　乙。\n第三条　丙。")

    assert labels(parsed) == ["第一条", "第二条", "第三条"]
    assert "unclosed_quote" in codes(parsed)


def test_annexes_count_nowhere():
    parsed = parse(
        "某条例\n第一条　甲。\n附件1\n收费表\n第一条　乙。\n（一）丙\n附件2：名录\n丁"
    )

    assert parsed.counts()["articles"] == 1
    annexes = [n for n in parsed.nodes if n.kind is Kind.ANNEX]
    assert [(n.label, n.heading) for n in annexes] == [
        ("附件1", "收费表"),
        ("附件2", "名录"),
    ]


def test_history_behind_the_last_article_counts_nowhere():
    parsed = parse(
        "某法\n第一条　甲。\n（2018年10月26日第六次会议修正）\n"
        "某市人大常委会\n2026年5月1日"
    )

    assert [a.body() for a in parsed.articles()] == ["甲。"]
    assert codes(parsed) == ["history_tail"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某法\n第一条　甲。\n第三条　乙。", [(3, "gap")]),
        ("某法\n第一条　甲。\n第一条　乙。", [(3, "duplicate")]),
        ("某法\n第一条　甲。\n第二条　乙。\n第四条　丙。\n第三条　丁。",
         [(4, "gap"), (5, "out_of_order")]),
        ("某法\n第一条　甲。\n第二条\n第三条　乙。", [(3, "empty_article")]),
        ("某法\n第一条　甲：\n（一）乙；\n（三）丙。", [(4, "item_gap")]),
        ("某法\n第一章　甲\n第一条　乙。\n第三章　丙\n第二条　丁。",
         [(4, "chapter_gap")]),
        ("某法\n第一条　甲\n第二条　乙。", [(2, "suspicious_line")]),
        ("第一条　甲。", [(1, "no_title")]),
        ("", [(1, "empty")]),
        ("\n 　\n", [(1, "empty")]),
        ("某办法\n第一条　甲。\n第一条之一　乙。\n第一条之三　丙。", [(4, "gap")]),
        ("某办法\n第一条　甲：\n一、乙；\n二、丙。",
         [(3, "unusual_list"), (4, "unusual_list")]),
    ],
)  # fmt: skip
def test_problems_name_their_line(text, expected):
    parsed = parse(text)

    assert [(p.line, p.code) for p in parsed.problems] == expected
    assert [p.message for p in parsed.problems if p.message.isascii()] == []


def test_gap_says_what_is_missing():
    (problem,) = parse("某法\n第一条　甲。\n第五条　乙。").problems

    assert problem.message == "第一条之后是第五条，缺少第二条至第四条"


@pytest.mark.parametrize(
    ("text", "captions"),
    [
        ("某法\n第一条（目的）甲。\n第二条（范围）　乙。", ["目的", "范围"]),
        ("某法\n第一条【目的】甲。\n第二条　【范围】乙。", ["目的", "范围"]),
        ("某法\n第一条　（目的）甲。\n第二条　（范围）乙。", ["目的", "范围"]),
        ("某法\n第一条（目的）\n甲。", ["目的"]),
        ("某法\n第一条　甲（以下简称乙）。\n第二条（一）丙。", ["", ""]),
    ],
)
def test_captions_are_told_from_words(text, captions):
    assert [a.heading for a in parse(text).articles()] == captions


def test_front_matter_is_reported():
    parsed = parse("---\ntitle: 某法\n---\n\n# 某法\n\n**第一条** 甲。\n")

    assert (parsed.title, codes(parsed)) == ("某法", ["front_matter"])
    assert [a.body() for a in parsed.articles()] == ["甲。"]


def test_lines_carry_their_own_numbers():
    parsed = parse_lines(
        [Line(7, "某法", "title"), Line(9, "第一条　甲。"), Line(9, "乙。")]
    )

    assert [(n.kind, n.line) for n in parsed.articles()[0].walk()] == [
        (Kind.ARTICLE, 9),
        (Kind.PARAGRAPH, 9),
        (Kind.PARAGRAPH, 9),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "第一条　甲。\n" + "乙丙丁。\n" * 20_000,
        "第一章 " + " " * 300_000 + "x",
        "一、修改为：“甲\n" * 10_000,
        "第" + "一" * 200_000 + "条",
        "（" * 200_000,
    ],
)
def test_clumsy_texts_are_read_in_time(text):
    start = time.monotonic()

    parse(text)

    assert time.monotonic() - start < 5


def test_articles_without_blanks_survive_one_that_reads_like_a_citation():
    parsed = parse(
        "某条例\n第一条为了甲，制定本条例。\n第二条本条例适用于乙。\n第一条规定的丙除外。\n"
        "第三条规定由市人民政府制定。\n第四条戊。\n第六条己。"
    )

    assert labels(parsed) == ["第一条", "第二条", "第三条", "第四条", "第六条"]
    assert codes(parsed) == ["gap"]


def test_papers_behind_a_draft_count_nowhere():
    parsed = parse(
        "某条例（草案）\n第一条　甲。\n关于《某条例（草案）》的说明\n"
        "一、必要性\n乙。\n（一）丙。"
    )

    assert [a.body() for a in parsed.articles()] == ["甲。"]
    assert parsed.nodes[-1].heading == "关于《某条例（草案）》的说明"


def test_numbers_of_a_table_are_no_page_numbers():
    parsed = parse("某条例\n第一条　甲。\n附表\n费用\n25\n20\n300\n20")

    assert [n.text for n in parsed.nodes[-1].children] == ["25", "20", "300", "20"]
    assert codes(parsed) == []
