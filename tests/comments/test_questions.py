"""关怀版: one question a page, without scripts (U01, U25)."""

from __future__ import annotations

import re

import pytest

from feedback.comments.models import Comment, Submitter
from tests.comments.browsing import OFFICIAL, address, hidden, page, receipt_of
from tests.comments.making import fresh

BODY = "请写明距离，一百米太近了。"
FIELD = re.compile(r"<(?:textarea|select|input)\b[^>]*>")


@pytest.fixture
def elder(client):
    client.cookies["mode"] = "elder"
    return client


def asked(response):
    """The question a page asks, by its one heading."""
    heading = re.search(r"<h1>(.*?)</h1>", page(response))[1]
    return re.sub(r"<[^>]+>", "", heading)


def fields(response):
    """Names of what a person can fill in on the page."""
    main = page(response).split("<main", 1)[1].split("</main>")[0]
    shown = [tag for tag in FIELD.findall(main) if 'type="hidden"' not in tag]
    return list(dict.fromkeys(re.search(r'name="([^"]+)"', tag)[1] for tag in shown))


def go(client, consultation, response, step, **typed):
    """Press a button of the page, with what one typed on it."""
    data = {**hidden(response), **typed, "step": step}
    return client.post(address(consultation), data)


def to_check(client, consultation):
    first = client.get(address(consultation), {"on": "4"})
    return go(client, consultation, first, "check", body=BODY)


def test_shortest_way_is_three_pages_and_one_field(elder, consultation):
    first = elder.get(address(consultation), {"on": "4"})
    check = go(elder, consultation, first, "check", body=BODY)
    receipt = go(elder, consultation, check, "submit")

    assert asked(first) == "您对第四条想说什么"
    assert f"<title>您对第四条想说什么 {consultation.title} - " in page(first)
    assert fields(first) == ["body"]
    assert (asked(check), fields(check)) == ("核对后提交", [])
    assert receipt_of(receipt)[0] == Comment.objects.get().receipt_no
    assert fresh(Comment.objects.get()).wording.body == BODY


def test_each_page_asks_one_thing_and_all_but_the_words_may_be_passed(
    elder, consultation
):
    words = elder.get(address(consultation), {"on": "4"})
    stance = go(elder, consultation, words, "next", body=BODY)
    contact = go(elder, consultation, stance, "skip")
    check = go(elder, consultation, contact, "skip")

    pages = (words, stance, contact)
    assert [asked(response) for response in pages] == [
        "您对第四条想说什么",
        "您是什么态度",
        "要不要留联系方式",
    ]
    assert [
        f"第 {number} 问，共 3 问" in page(pages[number - 1]) for number in (1, 2, 3)
    ]
    assert fields(stance) == ["stance"]
    # Asked after the words, never before; the notice stands where it is asked.
    assert fields(contact)[:2] == ["phone", "privacy"]
    assert "个人信息处理说明" in page(contact)
    assert asked(check) == "核对后提交"
    assert go(elder, consultation, check, "submit").status_code == 200


def test_only_the_words_are_required_and_the_error_stays_on_their_page(
    elder, consultation
):
    first = elder.get(address(consultation), {"on": "4"})

    for step in ("next", "check"):
        refused = go(elder, consultation, first, step, body="")
        assert refused.status_code == 422
        assert asked(refused) == "您对第四条想说什么"
        assert page(refused).count("请写下您的意见。") == 2
        assert "<title>错误：" in page(refused)


def test_answers_travel_and_come_back(elder, consultation):
    words = elder.get(address(consultation), {"on": "4"})
    stance = go(elder, consultation, words, "next", body=BODY)
    contact = go(elder, consultation, stance, "next", stance="amend")

    back = go(elder, consultation, contact, "back", phone="13800138000")
    first = go(elder, consultation, back, "back", stance="oppose")

    assert re.search(r'value="amend"[^>]*checked', page(back))
    assert f"{BODY}</textarea>" in page(first)
    kept = hidden(first)
    assert (kept["phone"], kept["stance"], kept["on"]) == (
        ["13800138000"],
        ["oppose"],
        ["4"],
    )
    assert kept["key"] == hidden(words)["key"]


def test_passing_over_contacts_drops_them_but_not_that_a_child_speaks(
    elder, consultation
):
    words = elder.get(address(consultation), {"on": "4"})
    contact = go(elder, consultation, words, "ask-contact", body=BODY)

    check = go(elder, consultation, contact, "skip", phone="13800138000", under_14="on")
    go(elder, consultation, check, "submit")

    assert "13800138000" not in page(check)
    assert Submitter.objects.get().kind == "minor"
    assert Submitter.objects.get().sealed is None


@pytest.mark.parametrize(
    ("typed", "question", "message"),
    [
        (
            {"phone": "123"},
            "要不要留联系方式",
            "请写11位手机号码，或者带区号的座机号码。",
        ),
        (
            {"phone": "13800138000"},
            "要不要留联系方式",
            "您留了姓名或者联系方式，请先看个人信息处理说明并勾选；也可以把它们都删去再提交。",
        ),
        ({"stance": "nuke"}, "您是什么态度", "请在列出的态度里选一个。"),
        ({"reason": "字" * 2001}, "改写条文，补充理由", "理由最多 2000 字，请删减。"),
        (
            {"public_name": "on"},
            "要不要公开您的意见",
            "同意公开署名的，请写上姓名；或者不勾选这一项。",
        ),
    ],
)
def test_check_leads_to_the_question_that_is_wrong(
    elder, consultation, typed, question, message
):
    first = elder.get(address(consultation), {"on": "4"})

    refused = go(elder, consultation, first, "check", body=BODY, **typed)

    assert (refused.status_code, asked(refused)) == (422, question)
    assert page(refused).count(message) == 2
    assert hidden(refused)["body"] == [BODY]


def test_check_page_changes_one_answer_and_comes_straight_back(elder, consultation):
    check = to_check(elder, consultation)

    for step, question in (
        ("ask-words", "您对第四条想说什么"),
        ("ask-stance", "您是什么态度"),
        ("ask-own", "改写条文，补充理由"),
        ("ask-contact", "要不要留联系方式"),
        ("ask-public", "要不要公开您的意见"),
    ):
        there = go(elder, consultation, check, step)
        assert asked(there) == question
        assert 'name="step" value="check"' in page(there)
        typed = {"body": BODY} if step == "ask-words" else {}
        assert asked(go(elder, consultation, there, "check", **typed)) == "核对后提交"


def test_own_wording_is_a_link_away(elder, consultation):
    words = elder.get(address(consultation), {"on": "4"})
    own = go(elder, consultation, words, "ask-own", body=BODY)
    assert fields(own) == ["own-4", "reason", "add"]
    assert f"{OFFICIAL}</textarea>" in page(own)

    added = go(elder, consultation, own, "add", add="3", **{"own-4": "我的写法。"})
    check = go(
        elder, consultation, added, "check", **{"own-4": "我的写法。", "reason": "安静"}
    )
    go(elder, consultation, check, "submit")

    comment = fresh(Comment.objects.get())
    assert comment.wording.proposed == {"4": "我的写法。"}
    assert comment.wording.reason == "安静"
    assert [row.provision.address for row in comment.targets.all()] == ["3", "4"]


def test_whole_draft_has_the_same_three_questions(elder, consultation):
    words = elder.get(address(consultation))
    stance = go(elder, consultation, words, "next", body=BODY)

    assert asked(words) == "您对整个草案想说什么"
    assert asked(stance) == "您是什么态度"


def test_change_of_mode_on_the_way_loses_nothing(client, consultation):
    client.cookies["mode"] = "elder"
    words = client.get(address(consultation), {"on": "4"})
    stance = go(client, consultation, words, "next", body=BODY)
    del client.cookies["mode"]

    whole = go(client, consultation, stance, "next", stance="amend")

    assert asked(whole) == "对第四条提意见"
    assert f"{BODY}</textarea>" in page(whole)
    assert re.search(r'value="amend"[^>]*checked', page(whole))


def test_elder_questions_take_few_queries(
    elder, consultation, django_assert_max_num_queries
):
    first = elder.get(address(consultation), {"on": "4"})

    with django_assert_max_num_queries(6):
        go(elder, consultation, first, "next", body=BODY)
