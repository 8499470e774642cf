"""Comments that say the same: put together, changed, taken apart."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from feedback.dispositions import services
from feedback.dispositions.models import Group
from tests import make
from tests.desk.conftest import OTHERS, ticked

pytestmark = pytest.mark.django_db

NAMED = {"title": "写明距离", "summary": "建议写明离学校、医院的距离。"}


def create(client, scene, comments, **data):
    url = reverse("desk:group-create", args=[scene.consultation.code])
    sent = {"comment": ticked(*comments)}
    looked = client.post(url, sent)
    if not data or looked.status_code != 200:
        return looked
    seen = looked.context["batch"].fingerprint
    return client.post(url, {**sent, "fingerprint": seen, **data})


def url_of(group, name="group", *more):
    return reverse(f"desk:{name}", args=[group.pk, *more])


def members(group):
    return list(
        group.members.filter(removed_at=None)
        .order_by("comment")
        .values_list("comment", flat=True)
    )


@pytest.fixture
def group(scene):
    comments = [scene.comment(targets=("4",)) for _ in range(2)]
    return services.group_comments(
        scene.consultation, comments, by=scene.staff, **NAMED
    )


def test_create_first_shows_the_words_and_stores_nothing(scene, staff):
    comments = [scene.comment(body=f"第{n}条原话") for n in range(2)]

    response = create(staff, scene, comments)

    assert response.status_code == 200
    assert response.context["batch"].comments == comments
    assert "第1条原话" in response.content.decode()
    assert not Group.objects.exists()


def test_create_makes_the_group_once_it_is_named(scene, staff):
    comments = [scene.comment() for _ in range(2)]

    response = create(staff, scene, comments, **NAMED)

    group = Group.objects.get()
    assert response.url == url_of(group)
    assert members(group) == [comment.pk for comment in comments]


def test_create_keeps_what_was_typed_when_something_is_missing(scene, staff):
    comments = [scene.comment() for _ in range(2)]

    response = create(staff, scene, comments, title="写明距离", summary=" ")

    assert response.status_code == 422
    assert response.context["form"]["title"].value() == "写明距离"
    assert not Group.objects.exists()


def test_create_refuses_a_stranger_and_one_comment_alone(scene, staff):
    own, stranger = scene.comment(), make.make_comment()

    assert create(staff, scene, [own, stranger], **NAMED).status_code == 422
    assert create(staff, scene, [own], **NAMED).status_code == 422
    assert not Group.objects.exists()


@pytest.mark.parametrize("role", [Role.CONTENT_MODERATOR, Role.LEGISLATIVE_REVIEWER])
def test_only_staff_group(scene, as_user, group, role):
    client = as_user(role)

    assert create(client, scene, [scene.comment(), scene.comment()]).status_code == 403
    assert client.get(url_of(group)).context["may_group"] is False
    for name in ("group-add", "group-edit", "group-dissolve"):
        assert client.post(url_of(group, name)).status_code == 403
    assert client.get(url_of(group, "decide-group")).status_code == 403


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_are_refused(scene, as_user, group, role):
    client = as_user(role)

    assert client.get(url_of(group)).status_code == 403
    listing = reverse("desk:groups", args=[scene.consultation.code])
    assert client.get(listing).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_is_flat(scene, staff, django_assert_num_queries, count):
    for _ in range(count):
        comments = [scene.comment() for _ in range(2)]
        group = services.group_comments(
            scene.consultation, comments, by=scene.staff, **NAMED
        )
        scene.refuse(group)

    with django_assert_num_queries(7):
        staff.get(reverse("desk:groups", args=[scene.consultation.code]))


@pytest.mark.parametrize("count", [2, 4])
def test_page_query_count_is_flat(scene, staff, django_assert_num_queries, count):
    comments = [scene.comment(targets=("4",)) for _ in range(count)]
    group = services.group_comments(
        scene.consultation, comments, by=scene.staff, **NAMED
    )

    with django_assert_num_queries(11):
        staff.get(url_of(group))


def test_page_escapes_members(scene, staff):
    comments = [scene.comment(body="<b>粗</b>") for _ in range(2)]
    group = services.group_comments(
        scene.consultation, comments, by=scene.staff, title="<i>", summary="<u>x</u>"
    )

    page = staff.get(url_of(group)).content.decode()

    assert "<b>粗</b>" not in page
    assert "<u>x</u>" not in page
    assert page.count("&lt;b&gt;粗") == 2


def test_edit_changes_name_and_summary(group, staff):
    data = {"title": "写明一百米", "summary": "归纳二"}

    assert staff.post(url_of(group, "group-edit"), data).status_code == 302

    group.refresh_from_db()
    assert (group.title, group.summary) == ("写明一百米", "归纳二")


def test_add_takes_all_numbers_or_none(scene, group, staff):
    first, second = scene.comment(), scene.comment()
    url = url_of(group, "group-add")

    wrong = staff.post(url, {"receipts": f"{first.receipt_no} YJ-0"})
    before = members(group)
    staff.post(url, {"receipts": f"{first.receipt_no}、{second.receipt_no}"})

    assert wrong.status_code == 422
    assert "YJ-0" in wrong.content.decode()
    assert first.pk not in before
    assert members(group)[-2:] == [first.pk, second.pk]


def test_remove_needs_a_reason_and_leaves_the_comment_alone(group, staff):
    member = group.members.first()
    url = url_of(group, "group-remove", member.pk)

    refused = staff.post(url, {"reason": ""})
    staff.post(url, {"reason": "说的是另一件事"})

    member.refresh_from_db()
    assert refused.status_code == 422
    assert member.removal_reason == "说的是另一件事"
    assert member.comment_id not in members(group)


def test_member_of_another_group_is_not_found(scene, group, staff):
    other = services.group_comments(
        scene.consultation, [scene.comment(), scene.comment()], by=scene.staff, **NAMED
    )
    foreign = other.members.first()

    url = url_of(group, "group-remove", foreign.pk)

    assert staff.post(url, {"reason": "x"}).status_code == 404
    assert foreign.comment_id in members(other)


def test_dissolve_frees_all_members(group, staff):
    staff.post(url_of(group, "group-dissolve"), {"reason": "归错了"})

    group.refresh_from_db()
    assert group.dissolved_at is not None
    assert members(group) == []


def test_decided_group_cannot_be_changed(scene, group, staff):
    scene.refuse(group)

    response = staff.post(url_of(group, "group-dissolve"), {"reason": "归错了"})

    assert response.status_code == 422
    assert len(members(group)) == 2


def test_unknown_group_is_not_found(staff):
    assert staff.get(reverse("desk:group", args=[999])).status_code == 404
