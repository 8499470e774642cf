"""What has become public about rounds and texts, and when: for feeds and mails.

Derived, never stored: from approvals, dates, changes of windows, publications and
texts. Only what everybody may see, whoever asks.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from consultations.rounds.kinds import ExtensionKind
from consultations.rounds.models import Consultation, Extension
from consultations.rounds.querysets import ConsultationQuerySet
from consultations.rounds.stages import Stage
from consultations.rounds.windows import midnight
from drafts.models import Document, Regulation, RegulationStep, Version
from feedback.reports.kinds import Kind
from feedback.reports.models import Publication
from feedback.reports.topics import PUBLIC

# The reminder of an end goes out in the morning, three days before the last day.
DAYS_BEFORE = datetime.timedelta(days=3)
MORNING = datetime.timedelta(hours=9)
MOST = 50
PUBLISHED = {
    Publication.Kind.SUMMARY: Kind.SUMMARY,
    Publication.Kind.RESULT: Kind.RESULT,
}


@dataclass(frozen=True)
class News:
    """One thing that became public at ``at``; ``event`` names it for good."""

    kind: Kind
    event: str
    at: datetime.datetime
    round: Consultation | None = None
    change: Extension | None = None
    version: Version | None = None
    step: RegulationStep | None = None
    regulation: Regulation | None = None
    updated_at: datetime.datetime | None = None

    @property
    def url(self) -> str:
        """The page that says more."""
        shown = self.round or self.version or self.regulation
        return shown.get_absolute_url() if shown else "/"

    @property
    def subject(self) -> str:
        return self.regulation.subject_area if self.regulation else ""

    def is_current(self, at: datetime.datetime) -> bool:
        """Say whether it is still worth a mail: an invitation is not, once closed."""
        if self.round is None or self.kind in (Kind.SUMMARY, Kind.RESULT):
            return True
        if self.kind == Kind.OPENED:
            return self.round.is_open(at)
        if self.change and self.change.kind in (
            ExtensionKind.SUSPEND,
            ExtensionKind.CANCEL,
        ):
            return True
        return at < self.round.closes_at


def recent(
    at: datetime.datetime | None = None,
    *,
    document: Document | None = None,
    consultation: Consultation | None = None,
    kinds: Collection[Kind] = tuple(Kind),
    since: datetime.datetime | None = None,
) -> list[News]:
    """Return what has become public until ``at``, the newest first.

    At most fifty, unless ``since`` bounds them. Five queries, whatever their number.
    """
    at = at or timezone.now()
    rounds = _rounds(document, consultation)
    found = [
        *_windows(rounds, at, since, kinds),
        *_publications(rounds, at, since, kinds),
        *(() if consultation else _texts(document, at, since, kinds)),
        *(() if consultation else _steps(document, at, since, kinds)),
    ]
    shown = [n for n in found if n.kind in kinds and n.at <= at]
    if since is not None:
        shown = [n for n in shown if n.at >= since]
    shown.sort(key=lambda n: (n.at, n.event), reverse=True)
    return shown if since is not None else shown[:MOST]


def opened_at(consultation: Consultation) -> datetime.datetime | None:
    """Return when people could first speak, or nothing if that never came.

    Needs ``extensions`` prefetched. A round suspended before its opening opens when
    it is resumed.
    """
    if consultation.stage == Stage.CANCELLED or consultation.approved_at is None:
        return None
    opened = max(consultation.opens_at, consultation.approved_at)
    stopped = False
    for change in consultation.extensions.all():
        if change.kind == ExtensionKind.SUSPEND and change.decided_at <= opened:
            stopped = True
        elif change.kind == ExtensionKind.RESUME and stopped:
            stopped, opened = False, max(opened, change.decided_at)
    return None if stopped else opened


def closing_at(consultation: Consultation) -> datetime.datetime:
    """Return when people are reminded of the end."""
    return midnight(consultation.last_day) - DAYS_BEFORE + MORNING


def _rounds(
    document: Document | None, consultation: Consultation | None
) -> ConsultationQuerySet:
    rounds = Consultation.objects.visible_to(PUBLIC)
    if document is not None:
        rounds = rounds.filter(document=document)
    if consultation is not None:
        rounds = rounds.filter(pk=consultation.pk)
    return rounds


def _windows(
    rounds: ConsultationQuerySet,
    at: datetime.datetime,
    since: datetime.datetime | None,
    kinds: Collection[Kind],
) -> Iterator[News]:
    if not {Kind.OPENED, Kind.CHANGED, Kind.CLOSING} & set(kinds):
        return
    rounds = rounds.for_listing().prefetch_related("extensions")
    # A window changes while it lasts, and is told of a little while after.
    rounds = rounds.annotate(changed_at=Max("extensions__decided_at"))
    if since is None:
        rounds = rounds.order_by("-opens_at", "-pk")[:MOST]
    else:
        rounds = rounds.filter(Q(closes_at__gt=since) | Q(changed_at__gte=since))
    for found in rounds:
        yield from _of_window(found, at)


def _of_window(found: Consultation, at: datetime.datetime) -> Iterator[News]:
    about = partial(News, round=found, regulation=_regulation(found.document))
    opened = opened_at(found)
    if opened is not None and opened <= at:
        yield about(Kind.OPENED, f"opened:{found.code}", opened)
        closing = closing_at(found)
        if opened < closing <= at and found.is_open(at):
            event = f"closing:{found.code}:{found.last_day:%Y%m%d}"
            yield about(Kind.CLOSING, event, closing)
    for change in found.extensions.all():
        event = f"change:{change.pk}"
        yield about(Kind.CHANGED, event, change.decided_at, change=change)


def _publications(
    rounds: ConsultationQuerySet,
    at: datetime.datetime,
    since: datetime.datetime | None,
    kinds: Collection[Kind],
) -> Iterator[News]:
    if not {Kind.SUMMARY, Kind.RESULT} & set(kinds):
        return
    newest = Publication.objects.filter(
        consultation=OuterRef("consultation"),
        kind=OuterRef("kind"),
        published_at__lte=at,
    ).order_by("-published_at", "-pk")
    # A correction renews the entry of the account it corrects; no news of its own.
    first = (
        Publication.objects.filter(
            consultation__in=rounds, supersedes=None, published_at__lte=at
        )
        .annotate(renewed_at=Subquery(newest.values("published_at")[:1]))
        .select_related("consultation__document__regulation", "consultation__version")
        .order_by("-published_at", "-pk")
    )
    first = first[:MOST] if since is None else first.filter(published_at__gte=since)
    for row in first:
        yield News(
            PUBLISHED[Publication.Kind(row.kind)],
            f"publication:{row.pk}",
            row.published_at,
            round=row.consultation,
            regulation=_regulation(row.consultation.document),
            updated_at=row.renewed_at,
        )


def _texts(
    document: Document | None,
    at: datetime.datetime,
    since: datetime.datetime | None,
    kinds: Collection[Kind],
) -> Iterator[News]:
    if Kind.TEXT not in kinds:
        return
    texts = (
        Version.objects.visible_to(PUBLIC)
        .filter(document__regulation__isnull=False, published_at__lte=at)
        .select_related("document__regulation")
        .order_by("-published_at", "-pk")
    )
    if document is not None:
        texts = texts.filter(document=document)
    texts = texts[:MOST] if since is None else texts.filter(published_at__gte=since)
    for text in texts:
        yield News(
            Kind.TEXT,
            f"text:{text.code}",
            text.published_at or at,
            version=text,
            regulation=_regulation(text.document),
        )


def _steps(
    document: Document | None,
    at: datetime.datetime,
    since: datetime.datetime | None,
    kinds: Collection[Kind],
) -> Iterator[News]:
    # A step is written down by day, often later: it is listed and never mailed.
    if Kind.STEP not in kinds or document is None or since is not None:
        return
    steps = RegulationStep.objects.filter(
        regulation__document=document,
        regulation__is_public=True,
        reached_on__lte=timezone.localdate(at),
    ).select_related("regulation__document")
    for step in steps.order_by(F("reached_on").desc(), "-pk")[:MOST]:
        yield News(
            Kind.STEP,
            f"step:{step.pk}",
            midnight(step.reached_on),
            step=step,
            regulation=step.regulation,
        )


def _regulation(document: Document) -> Regulation | None:
    return getattr(document, "regulation", None)
