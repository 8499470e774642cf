"""The second person (I7), corrections (S1), and what follows a publication."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Membership
from accounts.roles import Role
from common import ledger
from common.models import LedgerEntry
from common.moves import IllegalMove, apply_move
from common.stale import StaleEdit
from consultations.rounds.stages import Stage as RoundStage
from feedback.dispositions import services
from feedback.dispositions.answers import answer_of, published_answers, undisposed
from feedback.dispositions.models import AdoptionLink
from feedback.dispositions.stages import MOVES, Stage
from tests import make
from tests.dispositions.scene import make_scene

NEXT = make.TEXT.replace("保持安静", "保持安静并控制音量")


@pytest.mark.django_db
@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("stage", Stage)
def test_only_listed_moves_are_legal(name, stage):
    scene = make_scene()
    disposition = scene.propose(scene.comment())
    reviewer = {"confirmed_by": scene.reviewer}
    type(disposition).objects.filter(pk=disposition.pk).update(stage=stage, **reviewer)
    disposition.refresh_from_db()

    if stage in MOVES[name].sources:
        apply_move(disposition, name, MOVES)
        assert disposition.stage == MOVES[name].target
    else:
        with pytest.raises(IllegalMove):
            apply_move(disposition, name, MOVES)


@pytest.mark.django_db
def test_proposer_never_confirms_even_as_reviewer():
    scene = make_scene()
    Membership.objects.create(user=scene.staff, role=Role.LEGISLATIVE_REVIEWER)
    disposition = scene.propose(scene.comment(), result="for_reference")

    with pytest.raises(PermissionDenied):
        scene.confirm(disposition, by=scene.staff)
    with pytest.raises(PermissionDenied):
        services.return_disposition(disposition, by=scene.staff, note="改")

    disposition.refresh_from_db()
    assert disposition.stage == Stage.PROPOSED


@pytest.mark.django_db
def test_whoever_wrote_an_earlier_wording_does_not_confirm_the_last():
    scene = make_scene()
    Membership.objects.create(user=scene.staff, role=Role.LEGISLATIVE_REVIEWER)
    disposition = scene.propose(scene.comment(), result="for_reference")
    services.edit_disposition(
        disposition,
        by=make.make_user(Role.LEGISLATIVE_STAFF),
        revision=1,
        result="for_reference",
        reason_text="换个人改一个字",
    )

    with pytest.raises(PermissionDenied):
        scene.confirm(disposition, by=scene.staff)
    assert scene.confirm(disposition).confirmed_by == scene.reviewer


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_only_reviewers_confirm(role):
    scene = make_scene()
    disposition = scene.propose(scene.comment(), result="for_reference")
    user = make.make_user(role)

    if role == Role.LEGISLATIVE_REVIEWER:
        assert scene.confirm(disposition, by=user).stage == Stage.CONFIRMED
    else:
        with pytest.raises(PermissionDenied):
            scene.confirm(disposition, by=user)


@pytest.mark.django_db
@pytest.mark.parametrize("result", ["adopted", "partially_adopted"])
def test_adoption_without_a_later_provision_is_not_confirmed(result):
    scene = make_scene()
    disposition = scene.propose(scene.comment(), result=result)

    with pytest.raises(ValidationError) as refusal:
        scene.confirm(disposition)
    assert list(refusal.value.message_dict) == ["links"]

    # Behind the services' back: a link into the very text commented on.
    AdoptionLink.objects.create(
        disposition=disposition,
        provision=make.provision(scene.draft, "3"),
        contribution="full",
    )
    with pytest.raises(ValidationError):
        scene.confirm(disposition)
    disposition.refresh_from_db()
    assert disposition.stage == Stage.PROPOSED


@pytest.mark.django_db
def test_confirming_what_changed_meanwhile_is_stale():
    scene = make_scene()
    disposition = scene.propose(scene.comment(), result="for_reference")
    services.edit_disposition(
        disposition,
        by=scene.staff,
        revision=1,
        result="out_of_scope",
        reason_text="改了",
    )

    with pytest.raises(StaleEdit) as refusal:
        services.confirm_disposition(disposition, by=scene.reviewer, revision=1)

    assert refusal.value.current["result"] == "out_of_scope"


@pytest.mark.django_db
def test_return_needs_a_note_and_keeps_it():
    scene = make_scene()
    disposition = scene.propose(scene.comment(), result="for_reference")

    with pytest.raises(ValidationError):
        services.return_disposition(disposition, by=scene.reviewer, note=" ")
    returned = services.return_disposition(
        disposition, by=scene.reviewer, note="理由太短"
    )

    assert (returned.stage, returned.return_note) == (Stage.RETURNED, "理由太短")


@pytest.mark.django_db
def test_revoking_frees_the_comment_and_is_the_reviewers():
    scene = make_scene()
    comment = scene.comment()
    disposition = scene.refuse(comment)

    with pytest.raises(PermissionDenied):
        services.revoke_disposition(disposition, by=scene.staff, reason="错")
    with pytest.raises(ValidationError):
        services.revoke_disposition(disposition, by=scene.reviewer, reason="")
    services.revoke_disposition(disposition, by=scene.reviewer, reason="依据有误")

    assert list(undisposed(scene.consultation)) == [comment]
    assert scene.refuse(comment).stage == Stage.CONFIRMED


@pytest.mark.django_db
def test_published_decision_is_corrected_not_revoked():
    scene = make_scene()
    disposition = scene.refuse(scene.comment())
    services.publish_confirmed(scene.consultation)

    with pytest.raises(IllegalMove):
        services.revoke_disposition(disposition, by=scene.reviewer, reason="错")


@pytest.mark.django_db
def test_correction_supersedes_only_when_confirmed():
    scene = make_scene()
    comment = scene.comment()
    old = scene.decide(comment, make.provision(scene.version(NEXT), "3"))

    correction = services.correct_disposition(
        old,
        by=scene.staff,
        correction_reason="误标为采纳",
        result="not_adopted",
        reason_code="technique",
        reason_text="条文未作修改",
    )

    assert [a.disposition for a in answer_of(comment)] == [old]
    scene.confirm(correction)
    old.refresh_from_db()
    assert old.stage == Stage.SUPERSEDED
    assert (old.result, old.confirmed_by) == ("adopted", scene.reviewer)
    assert [a.disposition for a in answer_of(comment)] == [correction]
    assert correction.supersedes == old


@pytest.mark.django_db
def test_correction_needs_reason_confirmed_original_and_another_person():
    scene = make_scene()
    terms = {"result": "for_reference", "reason_text": "留作参考"}
    proposed = scene.propose(scene.comment(), result="for_reference")
    decided = scene.refuse(scene.comment())

    with pytest.raises(ValidationError):
        services.correct_disposition(
            proposed, by=scene.staff, correction_reason="错", **terms
        )
    with pytest.raises(ValidationError):
        services.correct_disposition(
            decided, by=scene.staff, correction_reason=" ", **terms
        )
    correction = services.correct_disposition(
        decided, by=scene.staff, correction_reason="错", **terms
    )
    with pytest.raises(ValidationError):
        services.correct_disposition(
            decided, by=scene.staff, correction_reason="再错", **terms
        )
    with pytest.raises(PermissionDenied):
        scene.confirm(correction, by=scene.staff)


@pytest.mark.django_db
def test_revoked_correction_leaves_the_original_and_may_be_tried_again():
    scene = make_scene()
    decided = scene.refuse(scene.comment())
    terms = {"result": "for_reference", "reason_text": "留作参考"}
    first = services.correct_disposition(
        decided, by=scene.staff, correction_reason="错", **terms
    )
    services.revoke_disposition(first, by=scene.reviewer, reason="没有错")

    second = services.correct_disposition(
        decided, by=scene.staff, correction_reason="还是错", **terms
    )

    assert scene.confirm(second).stage == Stage.CONFIRMED
    decided.refresh_from_db()
    assert decided.stage == Stage.SUPERSEDED


@pytest.mark.django_db
def test_author_reads_published_decisions_only():
    scene = make_scene()
    comment = scene.comment()
    scene.decide(comment, make.provision(scene.version(NEXT), "3"))

    assert published_answers(comment) == []
    services.publish_confirmed(scene.consultation)

    (answer,) = published_answers(comment)
    assert (answer.result, answer.result_label) == ("adopted", "采纳")
    assert [link.note for link in answer.links] == ["写明了期限"]


@pytest.mark.django_db
def test_decision_confirmed_after_the_results_is_public_at_once():
    scene = make_scene()
    comment = scene.comment()
    old = scene.refuse(comment)
    services.publish_confirmed(scene.consultation)
    scene.at_stage(RoundStage.RESULT_PUBLISHED)

    correction = services.correct_disposition(
        old,
        by=scene.staff,
        correction_reason="理由写错",
        result="for_reference",
        reason_text="留作研究",
    )
    confirmed = scene.confirm(correction)

    assert confirmed.stage == Stage.PUBLISHED
    assert [a.result for a in published_answers(comment)] == ["for_reference"]


@pytest.mark.django_db
def test_every_act_leaves_a_row_in_the_rounds_own_stream():
    scene = make_scene()
    disposition = scene.propose(scene.comment(), result="for_reference")
    services.return_disposition(disposition, by=scene.reviewer, note="补理由")
    disposition.refresh_from_db()
    services.edit_disposition(
        disposition,
        by=scene.staff,
        revision=disposition.revision,
        result="for_reference",
        reason_text="补了",
    )
    scene.confirm(disposition)

    rows = LedgerEntry.objects.filter(
        stream=scene.consultation.ledger_stream, act__startswith="dispositions."
    ).order_by("position")
    assert list(rows.values_list("act", "actor_id", "reason")) == [
        ("dispositions.propose", scene.staff.pk, ""),
        ("dispositions.return", scene.reviewer.pk, "补理由"),
        ("dispositions.edit", scene.staff.pk, ""),
        ("dispositions.confirm", scene.reviewer.pk, ""),
    ]
    assert ledger.verify(scene.consultation.ledger_stream).ok
