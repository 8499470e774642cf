"""Rows made of a parsed text: addresses, citations, and the way back."""

import pytest

from drafts import services
from drafts.building import build_provisions
from drafts.kinds import VersionType
from drafts.text.parsing import parse
from drafts.text.structure import Kind, Node, ParsedText
from drafts.texts import load_tree, parsed_of, subtree
from tests.make import TEXT, make_regulation, make_version, provision

LAYERED = ParsedText(
    title="明川市法典",
    nodes=[
        Node(
            Kind.PREAMBLE,
            children=[
                Node(Kind.PARAGRAPH, text="序一。"),
                Node(Kind.PARAGRAPH, text="序二。"),
            ],
        ),
        Node(
            Kind.BOOK,
            "第一编",
            1,
            heading="总则",
            children=[
                Node(
                    Kind.CHAPTER,
                    "第一章",
                    1,
                    heading="基本规定",
                    children=[
                        Node(
                            Kind.ARTICLE,
                            "第十条",
                            10,
                            children=[Node(Kind.PARAGRAPH, text="甲。")],
                        ),
                        Node(
                            Kind.ARTICLE,
                            "第十条之一",
                            10,
                            1,
                            children=[Node(Kind.PARAGRAPH, text="乙。")],
                        ),
                    ],
                )
            ],
        ),
        Node(
            Kind.BOOK,
            "第二编",
            2,
            heading="物权",
            children=[
                Node(
                    Kind.SUBBOOK,
                    "第一分编",
                    1,
                    heading="通则",
                    children=[
                        Node(
                            Kind.CHAPTER,
                            "第一章",
                            1,
                            heading="一般规定",
                            children=[
                                Node(
                                    Kind.SECTION,
                                    "第二节",
                                    2,
                                    heading="登记",
                                    children=[
                                        Node(
                                            Kind.ARTICLE,
                                            "第十一条",
                                            11,
                                            children=[
                                                Node(Kind.PARAGRAPH, text="丙。"),
                                                Node(
                                                    Kind.PARAGRAPH,
                                                    text="丁：",
                                                    children=[
                                                        Node(
                                                            Kind.ITEM,
                                                            "（三）",
                                                            3,
                                                            text="戊：",
                                                            children=[
                                                                Node(
                                                                    Kind.SUBITEM,
                                                                    "1.",
                                                                    1,
                                                                    text="己。",
                                                                )
                                                            ],
                                                        )
                                                    ],
                                                ),
                                            ],
                                        )
                                    ],
                                )
                            ],
                        )
                    ],
                )
            ],
        ),
        Node(Kind.CHAPTER, heading="附　则"),
        Node(
            Kind.ANNEX,
            "附件一",
            heading="名录",
            children=[Node(Kind.PARAGRAPH, text="庚。")],
        ),
    ],
)


def places(parsed):
    return {row.address: row.citation for row in build_provisions(parsed)}


def test_addresses_and_citations_name_every_level():
    assert places(LAYERED) == {
        "preamble": "序言",
        "preamble.1": "序言第一段",
        "preamble.2": "序言第二段",
        "b1": "第一编　总则",
        "b1ch1": "第一编第一章　基本规定",
        "10": "第十条",
        "10.1": "第十条",
        "10-1": "第十条之一",
        "10-1.1": "第十条之一",
        "b2": "第二编　物权",
        "b2s1": "第二编第一分编　通则",
        "b2s1ch1": "第二编第一分编第一章　一般规定",
        "b2s1ch1s2": "第二编第一分编第一章第二节　登记",
        "11": "第十一条",
        "11.1": "第十一条第一款",
        "11.2": "第十一条第二款",
        "11.2.3": "第十一条第二款第三项",
        "11.2.3.1": "第十一条第二款第三项第一目",
        "supplement": "附　则",
        "annex1": "附件一　名录",
        "annex1.1": "附件一　名录第一段",
    }


def test_chapters_that_run_through_carry_no_book():
    assert [
        row.address for row in build_provisions(parse(TEXT)) if "ch" in row.address
    ] == [
        "ch1",
        "ch2",
        "ch3",
    ]


def test_a_number_printed_twice_keeps_addresses_unique():
    faulty = TEXT.replace("第四条　", "第三条　")

    rows = build_provisions(parse(faulty))

    addresses = [row.address for row in rows]
    assert len(addresses) == len(set(addresses))
    assert [a for a in addresses if a.startswith("3x")] == ["3x2", "3x2.1"]


def test_positions_enclose_what_stands_below():
    rows = build_provisions(parse(TEXT))

    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    third = next(row for row in rows if row.address == "3")
    below = [
        r.address for r in rows if third.position < r.position <= third.last_position
    ]
    assert below == ["3.1", "3.1.1", "3.1.2", "3.1.3", "3.2"]


def test_points_of_a_topic_are_numbered():
    topic = ParsedText(
        nodes=[
            Node(Kind.POINT, "一、", 1, text="甲"),
            Node(Kind.POINT, "二、", 2, text="乙"),
        ]
    )

    assert places(topic) == {"1": "第一点", "2": "第二点"}


def test_hash_of_an_article_covers_its_items_and_not_its_number():
    before = {r.address: r.text_hash for r in build_provisions(parse(TEXT))}
    renumbered = {
        r.address: r.text_hash
        for r in build_provisions(parse(TEXT.replace("第五条", "第六条")))
    }
    changed = {
        r.address: r.text_hash
        for r in build_provisions(parse(TEXT.replace("保持安静", "保持肃静")))
    }

    assert renumbered["6"] == before["5"]
    assert {a for a in before if changed[a] != before[a]} == {"3", "3.1", "3.1.2"}


@pytest.mark.django_db
def test_stored_text_reads_back_as_it_was_parsed():
    document = make_regulation().document

    version = services.import_version(
        document, LAYERED, by=None, version_type=VersionType.DRAFT
    )

    read = parsed_of(version)
    assert [
        (p.node.kind, p.node.label, p.node.heading, p.node.text) for p in read.placed()
    ] == [
        (p.node.kind, p.node.label, p.node.heading, p.node.text)
        for p in LAYERED.placed()
    ]
    assert read.counts() == LAYERED.counts()


@pytest.mark.django_db
def test_tree_takes_one_query_and_fits_the_page(django_assert_num_queries):
    version = make_version()

    with django_assert_num_queries(1):
        forest = load_tree(version)
        third = next(n for top in forest for n in top.articles() if n.address == "3")

    assert [node.label for node in third.children[0].children] == [
        "（一）",
        "（二）",
        "（三）",
    ]
    assert third.children[1].anchor == "p3.2"
    assert third.body() == (
        "试验人应当遵守下列规定：\n（一）佩戴标识；\n（二）保持安静；\n"
        "（三）及时清理场地。\n违反前款规定的，由主管部门责令改正。"
    )


@pytest.mark.django_db
def test_subtree_holds_one_provision_and_what_is_below():
    version = make_version()

    node = subtree(provision(version, "ch2"))

    assert [child.address for child in node.children] == ["3", "4"]


@pytest.mark.django_db
def test_rows_know_their_article_and_parent():
    version = make_version()

    item = provision(version, "3.1.2")

    assert item.article == provision(version, "3")
    assert item.parent == provision(version, "3.1")
    assert provision(version, "3").article == provision(version, "3")
    assert provision(version, "ch1").article is None


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["mfd-2020", "xf-2023", "gsf-2023"])
def test_real_laws_get_unique_places(laws, name):
    found = list(laws.glob(f"{name}.*"))
    if not found:
        pytest.skip(f"NOT COVERED: no {name} among the real laws")

    rows = build_provisions(parse(found[0].read_text(encoding="utf-8-sig")))

    addresses = [row.address for row in rows]
    assert len(addresses) == len(set(addresses))
    assert not [a for a in addresses if "x" in a.removeprefix("annex")]
    assert all(row.citation for row in rows)
