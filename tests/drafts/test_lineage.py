"""Where a provision is in another version: confirmed chains, and nothing else."""

import json
from itertools import pairwise

import pytest

from drafts import services
from drafts.kinds import VersionType
from drafts.lineage import (
    FollowState,
    computed_lineage,
    confirmed_rows,
    follow,
    follow_back,
    follow_many,
)
from drafts.services import LineageDecision
from drafts.text.reading import read_file
from tests.drafts import chains
from tests.make import TEXT, make_regulation, make_version, provision

pytestmark = pytest.mark.django_db

# 第四条 is new, so the last ones move; 第三条 loses its second item.
NEXT = """明川市试验条例

第一章　总则

第一条　为了规范试验活动，保障公众权益，制定本条例。

第二条　本市行政区域内的试验活动，适用本条例。
法律、法规另有规定的，从其规定。

第二章　管理

第三条　试验人应当遵守下列规定：
（一）佩戴标识；
（二）及时清理场地。
违反前款规定的，由主管部门责令改正。

第四条　市人民政府设立试验专项资金，扶持企业购置先进仪器和设备。

第五条　禁止在学校、医院周边开展试验。

第三章　附则

第六条　本条例自公布之日起施行。
"""


def pair(text=NEXT, *, confirmed=True, base_text=TEXT):
    base = make_version(text=base_text)
    version = make_version(base.document.regulation, text=text, base=base)
    if confirmed:
        services.confirm_lineage(version, by=None)
    return base, version


def found(followed):
    return followed.state, [p.address for p in followed.provisions], followed.is_certain


def test_computed_rows_hold_every_article_once():
    base, version = pair(confirmed=False)

    computed = computed_lineage(version)

    assert [
        ([p.address for p in row.old], [p.address for p in row.new], row.relation)
        for row in computed.rows
    ] == [
        (["1"], ["1"], "unchanged"),
        (["2"], ["2"], "unchanged"),
        (["3"], ["3"], "modified"),
        ([], ["4"], "added"),
        (["4"], ["5"], "renumbered"),
        (["5"], ["6"], "renumbered"),
    ]
    assert computed.counts()["renumbered"] == 2
    assert not version.lineage_back.exists()


def test_confirmed_rows_read_like_the_computed_ones():
    base, version = pair()

    rows = confirmed_rows(base, version)

    computed = computed_lineage(version).rows
    assert [(r.old, r.new, r.relation, r.is_certain) for r in rows] == [
        (r.old, r.new, r.relation, r.is_certain) for r in computed
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("1", (FollowState.PRESENT, ["1"], True)),
        ("2.2", (FollowState.PRESENT, ["2.2"], True)),
        ("3", (FollowState.CHANGED, ["3"], True)),
        ("3.1.1", (FollowState.PRESENT, ["3.1.1"], True)),
        ("3.1.2", (FollowState.DELETED, [], True)),
        ("3.1.3", (FollowState.PRESENT, ["3.1.2"], True)),
        ("3.2", (FollowState.PRESENT, ["3.2"], True)),
        ("4", (FollowState.PRESENT, ["5"], True)),
        ("5.1", (FollowState.PRESENT, ["6.1"], True)),
        ("ch1", (FollowState.PRESENT, ["ch1"], True)),
        ("ch2", (FollowState.CHANGED, ["ch2"], True)),
    ],
)
def test_provisions_of_every_level_are_followed(address, expected):
    base, version = pair()

    assert found(follow(provision(base, address), version)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("5", (FollowState.PRESENT, ["4"], True)),
        ("4", (FollowState.ADDED, [], True)),
        ("3.1.2", (FollowState.PRESENT, ["3.1.3"], True)),
        ("ch2", (FollowState.CHANGED, ["ch2"], True)),
    ],
)
def test_provisions_are_followed_back(address, expected):
    base, version = pair()

    assert found(follow_back(provision(version, address), base)) == expected


def test_unconfirmed_pair_leads_nowhere():
    base, version = pair(confirmed=False)

    followed = follow(provision(base, "1"), version)

    assert found(followed) == (FollowState.UNCONFIRMED, [], False)


def test_chain_with_one_unconfirmed_step_leads_nowhere():
    base, version = pair()
    last = make_version(base.document.regulation, text=NEXT, base=version)

    assert follow(provision(base, "1"), last).state == FollowState.UNCONFIRMED
    services.confirm_lineage(last, by=None)
    assert found(follow(provision(base, "4"), last)) == (
        FollowState.PRESENT,
        ["5"],
        True,
    )


def test_version_that_does_not_descend_is_unconfirmed():
    base, version = pair()

    assert follow(provision(version, "1"), base).state == FollowState.UNCONFIRMED
    assert follow(provision(base, "1"), make_version()).state == "unconfirmed"


def test_provision_of_the_version_itself_is_there():
    version = make_version()

    assert found(follow(provision(version, "1"), version)) == (
        FollowState.PRESENT,
        ["1"],
        True,
    )


def test_split_gives_both_successors_and_merger_both_predecessors():
    parted = TEXT.replace("法律、法规另有", "第三条　法律、法规另有")
    for old, new in (("第五", "第六"), ("第四", "第五"), ("第三条　试", "第四条　试")):
        parted = parted.replace(old, new)
    base, version = pair(parted, confirmed=False)
    services.confirm_lineage(version, [LineageDecision(("2",), ("2", "3"))], by=None)

    assert found(follow(provision(base, "2"), version)) == (
        FollowState.SPLIT,
        ["2", "3"],
        True,
    )
    assert found(follow_back(provision(version, "3"), base)) == (
        FollowState.SPLIT,
        ["2"],
        True,
    )
    assert found(follow(provision(base, "2.2"), version))[1] == ["3.1"]


def test_merger_is_one_place_with_two_predecessors():
    joined = TEXT.replace("第四条　禁止", "禁止").replace("第五条", "第四条")
    base, version = pair(joined, confirmed=False)
    services.confirm_lineage(version, [LineageDecision(("3", "4"), ("3",))], by=None)

    assert found(follow(provision(base, "4"), version)) == (
        FollowState.MERGED,
        ["3"],
        True,
    )
    assert found(follow_back(provision(version, "3"), base)) == (
        FollowState.MERGED,
        ["3", "4"],
        True,
    )


def test_doubtful_row_is_followed_as_to_be_confirmed():
    base, version = pair()
    version.lineage_back.filter(level="article", new__address="5").delete()
    version.lineage_back.create(
        old_version=base,
        old=provision(base, "4"),
        new=provision(version, "5"),
        level="article",
        relation="renumbered",
        is_certain=False,
        confirmed_at=version.lineage_confirmed_at,
    )

    assert found(follow(provision(base, "4"), version)) == (
        FollowState.PRESENT,
        ["5"],
        False,
    )
    assert follow(provision(base, "ch2"), version).is_certain is False


def test_part_without_a_tie_goes_with_its_article_to_be_confirmed():
    base, version = pair()
    version.lineage_back.filter(old__address="3.1.3").delete()

    followed = follow(provision(base, "3.1.3"), version)

    assert found(followed) == (FollowState.CHANGED, ["3"], False)
    assert followed.is_article_only


def test_chapter_whose_articles_scatter_is_to_be_confirmed():
    scattered = NEXT.replace("第二章　管理\n", "").replace(
        "第四条　市", "第二章　管理\n\n第四条　市"
    )
    base, version = pair(scattered)

    # Of the chapter's two articles one now stands in another chapter.
    assert found(follow(provision(base, "ch2"), version)) == (
        FollowState.UNCONFIRMED,
        [],
        False,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_following_many_takes_as_many_queries_as_one(django_assert_num_queries, count):
    base, version = pair()
    wanted = [provision(base, a) for a in ("1", "3.1.1", "4")][:count]

    with django_assert_num_queries(3):
        assert len(follow_many(wanted, version)) == count


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("stated", [True, False])
def test_random_chains_never_give_a_wrong_certain_answer(seed, stated):
    chance = chains.Chance(seed)
    drafts = [chance.draft()]
    for _ in range(3):
        drafts.append(chance.revise(drafts[-1]))
    regulation = make_regulation()
    versions = [make_version(regulation, text=drafts[0].text())]
    for old, new in pairwise(drafts):
        version = make_version(regulation, text=new.text(), base=versions[-1])
        rows = chains.decisions(old, new) if stated else []
        services.confirm_lineage(version, rows, by=None)
        versions.append(version)

    first, last = versions[0], versions[-1]
    followed = follow_many(first.provisions.all(), last)

    for number, article in enumerate(drafts[0].articles):
        answer = followed[provision(first, str(number + 1)).pk]
        truth = chains.descendants(drafts, number)
        if stated or answer.is_certain:
            assert chains.addresses(last, answer.provisions) == truth
        if stated:
            assert answer.is_certain
        for at, paragraph in enumerate(article.paragraphs, 1):
            part = followed[provision(first, f"{number + 1}.{at}").pk]
            place = drafts[-1].place_of(paragraph)
            if part.is_certain:
                expected = {place[0]} if place else set()
                assert chains.addresses(last, part.provisions) == expected


@pytest.fixture
def epidemic_law(laws):
    """The real chain of 动物防疫法, imported, published and confirmed as computed."""
    regulation = make_regulation(title="中华人民共和国动物防疫法")
    versions = []
    for name, version_type in (
        ("dwfy-2015", VersionType.IN_FORCE),
        ("dwfy-draft1", VersionType.DRAFT),
        ("dwfy-draft2", VersionType.SECOND_DRAFT),
        ("dwfy-2021", VersionType.PROMULGATED),
    ):
        file = next(laws.glob(f"{name}.*"))
        version = services.import_version(
            regulation.document,
            read_file(file),
            by=None,
            version_type=version_type,
            base=versions[-1] if versions else None,
            title="中华人民共和国动物防疫法",
        )
        services.submit_version(version, by=None)
        services.publish_version(version, by=None, override_reason="逐条核对过")
        if versions:
            services.confirm_lineage(version, by=None)
        versions.append(version)
    return versions


@pytest.mark.corpus
def test_real_chain_is_followed_from_draft_to_law(epidemic_law):
    in_force, first, second, law = epidemic_law

    assert [v.provisions.articles().count() for v in epidemic_law] == [
        85,
        113,
        112,
        113,
    ]
    assert found(follow(provision(in_force, "1"), law)) == (
        FollowState.CHANGED,
        ["1"],
        True,
    )
    # 原第十六条 → 现第十七条, as the worked key has it.
    assert found(follow(provision(second, "16"), law)) == (
        FollowState.CHANGED,
        ["17"],
        True,
    )
    assert found(follow_back(provision(law, "17"), second)) == (
        FollowState.CHANGED,
        ["16"],
        True,
    )


@pytest.mark.corpus
def test_doubtful_row_of_the_real_chain_is_certain_once_a_person_states_it(
    epidemic_law,
):
    _in_force, first, second, law = epidemic_law
    before = follow_back(provision(law, "17"), first)
    row = next(
        r for r in confirmed_rows(first, second) if provision(second, "16") in r.new
    )

    services.confirm_lineage(
        second,
        [
            LineageDecision(
                tuple(p.address for p in row.old), tuple(p.address for p in row.new)
            )
        ],
        by=None,
    )

    after = follow_back(provision(law, "17"), first)
    assert (before.is_certain, after.is_certain) == (False, True)
    assert after.provisions == before.provisions == list(row.old)


@pytest.mark.corpus
def test_real_chain_agrees_with_the_worked_key(epidemic_law, laws):
    key = json.loads((laws / "keys/pairs/dwfy-draft2__dwfy-2021.json").read_text())
    _in_force, _first, second, law = epidemic_law
    articles = {p.address: p for p in second.provisions.articles()}
    followed = follow_many(articles.values(), law)

    wrong = []
    for row in key["rows"]:
        for address in row["old"] if row["certainty"] == "certain" else []:
            answer = followed[articles[address].pk]
            places = [p.address for p in answer.provisions]
            if answer.is_certain and places != row["new"]:
                wrong.append((address, places, row["new"]))
    assert wrong == []
