"""Whatever goes wrong, what was typed is on the answer (U02, U05)."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from common import codes, idempotency
from feedback.comments.models import Comment
from feedback.comments.views.asking import QUESTIONS
from tests.comments.browsing import address, filled, hidden, look_up, page, receipt_of
from tests.comments.making import hand_in, words
from tests.make import make_consultation

TYPED = {
    "stance": "amend",
    "body": "晚上十点以后请保持安静。\n第二行也要留着。",
    "reason": "小区里有老人和学生。",
    "own-4": "禁止在学校、医院周边一百米内开展试验。",
    "name": "王某某",
    "phone": "13800138000",
    "email": "wang@example.cn",
    "occupation": "教师",
    "guardian_name": "李某某",
    "privacy": "on",
    "under_14": "",
    "public_words": "on",
}
# The kinds of mistakes there are, with what the person is told.
KINDS = {
    "no words": ({"body": ""}, "请写下您的意见。"),
    "too many words": (
        {"body": "字" * 5001},
        "意见最多 5000 字，现在超出 1 字，请删减或者分成几条提交。",
    ),
    "reason too long": ({"reason": "字" * 2001}, "理由最多 2000 字，请删减。"),
    "own wording too long": (
        {"own-4": "字" * 20_001},
        "建议的条文最多 20000 字，请删减。",
    ),
    "unknown stance": ({"stance": "nuke"}, "请在列出的态度里选一个。"),
    "telephone": ({"phone": "12345"}, "请写11位手机号码，或者带区号的座机号码。"),
    "mail": ({"email": "wang"}, "请写完整的邮箱地址，例如 name@example.cn。"),
    "name too long": ({"name": "王" * 51}, "最多 50 字，请删减。"),
    "no consent to be known": (
        {"privacy": ""},
        "您留了姓名或者联系方式，请先看个人信息处理说明并勾选；也可以把它们都删去再提交。",
    ),
    "child without guardian": (
        {"under_14": "on"},
        "未满14周岁的，请写监护人姓名并由监护人同意；不愿意写，请把姓名和联系方式都空着。",
    ),
    "name to be shown but none given": (
        {"public_name": "on", "name": ""},
        "同意公开署名的，请写上姓名；或者不勾选这一项。",
    ),
    "too many own wordings": (
        {f"own-{number}": "改" for number in range(30, 51)},
        "一次最多改写 20 处条文，请分成几条提交。",
    ),
}


def values(response):
    """Everything a form on the page would send back, hidden fields included."""
    text = page(response)
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", text):
        name, value = (
            re.search(r'name="([^"]+)"', tag),
            re.search(r'value="([^"]*)"', tag),
        )
        is_choice = 'type="radio"' in tag or 'type="checkbox"' in tag
        if name and (not is_choice or " checked" in tag):
            found[name[1]] = html.unescape(value[1]) if value else "on"
    for name, value in re.findall(
        r'<textarea\b[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', text, re.S
    ):
        found[name] = html.unescape(value).removeprefix("\n")
    return found


def lost(data, response):
    """The fields whose text the answer no longer holds."""
    back = values(response)
    return [
        name
        for name, value in data.items()
        if value and name != "step" and back.get(name, "") != value
    ]


def test_there_are_twelve_kinds():
    assert len(KINDS) == 12


@pytest.mark.parametrize("mode", ["", "elder"])
@pytest.mark.parametrize("step", ["check", "submit"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_mistake_costs_a_field(client, consultation, kind, step, mode):
    client.cookies["mode"] = mode
    wrong, message = KINDS[kind]
    data = {**filled(step=step), **TYPED, **wrong, "on": "4"}

    response = client.post(address(consultation), data)

    text = page(response)
    forged = {name for name in wrong if name.startswith("own-") and name != "own-4"}
    if kind == "unknown stance":
        forged.add("stance")
    kept = {name: value for name, value in data.items() if name not in forged}
    if mode:
        # 关怀版 carries what another page asked for, forged names too.
        kept = data if kind != "unknown stance" else kept
    assert response.status_code == 422
    assert lost(kept, response) == []
    assert re.search(r"<title>\s*错误：", text)
    assert '<div class="error-summary" role="alert" tabindex="-1" autofocus>' in text
    assert text.count(message) == 2
    assert Comment.objects.count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_field_in_error_says_so_itself(client, consultation, kind):
    wrong, message = KINDS[kind]
    response = client.post(
        address(consultation), {**filled(), **TYPED, **wrong, "on": "4"}
    )

    text = page(response)
    linked = re.findall(rf'<a href="#(id_[^"]+)">[^<]*{re.escape(message)}</a>', text)
    for target in linked:
        assert text.count(f'id="{target}"') == 1
        name = target.removeprefix("id_")
        tag = re.search(rf'<[^>]*name="{name}"[^>]*>', text)[0]
        assert 'aria-invalid="true"' in tag
        described = re.search(rf'aria-describedby="[^"]*{target}_error', text)
        assert described, name
    assert len(linked) == 1


def test_every_field_of_the_form_has_its_question(client, consultation):
    from feedback.comments.forms import CommentForm  # noqa: PLC0415 -- the test's subject

    asked = {name for question in QUESTIONS.values() for name in question.fields}

    assert asked == set(CommentForm().fields)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"receipt_no": "", "code": "ABCD"}, "请写受理编号。"),
        ({"receipt_no": "YJ-1", "code": ""}, "请写查询码。"),
        (
            {"receipt_no": "YJ-1", "code": "ABCD"},
            "查询码一共14个字母和数字，您写了4个，请对照回执再看一遍。",
        ),
    ],
)
def test_looking_up_keeps_what_was_typed(client, db, fields, message):
    response = client.post(reverse("comments:lookup"), fields)

    assert response.status_code == 422
    assert lost(fields, response) == []
    assert page(response).count(message) == 2
    assert "<title>错误：" in page(response)


@pytest.mark.parametrize(
    "wrong", [{"body": ""}, {"body": "字" * 5001}, {"reason": "字" * 2001}]
)
def test_correcting_keeps_what_was_typed(client, consultation, wrong):
    receipt = hand_in(consultation)
    data = {
        "step": "save",
        "body": "改成这样。",
        "reason": "想过了。",
        "own-4": "新的写法。",
        **wrong,
    }

    response = look_up(
        client, receipt.comment.receipt_no, receipt.code, "correct", **data
    )

    assert response.status_code == 422
    assert lost(data, response) == []
    assert receipt.comment.wordings.count() == 1


def test_own_wordings_together_have_a_limit(client, consultation):
    addresses = [str(number) for number in range(1, 5)]
    data = filled(on=addresses, **{f"own-{at}": "字" * 16_000 for at in addresses})

    response = client.post(address(consultation), data)

    assert response.status_code == 422
    assert "改写的条文加在一起最多 60000 字，请删减或者分成几条提交。" in page(response)


# A cookie lost while somebody was writing; a form from another site.


@pytest.mark.parametrize("step", ["check", "submit"])
@pytest.mark.parametrize(
    "sender",
    [
        {"sec-fetch-site": "same-origin"},
        {"origin": "http://testserver"},
        {"referer": "http://testserver/comment/x/"},
    ],
)
def test_lost_cookies_cost_nothing(consultation, step, sender):
    response = Client(enforce_csrf_checks=True).post(
        address(consultation), filled(step=step), headers=sender
    )

    assert response.status_code == 200
    assert Comment.objects.count() == (1 if step == "submit" else 0)


@pytest.mark.parametrize(
    "sender",
    [
        {},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"referer": "https://evil.example/http://testserver/"},
    ],
)
@pytest.mark.parametrize("name", ["create", "lookup", "correct", "withdraw"])
def test_form_of_another_site_is_refused_with_its_words(consultation, name, sender):
    url = address(consultation) if name == "create" else reverse(f"comments:{name}")
    data = filled(step="submit", receipt_no="YJ-1", code="0" * 14)

    response = Client(enforce_csrf_checks=True).post(url, data, headers=sender)

    assert response.status_code == 403
    assert "请写明距离。</textarea>" in page(response)
    assert Comment.objects.count() == 0


def test_token_still_opens_where_the_sender_is_not_named(consultation):
    client = Client(enforce_csrf_checks=True)
    form = client.get(address(consultation), {"on": "4"})
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page(form))[1]

    response = client.post(
        address(consultation), filled(step="submit", csrfmiddlewaretoken=token)
    )

    assert response.status_code == 200


def test_looking_up_from_the_front_page_needs_no_token(consultation):
    receipt = hand_in(consultation)
    data = {"receipt_no": receipt.comment.receipt_no, "code": receipt.code}

    response = Client(enforce_csrf_checks=True).post(
        reverse("comments:lookup"), data, headers={"origin": "http://testserver"}
    )

    assert response.status_code == 200
    assert "请写明距离。" in page(response)


def test_guesses_without_a_token_are_counted_like_others(consultation):
    client = Client(enforce_csrf_checks=True)
    sender = {"sec-fetch-site": "same-origin"}
    found = []
    for number in range(6):
        data = {
            "receipt_no": "YJ-1",
            "code": codes.code_for(idempotency.new_key(), number),
        }
        answer = client.post(reverse("comments:lookup"), data, headers=sender)
        found.append(answer.status_code)

    assert found == [422] * 5 + [429]
    assert lost(data, answer) == []


def test_form_that_is_too_large_is_answered_in_chinese(client, consultation):
    response = client.post(address(consultation), filled(body="字" * 3_000_000))

    assert response.status_code == 413
    assert "<h1>内容太长，没有接收</h1>" in page(response)


# What the person reads before sending, and after.


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"body": "请打13800138000找我。"}, "文中好像有电话号码，公开时会遮住。"),
        (
            {"body": "11010519491231002X", "reason": "wang@example.cn"},
            "文中好像有证件号码、电子邮箱，公开时会遮住。",
        ),
        ({"own-4": "赔到6222020200112233446。"}, "文中好像有银行卡号，公开时会遮住。"),
        ({"body": "住在人民路12号。"}, ""),
    ],
)
def test_check_names_personal_numbers_and_stops_nobody(
    client, consultation, fields, told
):
    check = client.post(address(consultation), filled(**fields))

    warnings = re.findall(r"文中好像有[^<]*?公开时会遮住。", page(check))
    assert warnings == ([told] if told else [])
    receipt = client.post(address(consultation), {**hidden(check), "step": "submit"})
    assert receipt.status_code == 200


def test_receipt_is_large_kept_printed_and_read_character_by_character(
    client, consultation
):
    response = client.post(address(consultation), filled(step="submit"))

    text = page(response)
    number, code = receipt_of(response)
    spoken = "，".join(" ".join(group) + " " for group in code.split("-"))
    assert f"逐个字符：{spoken}</p>" in text
    assert f'data-copy-text="{code}"' in text
    assert "data-print" in text
    file = re.search(
        r'download="([^"]+)" href="data:text/plain;charset=utf-8,([^"]+)"', text
    )
    from urllib.parse import unquote  # noqa: PLC0415 -- reads the one link

    lines = unquote(file[2]).lstrip("\ufeff").split("\r\n")
    assert file[1] == f"回执{number}.txt"
    assert f"受理编号：{number}" in lines
    assert f"查询码：{code}" in lines
    assert not [line for line in lines if "<" in line]
    assert "查意见：http://testserver/lookup/" in lines


def test_closed_round_names_other_ways_and_rounds_still_open(client, db):
    closed = make_consultation(stage="reported")
    data = filled(step="submit")

    text = page(client.post(address(closed), data))

    assert "请写明距离。</textarea>" in text
    assert f'href="{reverse("rounds:list")}"' in text
    assert 'data-copy="#typed-1"' in text


def test_words_of_the_cap_are_ours(consultation):
    with pytest.raises(Exception, match="一次最多改写 20 处条文"):
        hand_in(consultation, words(proposed={f"{at}": "改" for at in range(21)}))
