"""Taking back acts on groups and decisions within seconds."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.roles import Role
from common.undo import CannotUndo
from feedback.comments import services as screening
from feedback.comments.models import Comment
from feedback.dispositions import services
from feedback.dispositions.models import Disposition
from feedback.dispositions.stages import Stage
from tests import make
from tests.dispositions.scene import make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    return make_scene()


@pytest.fixture
def group(scene):
    pair = [scene.comment(targets=("4",)) for _ in range(2)]
    return services.group_comments(
        scene.consultation, pair, by=scene.staff, title="组", summary="归纳"
    )


def live(group):
    rows = group.members.filter(removed_at=None).order_by("comment")
    return list(rows.values_list("comment", flat=True))


def current(row):
    return type(row).objects.get(pk=row.pk)


def test_group_somebody_has_changed_stays(scene, group):
    now = timezone.now()
    services.edit_group(group, by=scene.staff, title="改名", summary="归纳")

    with pytest.raises(CannotUndo):
        services.undo_grouping(group, now, by=scene.staff, revision=1)
    assert len(live(group)) == 2


def test_group_with_a_decision_stays(scene, group):
    now = timezone.now()
    scene.propose(group, result="for_reference")

    with pytest.raises(CannotUndo):
        services.undo_grouping(group, now, by=scene.staff, revision=1)


def test_group_of_somebody_else_stays(scene, group):
    other = make.make_user(Role.LEGISLATIVE_STAFF)

    with pytest.raises(CannotUndo):
        services.undo_grouping(group, timezone.now(), by=other, revision=1)


def test_only_what_joined_at_that_instant_leaves(scene, group):
    scene.propose(group, result="for_reference")
    before, now = live(group), timezone.now()
    services.add_to_group(group, scene.comment(), by=scene.staff, at=now)
    revision = current(group).revision

    services.undo_joining(group, now, by=scene.staff, revision=revision)

    assert live(group) == before
    assert current(group).revision == revision + 1


def test_comment_that_found_another_group_does_not_come_back(scene, group):
    member, now = group.members.first(), timezone.now()
    services.remove_from_group(member, by=scene.staff, reason="别的事", at=now)
    services.group_comments(
        scene.consultation,
        [member.comment, scene.comment()],
        by=scene.staff,
        title="另一组",
        summary="归纳",
    )

    with pytest.raises(CannotUndo):
        services.undo_removal(member, now, by=scene.staff, revision=2)
    assert member.comment_id not in live(group)


@pytest.mark.parametrize("built", ["edit", "return", "confirm"])
def test_proposal_others_have_seen_stays(scene, built):
    row = scene.propose(scene.comment(), result="for_reference")
    if built == "edit":
        services.edit_disposition(
            row,
            by=scene.staff,
            revision=1,
            result="for_reference",
            reason_text="改过的理由。",
        )
    elif built == "return":
        services.return_disposition(row, by=scene.reviewer, note="再写细些")
    else:
        scene.confirm(row)
    stage = current(row).stage

    with pytest.raises(CannotUndo):
        services.undo_proposal(row, row.proposed_at, by=scene.staff, revision=1)
    assert current(row).stage == stage


def test_proposal_is_withdrawn_and_kept(scene):
    row = scene.propose(scene.comment(), result="for_reference")

    services.undo_proposal(row, row.proposed_at, by=scene.staff, revision=1)

    assert current(row).stage == Stage.REVOKED
    assert Disposition.objects.count() == 1


def test_return_its_proposer_has_answered_stays(scene):
    row, now = scene.propose(scene.comment(), result="for_reference"), timezone.now()
    services.return_disposition(row, by=scene.reviewer, note="再写细些", at=now)
    services.edit_disposition(
        row,
        by=scene.staff,
        revision=2,
        result="for_reference",
        reason_text="改过的理由。",
    )

    with pytest.raises(CannotUndo):
        services.undo_return(row, now, by=scene.reviewer, revision=2)


@pytest.mark.parametrize("act", ["undo_grouping", "undo_joining", "undo_proposal"])
def test_undo_asks_who_may_and_when(scene, group, act):
    row = scene.propose(scene.comment(), result="for_reference")
    obj = row if act == "undo_proposal" else group
    undo, long_ago = getattr(services, act), datetime.timedelta(minutes=1)

    with pytest.raises(PermissionDenied):
        undo(obj, timezone.now(), by=scene.reviewer, revision=1)
    with pytest.raises(CannotUndo):
        undo(obj, timezone.now() - long_ago, by=scene.staff, revision=1)


def test_accepted_comment_in_a_group_stays_accepted(scene):
    comment, now = scene.comment(stage="submitted"), timezone.now()
    screening.screen_comment(comment, "accept", by=scene.staff, at=now)
    services.group_comments(
        scene.consultation,
        [comment, scene.comment()],
        by=scene.staff,
        title="组",
        summary="归纳",
    )

    with pytest.raises(CannotUndo):
        screening.undo_screening(scene.consultation, now, by=scene.staff)
    assert Comment.objects.get(pk=comment.pk).stage == "accepted"
