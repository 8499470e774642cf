"""The workbench pages about lineage and rounds, and the first page."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from drafts.lineage import confirmed_rows
from drafts.models import Regulation
from tests import make
from tests.desk.conftest import round_act, version_url

pytestmark = pytest.mark.django_db

TEXT_ROLES = (Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER)


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

    with django_assert_num_queries(5):
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
