"""Search finds all there is and nothing else, against a scan of every text.

Truth: each Han run of the query stands in a Han run of the folded text, each word of
letters and digits is a word of it; a quoted query stands there as a whole, punctuation
apart; an article's number is the same in Han and in digits.
"""

from __future__ import annotations

import random
import re

import pytest

from bench.texts import sentence
from common import searching
from common.highlighting import hits_in

pytestmark = pytest.mark.django_db
KIND = "comment"
ONLY_HAN = re.compile(rf"[{searching.HAN}]+")
SEED = 20261122
WORDS = [
    "Wi-Fi", "APP", "12345", "5G", "ＡＰＰ", "app", "2026年", "第17条", "第十七条",
    "A座", "PM2.5", "24小时", "No.3", "１２３４５", "QQ群", "𠮷野", "㍿", "30日",
]  # fmt: skip
FIXED = [
    # Han of one to eight characters.
    "市", "的", "〇", "条例", "政府", "府应", "不得", "关设施", "居民委", "管理措施",
    "应当建立健", "主管部门应当", "社会监督；市",
    "服务标准和收费目", "单位和个人应当建",
    # Letters, digits, and both with Han.
    "app", "ＡＰＰ", "ap", "12345", "1234", "5g", "pm2.5", "wi-fi", "fi", "qq群", "QQ",
    "A座", "a 座", "2026年", "24小时", "No.3", "30日", "app 市", "12345 政府", "5G措施",
    # Several words, quotation marks, numbers of articles, full width.
    "政府 公布", "设施　维护", '"APP 12345"', "“A座”", '"接受社会"', "第17条", "17条",
    "第十七条", "第 17 条", "第18条", "应当 不得 可以", "市，政府", "公布制度的",
    # Nothing of the kind.
    "獬豸", "zzz", "99999", "政政政", "府政",
]  # fmt: skip


def scan(text: str, query: str) -> bool:
    """Say by looking at the whole text whether ``query`` is in it."""
    here = searching.runs(text)
    return all(
        any(follows(here, variant) for variant in term.variants)
        for term in searching.terms(query)
    )


def follows(here, variant) -> bool:
    """Look for a phrase with a regular expression, not with pairs."""
    joined = " ".join(run.text for run in here)
    first, last = variant[0], variant[-1]
    inner = " ".join(re.escape(run.text) for run in variant)
    before = "" if first.is_han else r"(?:^| )"
    after = "" if last.is_han else r"(?: |$)"
    return re.search(before + inner + after, joined) is not None


def made_texts() -> list[str]:
    """Invented statute language with letters, digits and rare characters between."""
    dice = random.Random(SEED)
    texts = []
    for number in range(400):
        words = sentence(dice, dice.randint(20, 160))
        at = dice.randint(0, len(words))
        texts.append(
            words[:at] + dice.choice(WORDS) + words[at:] if number % 2 else words
        )
    return [*texts, "", "！？", "居〇民", "𠮷野家 APP 12345", "PM2.5 与 Wi-Fi"]


def drawn_queries(texts: list[str], count: int) -> list[str]:
    """Pieces of one to eight characters out of the texts, wherever words end."""
    dice = random.Random(SEED + 1)
    drawn: list[str] = []
    while len(drawn) < count:
        text = dice.choice(texts)
        length = len(drawn) % 8 + 1
        if len(text) > length:
            at = dice.randrange(len(text) - length)
            drawn.append(text[at : at + length])
    return drawn


def compare(texts: list[str], queries: list[str]) -> int:
    """Hold every query against the scan; return how many found something."""
    searching.index_many(KIND, enumerate(texts))
    found_some = 0
    for query in queries:
        truth = (
            [pk for pk, text in enumerate(texts) if scan(text, query)]
            if searching.terms(query)
            else []
        )
        found = sorted(searching.find(query, kinds=KIND))
        assert found == truth, query
        if ONLY_HAN.fullmatch(query) and not query.endswith("条"):
            plain = [pk for pk, t in enumerate(texts) if query in searching.folded(t)]
            assert found == plain, query
        found_some += bool(truth)
    return found_some


def test_recall_is_complete_over_invented_texts():
    texts = made_texts()
    # A drawn piece may end inside a word or hold half a quotation; it is what it is.
    queries = FIXED + drawn_queries(texts, 160)

    found_some = compare(texts, queries)

    assert len(queries) >= 200
    assert found_some >= 150


def test_recall_is_complete_over_real_laws(laws):
    texts = [
        line
        for name in ("mfd-2020.md", "gsf-2018.md")
        for line in (laws / name).read_text("utf-8").splitlines()
        if line.strip()
    ][:1500]
    queries = [
        "民事",
        "法人",
        "权",
        "的",
        "第二条",
        "公司 股东",
        "不得以",
        "有限责任公司",
    ]

    found_some = compare(texts, queries + drawn_queries(texts, 56))

    assert found_some >= 56


def test_what_is_found_is_also_marked():
    texts = made_texts()
    searching.index_many(KIND, enumerate(texts))

    for query in FIXED:
        terms = searching.terms(query)
        for pk in searching.find(query, kinds=KIND):
            marked = {hit.term for hit in hits_in(texts[pk], terms)}
            # One find may lie inside another's: then the longer one is marked.
            assert marked, (query, texts[pk])
            if len(terms) == 1:
                assert marked == {0}
