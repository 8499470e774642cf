"""Groups: one answer for all members, originals untouched, and splitting back (S7)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.roles import Role
from common.models import LedgerEntry
from common.stale import StaleEdit
from feedback.comments.models import Wording
from feedback.comments.services import withdraw_comment
from feedback.comments.stages import Stage as CommentStage
from feedback.dispositions import services
from feedback.dispositions.answers import answer_of, undisposed
from feedback.dispositions.conflicts import Conflict, bare, conflicts
from feedback.dispositions.models import GroupMember
from feedback.dispositions.stages import Stage
from tests import make
from tests.dispositions.scene import make_scene


def group_of(scene, *comments, **fields):
    fields.setdefault("by", scene.staff)
    return services.group_comments(
        scene.consultation, comments, title="音量", summary="都要求限制音量", **fields
    )


@pytest.mark.django_db
def test_group_decision_answers_every_member():
    scene = make_scene()
    comments = [scene.comment() for _ in range(3)]
    group = group_of(scene, *comments)

    decision = scene.refuse(group)

    assert [answer_of(c)[0].disposition for c in comments] == [decision] * 3
    assert not undisposed(scene.consultation).exists()


@pytest.mark.django_db
def test_grouping_leaves_the_words_alone():
    scene = make_scene()
    comments = [scene.comment(body=f"原话{n}") for n in range(2)]
    before = list(Wording.objects.order_by("pk").values())

    group = group_of(scene, *comments)
    services.edit_group(group, by=scene.staff, title="噪声", summary="归纳")

    assert list(Wording.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_targets_own_decision_goes_before_the_groups():
    scene = make_scene()
    comment = scene.comment(targets=("3", "4"))
    group_decision = scene.refuse(group_of(scene, comment, scene.comment()))
    fourth = comment.targets.get(provision__address="4")

    own = scene.decide(fourth, result="for_reference")

    assert [a.disposition for a in answer_of(comment)] == [group_decision, own]


@pytest.mark.django_db
def test_removed_member_loses_the_answer_and_the_removal_is_logged():
    scene = make_scene()
    differing, other = scene.comment(), scene.comment()
    group = group_of(scene, differing, other)
    scene.refuse(group)
    member = group.members.get(comment=differing)

    with pytest.raises(ValidationError):
        services.remove_from_group(member, by=scene.staff, reason="")
    services.remove_from_group(member, by=scene.staff, reason="说的是另一件事")

    assert [a.disposition for a in answer_of(differing)] == [None]
    assert list(undisposed(scene.consultation)) == [differing]
    row = LedgerEntry.objects.get(act="dispositions.remove_from_group")
    assert (row.actor_id, row.reason) == (scene.staff.pk, "说的是另一件事")
    with pytest.raises(ValidationError):
        services.remove_from_group(member, by=scene.staff, reason="再来一次")


@pytest.mark.django_db
def test_confirmed_group_takes_no_more_members():
    scene = make_scene()
    group = group_of(scene, scene.comment(), scene.comment())
    scene.refuse(group)

    with pytest.raises(ValidationError):
        services.add_to_group(group, scene.comment(), by=scene.staff)
    with pytest.raises(ValidationError):
        services.dissolve_group(group, by=scene.staff, reason="不要了")


@pytest.mark.django_db
def test_new_member_makes_the_reviewers_page_stale():
    scene = make_scene()
    group = group_of(scene, scene.comment(), scene.comment())
    disposition = scene.propose(group, result="for_reference")

    services.add_to_group(group, scene.comment(), by=scene.staff)

    with pytest.raises(StaleEdit):
        services.confirm_disposition(disposition, by=scene.reviewer, revision=1)


@pytest.mark.django_db
def test_dissolving_revokes_the_open_decision_and_frees_the_members():
    scene = make_scene()
    comments = [scene.comment(), scene.comment()]
    group = group_of(scene, *comments)
    disposition = scene.propose(group, result="for_reference")

    services.dissolve_group(group, by=scene.staff, reason="不是一回事")

    disposition.refresh_from_db()
    assert disposition.stage == Stage.REVOKED
    assert group_of(scene, *comments).members.count() == 2


@pytest.mark.django_db
def test_group_takes_only_accepted_free_comments_of_its_round():
    scene = make_scene()
    taken = [scene.comment(), scene.comment()]
    group_of(scene, *taken)
    decided = scene.comment()
    scene.refuse(decided)
    free = scene.comment()
    refused = (
        [free],
        [free, free],
        [free, taken[0]],
        [free, decided],
        [free, scene.comment(stage=CommentStage.SUBMITTED)],
        [free, make.make_comment()],
    )

    for comments in refused:
        with pytest.raises(ValidationError):
            group_of(scene, *comments)

    assert GroupMember.objects.count() == 2


@pytest.mark.django_db
def test_database_keeps_a_comment_in_one_group():
    scene = make_scene()
    comment = scene.comment()
    group_of(scene, comment, scene.comment())
    other = group_of(scene, scene.comment(), scene.comment())

    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMember.objects.create(
            group=other, comment=comment, added_at=timezone.now()
        )


@pytest.mark.django_db
def test_grouped_comment_is_not_decided_alone():
    scene = make_scene()
    comment = scene.comment()
    group_of(scene, comment, scene.comment())

    with pytest.raises(ValidationError):
        scene.propose(comment, result="for_reference")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_only_legislative_staff_group(role):
    scene = make_scene()
    comments = [scene.comment(), scene.comment()]
    user = make.make_user(role)

    if role == Role.LEGISLATIVE_STAFF:
        assert group_of(scene, *comments, by=user).created_by == user
    else:
        with pytest.raises(PermissionDenied):
            group_of(scene, *comments, by=user)


@pytest.mark.django_db
def test_withdrawn_comment_leaves_its_group_and_its_pending_decision(
    django_capture_on_commit_callbacks,
):
    scene = make_scene()
    grouped, single = scene.comment(targets=("3",)), scene.comment()
    group = group_of(scene, grouped, scene.comment())
    pending = scene.propose(single, result="for_reference")

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_comment(grouped)
        withdraw_comment(single)

    assert group.members.filter(removed_at=None).count() == 1
    pending.refresh_from_db()
    assert pending.stage == Stage.REVOKED
    assert LedgerEntry.objects.filter(act="dispositions.leave_group").count() == 1


@pytest.mark.django_db
def test_same_words_with_different_results_are_a_conflict():
    scene = make_scene()
    first = scene.comment(body="建议夜间禁止试验！")
    second = scene.comment(body="建议 夜间禁止试验。")
    alike = [scene.comment(body="同意"), scene.comment(body="同意")]
    scene.refuse(first)
    scene.decide(second, result="for_reference")
    for comment in alike:
        scene.refuse(comment)

    assert conflicts(scene.consultation) == [
        Conflict(
            tuple(sorted([first.receipt_no, second.receipt_no])),
            ("for_reference", "not_adopted"),
        )
    ]


def test_bare_text_ignores_width_case_and_punctuation():
    assert bare("Ａ４纸， 第 3 条。") == bare("a4纸第3条") == "a4纸第3条"
