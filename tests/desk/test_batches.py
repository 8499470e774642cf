"""One act on many comments: the list first, then all of it or nothing."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from feedback.comments import services
from feedback.comments.models import Comment
from feedback.comments.stages import Stage
from feedback.dispositions import services as deciding
from feedback.dispositions.models import Disposition, Group
from tests import make
from tests.desk.conftest import OTHERS, decide_url, stages, terms, ticked

pytestmark = pytest.mark.django_db

NAMED = {"title": "写明距离", "summary": "建议写明离学校、医院的距离。"}


def post(client, scene, comments=(), name="comments-accept", query="", **data):
    url = reverse(f"desk:{name}", args=[scene.consultation.code]) + query
    return client.post(url, {"comment": ticked(*comments), **data})


def confirm(client, scene, comments=(), name="comments-accept", query="", **data):
    """Look, and confirm just what was shown."""
    looked = post(client, scene, comments, name, query, **data)
    seen = looked.context["batch"].fingerprint
    return post(client, scene, comments, name, query, fingerprint=seen, **data)


def waiting(scene, **fields):
    return scene.comment(stage=Stage.SUBMITTED, **fields)


def members(group):
    rows = group.members.filter(removed_at=None).order_by("comment")
    return list(rows.values_list("comment", flat=True))


@pytest.fixture
def group(scene):
    pair = [scene.comment(targets=("4",)) for _ in range(2)]
    return deciding.group_comments(scene.consultation, pair, by=scene.staff, **NAMED)


def test_accepting_shows_what_changes_what_not_and_changes_nothing(scene, moderator):
    fresh, held = waiting(scene), scene.comment(stage=Stage.HELD)
    accepted, rejected = scene.comment(), scene.comment(stage=Stage.REJECTED)

    response = post(moderator, scene, [fresh, held, accepted, rejected])

    batch = response.context["batch"]
    assert response.status_code == 200
    assert [(c.comment, c.before, c.after) for c in batch.changes] == [
        (fresh, "待审核", "已受理"),
        (held, "审核中", "已受理"),
    ]
    assert [(s.comment, s.reason) for s in batch.skipped] == [
        (accepted, "已经受理"),
        (rejected, "不予受理，不能直接受理"),
    ]
    assert stages(fresh, held) == [Stage.SUBMITTED, Stage.HELD]


def test_confirming_accepts_what_was_shown(scene, moderator):
    comments = [waiting(scene) for _ in range(2)]

    response = confirm(moderator, scene, [*comments, scene.comment()])

    assert response.status_code == 302
    assert stages(*comments) == [Stage.ACCEPTED, Stage.ACCEPTED]


def test_everything_that_fits_the_filters_is_meant_by_all(scene, moderator):
    mine = [waiting(scene, targets=("4",)) for _ in range(3)]
    other = waiting(scene, targets=("3",))

    looked = post(moderator, scene, query="?article=4", all="1")
    confirm(moderator, scene, query="?article=4", all="1")

    assert looked.context["batch"].comments == mine
    assert stages(*mine) == [Stage.ACCEPTED] * 3
    assert stages(other) == [Stage.SUBMITTED]


def test_all_is_no_more_than_can_be_looked_at(scene, moderator, monkeypatch):
    monkeypatch.setattr("home.desk.picking.MOST_OF_ALL", 2)
    comments = [waiting(scene) for _ in range(3)]

    chosen = post(moderator, scene, all="1").context["chosen"]

    assert (chosen.comments, chosen.left_out) == (comments[:2], 1)


def test_what_came_in_between_is_looked_at_first(scene, moderator):
    seen = waiting(scene)
    looked = post(moderator, scene, all="1")
    late = waiting(scene)

    fingerprint = looked.context["batch"].fingerprint
    response = post(moderator, scene, all="1", fingerprint=fingerprint)

    assert response.status_code == 409
    assert response.context["batch"].comments == [seen, late]
    assert stages(seen, late) == [Stage.SUBMITTED, Stage.SUBMITTED]


def test_what_changed_in_between_is_looked_at_again(scene, moderator):
    first, second = waiting(scene), waiting(scene)
    looked = post(moderator, scene, [first, second])
    services.screen_comment(second, "hold", by=make.make_user(Role.CONTENT_MODERATOR))

    fingerprint = looked.context["batch"].fingerprint
    response = post(moderator, scene, [first, second], fingerprint=fingerprint)

    assert response.status_code == 409
    assert stages(first, second) == [Stage.SUBMITTED, Stage.HELD]


def test_fingerprint_of_another_set_confirms_nothing(scene, moderator):
    first, second = waiting(scene), waiting(scene)
    looked = post(moderator, scene, [first])

    fingerprint = looked.context["batch"].fingerprint
    response = post(moderator, scene, [second], fingerprint=fingerprint)

    assert response.status_code == 409
    assert stages(first, second) == [Stage.SUBMITTED, Stage.SUBMITTED]


def test_batch_with_a_stranger_is_refused_whole(scene, moderator):
    own, stranger = waiting(scene), make.make_comment(stage=Stage.SUBMITTED)

    response = post(moderator, scene, [own, stranger])

    assert response.status_code == 422
    assert "batch" not in response.context


@pytest.mark.parametrize("value", ["", "x", "1;2", "9" * 30])
def test_batch_of_nonsense_is_refused(scene, moderator, value):
    url = reverse("desk:comments-accept", args=[scene.consultation.code])

    assert moderator.post(url, {"comment": value}).status_code == 422
    assert moderator.post(url).status_code == 422


def test_ticks_have_a_limit(scene, moderator, monkeypatch):
    monkeypatch.setattr("home.desk.picking.MOST", 1)

    response = post(moderator, scene, [waiting(scene), waiting(scene)])

    assert response.status_code == 422


@pytest.mark.parametrize("role", [*OTHERS, Role.LEGISLATIVE_REVIEWER])
@pytest.mark.parametrize("name", ["comments-accept", "group-create", "group-join"])
def test_batches_are_made_by_those_who_may(scene, as_user, role, name):
    assert post(as_user(role), scene, [waiting(scene)], name).status_code == 403


def test_group_takes_what_can_be_grouped_and_says_why_not_the_rest(scene, staff, group):
    free = [scene.comment() for _ in range(2)]
    fresh, grouped = waiting(scene), Comment.objects.get(pk=members(group)[0])
    decided, drawn_up = scene.comment(), scene.comment()
    scene.refuse(decided)
    scene.propose(drawn_up, result="for_reference")
    all_of_them = [*free, fresh, grouped, decided, drawn_up]

    batch = post(staff, scene, all_of_them, "group-create").context["batch"]
    confirm(staff, scene, all_of_them, "group-create", **NAMED)

    assert batch.comments == free
    assert dict(batch.reasons) == {
        "没有受理": 1,
        "已归并到“写明距离”": 1,
        "已有单独的处理结果": 1,
        "已单独拟定处理结果": 1,
    }
    assert members(Group.objects.latest("pk")) == [comment.pk for comment in free]


def test_joining_asks_for_the_group_then_shows_then_joins(scene, staff, group):
    comment = scene.comment()
    asked = post(staff, scene, [comment], "group-join")
    looked = post(staff, scene, [comment], "group-join", group=group.pk)

    response = confirm(staff, scene, [comment], "group-join", group=group.pk)

    assert asked.context["found"] is None
    assert [c.after for c in looked.context["batch"].changes] == ["归入“写明距离”"]
    assert response.url == reverse("desk:group", args=[group.pk])
    assert members(group)[-1] == comment.pk


def test_joining_a_group_that_changed_is_looked_at_again(scene, staff, group):
    comment = scene.comment()
    looked = post(staff, scene, [comment], "group-join", group=group.pk)
    deciding.edit_group(group, by=scene.staff, title="另一件事", summary="别的")

    seen = looked.context["batch"].fingerprint
    response = post(
        staff, scene, [comment], "group-join", group=group.pk, fingerprint=seen
    )

    assert response.status_code == 409
    assert comment.pk not in members(group)


def test_decided_and_foreign_groups_take_nothing(scene, staff, group):
    scene.refuse(group)
    comment = scene.comment()

    response = post(staff, scene, [comment], "group-join", group=group.pk)

    assert response.status_code == 422
    assert comment.pk not in members(group)


def test_decision_for_a_group_covers_whom_its_author_has_seen(scene, staff, group):
    url = reverse("desk:decide-group", args=[group.pk])
    seen = staff.get(url).context["group"].revision
    deciding.add_to_group(group, scene.comment(), by=scene.staff)

    refused = staff.post(url, terms(group_revision=seen))
    again = refused.context["group"].revision
    staff.post(url, terms(group_revision=again))

    assert refused.status_code == 422
    assert len(refused.context["members"]) == 3
    assert Disposition.objects.get().group == group


@pytest.mark.parametrize("count", [1, 5])
def test_preview_query_count_is_flat(scene, staff, django_assert_num_queries, count):
    comments = [waiting(scene, targets=("4", "3")) for _ in range(count)]

    with django_assert_num_queries(10):
        post(staff, scene, comments)


def test_comment_page_still_decides_alone(scene, staff):
    response = staff.post(decide_url(scene.comment()), terms())

    assert response.status_code == 302
