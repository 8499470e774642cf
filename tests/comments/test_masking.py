"""What identifies somebody is hidden in public views (C9)."""

from __future__ import annotations

import time

import pytest

from feedback.comments import personal
from feedback.comments.masking import mask_personal_numbers, personal_numbers_in
from tests.comments.making import fresh, hand_in, words

HIDDEN = {
    "打13800138000找我": "打〔电话〕找我",
    "打１３８００１３８０００找我": "打〔电话〕找我",
    "打138 0013 8000找我": "打〔电话〕找我",
    "打138-0013-8000找我": "打〔电话〕找我",
    "打１３８　００１３　８０００找我": "打〔电话〕找我",
    "打1 3 8 0 0 1 3 8 0 0 0找我": "打〔电话〕找我",
    "打+86 138 0013 8000。": "打〔电话〕。",
    "手机一三八零零一三八零零零": "手机〔电话〕",
    "座机0999-5550100": "座机〔电话〕",
    "电话5550100": "电话〔电话〕",
    "身份证11010519491231002X，": "身份证〔证件号码〕，",
    "身份证１１０１０５　１９４９１２３１　００２ｘ": "身份证〔证件号码〕",
    "写信到wang.mou@example.com。": "写信到〔邮箱〕。",
    "写信到wang＠example．com。": "写信到〔邮箱〕。",
    "卡号6222020200112233446。": "卡号〔卡号〕。",
    "卡号6222 0202 0011 2233 446。": "卡号〔卡号〕。",
    "车牌川A12345停在门口": "车牌〔车牌〕停在门口",
    "车牌川Ａ·Ｄ12345停在门口": "车牌〔车牌〕停在门口",
    "我住人民路12号3栋2单元501室": "我住人民路＊＊号＊＊栋＊＊单元＊＊室",
    "我住和平街道人民路十二号": "我住和平街道人民路＊＊号",
    "我住幸福小区１２号楼": "我住幸福小区＊＊号楼",
}
KEPT = [
    "第十二条第三款改为二百元以上五百元以下",
    "2026年5月1日起施行，距离不少于50米",
    "参照国务院令第687号",
    "10000000元以上",
    "第3号修正案",
    "电话要公开",
    "室内外温度",
    "12345热线、110",
    "甲乙丙丁戊己庚辛",
    # A long number whose check digit is wrong is no card.
    "登记号6222020200112233447",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_personal_numbers_are_hidden(text):
    assert mask_personal_numbers(text) == HIDDEN[text]


@pytest.mark.parametrize("text", KEPT)
def test_other_numbers_stay(text):
    assert mask_personal_numbers(text) == text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("打13800138000，或者写到wang@example.com", ["电话号码", "电子邮箱"]),
        ("身份证11010519491231002X，再说一遍：11010519491231002X", ["证件号码"]),
        ("我住人民路12号3栋2单元501室", []),
        ("第十二条第三款改为二百元以上五百元以下", []),
    ],
)
def test_kinds_of_personal_numbers_are_named_once(text, kinds):
    assert personal_numbers_in(text) == kinds


def test_long_digits_do_not_take_long():
    assert len(mask_personal_numbers("1 " * 2500)) > 0
    assert len(mask_personal_numbers("a@" * 2500 + "路1" * 1000)) > 0


def test_masked_words_hide_and_the_original_stays(consultation):
    said = words(
        "打13800138000找我。",
        reason="写信到wang@example.com",
        proposed={"4": "禁止扰民，举报电话13800138000。"},
    )
    comment = fresh(hand_in(consultation, said).comment)

    assert personal.masked(comment) == {
        "body": "打〔电话〕找我。",
        "reason": "写信到〔邮箱〕",
        "proposed": {"4": "禁止扰民，举报电话〔电话〕。"},
    }
    assert comment.wording.body == "打13800138000找我。"


@pytest.mark.parametrize(
    "words",
    ["1" * 20_000, "百" * 20_000, "路" + "十" * 20_000, "1-" * 10_000, "路1号" * 6_000],
    ids=["digits", "numerals", "after a street", "digits apart", "many houses"],
)
def test_long_runs_are_masked_in_no_time(words: str) -> None:
    started = time.process_time()
    mask_personal_numbers(words)
    assert time.process_time() - started < 1
