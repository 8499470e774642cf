"""Citations written, read, found and masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text.citing import (
    MASK,
    Citation,
    citation_of,
    cite,
    find_citations,
    mask_citations,
    parse_citation,
    reference,
)
from drafts.text.parsing import parse

numbers = st.integers(1, 200)
maybe = st.integers(0, 200)


@given(numbers, maybe, maybe, maybe, maybe)
def test_citation_comes_back(article, insert, paragraph, item, subitem):
    citation = Citation(article, insert, paragraph, item, subitem)

    assert parse_citation(cite(citation)) == citation


@given(maybe, maybe, maybe, numbers)
def test_citation_of_a_heading_comes_back(book, subbook, chapter, section):
    citation = Citation(book=book, subbook=subbook, chapter=chapter, section=section)

    assert parse_citation(cite(citation)) == citation


@pytest.mark.parametrize(
    ("printed", "citation"),
    [
        ("第十二条第二款第三项", Citation(12, paragraph=2, item=3)),
        ("第十二条第二款第（三）项", Citation(12, paragraph=2, item=3)),
        ("第十条之一", Citation(10, insert=1)),
        ("第 12 条第 2 款", Citation(12, paragraph=2)),
        ("第三条第一项第2目", Citation(3, item=1, subitem=2)),
        ("第二章第一节", Citation(chapter=2, section=1)),
        ("第二款", Citation(paragraph=2)),
    ],
)
def test_printed_citations_are_read(printed, citation):
    assert parse_citation(printed) == citation


@pytest.mark.parametrize(
    "printed", ["", "第条", "十二条", "第十二条规定", "第三条约", "《法》第三条"]
)
def test_what_is_no_citation_is_refused(printed):
    with pytest.raises(ValueError, match="引用"):
        parse_citation(printed)


def test_every_provision_is_cited_by_its_place():
    parsed = parse(
        "某条例\n第一章　总则\n第一条　甲。\n第二条　乙。\n下列：\n（一）丙：\n1.丁。\n"
        "第二条之一　戊：\n（一）己。"
    )

    cited = [cite(citation_of(placed)) for placed in parsed.placed()]

    assert cited == [
        "第一章",
        "第一条",
        "第一条",
        "第二条",
        "第二条第一款",
        "第二条第二款",
        "第二条第二款第一项",
        "第二条第二款第一项第一目",
        "第二条之一",
        "第二条之一",
        "第二条之一第一项",
    ]


def found(text, *, own=True):
    return [cite(f.citation) for f in find_citations(text) if f.own is own]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依照本法第三条至第五条的规定", ["第三条", "第五条"]),
        (
            "第十二条、第十三条第二款和第十四条",
            ["第十二条", "第十三条第二款", "第十四条"],
        ),
        ("第十条第一款第二项、第三项", ["第十条第一款第二项", "第十条第一款第三项"]),
        ("第九条第一款、第三款", ["第九条第一款", "第九条第三款"]),
        ("本条第二款", ["第二款"]),
        ("违反本条例第二十条之一规定", ["第二十条之一"]),
        ("依照规定第五条办理", ["第五条"]),
        ("第三条约定、第一条款、第二项目、第三目标", []),
    ],
)
def test_citations_of_the_same_statute_are_found(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《刑法》第九条、第十条", ["第九条", "第十条"]),
        ("《中华人民共和国民法典》（以下简称民法典）第三条", ["第三条"]),
        ("依照刑法第二百条", ["第二百条"]),
        ("依照宪法第六十二条和本法第三条", ["第六十二条"]),
        ("《某市养犬管理办法》第一条", ["第一条"]),
    ],
)
def test_citations_of_other_statutes_are_told_apart(text, expected):
    assert found(text, own=False) == expected


def test_range_is_marked_at_its_first_end():
    first, last = find_citations("第三条至第五条")

    assert (first.opens_range, last.opens_range) == (True, False)


def test_spans_point_at_the_citation():
    text = "依照本法第三条第二款处理"
    (one,) = find_citations(text)

    assert text[one.start : one.end] == "第三条第二款"


def test_masking_hides_only_the_numbers_of_own_articles():
    text = "依照本法第三条第二款、第五条和《刑法》第九条，处三日"

    assert (
        mask_citations(text)
        == f"依照本法第{MASK}条第二款、第{MASK}条和《刑法》第九条，处三日"
    )


@given(numbers, numbers)
def test_texts_that_differ_in_own_numbers_have_one_mask(old, new):
    texts = [f"违反本条例{cite(Citation(n))}规定的，处罚。" for n in (old, new)]

    assert len({mask_citations(text) for text in texts}) == 1


@pytest.mark.parametrize(
    ("title", "name", "day", "said"),
    [
        ("试验条例", "公布文本", "2026年10月17日", "（公布文本，2026年10月17日）"),
        ("试验条例（草案）", "草案", "2026年8月13日", "（2026年8月13日）"),
        ("试验条例（修订草案）", "草案", "", ""),
        ("试验条例", "现行文本", "", "（现行文本）"),
    ],
)
def test_reference_names_the_text_once(title, name, day, said):
    expected = f"《{title}》{said}第三条第一款"

    assert reference(title, "第三条第一款", name=name, day=day) == expected


@pytest.mark.parametrize("beginning", ["第", "第（", "第一", "第一条第"])
def test_a_page_of_blanks_does_not_take_long(beginning):
    text = beginning + " " * 50_000

    assert find_citations(text) == find_citations(beginning)
    assert mask_citations(text) == mask_citations(beginning) + " " * 50_000


def test_blanks_inside_a_citation_are_read_over():
    (found,) = find_citations("依照第 十 条第（ 三 ） 项办理")

    assert cite(found.citation) == "第十条第三项"
