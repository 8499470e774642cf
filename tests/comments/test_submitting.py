"""Handing in (I2 to I6)."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from common import codes, idempotency, ledger
from common.models import IdempotencyKey, LedgerEntry
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from feedback.comments.kinds import ConsentKind, RejectionReason, SubmitterKind
from feedback.comments.models import Comment, ConsentRecord, Submitter, Target, Wording
from feedback.comments.refusals import WindowClosed
from feedback.comments.signals import comment_submitted
from feedback.comments.words import SubmitterData
from tests.comments.making import fresh, hand_in, words, words_with_person
from tests.make import make_consultation

MICROSECOND = datetime.timedelta(microseconds=1)


def test_submission_keeps_what_was_said_and_what_was_seen(consultation):
    said = words(
        "请写明距离。",
        stance="amend",
        targets=("3", "4"),
        reason="学校门口很吵。",
        proposed={"4": "禁止在学校周边五十米内开展试验。", "3": "  "},
    )

    receipt = hand_in(consultation, said)

    comment = fresh(receipt.comment)
    assert comment.receipt_no == f"YJ-{document_code(consultation)}-R1-000001"
    assert (comment.stance, comment.stage, comment.is_general) == (
        "amend",
        "submitted",
        False,
    )
    assert comment.wording.body == "请写明距离。"
    assert comment.wording.reason == "学校门口很吵。"
    assert comment.wording.proposed == {"4": "禁止在学校周边五十米内开展试验。"}
    assert [target.quoted_text for target in comment.targets.all()] == [
        "试验人应当遵守下列规定：\n（一）佩戴标识；\n（二）保持安静；\n（三）及时清理场地。\n"
        "违反前款规定的，由主管部门责令改正。",
        "禁止在学校、医院周边开展试验。",
    ]
    assert codes.code_hash(receipt.code) == comment.code_hash


def document_code(consultation):
    return consultation.document.code.replace("-", "")


def test_numbers_are_gapless_per_round(consultation):
    other = make_consultation()
    hand_in(consultation)
    with pytest.raises(ValidationError):
        hand_in(consultation, words(targets=("99",)))
    hand_in(other)
    hand_in(consultation)

    numbers = Comment.objects.order_by("pk").values_list("receipt_no", flat=True)

    ours, theirs = document_code(consultation), document_code(other)
    assert list(numbers) == [
        f"YJ-{ours}-R1-000001",
        f"YJ-{theirs}-R1-000001",
        f"YJ-{ours}-R1-000002",
    ]


def test_unchanged_official_text_is_no_own_wording(consultation):
    said = words(proposed={"4": "禁止在学校、医院周边\r\n开展试验。 ", "1": "别的条文"})

    comment = hand_in(consultation, said).comment

    assert fresh(comment).wording.proposed == {}


@pytest.mark.parametrize(
    ("offset", "is_taken"),
    [(-MICROSECOND, False), (datetime.timedelta(0), True)],
)
def test_window_opens_to_the_microsecond(consultation, offset, is_taken):
    assert taken_at(consultation, consultation.opens_at + offset) is is_taken


@pytest.mark.parametrize(
    ("offset", "is_taken"),
    [(-MICROSECOND, True), (datetime.timedelta(0), False), (MICROSECOND, False)],
)
def test_window_closes_to_the_microsecond(consultation, offset, is_taken):
    assert taken_at(consultation, consultation.closes_at + offset) is is_taken


def taken_at(consultation, at):
    try:
        with transaction.atomic():
            hand_in(consultation, at=at)
    except WindowClosed:
        assert Comment.objects.count() == 0
        assert IdempotencyKey.objects.count() == 0
        return False
    assert Comment.objects.get().submitted_at == at
    return True


@pytest.mark.parametrize("stage", RoundStage)
def test_only_an_approved_round_takes_comments(db, stage):
    consultation = make_consultation(stage=stage)

    if stage == RoundStage.APPROVED:
        hand_in(consultation)
    else:
        with pytest.raises(WindowClosed):
            hand_in(consultation)

    assert Comment.objects.count() == (stage == RoundStage.APPROVED)


def test_the_rounds_state_is_read_inside_the_transaction(consultation):
    Consultation.objects.filter(pk=consultation.pk).update(stage=RoundStage.SUSPENDED)

    with pytest.raises(WindowClosed):
        hand_in(consultation)


def test_same_key_and_words_give_the_same_receipt(consultation):
    key = idempotency.new_key()
    first = hand_in(consultation, words_with_person(), key=key)

    second = hand_in(
        consultation,
        words_with_person(),
        key=key,
        at=consultation.closes_at + MICROSECOND,
    )

    assert (second.comment.pk, second.code) == (first.comment.pk, first.code)
    assert (first.is_replay, second.is_replay) == (False, True)
    assert Comment.objects.count() == 1
    assert LedgerEntry.objects.filter(act="comments.submit").count() == 1


@pytest.mark.parametrize(
    "other", [words("别的话。"), words(targets=("3",)), words_with_person()]
)
def test_same_key_with_other_words_is_refused(consultation, other):
    key = idempotency.new_key()
    hand_in(consultation, words(), key=key)

    with pytest.raises(idempotency.KeyReused):
        hand_in(consultation, other, key=key)

    assert Comment.objects.count() == 1


def test_same_key_in_another_round_is_refused(consultation):
    key = idempotency.new_key()
    hand_in(consultation, key=key)

    with pytest.raises(idempotency.KeyReused):
        hand_in(make_consultation(), key=key)


def test_a_refused_submission_gives_its_key_back(consultation):
    key = idempotency.new_key()
    with pytest.raises(WindowClosed):
        hand_in(consultation, key=key, at=consultation.closes_at)

    assert hand_in(consultation, key=key).is_replay is False


def test_submitting_takes_few_queries(consultation, django_assert_max_num_queries):
    said = words_with_person(
        targets=("3", "4"),
        consents=frozenset({ConsentKind.PRIVACY, ConsentKind.PUBLIC_WORDS}),
    )

    # Fourteen of the act, and two of the savepoint around it, which only tests have.
    with django_assert_max_num_queries(16):
        hand_in(consultation, said)


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_is_flat_in_targets(consultation, count, django_assert_num_queries):
    said = words(targets=("1", "3", "4")[:count])

    with django_assert_num_queries(14):
        hand_in(consultation, said)


def test_every_submission_leaves_a_ledger_row_without_values(consultation):
    said = words_with_person("请在校门外设置围挡。")

    comment = hand_in(consultation, said).comment

    row = LedgerEntry.objects.get(act="comments.submit")
    assert (row.actor_kind, row.actor_id) == ("submitter", None)
    assert (row.object_id, row.stream) == (str(comment.pk), comment.ledger_stream)
    assert "围挡" not in repr(row.__dict__)
    # The salt is the comment's secret and lies nowhere else.
    assert row.salt == ""
    assert ledger.verify(comment.ledger_stream).ok is True


def test_person_is_sealed_and_an_anonymous_author_leaves_no_row(consultation):
    anonymous = hand_in(consultation).comment
    named = hand_in(consultation, words_with_person()).comment

    assert Submitter.objects.filter(comment=anonymous).count() == 0
    row = Submitter.objects.get(comment=named)
    assert (row.has_contact, row.kind) == (True, SubmitterKind.PERSON)
    assert b"13800138000" not in bytes(row.sealed)
    assert "王某某".encode() not in bytes(row.sealed)


def test_visitor_is_kept_in_no_column(consultation):
    comment = hand_in(consultation, visitor="canary-visitor").comment

    assert "canary-visitor" not in repr(fresh(comment).__dict__)


def test_consents_are_kept_one_by_one_with_their_text(consultation):
    said = words_with_person(
        consents=frozenset({ConsentKind.PRIVACY, ConsentKind.FORWARD})
    )

    comment = hand_in(consultation, said).comment

    kept = ConsentRecord.objects.filter(comment=comment)
    assert {(row.kind, row.text_version) for row in kept} == {
        ("privacy", "2026-11"),
        ("forward", "2026-11"),
    }


def test_contact_without_the_privacy_notice_is_refused(consultation):
    with pytest.raises(ValidationError) as refusal:
        hand_in(consultation, words_with_person(consents=frozenset()))

    assert list(refusal.value.message_dict) == ["privacy"]


def test_child_may_speak_without_any_personal_data(consultation):
    said = words(under_14=True, consents=frozenset({ConsentKind.PUBLIC_WORDS}))

    comment = hand_in(consultation, said).comment

    row = Submitter.objects.get(comment=comment)
    assert (row.kind, row.sealed) == (SubmitterKind.MINOR, None)
    # Never publishable, whatever was ticked.
    assert ConsentRecord.objects.filter(comment=comment).count() == 0


def test_childs_name_needs_the_guardian(consultation):
    alone = words_with_person(under_14=True)
    guarded = words(
        under_14=True,
        submitter=SubmitterData(name="小明", guardian_name="王某某"),
        consents=frozenset({ConsentKind.PRIVACY, ConsentKind.GUARDIAN}),
    )

    with pytest.raises(ValidationError) as refusal:
        hand_in(consultation, alone)
    comment = hand_in(consultation, guarded).comment

    assert list(refusal.value.message_dict) == ["guardian_name"]
    assert comment.submitter.kind == SubmitterKind.MINOR


def test_one_receipt_many_targets_and_none_is_general(consultation):
    many = hand_in(consultation, words(targets=("1", "3.1.2", "ch2"))).comment
    none = hand_in(consultation, words("整体很好。", targets=())).comment

    assert [t.provision.address for t in fresh(many).targets.all()] == [
        "1",
        "ch2",
        "3.1.2",
    ]
    assert (many.is_general, none.is_general) == (False, True)


@pytest.mark.parametrize("targets", [("4\0",), ("99",), ("4", "99"), (10**9,)])
def test_unknown_provision_is_refused(consultation, targets):
    with pytest.raises(ValidationError) as refusal:
        hand_in(consultation, words(targets=targets))

    assert list(refusal.value.message_dict) == ["targets"]
    assert Comment.objects.count() == 0


def test_provision_of_another_document_is_refused(consultation):
    foreign = make_consultation().version.provisions.get(address="4")

    with pytest.raises(ValidationError):
        hand_in(consultation, words(targets=(foreign.pk,)))

    assert Target.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        "赞👍🏽👨‍👩‍👧‍👦",
        "བོད་ཡིག་གི་བསམ་འཆར།",
        "<script>alert(1)</script>",
        "𠮷野家，生僻字：㙍䶮",
        "字" * 5000,
        "😀" * 5000,
    ],
)
def test_any_script_is_stored_as_typed(consultation, body):
    comment = hand_in(consultation, words(body)).comment

    assert Wording.objects.get(comment=comment).body == body


@pytest.mark.parametrize("body", ["", "  \n", "\u200b\u200b", "字" * 5001, "a\0b"])
def test_blank_and_too_long_words_are_refused(consultation, body):
    with pytest.raises(ValidationError) as refusal:
        hand_in(consultation, words(body))

    assert list(refusal.value.message_dict) == ["body"]


def test_same_person_same_words_is_flagged_not_rejected(consultation):
    hand_in(consultation)
    again = hand_in(consultation).comment
    other_person = hand_in(consultation, visitor="w" * 64).comment
    other_words = hand_in(consultation, words("还要写明时间。")).comment

    flags = {
        comment.pk: [row.rejection_reason for row in comment.screenings.all()]
        for comment in map(fresh, (again, other_person, other_words))
    }
    assert flags == {
        again.pk: [RejectionReason.DUPLICATE_SAME_PERSON],
        other_person.pk: [],
        other_words.pk: [],
    }
    assert fresh(again).stage == "submitted"


def test_words_targets_and_comments_are_kept_by_the_database(consultation):
    comment = hand_in(consultation).comment
    attempts = [
        lambda: Wording.objects.filter(comment=comment).update(body="改了"),
        lambda: Wording.objects.filter(comment=comment)._raw_delete("default"),
        lambda: Target.objects.filter(comment=comment).update(quoted_text="改了"),
        lambda: Target.objects.filter(comment=comment)._raw_delete("default"),
        lambda: Comment.objects.filter(pk=comment.pk)._raw_delete("default"),
        lambda: Comment.objects.filter(pk=comment.pk).update(receipt_no="YJ-1"),
    ]

    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()

    assert fresh(comment).wording.body == "请写明距离。"


def test_submission_is_announced_after_commit(
    consultation, django_capture_on_commit_callbacks
):
    heard = []

    def hear(comment, **_more):
        heard.append(comment.receipt_no)

    comment_submitted.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            receipt = hand_in(consultation)
            assert heard == []
    finally:
        comment_submitted.disconnect(hear)

    assert heard == [receipt.comment.receipt_no]
