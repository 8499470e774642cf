"""What the front page shows: open rounds, what became of comments, who to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.http import HttpRequest  # noqa: TID251 -- only as a type
from wagtail.models import Page

from accounts.models import AnyUser, ContactPoint
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from drafts.models import Provision, RegulationStep
from feedback.comments.forms import LookupForm
from feedback.comments.stages import COUNTED
from feedback.dispositions.kinds import SURVIVING
from feedback.dispositions.models import GroupMember, Survival
from feedback.dispositions.outcomes import final_versions
from feedback.dispositions.stages import Stage
from feedback.reports.models import Publication
from feedback.reports.statistics import public_figures
from home.reading.charts import charts
from home.reading.timelines import timeline

MOST_ROUNDS = 4
MOST_RESULTS = 4
MOST_POINTS = 4
MOST_PAGES = 40
MOST_NOTICES = 5


@dataclass(frozen=True)
class Journey:
    """One published decision on its way: what was asked, decided, and written."""

    survival: Survival
    count: int

    @property
    def decision(self) -> Any:
        return self.survival.link.disposition

    @property
    def provision(self) -> Provision | None:
        return self.survival.provision


def portrait(home: Page, request: HttpRequest) -> dict[str, Any]:
    """Return everything the front page shows; seven queries, whatever there is."""
    results = latest_results(request.user)
    latest = results[0] if results else None
    shown = charts(latest)
    points = list(
        ContactPoint.objects.filter(is_active=True)
        .exclude(public_phone="")
        .select_related("division")
        .order_by("code")[: MOST_POINTS + 1]
    )
    return {
        "open_rounds": open_rounds(request.user),
        "totals": shown["totals"] if shown else [],
        "latest": latest,
        "results": [(result, public_figures(result.figures)) for result in results],
        "journey": latest_journey(),
        "points": points[:MOST_POINTS],
        "has_more_points": len(points) > MOST_POINTS,
        "lookup": LookupForm(auto_id="lookup_%s"),
        **pages_below(home),
    }


def open_rounds(user: AnyUser) -> list[dict[str, Any]]:
    """Return the rounds that take comments now, the one that ends first on top."""
    found = list(
        Consultation.objects.visible_to(user)
        .open()
        .for_listing()
        .order_by("closes_at", "pk")[:MOST_ROUNDS]
    )
    steps = RegulationStep.objects.filter(
        regulation__document__in=[c.document_id for c in found]
    ).order_by("reached_on", "pk")
    by_project: dict[int, list[RegulationStep]] = {}
    for step in steps:
        by_project.setdefault(step.regulation_id, []).append(step)
    return [_entry(consultation, by_project) for consultation in found]


def latest_results(user: AnyUser) -> list[Publication]:
    """Return the results published last, each as it stands after corrections."""
    visible = Consultation.objects.visible_to(user)
    found = (
        Publication.objects.filter(
            kind=Publication.Kind.RESULT,
            superseded_by=None,
            consultation__in=visible.values("pk"),
        )
        .select_related("consultation")
        .order_by("-published_at", "-pk")[:MOST_RESULTS]
    )
    return [publication for publication in found if publication.figures]


def latest_journey() -> Journey | None:
    """Return the grouped comments that got farthest last: into a promulgated text.

    Staff's summary of a group is public; the words of single people are not read.
    """
    members = (
        GroupMember.objects.filter(
            group=OuterRef("link__disposition__group"),
            removed_at=None,
            comment__stage__in=COUNTED,
        )
        .order_by()
        .values("group")
        .annotate(count=Count("pk"))
        .values("count")
    )
    is_public = Q(
        link__disposition__consultation__stage__in=[
            RoundStage.RESULT_PUBLISHED,
            RoundStage.ARCHIVED,
        ],
        version__document__regulation__is_public=True,
    )
    found = (
        Survival.objects.filter(
            is_public,
            state__in=SURVIVING,
            provision__isnull=False,
            version__in=final_versions().values("pk"),
            link__disposition__stage=Stage.PUBLISHED,
            link__disposition__group__isnull=False,
        )
        .select_related(
            "link__disposition__group",
            "link__disposition__consultation",
            "provision__version__document",
        )
        .annotate(count=Subquery(members))
        .order_by(F("count").desc(nulls_last=True), "-version_id", "pk")
        .first()
    )
    return Journey(found, found.count or 0) if found else None


def pages_below(home: Page) -> dict[str, list[Any]]:
    """Return the live notices, newest first, and the guides; one query."""
    pages = (
        Page.objects.child_of(home)
        .live()
        .filter(Q(noticepage__isnull=False) | Q(guidepage__isnull=False))
        .select_related("noticepage", "guidepage")
        .order_by(F("noticepage__published_on").desc(nulls_first=True), "path")
    )
    notices: list[Any] = []
    guides: list[Any] = []
    for page in pages[:MOST_PAGES]:
        is_notice = hasattr(page, "noticepage")
        (notices if is_notice else guides).append(
            page.noticepage if is_notice else page.guidepage
        )
    return {"notices": notices[:MOST_NOTICES], "guides": guides}


def _entry(
    consultation: Consultation, by_project: dict[int, list[RegulationStep]]
) -> dict[str, Any]:
    regulation = getattr(consultation.document, "regulation", None)
    # Its address asks for the document, which is the round's own.
    consultation.version.document = consultation.document
    steps = by_project.get(regulation.pk, []) if regulation else []
    return {
        "round": consultation,
        "days_left": consultation.days_left(),
        "stages": timeline(regulation, steps) if regulation else [],
    }
