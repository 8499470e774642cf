"""Publishing: the gates (S6), the frozen figures, and who is told (I9)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.roles import Role
from common import ledger
from common.models import LedgerEntry
from common.moves import IllegalMove
from consultations.rounds.stages import Stage as RoundStage
from feedback.comments.stages import Stage as CommentStage
from feedback.dispositions import services as deciding
from feedback.dispositions.models import Disposition
from feedback.dispositions.stages import Stage
from feedback.reports import services
from feedback.reports.gates import GateClosed
from feedback.reports.models import Notice, Publication
from tests import make
from tests.dispositions.scene import Scene, make_scene

NEXT = make.TEXT.replace("保持安静", "保持安静并控制音量")


def summary_out(**fields) -> Scene:
    """A round whose summary is out, so that its results may follow."""
    return make_scene(stage=RoundStage.SUMMARY_PUBLISHED, **fields)


def publish(scene: Scene) -> Publication:
    return services.publish_result(
        scene.consultation, by=scene.reviewer, preface="采纳情况如下。"
    )


def notices(kind: str = "result") -> set[tuple[int, str]]:
    return set(Notice.objects.filter(kind=kind).values_list("comment_id", "channel"))


@pytest.mark.django_db
def test_result_with_undisposed_comments_lists_them_and_stores_nothing():
    scene = summary_out()
    answered, open_one = scene.comment(), scene.comment()
    half = scene.comment(targets=("3", "4"))
    scene.refuse(answered)
    scene.decide(half.targets.first(), result="for_reference")
    proposed = scene.comment()
    scene.propose(proposed, result="for_reference")
    unscreened = scene.comment(stage=CommentStage.SUBMITTED)

    with pytest.raises(GateClosed) as refusal:
        publish(scene)

    assert refusal.value.missing == [
        unscreened.receipt_no,
        open_one.receipt_no,
        half.receipt_no,
        proposed.receipt_no,
    ]
    assert len(refusal.value.obstacles) == 2
    assert open_one.receipt_no in str(refusal.value)
    scene.consultation.refresh_from_db()
    assert scene.consultation.stage == RoundStage.SUMMARY_PUBLISHED
    assert not Publication.objects.exists()
    assert not Notice.objects.exists()
    assert not Disposition.objects.filter(stage=Stage.PUBLISHED).exists()


@pytest.mark.django_db
def test_result_waits_for_the_version_its_links_lead_to():
    scene = summary_out()
    coming = make.make_version(
        scene.regulation, text=NEXT, base=scene.draft, published=False
    )
    scene.decide(scene.comment(), make.provision(coming, "3"))

    with pytest.raises(GateClosed) as refusal:
        publish(scene)
    assert refusal.value.missing == []
    make.publish(coming)

    assert publish(scene).kind == Publication.Kind.RESULT


@pytest.mark.django_db
def test_result_publishes_every_confirmed_decision_and_freezes_the_figures():
    scene = summary_out()
    decisions = [scene.refuse(scene.comment()) for _ in range(2)]

    publication = publish(scene)

    scene.consultation.refresh_from_db()
    assert scene.consultation.stage == RoundStage.RESULT_PUBLISHED
    assert scene.consultation.result_preface == "采纳情况如下。"
    stages = Disposition.objects.values_list("stage", "published_at")
    assert list(stages) == [(Stage.PUBLISHED, publication.published_at)] * 2
    correction = deciding.correct_disposition(
        decisions[0],
        by=scene.staff,
        correction_reason="重新研究",
        result="for_reference",
        reason_text="留作参考",
    )
    scene.confirm(correction)
    publication.refresh_from_db()
    assert publication.figures["by_result"]["not_adopted"] == 2


@pytest.mark.django_db
def test_every_author_with_an_answer_is_told_once_each_way():
    scene = summary_out()
    plain = scene.comment()
    mailed = scene.comment(email="author@example.com")
    phoned = scene.comment(phone="13800000000")
    rejected = scene.comment(stage=CommentStage.REJECTED, email="r@example.com")
    transferred = scene.comment(stage=CommentStage.TRANSFERRED)
    withdrawn = scene.comment(stage=CommentStage.WITHDRAWN, email="w@example.com")
    returned = scene.comment(stage=CommentStage.RETURNED)
    elsewhere = make.make_comment()
    for comment in (plain, mailed, phoned):
        scene.refuse(comment)

    publish(scene)

    everyone = (plain, mailed, phoned, rejected, transferred, withdrawn)
    assert notices() == {(c.pk, "code") for c in everyone} | {
        (mailed.pk, "email"),
        (rejected.pk, "email"),
    }
    assert not Notice.objects.filter(comment__in=[returned, elsewhere]).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            comment=plain,
            kind="result",
            channel="code",
            queued_at=plain.submitted_at,
        )


@pytest.mark.django_db
def test_looking_for_addresses_is_logged_with_its_purpose():
    scene = summary_out()
    comment = scene.comment(email="author@example.com")
    scene.refuse(comment)

    publish(scene)

    row = LedgerEntry.objects.get(act="comments.reveal")
    assert (row.actor_kind, row.object_id) == ("system", str(comment.pk))
    assert row.reason == "核对是否留有邮箱，以便告知处理结果"
    assert ledger.verify(scene.consultation.ledger_stream).ok


@pytest.mark.django_db
def test_correction_after_the_results_tells_its_authors_again():
    scene = summary_out()
    told = scene.comment(email="author@example.com")
    other = scene.comment()
    decision = scene.refuse(told)
    scene.refuse(other)
    publish(scene)

    scene.confirm(
        deciding.correct_disposition(
            decision,
            by=scene.staff,
            correction_reason="重新研究",
            result="for_reference",
            reason_text="留作参考",
        )
    )

    assert notices("correction") == {(told.pk, "code"), (told.pk, "email")}


@pytest.mark.django_db
def test_member_split_off_after_the_results_gets_its_own_answer_and_notice():
    scene = summary_out()
    differing, other = scene.comment(), scene.comment()
    group = deciding.group_comments(
        scene.consultation,
        [differing, other],
        by=scene.staff,
        title="组",
        summary="归纳",
    )
    scene.refuse(group)
    publish(scene)
    scene.consultation.refresh_from_db()

    deciding.remove_from_group(
        group.members.get(comment=differing), by=scene.staff, reason="另一件事"
    )
    answer = scene.decide(differing, result="for_reference")

    assert answer.stage == Stage.PUBLISHED
    assert notices("correction") == {(differing.pk, "code")}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_only_reviewers_publish(role):
    scene = summary_out()
    user = make.make_user(role)

    if role == Role.LEGISLATIVE_REVIEWER:
        services.publish_result(scene.consultation, by=user, preface="如下。")
    else:
        with pytest.raises(PermissionDenied):
            services.publish_result(scene.consultation, by=user, preface="如下。")


@pytest.mark.django_db
def test_publications_need_words_and_their_turn():
    scene = make_scene(stage=RoundStage.COLLATING)

    with pytest.raises(ValidationError):
        services.publish_summary(scene.consultation, by=scene.reviewer, text=" ")
    with pytest.raises(IllegalMove):
        services.publish_summary(scene.consultation, by=scene.reviewer, text="通报")
    with pytest.raises(IllegalMove):
        publish(scene)

    assert not Publication.objects.exists()


@pytest.mark.django_db
def test_summary_waits_until_everybody_is_screened():
    scene = make_scene(stage=RoundStage.REPORTED)
    waiting = scene.comment(stage=CommentStage.HELD)
    scene.comment()

    with pytest.raises(GateClosed) as refusal:
        services.publish_summary(scene.consultation, by=scene.reviewer, text="通报")
    assert refusal.value.missing == [waiting.receipt_no]
    type(waiting).objects.filter(pk=waiting.pk).update(stage=CommentStage.REJECTED)
    publication = services.publish_summary(
        scene.consultation, by=scene.reviewer, text="主要意见是……"
    )

    assert publication.figures["received"] == 2
    scene.consultation.refresh_from_db()
    assert scene.consultation.stage == RoundStage.SUMMARY_PUBLISHED
    assert scene.consultation.summary == "主要意见是……"


@pytest.mark.django_db
def test_corrected_account_stands_beside_the_first():
    scene = summary_out()
    scene.refuse(scene.comment())
    first = publish(scene)
    scene.consultation.refresh_from_db()

    second = services.correct_publication(
        first, by=scene.reviewer, text="更正后的前言", note="数字有误"
    )

    first.refresh_from_db()
    assert (first.text, second.text) == ("采纳情况如下。", "更正后的前言")
    assert (second.supersedes, second.note) == (first, "数字有误")
    with pytest.raises(ValidationError):
        services.correct_publication(
            first, by=scene.reviewer, text="又一份", note="再更正"
        )
    with pytest.raises(ValidationError):
        services.correct_publication(second, by=scene.reviewer, text="三", note="")


@pytest.mark.django_db
def test_database_refuses_to_alter_or_delete_a_publication():
    scene = summary_out()
    scene.refuse(scene.comment())
    publication = publish(scene)

    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(figures={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).delete()
