"""Handing in: one submission, one row, one receipt (I4, I5)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BooleanField, Exists, Value
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from common import ciphers, codes, idempotency, ledger, numbering
from consultations.rounds.models import Consultation
from feedback.comments.kinds import RejectionReason, SubmitterKind
from feedback.comments.models import (
    Comment,
    ConsentRecord,
    Screening,
    Submitter,
    Target,
)
from feedback.comments.privacy import VERSION
from feedback.comments.quoting import Quoted, is_same_text, quoted
from feedback.comments.refusals import WindowClosed
from feedback.comments.search import index_wordings
from feedback.comments.signals import comment_submitted
from feedback.comments.words import Words, cleaned

IDEMPOTENCY_SCOPE = "comments.submit"
FLAG = "flag"


@dataclass(frozen=True)
class Receipt:
    """What the author gets: the comment, its code as printed, whether it was there.

    ``citations`` name the provisions spoken about, in printed order.
    """

    comment: Comment
    code: str
    is_replay: bool = False
    citations: tuple[str, ...] = ()


@transaction.atomic
def submit_comment(
    consultation: Consultation,
    *,
    words: Words,
    key: str,
    visitor: str,
    at: datetime.datetime | None = None,
) -> Receipt:
    """Record ``words`` on provisions of the round's version, and return the receipt.

    ``visitor`` is the keyed hash of ``limits.visitor``; only a further hash of it with
    the words is kept. The instant is ``at`` or the database's own clock.

    Effects, in order: idempotency key taken, window checked, number given, comment,
    wording, search entry, targets, submitter (sealed) and consents stored, ledger row,
    news on commit.
    The same key with the same words returns the first receipt, even after the closing.

    Raises:
        WindowClosed: the round is not open at this instant (nothing is stored).
        KeyReused: ``key`` came before with other words.
        BadKey: ``key`` is malformed.
        ValidationError: the words are not well formed, or a provision is unknown.
    """
    return _submit(consultation.code, words, key, visitor, at)


@transaction.atomic
def submit_to_code(
    code: str,
    *,
    words: Words,
    key: str,
    visitor: str,
    at: datetime.datetime | None = None,
) -> Receipt:
    """Do what ``submit_comment`` does for the round called ``code``.

    A form post needs no round of its own first; a code nobody may know of is a closed
    window like any other.
    """
    return _submit(code, words, key, visitor, at)


def _submit(
    code: str,
    words: Words,
    key: str,
    visitor: str,
    at: datetime.datetime | None,
) -> Receipt:
    words = cleaned(words)
    body = {"consultation": code, **words.as_json()}
    claim = idempotency.claim(IDEMPOTENCY_SCOPE, key, body)
    if not claim.is_new:
        return _replayed(claim.row_id, key)
    repeat = _repeat_hash(body, words, visitor)
    consultation, now, is_repeat = _open_round(code, repeat, at)
    quotes = _quotes(consultation, words)
    secret = ciphers.new_secret()
    comment = _store_comment(consultation, words, secret, now, claim.row_id, repeat)
    printed_code = codes.code_for(key, comment.pk)
    comment.code_hash = codes.code_hash(printed_code)
    Comment.objects.filter(pk=comment.pk).update(code_hash=comment.code_hash)
    wording = comment.wordings.create(
        **wording_fields(words, quotes, secret), sequence=1, written_at=now
    )
    index_wordings(comment, [wording])
    Target.objects.bulk_create(_target(comment, quote) for quote in quotes)
    _store_person(comment, words, secret, now)
    if is_repeat:
        _flag_repeat(comment, now)
    ledger.record(
        comment, "comments.submit", by=ledger.SUBMITTER, after=body, salt=secret
    )
    transaction.on_commit(
        lambda: comment_submitted.send_robust(sender=Comment, comment=comment)
    )
    cited = tuple(quote.provision.citation for quote in quotes)
    return Receipt(comment, printed_code, citations=cited)


def wording_fields(
    words: Words, quotes: Sequence[Quoted], secret: bytes
) -> dict[str, Any]:
    """Return what a ``Wording`` keeps of ``words``; unchanged official text is none."""
    kept = {
        "body": words.body,
        "reason": words.reason,
        "proposed": own_wordings(words.proposed, quotes),
    }
    return {**kept, "words_hash": ciphers.salted_hash(kept, secret)}


def own_wordings(
    proposed: Mapping[str, str], quotes: Sequence[Quoted]
) -> dict[str, str]:
    """Return the proposed texts that belong to a target and differ from it."""
    return {
        quote.provision.address: proposed[quote.provision.address]
        for quote in quotes
        if quote.may_be_rewritten
        and quote.provision.address in proposed
        and not is_same_text(proposed[quote.provision.address], quote.text)
    }


def _replayed(submission_id: int, key: str) -> Receipt:
    comment = (
        Comment.objects.select_related("consultation", "version")
        .prefetch_related("targets__provision")
        .get(submission_id=submission_id)
    )
    cited = tuple(target.provision.citation for target in comment.targets.all())
    return Receipt(comment, codes.code_for(key, comment.pk), True, cited)


def _repeat_hash(body: dict[str, Any], words: Words, visitor: str) -> str:
    said = {name: body[name] for name in ("consultation", "body", "reason", "targets")}
    person = words.submitter or None
    who = (person and (person.phone or person.email)) or visitor
    return ciphers.keyed_hash("comments repeat", ciphers.canonical([who, said]))


def _open_round(
    code: str, repeat: str, at: datetime.datetime | None
) -> tuple[Consultation, datetime.datetime, bool]:
    """Lock the round, and read its window, the clock and the repetition in one query.

    Only the round itself is locked: numbering makes its writers queue anyway.
    """
    same = Comment.objects.filter(repeat_hash=repeat).exclude(repeat_hash="")
    consultation = (
        Consultation.objects.visible_to(AnonymousUser())
        .filter(code=code)
        .select_related("document", "version")
        .annotate(
            database_now=Now(),
            has_repeat=Exists(same) if repeat else Value(False, BooleanField()),
        )
        .select_for_update(of=("self",), no_key=True)
        .first()
    )
    if consultation is None:
        raise WindowClosed(_("没有找到这一轮征求意见，或者它还没有公开。"))
    now = at or consultation.database_now
    if not consultation.is_open(now):
        raise WindowClosed(_("这一轮征求意见现在不接收意见。"))
    return consultation, now, consultation.has_repeat


def _quotes(consultation: Consultation, words: Words) -> list[Quoted]:
    quotes = quoted(consultation.version_id, words.targets)
    if len(quotes) != len(words.targets):
        raise ValidationError(
            {"targets": _("选中的条文里有这一稿没有的，请重新选择条文。")}
        )
    return quotes


def _store_comment(
    consultation: Consultation,
    words: Words,
    secret: bytes,
    now: datetime.datetime,
    submission_id: int,
    repeat: str,
) -> Comment:
    return Comment.objects.create(
        receipt_no=next_receipt_no(consultation),
        consultation=consultation,
        version=consultation.version,
        stance=words.stance,
        is_general=words.is_general,
        submitted_at=now,
        # Replaced at once: the code is derived from the row's own number.
        code_hash=secret.hex(),
        secret=ciphers.wrap(secret),
        submission_id=submission_id,
        repeat_hash=repeat,
    )


def next_receipt_no(consultation: Consultation) -> str:
    """Return ``YJ-LF2026012-R2-000123``, gapless per round; needs ``document``."""
    document = consultation.document.code.replace("-", "")
    series = f"YJ-{document}-R{consultation.number}"
    return f"{series}-{numbering.next_number(series):06d}"


def _target(comment: Comment, quote: Quoted) -> Target:
    return Target(
        comment=comment,
        provision=quote.provision,
        quoted_text=quote.text,
        quoted_hash=ciphers.keyed_hash("quoted text", quote.text),
    )


def _store_person(
    comment: Comment, words: Words, secret: bytes, now: datetime.datetime
) -> None:
    """Keep who spoke, sealed; of an anonymous author there is no row at all."""
    person = words.submitter
    private = person.private() if person else {}
    occupation = person.occupation if person else ""
    if private or occupation or words.under_14:
        Submitter.objects.create(
            comment=comment,
            kind=_kind_of(words),
            occupation=occupation,
            has_contact=bool(person and person.has_contact),
            sealed=ciphers.seal(private, secret=secret, context=seal_context(comment))
            if private
            else None,
        )
    ConsentRecord.objects.bulk_create(
        ConsentRecord(comment=comment, kind=kind, text_version=VERSION, given_at=now)
        for kind in sorted(words.consents)
    )


def seal_context(comment: Comment) -> str:
    """Return what binds a sealed identity to its comment."""
    return f"comments.submitter:{comment.receipt_no}"


def _kind_of(words: Words) -> SubmitterKind:
    if words.under_14:
        return SubmitterKind.MINOR
    if words.submitter and words.submitter.unit:
        return SubmitterKind.ORGANISATION
    return SubmitterKind.PERSON


def _flag_repeat(comment: Comment, now: datetime.datetime) -> None:
    """Tell the screening desk that one person said the same before; decide nothing."""
    Screening.objects.create(
        comment=comment,
        act=FLAG,
        rejection_reason=RejectionReason.DUPLICATE_SAME_PERSON,
        decided_at=now,
    )
