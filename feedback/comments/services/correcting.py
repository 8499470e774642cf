"""What an author may still do: correct the words, or take them back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common import ciphers, ledger
from common.moves import IllegalMove, apply_move
from feedback.comments.models import Comment, ConsentRecord, Submitter, Wording
from feedback.comments.quoting import quoted
from feedback.comments.search import follow_withdrawal, index_wordings
from feedback.comments.services.submitting import wording_fields
from feedback.comments.signals import comment_corrected, comment_withdrawn
from feedback.comments.stages import MOVES, SETTLED, Stage
from feedback.comments.words import Words, cleaned


@transaction.atomic
def correct_comment(
    comment: Comment, *, words: Words, at: datetime.datetime | None = None
) -> Wording:
    """Add the author's new words; the earlier ones stay for good.

    Body, reason and proposed texts count; stance and targets are as submitted. The
    latest words again change nothing. A returned comment goes back to the queue.

    Raises:
        IllegalMove: the round has been reported, or the comment is settled.
        ValidationError: the words are not well formed.
    """
    now = at or timezone.now()
    words = cleaned(words)
    comment = _locked(comment)
    if not may_correct(comment):
        raise IllegalMove(
            _("这条意见已经办结或者已经报送，不能再更正。可以就同一条文另提一条意见。")
        )
    secret = ciphers.unwrap(bytes(comment.secret or b""))
    # Targets are of the version the author read, whatever came later.
    targets = [row.provision_id for row in comment.targets.all()]
    fields = wording_fields(words, quoted(comment.version_id, targets), secret)
    last = comment.wording
    if fields["words_hash"] == last.words_hash:
        return last
    wording = Wording.objects.create(
        comment=comment, sequence=last.sequence + 1, written_at=now, **fields
    )
    index_wordings(comment, [*comment.wordings.all(), wording])
    _move_on_correction(comment, now)
    ledger.record(
        comment,
        "comments.correct",
        by=ledger.SUBMITTER,
        before=last.words_hash,
        after=wording.words_hash,
        salt=secret,
    )
    transaction.on_commit(
        lambda: comment_corrected.send_robust(sender=Comment, comment=comment)
    )
    return wording


def may_correct(comment: Comment) -> bool:
    """Say whether its author may still change the words; needs ``consultation``.

    After an erasure there is nothing left that new words could be sealed with.
    """
    return (
        not comment.consultation.is_reported
        and comment.stage not in SETTLED
        and comment.secret is not None
    )


def may_withdraw(comment: Comment) -> bool:
    """Say whether there is anything left to take back; needs ``consultation``."""
    if comment.stage == Stage.WITHDRAWN or comment.withdrawal_requested_at:
        return False
    return (
        comment.consultation.is_reported or comment.stage in MOVES["withdraw"].sources
    )


@transaction.atomic
def withdraw_comment(
    comment: Comment, *, at: datetime.datetime | None = None
) -> Comment:
    """Take a comment back at its author's wish, and destroy the author's identity.

    Before the round is reported it no longer counts. Afterwards its words stay, shown
    without personal data, and ``withdrawal_requested_at`` says so. Twice is as once.

    Raises:
        IllegalMove: it was rejected or transferred, and is not reported yet.
    """
    now = at or timezone.now()
    comment = _locked(comment)
    if comment.stage == Stage.WITHDRAWN or comment.withdrawal_requested_at:
        return comment
    before = comment.stage
    changes = {"repeat_hash": "", "revision": comment.revision + 1}
    if comment.consultation.is_reported:
        Comment.objects.filter(pk=comment.pk).update(
            withdrawal_requested_at=now, modified=now, **changes
        )
        comment.withdrawal_requested_at = now
    else:
        apply_move(comment, "withdraw", MOVES, at=now, **changes)
    Submitter.objects.filter(comment=comment).update(
        sealed=None, has_contact=False, occupation=""
    )
    ConsentRecord.objects.filter(comment=comment, withdrawn_at=None).update(
        withdrawn_at=now
    )
    follow_withdrawal(comment)
    ledger.record(
        comment,
        "comments.withdraw",
        by=ledger.SUBMITTER,
        before=before,
        after=comment.stage,
    )
    transaction.on_commit(
        lambda: comment_withdrawn.send_robust(sender=Comment, comment=comment)
    )
    return comment


def _locked(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",))
        .select_related("consultation")
        .prefetch_related("wordings", "targets")
        .get(pk=comment.pk)
    )


def _move_on_correction(comment: Comment, now: datetime.datetime) -> None:
    revision = comment.revision + 1
    if comment.stage == Stage.RETURNED:
        apply_move(comment, "correct", MOVES, at=now, revision=revision)
        return
    # Whoever screens a page opened before the correction must see the new words first.
    Comment.objects.filter(pk=comment.pk).update(revision=revision, modified=now)
    comment.revision = revision
