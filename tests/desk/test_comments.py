"""The queue of a round, one comment's page, screening, and who spoke."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from feedback.comments import services
from feedback.comments.models import Comment
from feedback.comments.stages import Stage
from tests import make
from tests.desk.conftest import OTHERS, READERS

pytestmark = pytest.mark.django_db


def queue_url(scene, query=""):
    return reverse("desk:comments", args=[scene.consultation.code]) + query


def page_url(comment):
    return reverse("desk:comment", args=[comment.receipt_no])


def receipts(response):
    return [row.receipt_no for row in response.context["slice"].rows]


def stages(*comments):
    return [Comment.objects.get(pk=comment.pk).stage for comment in comments]


def post_batch(client, scene, *comments, **data):
    url = reverse("desk:comments-accept", args=[scene.consultation.code])
    ticked = [f"{comment.pk}:{comment.revision}" for comment in comments]
    return client.post(url, {"comment": ticked, **data})


def test_queue_lists_comments_in_order_of_arrival(scene, staff):
    first = scene.comment(body="写明距离", targets=("4",))
    second = scene.comment(body="整体赞成", is_general=True)

    response = staff.get(queue_url(scene))

    assert response.status_code == 200
    assert receipts(response) == [first.receipt_no, second.receipt_no]
    assert [(a.address, a.count) for a in response.context["articles"]] == [("4", 1)]
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?article=3", [0]),
        ("?article=general", [2]),
        ("?state=waiting", [1]),
        ("?state=accepted", [0, 2]),
        ("?stance=delete", [1]),
        ("?text=安静", [0]),
        ("?undecided=on", [0, 2]),
        ("?channel=paper", []),
        ("?mine=on", []),
        ("?state=nonsense&stance=x", [0, 1, 2]),
        ("?after=nonsense", [0, 1, 2]),
    ],
)
def test_queue_filters_by_what_is_asked(scene, staff, query, expected):
    comments = [
        scene.comment(body="请保持安静", targets=("3.1.2",)),
        scene.comment(targets=("4",), stance="delete", stage=Stage.SUBMITTED),
        scene.comment(is_general=True),
    ]

    response = staff.get(queue_url(scene, query))

    assert receipts(response) == [comments[n].receipt_no for n in expected]


def test_queue_finds_what_i_had_in_hand(scene, staff):
    mine = scene.comment(stage=Stage.SUBMITTED)
    scene.comment()
    services.screen_comment(mine, "accept", by=scene.staff)

    response = staff.get(queue_url(scene, "?mine=on"))

    assert receipts(response) == [mine.receipt_no]


def test_queue_walks_by_key_in_both_directions(scene, staff, monkeypatch):
    monkeypatch.setattr("home.desk.queue.PAGE_SIZE", 2)
    numbers = [scene.comment().receipt_no for _ in range(5)]

    first = staff.get(queue_url(scene)).context["slice"]
    second = staff.get(queue_url(scene, f"?after={first.after}")).context["slice"]
    back = staff.get(queue_url(scene, f"?before={second.before}")).context["slice"]

    assert [row.receipt_no for row in first.rows] == numbers[:2]
    assert [row.receipt_no for row in second.rows] == numbers[2:4]
    assert [row.receipt_no for row in back.rows] == numbers[:2]
    assert (first.before, back.before, back.after) == (None, None, first.after)


@pytest.mark.parametrize("count", [1, 3])
def test_queue_query_count_is_flat(scene, staff, django_assert_num_queries, count):
    for _ in range(count):
        scene.refuse(scene.comment(targets=("4", "3.1")))

    with django_assert_num_queries(15):
        staff.get(queue_url(scene))


def test_queue_escapes_what_people_wrote(scene, staff):
    scene.comment(body="<script>alert(1)</script>")

    page = staff.get(queue_url(scene)).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("role", READERS)
def test_readers_of_comments_enter(scene, as_user, role):
    comment = scene.comment()
    client = as_user(role)

    assert client.get(queue_url(scene)).status_code == 200
    assert client.get(page_url(comment)).status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_are_refused(scene, as_user, role):
    comment = scene.comment()
    client = as_user(role)

    assert client.get(queue_url(scene)).status_code == 403
    assert client.get(page_url(comment)).status_code == 403
    assert post_batch(client, scene, comment).status_code == 403


def test_visitors_are_asked_to_sign_in(scene, client):
    response = client.get(queue_url(scene))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["comments-accept", "group-create"])
def test_batches_are_posts(scene, staff, name):
    url = reverse(f"desk:{name}", args=[scene.consultation.code])

    assert staff.get(url).status_code == 405


def test_batch_shows_exactly_what_would_change_and_changes_nothing(scene, moderator):
    waiting = scene.comment(stage=Stage.SUBMITTED)
    accepted = scene.comment()

    response = post_batch(moderator, scene, waiting, accepted)

    assert response.status_code == 200
    assert response.context["open"] == [waiting]
    assert response.context["others"] == [accepted]
    assert stages(waiting) == [Stage.SUBMITTED]


def test_confirmed_batch_accepts_all_of_it(scene, moderator):
    comments = [scene.comment(stage=Stage.SUBMITTED) for _ in range(2)]

    response = post_batch(moderator, scene, *comments, confirm="1")

    assert response.status_code == 302
    assert stages(*comments) == [Stage.ACCEPTED, Stage.ACCEPTED]


def test_batch_with_a_stranger_is_refused_whole(scene, moderator):
    own = scene.comment(stage=Stage.SUBMITTED)
    stranger = make.make_comment(stage=Stage.SUBMITTED)

    response = post_batch(moderator, scene, own, stranger, confirm="1")

    assert response.status_code == 422
    assert stages(own, stranger) == [Stage.SUBMITTED, Stage.SUBMITTED]


@pytest.mark.parametrize("value", ["", "x", "1;2", "9" * 30])
def test_batch_of_nonsense_is_refused(scene, moderator, value):
    url = reverse("desk:comments-accept", args=[scene.consultation.code])

    assert moderator.post(url, {"comment": value}).status_code == 422
    assert moderator.post(url).status_code == 422


def test_batch_changed_meanwhile_is_refused_whole(scene, moderator):
    first, second = (scene.comment(stage=Stage.SUBMITTED) for _ in range(2))
    services.screen_comment(second, "hold", by=make.make_user(Role.CONTENT_MODERATOR))

    response = post_batch(moderator, scene, first, second, confirm="1")

    assert response.status_code == 409
    assert stages(first, second) == [Stage.SUBMITTED, Stage.HELD]


def test_reviewer_does_not_screen(scene, reviewer):
    comment = scene.comment(stage=Stage.SUBMITTED)
    url = reverse("desk:comment-screen", args=[comment.receipt_no])

    page = reviewer.get(page_url(comment))
    forced = reviewer.post(url, {"act": "accept", "revision": 1})

    assert page.context["may_screen"] is False
    assert forced.status_code == 403
    assert post_batch(reviewer, scene, comment).status_code == 403
    assert stages(comment) == [Stage.SUBMITTED]
