"""The queue of a round, one comment's page, screening, and who spoke."""

import pytest
from django.urls import reverse

from feedback.comments import services
from feedback.comments.stages import Stage
from feedback.dispositions import services as deciding
from tests.desk.conftest import OTHERS, READERS, page_url, queue_url, receipts, stages

pytestmark = pytest.mark.django_db


def test_queue_lists_comments_in_order_of_arrival(scene, staff):
    first = scene.comment(body="写明距离", targets=("4",))
    second = scene.comment(body="整体赞成", is_general=True)

    response = staff.get(queue_url(scene))

    assert response.status_code == 200
    assert receipts(response) == [first.receipt_no, second.receipt_no]
    assert response.context["slice"].total == 2
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
        ("?text=持", [0]),
        ("?text=没有人这么说", []),
        ("?undecided=on", [0, 2]),
        ("?channel=paper", []),
        ("?mine=on", []),
        ("?state=nonsense&stance=x", [0, 1, 2]),
        ("?after=nonsense", [0, 1, 2]),
        ("?article=第三条", [0]),
        ("?article=第三条第一款第二项", [0]),
        ("?article=第 4 条", [1]),
        ("?article=整个草案", [2]),
        ("?article=99", []),
        ("?group=none", [0, 1, 2]),
        ("?group=any", []),
        ("?group=77", []),
        ("?group=x", [0, 1, 2]),
        ("?sort=new", [2, 1, 0]),
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


def test_queue_walks_from_the_newest_too(scene, staff, monkeypatch):
    monkeypatch.setattr("home.desk.queue.PAGE_SIZE", 2)
    numbers = [scene.comment().receipt_no for _ in range(5)][::-1]

    first = staff.get(queue_url(scene, "?sort=new")).context["slice"]
    url = queue_url(scene, f"?sort=new&after={first.after}")
    second = staff.get(url).context["slice"]
    url = queue_url(scene, f"?sort=new&before={second.before}")
    back = staff.get(url).context["slice"]

    assert [row.receipt_no for row in second.rows] == numbers[2:4]
    assert [row.receipt_no for row in back.rows] == numbers[:2]
    assert (first.total, second.total) == (5, 5)


def test_queue_counts_no_further_than_people_read(scene, staff, monkeypatch):
    monkeypatch.setattr("home.desk.queue.MOST_COUNTED", 2)
    for _ in range(4):
        scene.comment()

    found = staff.get(queue_url(scene)).context["slice"]
    beyond = staff.get(queue_url(scene, "?after=999999")).context["slice"]

    assert (found.total, found.is_beyond) == (3, True)
    assert (beyond.total, beyond.rows) == (3, [])


def test_row_says_what_there_is(scene, staff):
    alone = scene.comment(targets=("4", "3.1.2"), body="两处")
    scene.propose(alone, result="for_reference")
    pair = [scene.comment(is_general=True) for _ in range(2)]
    group = deciding.group_comments(
        scene.consultation, pair, by=scene.staff, title="组", summary="归纳"
    )
    scene.refuse(group)

    rows = staff.get(queue_url(scene)).context["slice"].rows

    said = [(r.words, r.place, r.places, r.group_title) for r in rows]
    assert said[0] == ("两处", "第三条第一款第二项", 2, None)
    assert [row[1:] for row in said[1:]] == [(None, None, "组")] * 2
    assert [row.answer for row in rows] == [
        ("留作研究参考", "拟定"),
        ("未采纳", "已确认"),
        ("未采纳", "已确认"),
    ]


def test_articles_are_listed_with_their_counts(scene, staff):
    scene.comment(targets=("4",))
    scene.comment(targets=("3.1.2", "4"), stage=Stage.SUBMITTED)
    url = reverse("desk:articles", args=[scene.consultation.code])

    rows = staff.get(url).context["rows"]

    assert [(r.address, r.count, r.waiting) for r in rows] == [("3", 1, 1), ("4", 2, 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_queue_query_count_is_flat(scene, staff, django_assert_num_queries, count):
    for _ in range(count):
        scene.refuse(scene.comment(targets=("4", "3.1")))

    with django_assert_num_queries(6):
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


def test_visitors_are_asked_to_sign_in(scene, client):
    response = client.get(queue_url(scene))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["comments-accept", "group-create", "group-join"])
def test_batches_are_posts(scene, staff, name):
    url = reverse(f"desk:{name}", args=[scene.consultation.code])

    assert staff.get(url).status_code == 405


def test_reviewer_does_not_screen(scene, reviewer):
    comment = scene.comment(stage=Stage.SUBMITTED)
    url = reverse("desk:comment-screen", args=[comment.receipt_no])

    page = reviewer.get(page_url(comment))
    forced = reviewer.post(url, {"act": "accept", "revision": 1})

    assert page.context["may_screen"] is False
    assert forced.status_code == 403
    assert stages(comment) == [Stage.SUBMITTED]
