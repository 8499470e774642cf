"""What an author may still do (I2, C6)."""

from __future__ import annotations

import pytest

from common.models import LedgerEntry
from common.moves import IllegalMove
from consultations.rounds.models import Consultation
from consultations.rounds.stages import REPORTED_STAGES
from consultations.rounds.stages import Stage as RoundStage
from feedback.comments import services, statistics
from feedback.comments.models import Comment, ConsentRecord, Submitter
from feedback.comments.stages import MOVES, SETTLED, Stage
from tests.comments.making import fresh, hand_in, screened, words, words_with_person


def at_stage(comment, stage):
    Comment.objects.filter(pk=comment.pk).update(stage=stage)
    return fresh(comment)


def test_correction_adds_a_wording_and_keeps_the_first(consultation):
    comment = hand_in(consultation, words(proposed={"4": "禁止扰民。"})).comment

    services.correct_comment(comment, words=words("请写明五十米。"))

    kept = [(row.sequence, row.body, row.proposed) for row in comment.wordings.all()]
    assert kept == [(1, "请写明距离。", {"4": "禁止扰民。"}), (2, "请写明五十米。", {})]
    assert fresh(comment).wording.body == "请写明五十米。"
    assert LedgerEntry.objects.filter(act="comments.correct").count() == 1


def test_the_same_words_again_are_no_correction(consultation):
    comment = hand_in(consultation).comment

    services.correct_comment(comment, words=words())
    services.correct_comment(comment, words=words("新的话。"))
    services.correct_comment(comment, words=words("新的话。"))

    assert comment.wordings.count() == 2


@pytest.mark.parametrize("stage", Stage)
def test_correction_by_stage(consultation, stage):
    comment = at_stage(hand_in(consultation).comment, stage)

    if stage in SETTLED:
        with pytest.raises(IllegalMove):
            services.correct_comment(comment, words=words("新的话。"))
        assert comment.wordings.count() == 1
    else:
        services.correct_comment(comment, words=words("新的话。"))
        expected = Stage.SUBMITTED if stage == Stage.RETURNED else stage
        assert fresh(comment).stage == expected


def test_no_correction_after_an_erasure(consultation):
    comment = hand_in(consultation).comment
    Comment.objects.filter(pk=comment.pk).update(secret=None)

    with pytest.raises(IllegalMove):
        services.correct_comment(comment, words=words("新的话。"))


@pytest.mark.parametrize("stage", RoundStage)
def test_no_correction_once_reported(consultation, stage):
    comment = hand_in(consultation).comment
    Consultation.objects.filter(pk=consultation.pk).update(stage=stage)

    if stage in REPORTED_STAGES:
        with pytest.raises(IllegalMove):
            services.correct_comment(comment, words=words("新的话。"))
    else:
        services.correct_comment(comment, words=words("新的话。"))

    assert comment.wordings.count() == (1 if stage in REPORTED_STAGES else 2)


@pytest.mark.parametrize("stage", Stage)
def test_withdrawal_before_reporting_by_stage(consultation, stage):
    comment = at_stage(hand_in(consultation, words_with_person()).comment, stage)
    is_allowed = stage in MOVES["withdraw"].sources or stage == Stage.WITHDRAWN

    if is_allowed:
        services.withdraw_comment(comment)
        assert fresh(comment).stage == Stage.WITHDRAWN
        assert statistics.comment_figures(consultation)["counted"] == 0
    else:
        with pytest.raises(IllegalMove):
            services.withdraw_comment(comment)
        assert fresh(comment).stage == stage


def test_withdrawal_destroys_the_identity_and_keeps_the_words(consultation):
    comment = screened(hand_in(consultation, words_with_person()).comment, "accept")
    Consultation.objects.filter(pk=consultation.pk).update(stage=RoundStage.REPORTED)

    services.withdraw_comment(comment)
    services.withdraw_comment(comment)

    after = fresh(comment)
    assert after.withdrawal_requested_at is not None
    assert (after.stage, after.repeat_hash) == (Stage.ACCEPTED, "")
    assert after.wording.body == "请写明距离。"
    row = Submitter.objects.get(comment=comment)
    assert (row.sealed, row.has_contact) == (None, False)
    assert ConsentRecord.objects.filter(withdrawn_at=None).count() == 0
    assert LedgerEntry.objects.filter(act="comments.withdraw").count() == 1
    assert statistics.comment_figures(consultation)["counted"] == 1
