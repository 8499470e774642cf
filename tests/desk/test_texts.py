"""The workbench pages about projects, texts and rounds."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from drafts import services as drafting
from drafts.models import Enclosure, Explanation, Regulation, Version
from drafts.stages import VersionStage
from tests import make
from tests.desk.conftest import PROJECT, version_act, version_url

pytestmark = pytest.mark.django_db

TEXT_ROLES = (Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER)


# Projects


def test_project_is_created_with_its_number(clerk):
    response = clerk.post(reverse("desk:regulation-create"), PROJECT)

    regulation = Regulation.objects.get()
    assert response.url == reverse("desk:regulation", args=[regulation.code])
    assert regulation.title == "明川市养犬管理条例"


def test_project_keeps_what_was_typed_when_something_is_missing(clerk):
    data = {**PROJECT, "title": "", "proposer": "主任会议"}

    response = clerk.post(reverse("desk:regulation-create"), data)

    assert response.status_code == 422
    assert response.context["form"]["proposer"].value() == "主任会议"


def test_project_is_edited(clerk):
    regulation = make.make_regulation()
    url = reverse("desk:regulation-edit", args=[regulation.code])

    assert clerk.get(url).status_code == 200
    clerk.post(url, {**PROJECT, "title": "明川市文明养犬条例"})

    regulation.refresh_from_db()
    assert regulation.title == "明川市文明养犬条例"


def test_project_moves_by_its_reviewer_only(clerk, second):
    regulation = make.make_regulation()
    url = reverse("desk:regulation-move", args=[regulation.code])
    page = second.get(reverse("desk:regulation", args=[regulation.code]))
    move = page.context["form"].fields["move"].choices[0][0]
    today = timezone.localdate()
    data = {"move": move, "reached_on": today, "note": "第一次会议"}

    assert clerk.post(url, data).status_code == 403
    assert second.post(url, {**data, "move": "nonsense"}).status_code == 422
    assert second.post(url, data).status_code == 302
    assert regulation.steps.latest("pk").note == "第一次会议"
    assert clerk.get(url).status_code == 405


@pytest.mark.parametrize("role", [r for r in Role if r not in TEXT_ROLES])
def test_other_roles_stay_out_of_texts(as_user, role):
    version = make.make_version()
    code = version.document.code
    client = as_user(role)

    for url in (
        reverse("desk:regulations"),
        reverse("desk:regulation", args=[code]),
        reverse("desk:import", args=[code]),
        version_url(version),
        version_url(version, "enclosure"),
        version_url(version, "explain", "4"),
    ):
        assert client.get(url).status_code == 403


def test_reviewer_does_not_prepare(second):
    version = make.make_version()
    code = version.document.code

    for url in (
        reverse("desk:regulation-create"),
        reverse("desk:regulation-edit", args=[code]),
        reverse("desk:import", args=[code]),
        version_url(version, "consultation-create"),
    ):
        assert second.get(url).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_project_list_query_count_is_flat(clerk, django_assert_num_queries, count):
    for _ in range(count):
        make.make_regulation()

    with django_assert_num_queries(5):
        clerk.get(reverse("desk:regulations"))


@pytest.mark.parametrize("count", [1, 3])
def test_project_page_query_count_is_flat(clerk, django_assert_num_queries, count):
    regulation = make.make_regulation()
    base = None
    for _ in range(count):
        base = make.make_version(regulation, base=base)

    with django_assert_num_queries(7):
        clerk.get(reverse("desk:regulation", args=[regulation.code]))


# Import


def preview(client, regulation, **data):
    url = reverse("desk:import", args=[regulation.code])
    data = {"version_type": "draft", "plain": make.TEXT, **data}
    return client.post(url, data)


def confirm(client, regulation, shown, **data):
    url = reverse("desk:import", args=[regulation.code])
    seen = shown.context["preview"]
    return client.post(url, {"token": seen.token, "key": seen.key, **data})


def test_import_shows_and_then_stores(clerk):
    regulation = make.make_regulation()

    shown = preview(clerk, regulation)
    stored_before = Version.objects.count()
    response = confirm(clerk, regulation, shown)

    version = Version.objects.get()
    assert stored_before == 0
    assert shown.context["preview"].counts["articles"] == 5
    assert response.url == version_url(version)
    assert version.provisions.articles().count() == 5
    assert version.stage == VersionStage.EDITING


def test_import_reads_a_file(clerk):
    regulation = make.make_regulation()
    file = SimpleUploadedFile("草案.txt", make.TEXT.encode())

    confirm(clerk, regulation, preview(clerk, regulation, plain="", file=file))

    assert Version.objects.get().source_name == "草案.txt"


def test_import_confirmed_twice_gives_one_version(clerk):
    regulation = make.make_regulation()
    shown = preview(clerk, regulation)

    first = confirm(clerk, regulation, shown)
    second = confirm(clerk, regulation, shown)

    assert Version.objects.count() == 1
    assert first.url == second.url


@pytest.mark.parametrize(
    "tampered", [{"token": "x"}, {"key": "short"}, {"token": ""}, {"key": ""}]
)
def test_tampered_import_is_refused(clerk, tampered):
    regulation = make.make_regulation()
    shown = preview(clerk, regulation)

    response = confirm(clerk, regulation, shown, **tampered)

    assert response.url == reverse("desk:import", args=[regulation.code])
    assert not Version.objects.exists()


def test_text_of_endless_articles_is_refused(clerk):
    endless = "第一条　甲。\n" * 20_000

    response = preview(clerk, make.make_regulation(), plain=endless)

    assert response.status_code == 422
    assert "不像一部法规" in response.content.decode()


def test_preview_of_another_regulation_is_refused(clerk):
    shown = preview(clerk, make.make_regulation())
    other = make.make_regulation()

    response = confirm(clerk, other, shown)

    assert response.url == reverse("desk:import", args=[other.code])
    assert not Version.objects.exists()


def test_preview_confirmed_again_after_discarding_is_refused(clerk):
    regulation = make.make_regulation()
    shown = preview(clerk, regulation)
    confirm(clerk, regulation, shown)
    clerk.post(version_url(Version.objects.get(), "version-act", "discard"))

    response = confirm(clerk, regulation, shown)

    assert response.url == reverse("desk:import", args=[regulation.code])
    assert not Version.objects.exists()


def test_import_key_with_another_text_is_refused(clerk):
    regulation = make.make_regulation()
    first = preview(clerk, regulation)
    other = preview(clerk, regulation, plain=make.TEXT.replace("试验", "实验"))
    confirm(clerk, regulation, first)

    response = confirm(clerk, regulation, other, key=first.context["preview"].key)

    assert response.status_code == 302
    assert Version.objects.count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {"plain": ""},
        {"plain": "", "file": SimpleUploadedFile("a.docx", b"no word file")},
        {"version_type": "nonsense"},
    ],
)
def test_unreadable_import_is_refused(clerk, data):
    assert preview(clerk, make.make_regulation(), **data).status_code == 422
    assert not Version.objects.exists()


def test_import_escapes_what_it_shows(clerk):
    text = make.TEXT.replace("佩戴标识", "<script>alert(1)</script>")

    page = preview(clerk, make.make_regulation(), plain=text).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


# Versions


def test_version_is_published_by_a_second_person(clerk, second, staff_user):
    version = make.make_version(published=False, by=staff_user)

    version_act(clerk, version, "submit")
    own = version_act(clerk, version, "publish")
    version_act(second, version, "publish")

    version.refresh_from_db()
    assert own.status_code == 403
    assert version.is_published
    assert clerk.get(version_url(version)).status_code == 200


def test_version_is_returned_with_a_reason(clerk, second, staff_user):
    version = make.make_version(published=False, by=staff_user)
    version_act(clerk, version, "submit")

    refused = version_act(second, version, "return", reason="")
    version_act(second, version, "return", reason="第三条缺一项")

    version.refresh_from_db()
    assert refused.status_code == 422
    assert version.stage == VersionStage.EDITING


def test_faulty_version_needs_a_reason_to_be_published(clerk, second, staff_user):
    text = make.TEXT.replace("第四条", "第六条")
    version = make.make_version(text=text, published=False, by=staff_user)
    version_act(clerk, version, "submit")

    refused = version_act(second, version, "publish", override_reason="")
    version_act(second, version, "publish", override_reason="原文如此")

    version.refresh_from_db()
    assert version.problems
    assert refused.status_code == 422
    assert version.override_reason == "原文如此"


def test_published_version_is_not_discarded(clerk):
    version = make.make_version()

    response = version_act(clerk, version, "discard")

    assert response.status_code in (403, 422)
    assert Version.objects.filter(pk=version.pk).exists()


def test_unpublished_version_is_discarded(clerk, staff_user):
    version = make.make_version(published=False, by=staff_user)

    version_act(clerk, version, "discard")

    assert not Version.objects.exists()
    assert clerk.get(version_url(version)).status_code == 404


def test_version_acts_are_posts_of_known_names(clerk):
    version = make.make_version()

    assert clerk.get(version_url(version, "version-act", "submit")).status_code == 405
    assert version_act(clerk, version, "nonsense").status_code == 404


def test_enclosure_is_added_even_after_publication(clerk, staff_user):
    version = make.make_version(published=False, by=staff_user)
    data = {"kind": "explanation", "title": "起草说明", "text": "必要性。"}
    url = version_url(version, "enclosure")

    missing = clerk.post(url, {**data, "text": ""})
    clerk.post(url, data)
    make.publish(version)
    late = clerk.post(url, {**data, "title": "补充说明"})

    assert missing.status_code == 422
    assert missing.context["form"]["title"].value() == "起草说明"
    assert late.status_code == 302
    titles = [paper.title for paper in Enclosure.objects.all()]
    assert titles == ["起草说明", "补充说明"]


def test_plain_words_are_published_by_a_second_person(clerk, second):
    version = make.make_version()
    url = version_url(version, "explain", "4")

    clerk.post(url, {"body": "学校旁边不能做试验。", "who": "", "changed": ""})
    own = clerk.post(url, {"publish": "1"})
    second.post(url, {"publish": "1"})

    explanation = Explanation.objects.get()
    assert own.status_code == 403
    assert explanation.live
    assert explanation.body == "学校旁边不能做试验。"
    assert clerk.get(version_url(version, "explain", "99")).status_code == 404


# Chapters and their plain words


def test_version_page_leads_to_chapters_with_drafts(clerk, staff_user, second):
    version = make.make_version()
    first = make.provision(version, "1")
    drafting.write_explanation(first, by=staff_user, body="大白话。")
    fourth = make.provision(version, "4")
    explanation = drafting.write_explanation(fourth, by=staff_user, body="大白话。")
    drafting.publish_explanation(
        explanation, by=make.make_user(Role.LEGISLATIVE_REVIEWER)
    )

    context = clerk.get(version_url(version)).context

    assert [
        (row.node.label, row.articles, row.explained, row.waiting, row.first_waiting)
        for row in context["chapters"]
    ] == [
        ("第一章", 2, 1, 1, "p1"),
        ("第二章", 2, 1, 0, ""),
        ("第三章", 1, 0, 0, ""),
    ]
    assert context["open_places"] == {make.provision(version, "ch1").pk}


@pytest.mark.parametrize(
    ("title", "is_other"),
    [
        ("明川市养犬管理条例", False),
        ("明川市养犬管理条例（修订草案二次审议稿）", False),
        ("养犬管理条例", False),
        ("明川市物业管理条例", True),
    ],
)
def test_import_remarks_on_another_title(clerk, title, is_other):
    regulation = make.make_regulation(title="明川市养犬管理条例")
    text = make.TEXT.replace("明川市试验条例", title)
    url = reverse("desk:import", args=[regulation.code])

    page = clerk.post(url, {"version_type": "draft", "plain": text})

    assert page.context["preview"].other_title == (
        "明川市养犬管理条例" if is_other else ""
    )
