"""The citizen's pages, as a visitor without scripts (C1, C3, C13, U01 to U05, P, Q)."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from common import codes
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from feedback.comments.models import Comment, ConsentRecord, Submitter, Target
from tests.comments.browsing import (
    OFFICIAL,
    address,
    filled,
    hidden,
    look_up,
    page,
    receipt_of,
)
from tests.comments.making import fresh
from tests.make import make_consultation, make_contact_point


def test_article_is_commented_on_in_three_pages(client, consultation):
    first = client.get(address(consultation), {"on": "4"})
    assert first.status_code == 200
    assert OFFICIAL in page(first)
    key = hidden(first)["key"]

    second = client.post(
        address(consultation),
        filled(key=key, **{"own-4": "禁止在学校周边五十米内开展试验。"}),
    )
    assert second.status_code == 200
    assert Comment.objects.count() == 0
    assert "<h1>核对后提交</h1>" in page(second)
    assert "【增】" in page(second)

    third = client.post(address(consultation), {**hidden(second), "step": "submit"})
    assert third.status_code == 200
    comment = fresh(Comment.objects.get())
    number, code = receipt_of(third)
    assert (number, codes.code_hash(code)) == (comment.receipt_no, comment.code_hash)
    assert (comment.stance, comment.wording.body) == ("amend", "请写明距离。")
    assert comment.wording.proposed == {"4": "禁止在学校周边五十米内开展试验。"}
    assert [target.quoted_text for target in comment.targets.all()] == [OFFICIAL]


@pytest.mark.parametrize("step", ["", "check", "submit"])
def test_no_page_may_be_cached(client, consultation, step):
    if step:
        response = client.post(address(consultation), filled(step=step))
    else:
        response = client.get(address(consultation))

    assert response["Cache-Control"] == "private, no-store"


def test_getting_pages_stores_nothing(client, consultation):
    for url in (address(consultation), reverse("comments:lookup")):
        client.get(url, {"step": "submit", "body": "好", "on": "4"})

    assert Comment.objects.count() == 0


def test_posting_with_receipt_takes_few_queries(
    client, consultation, django_assert_max_num_queries
):
    # The working days of one day's receipts are read once an hour.
    client.post(address(consultation), filled(step="submit"))
    data = filled(step="submit", body="还要写明时间。")

    with django_assert_max_num_queries(15):
        response = client.post(address(consultation), data)

    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_form_query_count_is_flat(
    client, consultation, count, django_assert_max_num_queries
):
    client.get(address(consultation))

    with django_assert_max_num_queries(6):
        client.get(address(consultation), {"on": ["1", "3", "4"][:count]})


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("name", ["create", "lookup", "correct", "withdraw"])
def test_other_methods_are_refused(client, consultation, method, name):
    url = address(consultation) if name == "create" else reverse(f"comments:{name}")

    assert getattr(client, method)(url).status_code == 405


@pytest.mark.parametrize("name", ["correct", "withdraw"])
def test_acts_of_the_author_are_never_got(client, db, name):
    response = client.get(reverse(f"comments:{name}"))

    assert (response.status_code, response["Location"]) == (302, "/lookup/")


def test_posting_twice_shows_the_same_receipt(client, consultation):
    data = filled(step="submit")

    first = client.post(address(consultation), data)
    second = client.post(address(consultation), data)

    assert receipt_of(first) == receipt_of(second)
    assert Comment.objects.count() == 1


def test_same_key_with_other_words_keeps_them(client, consultation):
    data = filled(step="submit")
    client.post(address(consultation), data)

    response = client.post(address(consultation), {**data, "body": "另外的话。"})

    assert response.status_code == 409
    assert "另外的话。</textarea>" in page(response)
    assert Comment.objects.count() == 1
    # The words go on as a new comment, under a new key.
    check = client.post(address(consultation), {**hidden(response), "step": "check"})
    client.post(address(consultation), {**hidden(check), "step": "submit"})
    assert [row.wording.body for row in map(fresh, Comment.objects.all())] == [
        "请写明距离。",
        "另外的话。",
    ]


@pytest.mark.parametrize("key", ["", "short", "<script>", "a" * 65])
def test_bad_key_is_replaced_and_nothing_lost(client, consultation, key):
    response = client.post(address(consultation), filled(step="submit", key=key))

    assert response.status_code == 422
    again = client.post(address(consultation), {**hidden(response), "step": "submit"})
    assert again.status_code == 200
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"body": ""}, "请写下您的意见。"),
        ({"body": "\u200b"}, "请写下您的意见。"),
        (
            {"body": "字" * 5001},
            "意见最多 5000 字，现在超出 1 字，请删减或者分成几条提交。",
        ),
        ({"reason": "字" * 2001}, "理由最多 2000 字，请删减。"),
        ({"stance": "nuke"}, "请在列出的态度里选一个。"),
        ({"phone": "00000000000"}, "请写11位手机号码，或者带区号的座机号码。"),
        ({"email": "me"}, "请写完整的邮箱地址，例如 name@example.cn。"),
        ({"public_name": "on"}, "同意公开署名的，请写上姓名；或者不勾选这一项。"),
    ],
)
def test_errors_are_named_twice_and_nothing_typed_is_lost(
    client, consultation, fields, message
):
    data = filled(**{"own-4": "我的写法。", "occupation": "教师", **fields})

    response = client.post(address(consultation), data)

    text = page(response)
    assert response.status_code == 422
    assert "<title>错误：" in text
    assert text.count(message) == 2
    assert '<div class="error-summary" role="alert"' in text
    assert "我的写法。</textarea>" in text
    assert 'value="教师"' in text
    for name in ("body", "reason", "phone", "email"):
        assert data.get(name, "") in text
    assert Comment.objects.count() == 0


def test_contact_without_notice_is_refused_and_with_it_sealed(client, consultation):
    data = filled(step="submit", phone="+86 １３８-0013-8000", name="王某某")

    refused = client.post(address(consultation), data)
    assert refused.status_code == 422
    taken = client.post(address(consultation), {**data, "privacy": "on"})

    assert taken.status_code == 200
    assert Submitter.objects.get().has_contact is True
    assert "13800138000" not in page(taken)
    assert list(ConsentRecord.objects.values_list("kind", flat=True)) == ["privacy"]


def test_consents_start_unticked(client, consultation):
    text = page(client.get(address(consultation)))

    boxes = re.findall(r'<input type="checkbox"[^>]*>', text)
    assert len(boxes) == 6
    assert [box for box in boxes if "checked" in box] == []


def test_child_speaks_without_personal_data_and_is_never_public(client, consultation):
    data = filled(step="submit", under_14="on", public_words="on")

    response = client.post(address(consultation), data)

    assert response.status_code == 200
    assert Submitter.objects.get().kind == "minor"
    assert ConsentRecord.objects.count() == 0


def test_childs_name_needs_the_guardian(client, consultation):
    data = filled(step="submit", under_14="on", name="小明", privacy="on")
    refused = client.post(address(consultation), data)

    guarded = {**data, "guardian_name": "王某某", "guardian": "on"}
    taken = client.post(address(consultation), guarded)

    assert (refused.status_code, taken.status_code) == (422, 200)
    assert set(ConsentRecord.objects.values_list("kind", flat=True)) == {
        "privacy",
        "guardian",
    }


def test_provisions_are_added_and_taken_away_with_the_words_kept(client, consultation):
    added = client.post(
        address(consultation), filled(step="add", add="3", **{"own-4": "我的写法。"})
    )
    assert hidden(added)["on"] == ["3", "4"]
    assert "请写明距离。</textarea>" in page(added)
    assert "我的写法。</textarea>" in page(added)

    removed = client.post(
        address(consultation), filled(on=["3", "4"], step="", remove="3")
    )
    assert hidden(removed)["on"] == ["4"]
    assert "请写明距离。</textarea>" in page(removed)


def test_check_page_leads_back_with_everything(client, consultation):
    check = client.post(address(consultation), filled(reason="很吵。", phone=""))

    back = client.post(address(consultation), {**hidden(check), "step": "edit"})

    assert back.status_code == 200
    assert "请写明距离。</textarea>" in page(back)
    assert "很吵。</textarea>" in page(back)
    assert re.search(r'value="amend"[^>]*checked', page(back))


def test_whole_draft_may_be_commented_on(client, consultation):
    data = filled(step="submit", on=[])
    del data["own-4"]

    client.post(address(consultation), data)

    assert Comment.objects.get().is_general is True
    assert Target.objects.count() == 0


@pytest.mark.parametrize("on", ["99", "4'--", "<script>", "a" * 61, "４"])
def test_unknown_provision_is_not_found(client, consultation, on):
    assert client.get(address(consultation), {"on": on}).status_code == 404
    for step in ("check", "submit"):
        response = client.post(address(consultation), filled(step=step, on=[on]))
        assert response.status_code == 404
    assert Comment.objects.count() == 0


def test_unknown_round_is_not_found(client, db):
    url = reverse("comments:create", args=["LF-1999-001-R1"])

    assert client.get(url).status_code == 404
    assert client.post(url, filled(step="submit")).status_code == 404


@pytest.mark.parametrize("stage", [RoundStage.DRAFT, RoundStage.IN_REVIEW])
def test_unannounced_round_is_not_found_and_names_nothing(client, db, stage):
    hidden_round = make_consultation(stage=stage, title="还没有公开的名称")

    responses = [
        client.get(address(hidden_round), {"on": "4"}),
        client.post(address(hidden_round), filled(step="check")),
        client.post(address(hidden_round), filled(step="submit")),
    ]

    assert [response.status_code for response in responses] == [404, 404, 404]
    assert not any("还没有公开的名称" in page(response) for response in responses)


def test_forged_fields_change_nothing(client, consultation):
    point = make_contact_point()
    forged = {
        "status": "adopted",
        "stage": "accepted",
        "contact_point": str(point.pk),
        "submitted_at": "2020-01-01",
        "created": "2020-01-01",
        "channel": "paper",
        "signature_count": "500",
        "is_late": "on",
        "is_general": "on",
        "entered_by": "1",
        "consultation": "999",
        "own-3": "不属于这条的写法",
    }

    client.post(address(consultation), filled(step="submit", **forged))

    comment = fresh(Comment.objects.get())
    assert (comment.stage, comment.channel, comment.signature_count) == (
        "submitted",
        "web",
        1,
    )
    assert (comment.contact_point_id, comment.entered_by_id) == (None, None)
    assert (comment.is_late, comment.is_general) == (False, False)
    assert comment.submitted_at.year != 2020
    assert comment.wording.proposed == {}


@pytest.mark.parametrize("step", ["check", "submit"])
@pytest.mark.parametrize("stage", [RoundStage.APPROVED, RoundStage.SUSPENDED])
def test_round_that_closes_while_typing_keeps_the_words(
    client, consultation, stage, step
):
    point = make_contact_point()
    data = filled(step=step, **{"own-4": "我的写法。"})
    now = {"stage": stage}
    if stage == RoundStage.APPROVED:
        now["closes_at"] = consultation.opens_at.replace(microsecond=1)
    Consultation.objects.filter(pk=consultation.pk).update(**now)

    response = client.post(address(consultation), data)

    text = page(response)
    assert response.status_code == 422
    assert re.search(r"<textarea[^>]*readonly>请写明距离。</textarea>", text)
    assert re.search(r"<textarea[^>]*readonly>我的写法。</textarea>", text)
    for way in (consultation.contact_phone, consultation.contact_address, point.name):
        assert way in text
    assert "YJ-" not in text
    assert Comment.objects.count() == 0


def test_closed_round_is_gone(client, db):
    closed = make_consultation(stage=RoundStage.REPORTED)

    assert client.get(address(closed)).status_code == 410


@pytest.mark.parametrize(
    "body",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "赞👍🏽 བོད་ཡིག"],
)
def test_words_are_shown_as_typed_everywhere(client, consultation, body):
    data = filled(body=body, **{"own-4": body, "name": body[:20], "privacy": "on"})
    check = client.post(address(consultation), data)
    receipt = client.post(address(consultation), {**data, "step": "submit"})
    number, code = receipt_of(receipt)
    result = look_up(client, number, code)
    correcting = look_up(client, number, code, "correct")
    edit = client.post(address(consultation), {**data, "step": "edit"})

    assert fresh(Comment.objects.get()).wording.body == body
    for response in (check, receipt, result, correcting, edit):
        assert response.status_code == 200
        assert "<script>alert" not in page(response)
        assert "<img src=x" not in page(response)
    escaped = body.replace("<", "&lt;").replace(">", "&gt;")
    assert escaped in page(result)


def test_general_and_article_buttons_name_what_they_are_about(client, consultation):
    whole = page(client.get(address(consultation)))
    one = page(client.get(address(consultation), {"on": "3.1.2"}))

    assert "对整个草案" in whole
    assert "第三条第一款第二项" in one
    assert "（二）保持安静；" in one
