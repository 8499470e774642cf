"""The decisions of a round by what waits for whom, their costs, and survival."""

import pytest
from django.urls import reverse

from tests import make
from tests.desk.conftest import act_on, decide_url, url_of

pytestmark = pytest.mark.django_db

CHANGED = make.TEXT.replace("学校、医院周边", "学校、医院周边一百米内")


def test_list_counts_and_filters(scene, staff):
    waiting = scene.comment(targets=("3",))
    proposed = scene.propose(scene.comment(targets=("4",)), result="for_reference")
    confirmed = scene.refuse(scene.comment(targets=("4.1", "1")))
    url = reverse("desk:dispositions", args=[scene.consultation.code])

    first = staff.get(url)

    assert [tab["count"] for tab in first.context["tabs"]] == [1, 1, 0, 1, 0]
    assert list(first.context["page"]) == [waiting]
    assert list(staff.get(url + "?tab=proposed").context["page"]) == [proposed]
    on_four = staff.get(url + "?tab=confirmed&article=4")
    assert list(on_four.context["page"]) == [confirmed]
    assert not list(staff.get(url + "?tab=confirmed&article=3").context["page"])
    assert staff.get(url + "?tab=nonsense").status_code == 404


def test_same_words_with_other_results_are_pointed_out(scene, staff):
    first, second = scene.comment(body="写明距离"), scene.comment(body="写明距离。")
    scene.refuse(first)
    scene.decide(second, result="for_reference")
    url = reverse("desk:dispositions", args=[scene.consultation.code])

    (conflict,) = staff.get(url + "?tab=confirmed").context["conflicts"]

    assert conflict.receipts == (first.receipt_no, second.receipt_no)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("tab", "queries"), [("to_propose", 11), ("proposed", 11)])
def test_list_query_count_is_flat(
    scene, staff, django_assert_num_queries, count, tab, queries
):
    for _ in range(count):
        scene.comment(targets=("4",))
        scene.propose(scene.comment(targets=("4",)), result="for_reference")
    url = reverse("desk:dispositions", args=[scene.consultation.code])

    with django_assert_num_queries(queries):
        staff.get(f"{url}?tab={tab}")


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count_is_flat(
    scene, comment, reviewer, django_assert_num_queries, count
):
    version = scene.version(CHANGED)
    places = [make.provision(version, address) for address in ("1", "3", "4")]
    disposition = scene.decide(comment, *places[:count])

    with django_assert_num_queries(18):
        reviewer.get(url_of(disposition))


@pytest.mark.parametrize("count", [1, 3])
def test_form_query_count_is_flat(scene, staff, django_assert_num_queries, count):
    comment = scene.comment(targets=("1", "3", "4")[:count])
    scene.version(CHANGED)

    with django_assert_num_queries(15):
        staff.get(decide_url(comment))


def test_pages_escape_reason_and_note(scene, comment, reviewer):
    disposition = scene.propose(
        comment,
        result="for_reference",
        reason_text="<script>1</script>",
        internal_note="<script>2</script>",
    )

    page = reviewer.get(url_of(disposition)).content.decode()

    assert "<script>1" not in page
    assert "<script>2" not in page
    assert page.count("&lt;script&gt;") == 2


def test_acts_are_posts_of_known_names(scene, comment, reviewer):
    disposition = scene.propose(comment, result="for_reference")

    url = url_of(disposition, "disposition-act", "confirm")
    assert reviewer.get(url).status_code == 405
    assert act_on(reviewer, disposition, "publish").status_code == 404
    assert reviewer.get(reverse("desk:disposition", args=[999])).status_code == 404


@pytest.fixture
def survival(scene, comment):
    """Adopted words that the final text changed."""
    place = make.provision(scene.version(CHANGED), "4")
    disposition = scene.decide(comment, place)
    scene.version(CHANGED.replace("一百米", "二百米"), final=True)
    return disposition.links.get().survivals.get(state="modified")


def test_changed_words_wait_for_a_person(scene, survival, staff):
    url = reverse("desk:survivals", args=[scene.consultation.code])

    (row,) = staff.get(url).context["rows"]

    assert row.survival == survival
    assert [p.text for p in row.pieces if p.kind == "ins"] == ["二百"]


def test_survival_is_decided_with_a_note(scene, survival, staff):
    url = reverse("desk:survival", args=[survival.pk])

    refused = staff.post(url, {"state": "kept", "note": ""})
    response = staff.post(url, {"state": "kept", "note": "距离还在"})

    survival.refresh_from_db()
    assert refused.status_code == 422
    assert response.status_code == 302
    assert (survival.state, survival.note) == ("kept", "距离还在")
    assert survival.decided_by == scene.staff


def test_moderator_does_not_decide_survival(survival, moderator):
    url = reverse("desk:survival", args=[survival.pk])

    assert moderator.post(url, {"state": "kept", "note": "x"}).status_code == 403
    assert moderator.get(url).status_code == 405
