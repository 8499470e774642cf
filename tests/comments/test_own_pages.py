"""What the author does with number and code: look up, correct, withdraw (C3, C13)."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.roles import Role
from common import codes, idempotency
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from drafts.services import confirm_lineage
from feedback.comments.answers import (
    Answer,
    AnswerLink,
    register_answer_source,
    unregister_answer_source,
)
from tests.comments.browsing import (
    OFFICIAL,
    address,
    look_up,
    page,
)
from tests.comments.making import fresh, hand_in, screened, words, words_with_person
from tests.make import TEXT, make_user, make_version


def test_receipt_and_code_open_the_comment(client, consultation):
    receipt = hand_in(consultation, words_with_person())

    response = look_up(client, receipt.comment.receipt_no, receipt.code.lower())

    text = page(response)
    assert (response.status_code, response["Cache-Control"]) == (
        200,
        "private, no-store",
    )
    assert "<h1>待审核</h1>" in text
    assert "请写明距离。" in text
    assert OFFICIAL in text
    # Not even the author's own page shows who it was.
    assert "王某某" not in text
    assert "13800138000" not in text


def test_unknown_receipt_and_wrong_code_look_alike(client, consultation):
    receipt = hand_in(consultation)
    wrong = codes.code_for(idempotency.new_key(), 1)
    known = look_up(client, receipt.comment.receipt_no, wrong)
    unknown = look_up(client, "YJ-LF2026999-R1-000001", wrong)

    def shape(response):
        text = re.sub(r'value="[^"]*"', "", page(response))
        return response.status_code, sorted(response.headers), text

    assert shape(known) == shape(unknown)
    assert known.status_code == 422


def test_typing_slip_is_named(client, consultation):
    receipt = hand_in(consultation)
    last = "2" if receipt.code[-1] != "2" else "3"

    response = look_up(client, receipt.comment.receipt_no, receipt.code[:-1] + last)

    assert response.status_code == 422
    assert page(response).count("查询码有一个字符打错了，请对照回执再看一遍。") == 2


def test_short_code_is_told_its_length(client, consultation):
    receipt = hand_in(consultation)

    response = look_up(client, receipt.comment.receipt_no, receipt.code[:4])

    assert response.status_code == 422
    assert "查询码一共14个字母和数字，您写了4个，请对照回执再看一遍。" in page(response)


def test_sixth_try_is_locked(client, consultation):
    receipt = hand_in(consultation)
    for number in range(5):
        wrong = codes.code_for(idempotency.new_key(), number)
        assert look_up(client, "YJ-1", wrong).status_code == 422

    response = look_up(client, receipt.comment.receipt_no, receipt.code)

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 1700
    assert "请写明距离。" not in page(response)


def test_code_in_the_address_opens_nothing(client, consultation):
    receipt = hand_in(consultation)
    query = {"receipt_no": receipt.comment.receipt_no, "code": receipt.code}

    response = client.get(reverse("comments:lookup"), query)

    assert response.status_code == 200
    assert "请写明距离。" not in page(response)


def test_author_corrects_by_code(client, consultation):
    receipt = hand_in(consultation)
    number = receipt.comment.receipt_no
    form = look_up(client, number, receipt.code, "correct")
    assert "请写明距离。</textarea>" in page(form)

    blank = look_up(client, number, receipt.code, "correct", step="save", body="")
    saved = look_up(
        client, number, receipt.code, "correct", step="save", body="请写明五十米。"
    )

    assert (blank.status_code, saved.status_code) == (422, 200)
    assert "更正已收到，原来的话也保留着。" in page(saved)
    assert [row.body for row in receipt.comment.wordings.all()] == [
        "请写明距离。",
        "请写明五十米。",
    ]


def test_correction_with_the_same_words_says_so(client, consultation):
    receipt = hand_in(consultation)
    number, words = receipt.comment.receipt_no, "请写明距离。"

    response = look_up(client, number, receipt.code, "correct", step="save", body=words)

    assert "文字没有变化，意见保持原样。" in page(response)
    assert "更正已收到" not in page(response)
    assert receipt.comment.wordings.count() == 1


def test_author_withdraws_by_code(client, consultation):
    receipt = hand_in(consultation, words_with_person())
    number = receipt.comment.receipt_no

    wrong = codes.code_for(idempotency.new_key(), 1)
    assert look_up(client, number, wrong, "withdraw").status_code == 422
    assert fresh(receipt.comment).stage == "submitted"
    response = look_up(client, number, receipt.code, "withdraw")

    assert "<h1>您已撤回</h1>" in page(response)
    assert fresh(receipt.comment).stage == "withdrawn"


def test_withdrawal_after_reporting_says_what_was_kept(client, consultation):
    receipt = hand_in(consultation, words_with_person("打13800138000找我。"))
    screened(receipt.comment, "accept")
    Consultation.objects.filter(pk=consultation.pk).update(stage=RoundStage.REPORTED)

    response = look_up(client, receipt.comment.receipt_no, receipt.code, "withdraw")

    text = page(response)
    assert "<h1>身份信息已删去</h1>" in text
    assert "依照档案规定保留去掉个人信息后的文字" in text
    assert "打〔电话〕找我。" in text
    assert "13800138000" not in text


@pytest.mark.parametrize(
    ("act", "said", "shown"),
    [
        ("accept", {}, ["<h1>已受理</h1>"]),
        ("hold", {}, ["<h1>审核中</h1>"]),
        (
            "return",
            {"note": "请写明是哪一款。"},
            ["<h1>请您补正</h1>", "请写明是哪一款。"],
        ),
        (
            "reject",
            {"reason": "personal_case", "note": "请找社区调解。"},
            ["<h1>不予受理</h1>", "个案诉求", "请找社区调解。", "请求重新审核"],
        ),
        (
            "transfer",
            {"transferred_to": "12345热线", "reference": "20260001"},
            ["<h1>已转送</h1>", "12345热线", "对方编号 20260001"],
        ),
    ],
)
def test_decisions_of_the_desk_reach_the_author(client, consultation, act, said, shown):
    receipt = hand_in(consultation)
    screened(receipt.comment, act, **said)

    text = page(look_up(client, receipt.comment.receipt_no, receipt.code))

    assert [part for part in shown if part not in text] == []


def test_returned_comment_is_not_asked_for_words_nobody_takes_any_more(
    client, consultation
):
    receipt = hand_in(consultation)
    screened(receipt.comment, "return", note="请写明是哪一款。")
    Consultation.objects.filter(pk=consultation.pk).update(stage=RoundStage.REPORTED)

    text = page(look_up(client, receipt.comment.receipt_no, receipt.code))

    assert "<h1>退回补正</h1>" in text
    assert "已经报送，不能再更正。" in text
    assert reverse("comments:correct") not in text
    assert "重新提交" not in text


def test_flag_for_the_desk_is_not_the_authors_news(client, consultation):
    hand_in(consultation)
    again = hand_in(consultation)

    text = page(look_up(client, again.comment.receipt_no, again.code))

    assert "本人重复" not in text


def test_answers_come_from_the_rooms_above(client, consultation):
    receipt = hand_in(consultation, words(targets=("3", "4")))
    target = fresh(receipt.comment).targets.last()

    def answer(comment):
        link = AnswerLink("公布文本第五条", "/r/x/v3/5/", "改为五十米")
        return [Answer(target.pk, "adopted", "采纳", "已经写明。", [link])]

    register_answer_source(answer)
    try:
        text = page(look_up(client, receipt.comment.receipt_no, receipt.code))
    finally:
        unregister_answer_source(answer)

    assert 'data-result="adopted"' in text
    assert '<a href="/r/x/v3/5/">公布文本第五条</a>' in text
    assert "已经写明。" in text


@pytest.mark.parametrize("count", [1, 3])
def test_result_query_count_is_flat(
    client, consultation, count, django_assert_max_num_queries
):
    receipt = hand_in(consultation, words(targets=("1", "3", "4")[:count]))
    client.get(reverse("comments:lookup"))

    with django_assert_max_num_queries(14):
        look_up(client, receipt.comment.receipt_no, receipt.code)


def test_provision_of_a_later_version_is_not_of_this_round(client, consultation):
    regulation = consultation.document.regulation
    text = "明川市试验条例\n\n第一条　一。\n\n" + "".join(
        f"第{number}条　另一稿。\n\n" for number in ("二", "三", "四", "五", "六")
    )
    make_version(regulation, text=text, base=consultation.version)

    assert client.get(address(consultation), {"on": "6"}).status_code == 404


@pytest.mark.parametrize(
    ("replaced", "told", "successors"),
    [
        (("第五条　本", "第六条　本"), "原第四条 → 现第五条", ["5"]),
        (("第四条　禁止在学校、医院周边开展试验。\n\n", ""), "原第四条 → 现已删去", []),
    ],
)
def test_code_shows_where_the_article_stands_now(
    client, consultation, replaced, told, successors
):
    receipt = hand_in(consultation)
    base = consultation.version
    text = TEXT.replace(*replaced)
    if successors:
        new = "第四条　试验人应当购买保险。\n\n第五条　禁止"
        text = text.replace("第四条　禁止", new)
    later = make_version(base.document.regulation, text=text, base=base)
    before = page(look_up(client, receipt.comment.receipt_no, receipt.code))
    confirm_lineage(later, by=make_user(Role.LEGISLATIVE_REVIEWER))

    text = page(look_up(client, receipt.comment.receipt_no, receipt.code))

    assert ("沿革还没有确认" in before, told in before) == (True, False)
    assert told in text
    assert [place for place in ("4", "5") if provision_url(later, place) in text] == (
        successors
    )


def provision_url(version, place):
    return reverse(
        "reading:provision", args=[version.document.code, version.slug, place]
    )
