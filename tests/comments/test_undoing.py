"""Taking back a decision of the screening desk within seconds."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.roles import Role
from common.undo import CannotUndo
from consultations.rounds.models import Consultation
from feedback.comments import services
from feedback.comments.models import Comment, Screening
from feedback.comments.stages import Stage
from feedback.comments.words import Words
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(db):
    return make.make_user(Role.CONTENT_MODERATOR)


def decided(by, act="accept", **said):
    """A fresh comment, decided about just now; and when."""
    comment, now = make.make_comment(stage=Stage.SUBMITTED), timezone.now()
    services.screen_comment(comment, act, by=by, at=now, **said)
    return comment, now


def stage(comment):
    return Comment.objects.get(pk=comment.pk).stage


def test_undo_goes_back_past_what_was_undone_before(moderator):
    comment = make.make_comment(stage=Stage.SUBMITTED)
    start = timezone.now()
    at = [start + datetime.timedelta(seconds=n) for n in range(4)]
    services.screen_comment(comment, "hold", by=moderator, at=at[0])
    services.screen_comment(comment, "accept", by=moderator, at=at[1])
    services.undo_screening(comment.consultation, at[1], by=moderator, at=at[2])
    services.screen_comment(comment, "reject", by=moderator, reason="spam", at=at[3])

    services.undo_screening(comment.consultation, at[3], by=moderator, at=at[3])

    assert stage(comment) == Stage.HELD


def test_undo_after_a_correction_goes_back_to_the_queue(moderator):
    comment = make.make_comment(stage=Stage.SUBMITTED)
    services.screen_comment(comment, "return", by=moderator, note="请补充")
    services.correct_comment(
        Comment.objects.get(pk=comment.pk), words=Words(body="补充过的话")
    )
    now = timezone.now()
    services.screen_comment(comment, "accept", by=moderator, at=now)

    services.undo_screening(comment.consultation, now, by=moderator)

    assert stage(comment) == Stage.SUBMITTED


def test_only_ones_own_decision_of_that_instant_is_undone(moderator):
    comment, now = decided(moderator)
    other = make.make_user(Role.CONTENT_MODERATOR)
    moment = datetime.timedelta(microseconds=1)

    with pytest.raises(CannotUndo):
        services.undo_screening(comment.consultation, now, by=other)
    with pytest.raises(CannotUndo):
        services.undo_screening(comment.consultation, now - moment, by=moderator)
    assert stage(comment) == Stage.ACCEPTED


def test_withdrawn_comment_stays_withdrawn(moderator):
    comment, now = decided(moderator)
    services.withdraw_comment(Comment.objects.get(pk=comment.pk))

    with pytest.raises(CannotUndo):
        services.undo_screening(comment.consultation, now, by=moderator)
    assert stage(comment) == Stage.WITHDRAWN


def test_one_of_a_batch_decided_again_keeps_all_of_it(moderator):
    first, now = decided(moderator, "hold")
    second = make.make_comment(first.consultation, stage=Stage.SUBMITTED)
    services.screen_comment(second, "hold", by=moderator, at=now)
    services.screen_comment(second, "accept", by=moderator)

    with pytest.raises(CannotUndo):
        services.undo_screening(first.consultation, now, by=moderator)
    assert (stage(first), stage(second)) == (Stage.HELD, Stage.ACCEPTED)
    assert not Screening.objects.filter(act="undo").exists()


def test_published_results_stay(moderator):
    comment, now = decided(moderator)
    rows = Consultation.objects.filter(pk=comment.consultation_id)
    rows.update(stage="result_published")

    with pytest.raises(CannotUndo):
        services.undo_screening(rows.get(), now, by=moderator)


def test_who_does_not_screen_undoes_nothing(moderator):
    comment, now = decided(moderator)

    with pytest.raises(PermissionDenied):
        services.undo_screening(
            comment.consultation, now, by=make.make_user(Role.LEGISLATIVE_REVIEWER)
        )
