"""Figures, the gate, publications and files of a round at the desk."""

import io
import zipfile

import pytest
from django.urls import reverse

from accounts.roles import Role
from common.models import LedgerEntry
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from feedback.comments.stages import Stage
from feedback.reports.models import Publication
from tests.desk.conftest import OTHERS, READERS

pytestmark = pytest.mark.django_db

FILES = ("comments", "summary", "feedback")


def url_of(scene):
    return reverse("desk:results", args=[scene.consultation.code])


def publish(client, scene, name, **said):
    url = reverse("desk:results-publish", args=[scene.consultation.code, name])
    return client.post(url, {"confirm": "1", **said})


def download(client, scene, name):
    return client.get(reverse("desk:download", args=[scene.consultation.code, name]))


def stage_of(scene):
    return Consultation.objects.get(pk=scene.consultation.pk).stage


def text_of(response):
    """All words inside an Office file."""
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as packed:
        return "".join(
            packed.read(name).decode()
            for name in packed.namelist()
            if name.endswith(".xml")
        )


@pytest.fixture
def reported(scene):
    """A round that has gone up, with one answered comment."""
    scene.refuse(scene.comment())
    scene.at_stage(RoundStage.REPORTED)
    return scene


def test_figures_name_their_denominator(scene, staff):
    scene.refuse(scene.comment(signature_count=56))
    scene.comment()
    scene.comment(stage=Stage.REJECTED)

    page = staff.get(url_of(scene))

    shown = {i["label"]: (i["value"], i.get("note")) for i in page.context["headline"]}
    assert shown["收到"][0] == 3
    assert shown["计入"][0] == 2
    assert shown["参与"][0] == 57
    assert shown["已有确认的结果"] == (1, "占计入的2条")
    results = page.context["tables"][0]
    assert [
        (row["label"], row["count"], row["percent"]) for row in results["rows"]
    ] == [("未采纳", 1, "50%")]


def test_gate_lists_exactly_who_lacks_an_answer(scene, reviewer):
    scene.refuse(scene.comment())
    missing = scene.comment()
    waiting = scene.comment(stage=Stage.SUBMITTED)
    scene.at_stage(RoundStage.SUMMARY_PUBLISHED)

    page = reviewer.get(url_of(scene))
    refused = publish(reviewer, scene, "result", preface="前言")

    expected = [waiting.receipt_no, missing.receipt_no]
    assert page.context["gate"].missing == expected
    assert refused.status_code == 422
    assert refused.context["form"]["preface"].value() == "前言"
    assert stage_of(scene) == RoundStage.SUMMARY_PUBLISHED


def test_summary_then_result_are_published(reported, reviewer):
    first = publish(reviewer, reported, "summary", text="收到一条意见。")
    after_summary = stage_of(reported)
    second = publish(reviewer, reported, "result", preface="感谢参与。")

    assert (first.status_code, second.status_code) == (302, 302)
    assert after_summary == RoundStage.SUMMARY_PUBLISHED
    assert stage_of(reported) == RoundStage.RESULT_PUBLISHED
    kinds = Publication.objects.values_list("kind", "text")
    assert list(kinds) == [("summary", "收到一条意见。"), ("result", "感谢参与。")]
    assert reviewer.get(url_of(reported)).context["gate"] is None


def test_what_cannot_be_taken_back_is_looked_at_first(reported, reviewer):
    url = reverse("desk:results-publish", args=[reported.consultation.code, "summary"])

    page = reviewer.post(url, {"text": "收到<b>一条</b>意见。"})

    assert page.status_code == 200
    assert page.context["text"] == "收到<b>一条</b>意见。"
    assert "收到&lt;b&gt;一条" in page.content.decode()
    assert stage_of(reported) == RoundStage.REPORTED
    assert not Publication.objects.exists()


def test_check_page_keeps_what_is_not_due(reported, reviewer):
    url = reverse("desk:results-publish", args=[reported.consultation.code, "result"])

    page = reviewer.post(url, {"preface": "前言"})

    assert page.status_code == 422
    assert page.context["form"]["preface"].value() == "前言"


@pytest.mark.parametrize(
    ("name", "said", "field"),
    [("summary", {"text": " "}, "text"), ("result", {"preface": ""}, "preface")],
)
def test_empty_publication_is_refused(reported, reviewer, name, said, field):
    response = publish(reviewer, reported, name, **said)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert stage_of(reported) == RoundStage.REPORTED


def test_publication_out_of_order_is_refused(reported, reviewer):
    response = publish(reviewer, reported, "result", preface="前言")

    assert response.status_code == 422
    assert stage_of(reported) == RoundStage.REPORTED
    assert publish(reviewer, reported, "other").status_code == 404


@pytest.mark.parametrize("role", [Role.LEGISLATIVE_STAFF, Role.CONTENT_MODERATOR])
def test_only_reviewers_publish(reported, as_user, role):
    client = as_user(role)

    assert client.get(url_of(reported)).context["publishing"] == ""
    assert publish(client, reported, "summary", text="x").status_code == 403
    assert stage_of(reported) == RoundStage.REPORTED


def test_correction_keeps_the_first_account(reported, reviewer, staff):
    publish(reviewer, reported, "summary", text="收到一条意见。")
    first = Publication.objects.get()
    url = reverse("desk:publication-correct", args=[first.pk])

    refused = staff.get(url)
    missing = reviewer.post(url, {"text": "收到一条。", "note": ""})
    reviewer.post(url, {"text": "收到一条。", "note": "改了错字"})

    second = Publication.objects.latest("pk")
    assert (refused.status_code, missing.status_code) == (403, 422)
    assert (second.supersedes, second.note) == (first, "改了错字")
    assert Publication.objects.count() == 2
    assert reviewer.post(url, {"text": "又", "note": "又"}).status_code == 422


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("name", FILES)
def test_files_are_for_those_who_read_comments(scene, as_user, role, name):
    scene.refuse(scene.comment(body="请写明距离"))

    response = download(as_user(role), scene, name)

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Cache-Control"] == "private, no-store"
    assert "请写明距离" in text_of(response)
    row = LedgerEntry.objects.get(act="reports.export")
    assert row.reason == name


@pytest.mark.parametrize("name", FILES)
def test_files_hold_no_personal_data(scene, staff, name):
    scene.refuse(
        scene.comment(body="打我电话13912345678", name="王某某", phone="13800138000")
    )

    words = text_of(download(staff, scene, name))

    assert "13912345678" not in words
    assert "13800138000" not in words
    assert "王某某" not in words


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_are_refused(scene, as_user, role):
    client = as_user(role)

    assert client.get(url_of(scene)).status_code == 403
    assert publish(client, scene, "summary", text="x").status_code == 403
    assert [download(client, scene, n).status_code for n in FILES] == [403] * 3
    assert not LedgerEntry.objects.filter(act="reports.export").exists()


def test_unknown_file_and_wrong_method(scene, reviewer):
    code = scene.consultation.code

    assert download(reviewer, scene, "secrets").status_code == 404
    assert reviewer.post(url_of(scene)).status_code == 405
    publishing = reverse("desk:results-publish", args=[code, "summary"])
    assert reviewer.get(publishing).status_code == 405
    assert (
        reviewer.post(reverse("desk:download", args=[code, "comments"])).status_code
        == 405
    )


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count_is_flat(reported, staff, django_assert_num_queries, count):
    for _ in range(count):
        reported.comment(targets=("3", "4"))

    with django_assert_num_queries(18):
        staff.get(url_of(reported))
