"""What the list of rounds and a round's own page show."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AnyUser, ContactPoint
from consultations.rounds.kinds import ConsultationKind
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Phase, Stage
from drafts.models import Enclosure
from feedback.reports.models import Publication
from home.areas import Areas, concerns
from home.filters import Filters, same, tallied
from home.reading import heads
from home.reading.regulations import narrowed, offer_common
from home.reading.windows import (
    change_in_words,
    speak_url,
    status_of,
    window_text,
)

ANSWERED = frozenset({Phase.RESULT_PUBLISHED, Phase.ARCHIVED})
# What a list tells apart, in its order; the steps of handling are one to a visitor.
STATES = (
    Phase.OPEN,
    Phase.SCHEDULED,
    Phase.SUSPENDED,
    Phase.CLOSED,
    Phase.RESULT_PUBLISHED,
    Phase.CANCELLED,
    Phase.HIDDEN,
)
RANKS = {state: rank for rank, state in enumerate(STATES)}
PROJECT = "document__regulation__"
COLUMNS = {
    "state": "rank",
    "subject": f"{PROJECT}subject_area",
    "area": f"{PROJECT}jurisdiction",
    "year": "year",
    "kind": "kind",
}


def ranked(
    user: AnyUser, at: datetime.datetime | None = None
) -> QuerySet[Consultation]:
    """Return the rounds one may know of: open first, then coming, closed, decided.

    Those open that end first come first, and those coming that begin first; of the
    others the latest.
    """
    at = at or timezone.now()
    rank = Case(
        _state(Phase.CLOSED, stage=Stage.APPROVED, closes_at__lte=at),
        _state(Phase.OPEN, stage=Stage.APPROVED, opens_at__lte=at),
        _state(Phase.SCHEDULED, stage=Stage.APPROVED),
        _state(Phase.SUSPENDED, stage=Stage.SUSPENDED),
        _state(
            Phase.RESULT_PUBLISHED, stage__in=[Stage.RESULT_PUBLISHED, Stage.ARCHIVED]
        ),
        _state(Phase.CANCELLED, stage=Stage.CANCELLED),
        _state(Phase.HIDDEN, stage__in=[Stage.DRAFT, Stage.IN_REVIEW]),
        default=Value(RANKS[Phase.CLOSED]),
        output_field=IntegerField(),
    )
    soonest = Case(
        When(rank=RANKS[Phase.OPEN], then="closes_at"),
        When(rank=RANKS[Phase.SCHEDULED], then="opens_at"),
    )
    return (
        Consultation.objects.visible_to(user)
        .annotate(rank=rank, year=ExtractYear("opens_at"))
        .order_by("rank", soonest, "-closes_at", "-pk")
    )


def filters(
    rows: QuerySet[Consultation], asked: Mapping[str, str], areas: Areas
) -> Filters:
    """Return the filters of the list of ``rows``, with what is chosen; one query.

    Raises:
        UnknownChoice: a state, subject, area, year or kind that is not offered.
    """
    found = Filters(
        tallied(rows, COLUMNS),
        asked,
        {
            "state": lambda value, row: STATES[row["state"]] == value,
            "subject": same("subject"),
            "area": concerns(areas, "area"),
            "year": same("year"),
            "kind": same("kind"),
        },
    )
    kinds = [c for c in ConsultationKind.choices if c[0] in found.in_use("kind")]
    found.offer("state", _("状态"), _states(found))
    offer_common(found, areas)
    found.offer("year", _("年份"), _years(found))
    found.offer("kind", _("种类"), kinds)
    return found


def listed(
    rows: QuerySet[Consultation], chosen: Filters, areas: Areas
) -> QuerySet[Consultation]:
    """Return those of ``rows`` that fit what is chosen, as a list shows them."""
    wanted: dict[str, Any] = {
        name: chosen.values[name] for name in ("year", "kind") if chosen.values[name]
    }
    if state := chosen.values["state"]:
        wanted["rank"] = RANKS[Phase(state)]
    rows = rows.filter(**wanted)
    return (
        narrowed(rows, chosen, areas, PROJECT)
        .select_related("document__regulation", "version")
        .prefetch_related("extensions")
    )


def entries(rounds: list[Consultation]) -> list[dict[str, Any]]:
    """Return one entry for each round, and the title of the group it begins."""
    titles = {
        Phase.OPEN: _("正在征求意见"),
        Phase.SCHEDULED: _("即将开始"),
        Phase.SUSPENDED: _("暂停征求意见"),
        Phase.CLOSED: _("已截止，正在处理"),
        Phase.RESULT_PUBLISHED: _("采纳结果已公布"),
        Phase.CANCELLED: _("已取消"),
        Phase.HIDDEN: _("未公开"),
    }
    shown: list[dict[str, Any]] = []
    for consultation in rounds:
        # The addresses of versions ask for their document, which is the round's own.
        consultation.version.document = consultation.document
        rank = consultation.rank  # type: ignore[attr-defined]  # annotated
        begins = not shown or shown[-1]["rank"] != rank
        status = status_of(consultation)
        shown.append(
            {
                "round": consultation,
                "regulation": getattr(consultation.document, "regulation", None),
                "status": status,
                "rank": rank,
                "group": titles[STATES[rank]] if begins else "",
                "days_left": consultation.days_left() if status.is_open else None,
                "is_coming": status.phase == Phase.SCHEDULED,
                "is_answered": status.phase in ANSWERED,
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
    return heads.of_round(consultation) | {
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


def _state(state: Phase, **those: Any) -> When:
    return When(**those, then=Value(RANKS[state]))


def _states(found: Filters) -> list[tuple[str, Any]]:
    """Return the states in use and the one asked for; what is hidden only in use."""
    used = {STATES[row["state"]] for row, _n in found.tally}
    public = found.values["state"] if found.values["state"] != Phase.HIDDEN else ""
    return [(s.value, s.label) for s in STATES if s in used or s == public]


def _years(found: Filters) -> list[tuple[str, str]]:
    years = sorted(found.in_use("year"), reverse=True)
    return [(str(year), _("%d年") % year) for year in years]
