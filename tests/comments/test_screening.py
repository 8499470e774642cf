"""The screening desk (C7, C8) and who may do what (I6)."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.roles import Role
from common.models import LedgerEntry
from common.moves import IllegalMove
from common.stale import StaleEdit
from consultations.rounds.models import Consultation
from feedback.comments import permissions, personal, services
from feedback.comments.kinds import ConsentKind, RejectionReason
from feedback.comments.models import Comment, Screening
from feedback.comments.services.screening import ACTS
from feedback.comments.signals import comment_screened
from feedback.comments.stages import MOVES, Stage
from feedback.comments.words import SubmitterData
from tests.comments.making import fresh, hand_in, screened, words, words_with_person
from tests.make import make_user

SAID = {
    "accept": {},
    "hold": {},
    "return": {"note": "请写明是哪一款。"},
    "reject": {"reason": RejectionReason.NOT_THIS_SUBJECT},
    "transfer": {"transferred_to": "12345热线", "reference": "20260001"},
    "reconsider": {"note": "原来看错了。"},
}
SCREENERS = {Role.CONTENT_MODERATOR, Role.LEGISLATIVE_STAFF}
READERS = {*SCREENERS, Role.LEGISLATIVE_REVIEWER}
REVEALERS = {Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("stage", Stage)
def test_only_listed_moves_are_made(consultation, act, stage):
    comment = hand_in(consultation).comment
    Comment.objects.filter(pk=comment.pk).update(stage=stage)

    if stage in MOVES[act].sources:
        assert screened(comment, act, **SAID[act]).stage == MOVES[act].target
    else:
        with pytest.raises(IllegalMove):
            screened(comment, act, **SAID[act])
        assert fresh(comment).stage == stage
        assert Screening.objects.count() == 0


@pytest.mark.parametrize("role", [None, *Role])
def test_who_screens_reads_and_reveals(consultation, role):
    user = make_user(role)
    comment = hand_in(consultation, words_with_person()).comment

    seen = Comment.objects.visible_to(user).count()
    assert (seen == 1) is permissions.can_view(user) is (role in READERS)
    if role in SCREENERS:
        assert screened(comment, "accept", by=user).stage == Stage.ACCEPTED
    else:
        with pytest.raises(PermissionDenied):
            screened(comment, "accept", by=user)
    if role in REVEALERS:
        assert personal.reveal(comment, by=user, reason="核实")["name"] == "王某某"
    else:
        with pytest.raises(PermissionDenied):
            personal.reveal(comment, by=user, reason="核实")


def test_visitors_see_screen_and_reveal_nothing(consultation):
    comment = hand_in(consultation).comment
    visitor = AnonymousUser()

    assert Comment.objects.visible_to(visitor).count() == 0
    with pytest.raises(PermissionDenied):
        screened(comment, "accept", by=visitor)
    with pytest.raises(PermissionDenied):
        personal.reveal(comment, by=visitor, reason="看看")


def test_screening_reaches_the_ledger_and_the_author(consultation):
    moderator = make_user(Role.CONTENT_MODERATOR)
    comment = hand_in(consultation).comment

    after = screened(
        comment, "reject", by=moderator, reason="personal_case", note="请找12345。"
    )

    decision = after.screenings.get()
    assert (decision.rejection_reason, decision.note) == (
        "personal_case",
        "请找12345。",
    )
    row = LedgerEntry.objects.get(act="comments.reject")
    assert (row.actor_id, row.reason) == (moderator.pk, "personal_case")
    assert "12345" not in repr(row.__dict__)


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ("reject", "reason"),
        ("return", "note"),
        ("reconsider", "note"),
        ("transfer", "transferred_to"),
        ("delete", "act"),
    ],
)
def test_what_the_author_must_learn_is_required(consultation, act, field):
    comment = hand_in(consultation).comment

    with pytest.raises(ValidationError) as refusal:
        screened(comment, act, reason="so")

    assert list(refusal.value.message_dict) == [field]
    assert fresh(comment).stage == Stage.SUBMITTED


def test_second_screener_sees_both_decisions(consultation):
    comment = hand_in(consultation).comment
    revision = comment.revision
    screened(comment, "return", revision=revision, note="请写明是哪一款。")

    with pytest.raises(StaleEdit) as stale:
        screened(comment, "reject", revision=revision, reason="spam", note="广告")

    assert stale.value.current["act"] == "return"
    assert stale.value.current["note"] == "请写明是哪一款。"
    assert stale.value.mine["act"] == "reject"
    assert stale.value.mine["note"] == "广告"
    assert fresh(comment).stage == Stage.RETURNED


def test_correction_makes_an_open_screening_page_stale(consultation):
    comment = hand_in(consultation).comment
    services.correct_comment(comment, words=words("新的话。"))

    with pytest.raises(StaleEdit):
        screened(comment, "accept", revision=comment.revision)


def test_nothing_changes_once_results_are_published(consultation):
    comment = hand_in(consultation).comment
    Consultation.objects.filter(pk=consultation.pk).update(stage="result_published")

    with pytest.raises(IllegalMove):
        screened(comment, "accept")


def test_screening_is_announced_after_commit(
    consultation, django_capture_on_commit_callbacks
):
    heard = []

    def hear(comment, screening, **_more):
        heard.append((comment.pk, screening.act))

    comment = hand_in(consultation).comment
    comment_screened.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            screened(comment, "hold")
    finally:
        comment_screened.disconnect(hear)

    assert heard == [(comment.pk, "hold")]


def test_reveal_needs_a_reason_and_logs_reader_and_reason(consultation):
    staff = make_user(Role.LEGISLATIVE_STAFF)
    comment = hand_in(consultation, words_with_person()).comment

    with pytest.raises(ValidationError):
        personal.reveal(comment, by=staff, reason=" ")
    known = personal.reveal(comment, by=staff, reason="电话核实细节")

    assert known == {
        "kind": "person",
        "occupation": "",
        "name": "王某某",
        "phone": "13800138000",
    }
    row = LedgerEntry.objects.get(act="comments.reveal")
    assert (row.actor_id, row.reason) == (staff.pk, "电话核实细节")


def test_reveal_of_an_anonymous_author_is_logged_as_well(consultation):
    staff = make_user(Role.LEGISLATIVE_STAFF)
    comment = hand_in(consultation).comment

    assert personal.reveal(comment, by=staff, reason="核实") == {}
    assert LedgerEntry.objects.filter(act="comments.reveal").count() == 1


def test_childs_identity_is_for_the_reviewer_alone(consultation):
    said = words(
        under_14=True,
        submitter=SubmitterData(name="小明", guardian_name="王某某"),
        consents=frozenset({ConsentKind.PRIVACY, ConsentKind.GUARDIAN}),
    )
    comment = hand_in(consultation, said).comment
    reviewer = make_user(Role.LEGISLATIVE_REVIEWER)

    with pytest.raises(PermissionDenied):
        personal.reveal(comment, by=make_user(Role.LEGISLATIVE_STAFF), reason="核实")
    known = personal.reveal(comment, by=reviewer, reason="核实")

    assert (known["kind"], known["name"]) == ("minor", "小明")


def test_withdrawn_identity_cannot_be_revealed(consultation):
    staff = make_user(Role.LEGISLATIVE_STAFF)
    comment = hand_in(consultation, words_with_person()).comment
    services.withdraw_comment(comment)

    known = personal.reveal(comment, by=staff, reason="核实")

    assert known == {"kind": "person", "occupation": ""}
