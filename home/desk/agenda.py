"""The decisions of a round by what waits for whom."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from feedback.comments.models import Comment, Target
from feedback.dispositions.answers import undisposed
from feedback.dispositions.kinds import SurvivalState
from feedback.dispositions.models import Disposition, Survival
from feedback.dispositions.stages import DECIDED, LIVE, Stage
from home.desk.queue import for_rows, provisions_of_article

TO_PROPOSE = "to_propose"
TABS = (
    TO_PROPOSE,
    Stage.PROPOSED,
    Stage.RETURNED,
    Stage.CONFIRMED,
    Stage.PUBLISHED,
)


def to_propose(consultation: Consultation) -> QuerySet[Comment]:
    """Return the counted comments for which nobody has drawn anything up."""
    return undisposed(consultation, stages=LIVE).order_by("pk")


def tabs(consultation: Consultation) -> list[dict[str, Any]]:
    """Return the tabs with their counts; two queries."""
    counts = dict(
        Disposition.objects.filter(consultation=consultation)
        .order_by()
        .values_list("stage")
        .annotate(Count("pk"))
    )
    labels = {
        TO_PROPOSE: _("待拟定"),
        Stage.PROPOSED: _("待确认"),
        Stage.RETURNED: Stage.RETURNED.label,
        Stage.CONFIRMED: _("已确认"),
        Stage.PUBLISHED: _("已公布"),
    }
    return [
        {
            "name": str(name),
            "label": labels[name],
            "count": to_propose(consultation).count()
            if name == TO_PROPOSE
            else counts.get(name, 0),
        }
        for name in TABS
    ]


def rows_of(
    consultation: Consultation, tab: str, article: str = ""
) -> QuerySet[Comment] | QuerySet[Disposition]:
    """Return what a tab lists, of one article when one is named."""
    places = provisions_of_article(consultation, article) if article else None
    if tab == TO_PROPOSE:
        waiting = to_propose(consultation)
        if places is not None:
            said = Target.objects.filter(provision__in=places).values("comment")
            waiting = waiting.filter(pk__in=said)
        return for_rows(waiting)
    rows = Disposition.objects.filter(consultation=consultation, stage=tab)
    if places is not None:
        rows = rows.filter(
            Q(target__provision__in=places)
            | Q(target=None, comment__targets__provision__in=places)
            | Q(
                group__members__removed_at=None,
                group__members__comment__targets__provision__in=places,
            )
        ).distinct()
    return (
        rows.for_listing().select_related("proposed_by", "confirmed_by").order_by("pk")
    )


def survivals(consultation: Consultation) -> QuerySet[Survival]:
    """Return what became of adopted words where a person has, or had, to look."""
    return (
        Survival.objects.filter(
            Q(state=SurvivalState.MODIFIED) | Q(decided_by__isnull=False),
            link__disposition__consultation=consultation,
            link__disposition__stage__in=DECIDED,
        )
        .select_related(
            "version__document",
            "provision__version__document",
            "decided_by",
            "link__provision__version__document",
            "link__disposition__comment",
            "link__disposition__group",
            "link__disposition__consultation",
        )
        .order_by("pk")
    )


def waiting_survivals(consultation: Consultation) -> int:
    """How many of them nobody has decided; one query."""
    return survivals(consultation).filter(state=SurvivalState.MODIFIED).count()
