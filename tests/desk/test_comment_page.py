"""One comment at the desk: its words, its places, screening, and who spoke."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from common.models import LedgerEntry
from consultations.rounds.stages import Stage as RoundStage
from feedback.comments import services
from feedback.comments.stages import Stage
from feedback.comments.words import Words
from tests import make
from tests.desk.conftest import page_url, stages

pytestmark = pytest.mark.django_db


def test_comment_page_shows_both_wordings_and_the_differences(scene, staff):
    comment = scene.comment(
        body="原来的话",
        targets=("4",),
        proposed={"4": "禁止在学校、医院、图书馆周边开展试验。"},
        stage=Stage.RETURNED,
    )
    scene.at_stage(RoundStage.APPROVED)
    services.correct_comment(
        comment, words=Words(body="更正的话", stance="amend", targets=("4",))
    )

    page = staff.get(page_url(comment))
    part = page.context["dossier"].parts[0]

    assert [w.body for w in page.context["comment"].wordings.all()] == [
        "原来的话",
        "更正的话",
    ]
    assert part.target.quoted_text == "禁止在学校、医院周边开展试验。"
    assert [p.text for p in part.proposals[0].pieces if p.kind == "ins"] == ["、图书馆"]


@pytest.mark.parametrize(
    ("text", "label", "citations"),
    [
        (make.TEXT, "文字没有改", ["第四条"]),
        (
            make.TEXT.replace("学校、医院周边", "学校、医院周边一百米内"),
            "文字有改动",
            ["第四条"],
        ),
        (
            make.TEXT.replace("第四条　禁止在学校、医院周边开展试验。\n", "").replace(
                "第五条", "第四条"
            ),
            "已删去",
            [],
        ),
    ],
)
def test_comment_page_follows_its_provision(scene, staff, text, label, citations):
    comment = scene.comment(targets=("4",))
    scene.version(text)

    part = staff.get(page_url(comment)).context["dossier"].parts[0]

    assert part.place_label == label
    assert [provision.citation for provision, _words in part.now] == citations


def test_unconfirmed_lineage_claims_nothing(scene, staff):
    comment = scene.comment(targets=("4",))
    make.make_version(scene.regulation, base=scene.draft)

    part = staff.get(page_url(comment)).context["dossier"].parts[0]

    assert (part.place_label, part.now) == ("沿革还没有确认", [])


@pytest.mark.parametrize("count", [1, 3])
def test_comment_page_query_count_is_flat(
    scene, staff, django_assert_num_queries, count
):
    comment = scene.comment(targets=("1", "3", "4")[:count])
    version = scene.version(make.TEXT)
    for target in comment.targets.all():
        scene.decide(target, make.provision(version, "4"))

    with django_assert_num_queries(17):
        staff.get(page_url(comment))


def test_comment_page_escapes_words_and_proposals(scene, staff):
    evil = "<img src=x onerror=alert(1)>"
    comment = scene.comment(
        body=evil, reason=evil, targets=("4",), proposed={"4": evil}
    )

    page = staff.get(page_url(comment)).content.decode()

    assert "<img src=x" not in page
    assert page.count("&lt;img src=x") >= 3


def test_unknown_receipt_is_not_found(scene, staff):
    assert staff.get(reverse("desk:comment", args=["YJ-0"])).status_code == 404


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ({"act": "accept"}, Stage.ACCEPTED),
        ({"act": "hold"}, Stage.HELD),
        ({"act": "return", "note": "请写明是哪一款"}, Stage.RETURNED),
        ({"act": "reject", "reason": "spam"}, Stage.REJECTED),
        ({"act": "transfer", "transferred_to": "12345热线"}, Stage.TRANSFERRED),
    ],
)
def test_screening_decides(scene, moderator, said, stage):
    comment = scene.comment(stage=Stage.SUBMITTED)
    url = reverse("desk:comment-screen", args=[comment.receipt_no])

    response = moderator.post(url, {**said, "revision": comment.revision})

    assert response.status_code == 302
    assert stages(comment) == [stage]
    assert comment.screenings.get().note == said.get("note", "")


def test_rejection_can_be_taken_back(scene, moderator):
    comment = scene.comment(stage=Stage.REJECTED)
    url = reverse("desk:comment-screen", args=[comment.receipt_no])

    said = {"act": "reconsider", "note": "理由充分", "revision": comment.revision}
    moderator.post(url, said)

    assert stages(comment) == [Stage.SUBMITTED]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"act": "reject"}, "reason"),
        ({"act": "return"}, "note"),
        ({"act": "transfer", "note": "写了很多字"}, "transferred_to"),
        ({"act": "reconsider"}, "act"),
        ({}, "act"),
    ],
)
def test_incomplete_screening_keeps_what_was_typed(scene, moderator, said, field):
    comment = scene.comment(stage=Stage.SUBMITTED)
    url = reverse("desk:comment-screen", args=[comment.receipt_no])

    response = moderator.post(url, {**said, "revision": comment.revision})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["note"].value() == said.get("note")
    assert stages(comment) == [Stage.SUBMITTED]


def test_stale_screening_shows_both_and_keeps_the_note(scene, moderator):
    comment = scene.comment(stage=Stage.SUBMITTED)
    other = make.make_user(Role.CONTENT_MODERATOR)
    services.screen_comment(comment, "hold", by=other, note="等等看")
    url = reverse("desk:comment-screen", args=[comment.receipt_no])
    said = {"act": "return", "note": "请写明是哪一款", "revision": comment.revision}

    response = moderator.post(url, said)

    assert response.status_code == 409
    assert ("给提交人的说明", "等等看", "请写明是哪一款") in response.context[
        "conflict"
    ]
    assert response.context["form"]["note"].value() == "请写明是哪一款"
    assert stages(comment) == [Stage.HELD]

    renewed = response.context["form"]["revision"].value()
    moderator.post(url, {**said, "revision": renewed})

    assert stages(comment) == [Stage.RETURNED]


def test_submitter_is_masked_until_revealed_once(scene, staff):
    comment = scene.comment(name="王某某", phone="13800138000")
    url = reverse("desk:comment-who", args=[comment.receipt_no])

    before = staff.get(page_url(comment)).content.decode()
    shown = staff.post(url, {"reason": "核对联名"})
    after = staff.get(page_url(comment)).content.decode()

    assert "13800138000" not in before
    assert "王某某" not in before
    assert dict(shown.context["revealed"])["电话"] == "13800138000"
    assert shown["Cache-Control"] == "private, no-store"
    assert "13800138000" not in after
    row = LedgerEntry.objects.get(act="comments.reveal")
    assert (row.actor_id, row.reason) == (scene.staff.pk, "核对联名")


def test_reveal_needs_a_reason(scene, staff):
    comment = scene.comment(name="王某某", phone="13800138000")
    url = reverse("desk:comment-who", args=[comment.receipt_no])

    response = staff.post(url, {"reason": " "})

    assert response.status_code == 422
    assert "13800138000" not in response.content.decode()
    assert not LedgerEntry.objects.filter(act="comments.reveal").exists()


def test_moderator_learns_nobody(scene, moderator):
    comment = scene.comment(name="王某某", phone="13800138000")
    url = reverse("desk:comment-who", args=[comment.receipt_no])

    response = moderator.post(url, {"reason": "想知道"})

    assert response.status_code == 403
    assert "13800138000" not in response.content.decode()


@pytest.mark.parametrize("name", ["comment-screen", "comment-who"])
def test_acts_on_a_comment_are_posts(scene, staff, name):
    comment = scene.comment()

    url = reverse(f"desk:{name}", args=[comment.receipt_no])

    assert staff.get(url).status_code == 405


def test_history_names_acts_without_personal_data(scene, staff):
    comment = scene.comment(name="王某某", phone="13800138000", stage=Stage.SUBMITTED)
    services.screen_comment(comment, "accept", by=scene.staff)

    page = staff.get(page_url(comment))

    assert [row.act for row in page.context["history"]] == [
        "comments.accept",
        "comments.submit",
    ]


def test_moderators_meet_no_link_that_refuses_them(scene, moderator):
    comment = scene.comment(targets=("4",))
    version = scene.version(make.TEXT)
    code = scene.consultation.code

    page = moderator.get(page_url(comment)).content.decode()
    round_page = moderator.get(reverse("desk:consultation", args=[code]))

    assert f'href="{make.provision(version, "4").get_absolute_url()}"' in page
    assert "/desk/v/" not in page
    assert "/desk/v/" not in round_page.content.decode()
