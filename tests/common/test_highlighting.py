"""Pieces around what was found: escaped, marked, cut between whole characters."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.highlighting import LONGEST, marked, snippet
from common.searching import folded, terms


def words(shown):
    """What a reader sees of a snippet."""
    return re.sub(r"</?mark>", "", shown)


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("居民区垃圾分类", "垃圾", "居民区<mark>垃圾</mark>分类"),
        (
            "请用APP登记，app好。",
            "ＡＰＰ",
            "请用<mark>APP</mark>登记，<mark>app</mark>好。",
        ),
        ("apple 和 app", "app", "apple 和 <mark>app</mark>"),
        (
            "第２９条、第二十九条",
            "29条",
            "第<mark>２９条</mark>、<mark>第二十九条</mark>",
        ),
        ("甲方、乙方", '"甲方，乙方"', "<mark>甲方、乙方</mark>"),
        ("<b>狗</b>&猫", "狗", "&lt;b&gt;<mark>狗</mark>&lt;/b&gt;&amp;猫"),
        ("居民民区", "居民 民区", "<mark>居民</mark><mark>民区</mark>"),
        ("居民区", "居民 民区", "<mark>居民</mark>区"),
        ("没有", "别的", "没有"),
        ("㍿与株式会社", "株式会社", "<mark>㍿</mark>与<mark>株式会社</mark>"),
        ("𠮷野家", "𠮷", "<mark>𠮷</mark>野家"),
    ],
)
def test_finds_are_marked_and_everything_is_escaped(text, query, shown):
    assert marked(text, terms(query)) == shown


def test_a_short_text_is_shown_whole():
    assert (
        snippet("养犬\n应当  办证。", terms("办证")) == "养犬 应当 <mark>办证</mark>。"
    )


def test_a_long_text_is_cut_around_the_find():
    text = "前" * 200 + "。这里说垃圾分类。" + "后" * 200

    shown = snippet(text, terms("垃圾分类"))

    assert shown.startswith("…这里说<mark>垃圾分类</mark>。后")
    assert shown.endswith("后…")
    assert len(words(shown)) <= LONGEST + 2


def test_terms_far_apart_get_a_piece_each():
    text = "甲乙" + "一" * 300 + "丙丁" + "二" * 300 + "戊己"

    shown = snippet(text, terms("甲乙 丙丁 戊己"))

    assert [m in shown for m in ("甲乙", "丙丁", "戊己")] == [True] * 3
    assert len(words(shown)) <= LONGEST + 4


def test_the_beginning_is_shown_where_nothing_is_found():
    assert snippet("文" * 200, terms("无")) == "文" * LONGEST + "…"


def test_characters_of_several_parts_are_never_torn():
    family = "👨\u200d👩\u200d👧"
    text = "e\u0301" * 60 + "狗" + family * 60

    shown = snippet(text, terms("狗"))

    assert "<mark>狗</mark>" in shown
    inner = words(shown).strip("…")
    assert not inner.startswith("\u0301")
    assert inner.count("\u200d") % 2 == 0


@given(
    text=st.text(alphabet="居民区垃圾aB１ ，\u0301ｶﾞ㍿😀\u200d<&", max_size=160),
    query=st.text(alphabet="居民区垃a1 ，", min_size=1, max_size=6),
)
def test_snippets_add_nothing_and_mark_only_what_was_asked(text, query):
    shown = snippet(text, terms(query))

    plain = words(shown).replace("&lt;", "<").replace("&amp;", "&")
    tidy = " ".join(text.split())
    assert all(piece in tidy for piece in plain.split("…"))
    asked = folded(query).replace("，", " ").split()
    for found in re.findall(r"<mark>(.*?)</mark>", shown):
        same = folded(found).replace("\u0301", "").replace("\u200d", "")
        assert any(same[:1] in words or words[:1] in same for words in asked)
