"""Acts of telling: publish the summary and the results, correct an account."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import ledger
from common.moves import apply_move
from consultations.rounds.models import Consultation
from consultations.rounds.search import index_consultation
from consultations.rounds.stages import MOVES
from feedback.dispositions.services import publish_confirmed
from feedback.reports import gates, notices, permissions
from feedback.reports.gates import GateClosed
from feedback.reports.models import Publication
from feedback.reports.statistics import figures

__all__ = [
    "GateClosed",
    "correct_publication",
    "publish_result",
    "publish_summary",
    "refresh_results",
]

TEXT_FIELDS = {
    Publication.Kind.SUMMARY: "summary",
    Publication.Kind.RESULT: "result_preface",
}


@transaction.atomic
def publish_summary(
    consultation: Consultation,
    *,
    by: User,
    text: str,
    at: datetime.datetime | None = None,
) -> Publication:
    """Tell society how the round went: counts and main opinions (立法法第四十条).

    Raises:
        PermissionDenied: ``by`` does not publish outcomes.
        ValidationError: there is no text.
        GateClosed: comments are not screened yet.
        IllegalMove: the round has not been reported.
    """
    current = _locked(consultation, by)
    text = _required(text, "text")
    gates.check_summary(current)
    at = at or timezone.now()
    apply_move(current, "publish_summary", MOVES, at=at, summary=text)
    index_consultation(current.pk)
    publication = _publish(current, Publication.Kind.SUMMARY, text, by, at)
    ledger.record(current, "reports.publish_summary", by=by, after=publication.figures)
    return publication


@transaction.atomic
def publish_result(
    consultation: Consultation,
    *,
    by: User,
    preface: str,
    at: datetime.datetime | None = None,
) -> Publication:
    """Make every confirmed decision public, freeze the figures, tell every author.

    Raises:
        PermissionDenied: ``by`` does not publish outcomes.
        ValidationError: there is no preface.
        GateClosed: a comment lacks its answer; ``missing`` lists the receipts.
        IllegalMove: the summary has not been published.
    """
    current = _locked(consultation, by)
    preface = _required(preface, "preface")
    gates.check_result(current)
    at = at or timezone.now()
    apply_move(current, "publish_result", MOVES, at=at, result_preface=preface)
    index_consultation(current.pk)
    publish_confirmed(current, at=at)
    publication = _publish(current, Publication.Kind.RESULT, preface, by, at)
    notices.queue_results(current, at=at)
    ledger.record(current, "reports.publish_result", by=by, after=publication.figures)
    return publication


@transaction.atomic
def correct_publication(
    publication: Publication,
    *,
    by: User,
    text: str,
    note: str,
    at: datetime.datetime | None = None,
) -> Publication:
    """Publish a corrected account with today's figures; the first one is kept (S1).

    Raises:
        PermissionDenied: ``by`` does not publish outcomes.
        ValidationError: text or note is empty, or it was corrected already.
    """
    current = _locked(publication.consultation, by)
    text, note = _required(text, "text"), _required(note, "note")
    if Publication.objects.filter(supersedes=publication).exists():
        raise ValidationError(_("这份公布已经更正过，请在最新的一份上更正。"))
    at = at or timezone.now()
    field = TEXT_FIELDS[Publication.Kind(publication.kind)]
    Consultation.objects.filter(pk=current.pk).update(**{field: text})
    index_consultation(current.pk)
    corrected = _publish(
        current, publication.kind, text, by, at, note=note, supersedes=publication
    )
    ledger.record(
        current,
        "reports.correct",
        by=by,
        reason=note,
        before=publication.figures,
        after=corrected.figures,
    )
    return corrected


@transaction.atomic
def refresh_results(
    consultations: QuerySet[Consultation], *, note: str
) -> list[Publication]:
    """Publish the account of results anew where its figures no longer hold.

    A correction, or the final text, changes figures that are public already: the page
    follows at once, with a note; the account as first issued is kept (S1).
    """
    standing = Publication.objects.filter(
        consultation__in=consultations,
        kind=Publication.Kind.RESULT,
        superseded_by=None,
    ).select_related("consultation")
    renewed = []
    for publication in standing:
        consultation = publication.consultation
        if as_stored(figures(consultation)) == publication.figures:
            continue
        account = _publish(
            consultation,
            publication.kind,
            publication.text,
            None,
            timezone.now(),
            note=note,
            supersedes=publication,
        )
        ledger.record(
            consultation,
            "reports.refresh",
            by=None,
            reason=note,
            before=publication.figures,
            after=account.figures,
        )
        renewed.append(account)
    return renewed


def as_stored(found: dict[str, Any]) -> dict[str, Any]:
    """Return figures as they come back from the database."""
    return json.loads(json.dumps(found))


def _publish(
    consultation: Consultation,
    kind: str,
    text: str,
    by: User | None,
    at: datetime.datetime,
    *,
    note: str = "",
    supersedes: Publication | None = None,
) -> Publication:
    return Publication.objects.create(
        consultation=consultation,
        kind=kind,
        text=text,
        figures=figures(consultation),
        note=note,
        supersedes=supersedes,
        published_by=by,
        published_at=at,
    )


def _locked(consultation: Consultation, by: User) -> Consultation:
    if not permissions.can_publish_outcome(by):
        raise PermissionDenied(_("您没有进行这项操作的权限。"))
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def _required(text: str, field: str) -> str:
    if not text.strip():
        raise ValidationError({field: _("这一项会向社会公布，请填写。")})
    return text.strip()
