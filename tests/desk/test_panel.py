"""What stands beside a comment in the queue, and going on from one to the next."""

import pytest
from django.urls import reverse

from common.models import LedgerEntry
from drafts import services as drafting
from feedback.comments import services
from feedback.comments.stages import Stage
from tests import make
from tests.desk.conftest import queue_url, stages

pytestmark = pytest.mark.django_db


def panel(client, scene, comment, query=""):
    url = queue_url(scene, f"?show={comment.pk}{query}")
    return client.get(url).context["panel"]


def fragment(client, scene, query):
    headers = {"HX-Request": "true", "HX-Target": "panel"}
    return client.get(queue_url(scene, query), headers=headers)


def accept(client, comment, query="", **data):
    url = reverse("desk:comment-accept", args=[comment.receipt_no]) + query
    return client.post(url, {"revision": comment.revision, **data})


def test_panel_shows_the_article_whole_with_its_neighbours(scene, staff):
    shown = panel(staff, scene, scene.comment(targets=("3.1.2",)))

    beside = shown.beside
    assert shown.target.provision.citation == "第三条第一款第二项"
    assert beside.article.text.startswith("试验人应当遵守下列规定：\n（一）佩戴标识；")
    assert beside.previous.provision.citation == "第二条"
    assert beside.following.provision.citation == "第四条"


@pytest.mark.parametrize(
    ("address", "neighbours"), [("1", (False, True)), ("5", (True, False))]
)
def test_first_and_last_article_have_one_neighbour(scene, staff, address, neighbours):
    beside = panel(staff, scene, scene.comment(targets=(address,))).beside

    assert (beside.previous is not None, beside.following is not None) == neighbours


def test_panel_shows_plain_words_and_earlier_life(scene, staff):
    text = make.TEXT.replace("学校、医院周边", "学校、医院周边一百米内")
    second = scene.version(text)
    article = make.provision(second, "4")
    drafting.write_explanation(article, by=scene.staff, body="别在学校边上试。")
    drafting.publish_explanation(article.explanations.get(), by=scene.reviewer)
    consultation = make.make_consultation(second, stage="collating")
    comment = make.make_comment(consultation, targets=("4",))

    url = reverse("desk:comments", args=[consultation.code])
    beside = staff.get(f"{url}?show={comment.pk}").context["panel"].beside

    assert [e.body for e in beside.plain] == ["别在学校边上试。"]
    assert [(life.note, life.text) for life in beside.earlier] == [
        ("修改", "禁止在学校、医院周边开展试验。")
    ]


def test_panel_names_the_others_on_the_same_article(scene, staff):
    comment = scene.comment(targets=("3.1.2",))
    others = [scene.comment(targets=("3",)), scene.comment(targets=("3.1", "4"))]
    scene.comment(targets=("4",))

    shown = panel(staff, scene, comment)

    assert [row.pk for row in shown.others] == [row.pk for row in others]
    assert (shown.other_count, shown.article_address) == (2, "3")


def test_second_target_is_looked_at_when_asked_for(scene, staff):
    comment = scene.comment(targets=("3", "4"))

    shown = panel(staff, scene, comment, "&on=4")

    assert shown.target.provision.address == "4"


def test_comment_on_the_whole_stands_beside_others_on_the_whole(scene, staff):
    comment, other = scene.comment(is_general=True), scene.comment(is_general=True)

    shown = panel(staff, scene, comment)

    assert (shown.beside.article, shown.target) == (None, None)
    assert [row.pk for row in shown.others] == [other.pk]


def test_comment_that_is_not_on_the_page_is_shown_all_the_same(scene, staff):
    comment = scene.comment(targets=("4",))

    page = staff.get(queue_url(scene, f"?state=waiting&show={comment.pk}"))

    assert page.context["is_listed"] is False
    assert page.content.decode().count('id="panel"') == 1
    assert comment.receipt_no in page.content.decode()


def test_walking_fetches_only_the_panel(scene, staff):
    comment = scene.comment(targets=("4",), body="<b>写明距离</b>")

    page = fragment(staff, scene, f"?show={comment.pk}").content.decode()

    assert page.strip().startswith('<section class="panel"')
    assert "&lt;b&gt;写明距离" in page
    assert "<html" not in page


def test_stranger_is_not_shown(scene, staff):
    stranger = make.make_comment()

    assert fragment(staff, scene, f"?show={stranger.pk}").status_code == 404
    assert panel(staff, scene, stranger) is None


def test_part_of_a_page_asks_the_whole_page_to_sign_in(scene, client):
    comment = scene.comment()

    response = fragment(client, scene, f"?show={comment.pk}")

    assert response["HX-Refresh"] == "true"
    assert comment.receipt_no not in response.content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_panel_query_count_is_flat(scene, staff, django_assert_num_queries, count):
    comments = [scene.comment(targets=("3", "4")) for _ in range(count)]
    scene.refuse(comments[0])

    with django_assert_num_queries(14):
        fragment(staff, scene, f"?show={comments[0].pk}")


def test_accepting_goes_on_to_the_next_that_fits(scene, moderator):
    first = scene.comment(stage=Stage.SUBMITTED)
    scene.comment()
    third = scene.comment(stage=Stage.SUBMITTED)

    response = accept(moderator, first, "?state=waiting")

    assert response.url == queue_url(scene, f"?state=waiting&show={third.pk}")
    assert stages(first) == [Stage.ACCEPTED]
    assert LedgerEntry.objects.latest("pk").act == "comments.accept"


def test_accepting_the_last_comes_back_to_the_list(scene, moderator):
    comment = scene.comment(stage=Stage.SUBMITTED)

    response = accept(moderator, comment, "?state=waiting")

    assert response.url == queue_url(scene, "?state=waiting")


def test_accepting_what_changed_meanwhile_is_refused(scene, moderator):
    comment = scene.comment(stage=Stage.SUBMITTED)
    services.screen_comment(comment, "hold", by=scene.staff)

    response = accept(moderator, comment)

    assert response.status_code == 409
    assert stages(comment) == [Stage.HELD]


def test_accepting_twice_is_refused(scene, moderator):
    comment = scene.comment()

    assert accept(moderator, comment).status_code == 422


def test_reviewer_reads_the_panel_and_accepts_nothing(scene, reviewer):
    comment = scene.comment(stage=Stage.SUBMITTED)

    assert panel(reviewer, scene, comment).may_accept is False
    assert accept(reviewer, comment).status_code == 403


@pytest.mark.parametrize("revision", ["", "-1", "²", "9" * 5000])
def test_accepting_with_a_nonsense_revision_does_nothing(scene, staff, revision):
    comment = scene.comment(stage="submitted")

    response = accept(staff, comment, revision=revision)

    assert response.status_code == 409
    comment.refresh_from_db()
    assert comment.stage == "submitted"
