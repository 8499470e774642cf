"""What the list of rounds and a round's own page show."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AnyUser, ContactPoint
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Phase, Stage
from drafts.models import Enclosure
from feedback.reports.models import Publication
from home.reading.windows import (
    change_in_words,
    speak_url,
    status_of,
    window_text,
)

RUNNING, WORKING, DECIDED, OFF, HIDDEN = range(5)
ANSWERED = frozenset({Phase.RESULT_PUBLISHED, Phase.ARCHIVED})


def ranked(
    user: AnyUser, at: datetime.datetime | None = None
) -> QuerySet[Consultation]:
    """Return the rounds one may know of: running first, then closed, then decided."""
    at = at or timezone.now()
    rank = Case(
        When(stage=Stage.APPROVED, closes_at__gt=at, then=Value(RUNNING)),
        When(stage=Stage.SUSPENDED, then=Value(RUNNING)),
        When(stage__in=[Stage.RESULT_PUBLISHED, Stage.ARCHIVED], then=Value(DECIDED)),
        When(stage=Stage.CANCELLED, then=Value(OFF)),
        When(stage__in=[Stage.DRAFT, Stage.IN_REVIEW], then=Value(HIDDEN)),
        default=Value(WORKING),
        output_field=IntegerField(),
    )
    return (
        Consultation.objects.visible_to(user)
        .select_related("document", "version")
        .prefetch_related("extensions")
        .annotate(rank=rank)
        .order_by("rank", "-closes_at", "-pk")
    )


def entries(rounds: list[Consultation]) -> list[dict[str, Any]]:
    """Return one entry for each round, and the title of the group it begins."""
    titles = {
        RUNNING: _("正在征求意见"),
        WORKING: _("已截止，正在处理"),
        DECIDED: _("采纳结果已公布"),
        OFF: _("已取消"),
        HIDDEN: _("未公开"),
    }
    shown: list[dict[str, Any]] = []
    for consultation in rounds:
        rank = getattr(consultation, "rank", RUNNING)
        begins = not shown or shown[-1]["rank"] != rank
        status = status_of(consultation)
        shown.append(
            {
                "round": consultation,
                "status": status,
                "rank": rank,
                "group": titles[rank] if begins else "",
                "days_left": consultation.days_left() if status.is_open else None,
            }
        )
    return shown


def portrait(consultation: Consultation) -> dict[str, Any]:
    """Return what a round's page shows besides its results; three queries."""
    consultation.version.document = consultation.document
    status = status_of(consultation)
    publications = list(
        Publication.objects.filter(
            consultation=consultation, superseded_by=None
        ).order_by("published_at", "pk")
    )
    return {
        "round": consultation,
        "regulation": getattr(consultation.document, "regulation", None),
        "status": status,
        "window": window_text(consultation),
        "changes": [change_in_words(e) for e in consultation.extensions.all()],
        "speak_url": speak_url(consultation) if status.is_open else "",
        "points": _points(status.phase),
        "papers": Enclosure.objects.filter(version=consultation.version),
        "summary": _latest(publications, Publication.Kind.SUMMARY),
        "result": _latest(publications, Publication.Kind.RESULT),
        "is_answered": status.phase in ANSWERED,
    }


def _points(phase: Phase) -> list[ContactPoint]:
    """Return where one can speak in person, while one can speak or soon will."""
    if phase not in (Phase.OPEN, Phase.SCHEDULED, Phase.SUSPENDED):
        return []
    return list(ContactPoint.objects.filter(is_active=True).order_by("code"))


def _latest(publications: list[Publication], kind: str) -> Publication | None:
    return next((p for p in reversed(publications) if p.kind == kind), None)
