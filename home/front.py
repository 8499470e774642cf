"""What the front page shows: open rounds, what became of comments, whom to ask."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.http import HttpRequest  # noqa: TID251 -- only as a type
from django.utils import timezone
from wagtail.models import Page

from accounts.models import AnyUser
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from drafts.models import Provision, RegulationPage
from feedback.comments.forms import LookupForm
from feedback.comments.stages import COUNTED
from feedback.dispositions.kinds import SURVIVING
from feedback.dispositions.models import GroupMember, Survival
from feedback.dispositions.outcomes import final_versions
from feedback.dispositions.stages import Stage
from feedback.reports.models import Publication
from feedback.reports.statistics import public_figures
from home.nearby import own_point

MOST_ROUNDS = 3
MOST_RESULTS = 3
MOST_PAGES = 40
MOST_NOTICES = 3
MOST_GUIDES = 4
LONGEST_SENTENCE = 70


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
    """Return everything the front page shows; at most six queries."""
    results = latest_results(request.user)
    latest = results[0] if results else None
    return {
        "open_rounds": open_rounds(request.user),
        "latest": latest,
        "figures": public_figures(latest.figures) if latest else None,
        "journey": latest_journey([r.consultation_id for r in results]),
        "own": own_point(request),
        "lookup": LookupForm(auto_id="lookup_%s"),
        **pages_below(home),
    }


def open_rounds(
    user: AnyUser, at: datetime.datetime | None = None
) -> list[dict[str, Any]]:
    """Return the rounds that take comments now, the one that ends first on top.

    Where there is room, those that begin next follow.
    """
    at = at or timezone.now()
    coming = Q(stage=RoundStage.APPROVED, closes_at__gt=at)
    is_coming = Case(When(opens_at__gt=at, then=1), default=0)
    found = list(
        Consultation.objects.visible_to(user)
        .filter(coming)
        .for_listing()
        .annotate(is_coming=is_coming)
        .order_by("is_coming", "closes_at", "pk")[:MOST_ROUNDS]
    )
    leads = dict(
        RegulationPage.objects.live()
        .filter(regulation__document__in=[c.document_id for c in found])
        .values_list("regulation__document", "lead")
    )
    return [_entry(c, leads.get(c.document_id, ""), at) for c in found]


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


def latest_journey(rounds: list[int]) -> Journey | None:
    """Return the grouped comments that got farthest: into a promulgated text.

    Those of the first of ``rounds`` that has any, the largest group first. Staff's
    summary of a group is public; the words of single people are not read.
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
            link__disposition__consultation__in=rounds,
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
        .annotate(
            count=Subquery(members),
            age=Case(
                *[
                    When(link__disposition__consultation=pk, then=Value(age))
                    for age, pk in enumerate(rounds)
                ],
                output_field=IntegerField(),
            ),
        )
        .order_by("age", F("count").desc(nulls_last=True), "-version_id", "pk")
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
    return {"notices": notices[:MOST_NOTICES], "guides": guides[:MOST_GUIDES]}


def _entry(
    consultation: Consultation, lead: str, at: datetime.datetime
) -> dict[str, Any]:
    # Its address asks for the document, which is the round's own.
    consultation.version.document = consultation.document
    return {
        "round": consultation,
        "regulation": getattr(consultation.document, "regulation", None),
        "is_open": consultation.is_open(at),
        "days_left": consultation.days_left(at),
        "about": first_sentence(lead) or first_sentence(consultation.notice),
    }


def first_sentence(text: str) -> str:
    """Return the first sentence of plain words, short enough for a line or two."""
    sentence = text.strip().partition("\n")[0].partition("。")[0].strip()
    if len(sentence) > LONGEST_SENTENCE:
        return sentence[: LONGEST_SENTENCE - 1] + "…"
    return f"{sentence}。" if sentence else ""
