"""Search finds what is there, all of it and nothing else."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common import searching
from common.models import SearchEntry

pytestmark = pytest.mark.django_db


def found(query, **options):
    options = {"kinds": "comment"} | options
    return sorted(searching.find(query, **options))


@pytest.fixture
def entries():
    searching.index("comment", 1, "建议居民区垃圾分类点延长开放时间。", scope="R1")
    searching.index(
        "comment", 2, "居民小区养犬应当办证，Wi-Fi 与 APP 登记。", scope="R2"
    )
    searching.index("provision", 3, "第八条　居民委员会应当……", scope="R1")


def test_tokens_are_pairs_last_characters_and_words():
    assert searching.tokens("居民区，A座 ＷｉＦｉ 12") == [
        *("居民", "民区", "区"),
        *("a", "座", "wifi", "12"),
    ]
    assert searching.tokens("") == searching.tokens("！？　") == []


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("居民", [1, 2]),
        ("民区", [1]),
        ("居民区垃圾分类点", [1]),
        ("居", [1, 2]),
        ("区", [1, 2]),
        ("证", [2]),
        ("垃圾 延长", [1]),
        ("垃圾　养犬", []),
        ("区民", []),
        ("点延", [1]),
        ("间", [1]),
        ("app", [2]),
        ("ＡＰＰ登记", [2]),
        ("AP", []),
        ('"居民小区"', [2]),
        ("“Wi-Fi 与 APP”", [2]),
        ('"APP Wi"', []),
        ("「延长开放」 居民", [1]),
        ("", []),
        ("，。！", []),
        ("\" OR 1=1 -- ' & | ! ( ) : * \\", []),
    ],
)
def test_queries_find_what_contains_them(query, ids, entries):
    assert found(query) == ids


NUMBERED = {
    1: "第二十九条　养犬人应当办证",
    2: "建议把第29条改成原则性规定",
    3: "依照第一百二十九条",
    4: "本办法29条不妥",
    5: "第十条之一的规定",
    6: "共29项，第2条例外，第三条例",
}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("第二十九条", [1, 2]),
        ("第29条", [1, 2]),
        ("第 29 条", [1, 2]),
        ("２９条", [1, 2, 4]),
        ("29 条", [1, 2, 4]),
        ("129条", [3]),
        ("第十条之一", [5]),
        ("第10条之1", [5]),
        ("第三条例", [6]),
        ("依照第129条", [3]),
        ("第2条", [6]),
        ("第9999条", []),
    ],
)
def test_articles_are_found_by_number_however_written(query, ids, db):
    searching.index_many("comment", NUMBERED.items())

    assert found(query) == ids


def test_objects_of_one_batch_have_scopes_of_their_own(db):
    searching.index_many(
        "comment", [(1, "居民"), (2, "居民")], scope={1: "R1", 2: "R2"}
    )

    assert found("居民", scope="R2") == [2]


def test_kinds_and_scopes_narrow_the_search(entries):
    assert found("居民", kinds=["comment", "provision"]) == [1, 2, 3]
    assert found("居民", kinds="provision") == [3]
    assert found("居民", scope="R2") == [2]
    pairs = searching.entries("居民").values_list("kind", "object_id")
    assert sorted(pairs) == [("comment", 1), ("comment", 2), ("provision", 3)]


def test_index_anew_replaces_the_words(entries):
    searching.index("comment", 1, "改为：道路照明", scope="R1")

    assert (found("垃圾"), found("道路")) == ([], [1])
    assert SearchEntry.objects.filter(kind="comment").count() == 2


def test_forgotten_words_leave_the_index(entries):
    searching.forget("comment", 1)

    assert found("垃圾") == []
    assert not SearchEntry.objects.filter(tokens__contains="垃圾").exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM common_searchindex"
                " WHERE common_searchindex MATCH '\"垃圾\"'"
            )
            assert cursor.fetchone() == (0,)


def test_index_and_search_are_one_query_each(django_assert_num_queries):
    with django_assert_num_queries(1):
        searching.index("comment", 1, "居民")
    with django_assert_num_queries(1):
        assert list(searching.find("居民", kinds="comment")) == [1]


def test_long_and_odd_words_are_no_trouble():
    searching.index(
        "comment", 1, "x" * 5000 + " 1e5 a.b c-d " + "𠮷野家 བོད་ཡིག 😀" + "\0"
    )

    assert found("x" * 5000) == found("1e5") == found("c-d") == found("𠮷野") == [1]
    assert found("བོད་ཡིག") == [1]
    assert found("x" * 5) == []


HAN = "居民区垃圾"
TEXTS = st.lists(st.text(alphabet=HAN + "A１ ，", max_size=30), min_size=1, max_size=8)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts=TEXTS, query=st.text(alphabet=HAN, min_size=1, max_size=5))
def test_recall_and_precision_equal_substring_search(db, texts, query):
    SearchEntry.objects.all().delete()
    searching.index_many("comment", enumerate(texts))

    expected = [pk for pk, text in enumerate(texts) if query in searching.folded(text)]
    assert found(query) == expected
