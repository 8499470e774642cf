"""The workbench pages about projects, texts and rounds."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from drafts.lineage import confirmed_rows
from drafts.models import Enclosure, Explanation, Regulation, Version
from drafts.stages import VersionStage
from tests import make

pytestmark = pytest.mark.django_db

TEXT_ROLES = (Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER)
PROJECT = {
    "title": "明川市养犬管理条例",
    "short_title": "",
    "kind": "local_regulation",
    "act_type": "enact",
    "subject_area": "",
    "organiser": "明川市人大常委会法制工作委员会",
    "drafting_unit": "",
    "proposer": "",
}


@pytest.fixture
def staff_user(db):
    return make.make_user(Role.LEGISLATIVE_STAFF)


@pytest.fixture
def clerk(as_user, staff_user):
    """A browser of the one who prepares texts and rounds."""
    return as_user(staff_user)


@pytest.fixture
def second(as_user, db):
    """A browser of the one who checks and publishes."""
    return as_user(Role.LEGISLATIVE_REVIEWER)


def version_url(version, name="version", *more):
    return reverse(f"desk:{name}", args=[version.pk, *more])


def version_act(client, version, name, **data):
    return client.post(version_url(version, "version-act", name), data)


def round_act(client, consultation, name, **data):
    url = reverse("desk:consultation-act", args=[consultation.code, name])
    return client.post(url, data)


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

    with django_assert_num_queries(7):
        clerk.get(reverse("desk:regulations"))


@pytest.mark.parametrize("count", [1, 3])
def test_project_page_query_count_is_flat(clerk, django_assert_num_queries, count):
    regulation = make.make_regulation()
    base = None
    for _ in range(count):
        base = make.make_version(regulation, base=base)

    with django_assert_num_queries(9):
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


# Lineage


@pytest.fixture
def successor(staff_user):
    """A second text in which article 4 has other words."""
    first = make.make_version()
    text = make.TEXT.replace(
        "禁止在学校、医院周边开展试验。", "夜间不得以任何方式打扰居民休息。"
    )
    return make.make_version(
        first.document.regulation, text=text, base=first, by=staff_user
    )


def test_lineage_is_confirmed_as_computed(clerk, second, successor):
    url = version_url(successor, "lineage")
    page = second.get(url)

    response = second.post(url, {})

    successor.refresh_from_db()
    assert page.status_code == 200
    assert response.status_code == 302
    assert successor.lineage_confirmed_at is not None


def test_lineage_row_changed_by_a_person_is_stored(second, successor):
    url = version_url(successor, "lineage")

    second.post(url, {"old:4": "", "old:5": "第五条"})

    rows = confirmed_rows(successor.base, successor)
    relations = {
        (tuple(p.label for p in row.old), tuple(p.label for p in row.new)): row.relation
        for row in rows
    }
    assert relations[((), ("第四条",))] == "added"
    assert relations[(("第四条",), ())] == "deleted"


def test_lineage_with_an_unknown_article_is_refused(second, successor):
    url = version_url(successor, "lineage")

    response = second.post(url, {"old:4": "第九十九条"})

    successor.refresh_from_db()
    assert response.status_code == 422
    assert "第九十九条" in response.content.decode()
    assert successor.lineage_confirmed_at is None


def test_lineage_of_a_first_text_is_not_found(second):
    assert second.get(version_url(make.make_version(), "lineage")).status_code == 404


# Rounds


def says(**fields):
    today = timezone.localdate()
    return {
        "title": "试验条例公开征求意见",
        "notice": "欢迎提意见。",
        "opens_on": today + datetime.timedelta(days=1),
        "closes_on": today + datetime.timedelta(days=30),
        "short_reason": "",
        "display_policy": "summary_only",
        "organiser": "法工委",
        "contact_phone": "0999-5550101",
        "contact_address": "人民路1号",
        "contact_email": "",
        **fields,
    }


@pytest.fixture
def draft_round(clerk, staff_user):
    """A round being prepared, on a text with its explanation."""
    version = make.make_version(published=False, by=staff_user)
    data = {"kind": "explanation", "title": "起草说明", "text": "必要性。"}
    clerk.post(version_url(version, "enclosure"), data)
    make.publish(version)
    clerk.post(version_url(version, "consultation-create"), says())
    return Consultation.objects.get()


def test_round_is_created_with_both_days_included(draft_round):
    assert draft_round.days == 30
    assert draft_round.stage == RoundStage.DRAFT


def test_round_with_days_in_the_wrong_order_is_refused(clerk):
    version = make.make_version()
    data = says(closes_on="2020-01-01")

    response = clerk.post(version_url(version, "consultation-create"), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["closes_on"]
    assert response.context["form"]["notice"].value() == "欢迎提意见。"


def test_round_is_edited(clerk, draft_round):
    url = reverse("desk:consultation-edit", args=[draft_round.code])
    revision = clerk.get(url).context["revision"]

    clerk.post(url, {**says(title="新的标题"), "revision": revision})

    draft_round.refresh_from_db()
    assert draft_round.title == "新的标题"


def test_stale_edit_of_a_round_shows_both_texts(clerk, draft_round):
    url = reverse("desk:consultation-edit", args=[draft_round.code])
    revision = clerk.get(url).context["revision"]
    clerk.post(url, {**says(title="别人的"), "revision": revision})

    response = clerk.post(url, {**says(title="我的"), "revision": revision})

    assert response.status_code == 409
    assert response.context["conflict"] == [("标题", "别人的", "我的")]
    assert response.context["form"]["title"].value() == "我的"

    renewed = response.context["revision"]
    clerk.post(url, {**says(title="合成的"), "revision": renewed})
    draft_round.refresh_from_db()
    assert draft_round.title == "合成的"


def test_round_is_approved_by_a_second_person(clerk, second, draft_round):
    round_act(clerk, draft_round, "submit")
    own = round_act(clerk, draft_round, "approve")
    round_act(second, draft_round, "approve")

    draft_round.refresh_from_db()
    assert own.status_code == 403
    assert draft_round.stage == RoundStage.APPROVED


def test_round_is_returned_with_a_reason(clerk, second, draft_round):
    round_act(clerk, draft_round, "submit")

    refused = round_act(second, draft_round, "return", reason="")
    round_act(second, draft_round, "return", reason="公告写简单些")

    draft_round.refresh_from_db()
    assert refused.status_code == 422
    assert draft_round.stage == RoundStage.DRAFT


def test_open_round_is_extended_with_a_public_reason(second):
    consultation = make.make_consultation()
    new = consultation.last_day + datetime.timedelta(days=10)

    earlier = round_act(
        second, consultation, "extend", closes_on="2020-01-01", reason="早了"
    )
    round_act(second, consultation, "extend", closes_on=new, reason="来信很多")

    consultation.refresh_from_db()
    assert earlier.status_code == 422
    assert consultation.last_day == new
    assert consultation.extensions.get().reason == "来信很多"


def test_illegal_round_act_is_refused(second):
    consultation = make.make_consultation()

    assert round_act(second, consultation, "resume", reason="x").status_code == 422
    assert round_act(second, consultation, "nonsense").status_code == 404
    url = reverse("desk:consultation-act", args=[consultation.code, "submit"])
    assert second.get(url).status_code == 405


def test_round_page_escapes_its_notice(clerk):
    consultation = make.make_consultation(notice="<script>alert(1)</script>")

    page = clerk.get(reverse("desk:consultation", args=[consultation.code]))

    assert "<script>alert(1)" not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_round_list_query_count_is_flat(clerk, django_assert_num_queries, count):
    for _ in range(count):
        make.make_consultation()

    with django_assert_num_queries(7):
        clerk.get(reverse("desk:consultations"))


# The first page, and what is kept


def test_first_page_counts_what_waits(scene, staff, reviewer):
    scene.comment(stage="submitted")
    scene.propose(scene.comment(), result="for_reference")

    for_staff = {t.label: t.count for t in staff.get("/desk/").context["tasks"]}
    for_reviewer = {t.label: t.count for t in reviewer.get("/desk/").context["tasks"]}

    title = scene.consultation.title
    assert for_staff[f"审核意见：{title}"] == 1
    assert for_staff[f"办理并报送：{title}"] == 1
    assert for_reviewer == {f"确认处理结果：{title}": 1}


def test_form_sent_after_the_session_gives_the_words_back(client):
    words = "写了很久很久的一段公告文字"

    response = client.post(reverse("desk:regulation-create"), {"title": words})

    assert response.status_code == 403
    assert words in response.content.decode()
    assert not Regulation.objects.exists()


def test_navigation_marks_the_place_one_is_in(scene, staff):
    comment = scene.comment()

    page = staff.get(reverse("desk:comment", args=[comment.receipt_no]))

    marked = '<a href="/desk/c/" aria-current="page">征求意见</a>'
    assert page.content.decode().count('aria-current="page">征求意见') == 1
    assert marked in page.content.decode()
