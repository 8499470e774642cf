"""The figures of this room (I8): comments, participations and their distributions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from consultations.rounds.models import Consultation
from feedback.comments.kinds import Channel, Stance
from feedback.comments.models import Comment, Target
from feedback.comments.stages import COUNTED, WAITING, Stage

SMALLEST_SHOWN = 5
VALUES = {"stance": Stance.values, "channel": Channel.values}


def comment_figures(consultation: Consultation) -> dict[str, Any]:
    """Return every figure about the comments of one round. Four queries.

    ``received``: comments with a receipt, whatever became of them.
    ``counted``: 意见条数, the accepted ones; all distributions are of these.
    ``participations``: 人次, the signatures under the counted ones (at least 1 each).
    ``waiting``, ``returned``, ``rejected``, ``transferred``, ``withdrawn``: received
    ones that are not counted; with ``counted`` they make up ``received``.
    ``late``: counted ones typed in after the closing.
    ``general``: counted ones about the whole draft.
    ``by_stance``, ``by_channel``: counted ones by value; every value is named.
    ``by_article``: counted ones by address of the article they speak about, in printed
    order; a comment on three articles is in three cells, one on two paragraphs of one
    article in one; what belongs to no article stands under its own address.
    """
    comments = Comment.objects.of(consultation)
    counted = comments.counted()
    return {
        **comments.aggregate(**_totals()),
        "by_stance": _distribution(counted, "stance"),
        "by_channel": _distribution(counted, "channel"),
        "by_article": by_article(consultation),
    }


def disclosed(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return ``counts`` as the public may see them: None for a cell that is hidden.

    Cells of 1 to 4 are hidden. While what is hidden could be worked out from the total
    (one cell alone, or fewer than five in all), the smallest shown one goes as well.
    """
    hidden = {name for name, count in counts.items() if 0 < count < SMALLEST_SHOWN}
    others = sorted(
        (name for name, count in counts.items() if count >= SMALLEST_SHOWN),
        key=lambda name: (counts[name], name),
    )
    while others and hidden and _can_be_worked_out(counts, hidden):
        hidden.add(others.pop(0))
    return {name: None if name in hidden else count for name, count in counts.items()}


def _can_be_worked_out(counts: Mapping[str, int], hidden: set[str]) -> bool:
    return len(hidden) < 2 or sum(counts[name] for name in hidden) < SMALLEST_SHOWN


def _totals() -> dict[str, Any]:
    is_counted = Q(stage__in=COUNTED)
    single = (Stage.RETURNED, Stage.REJECTED, Stage.TRANSFERRED, Stage.WITHDRAWN)
    return {
        "received": Count("pk"),
        "counted": Count("pk", filter=is_counted),
        "participations": Coalesce(Sum("signature_count", filter=is_counted), 0),
        "waiting": Count("pk", filter=Q(stage__in=WAITING)),
        "late": Count("pk", filter=is_counted & Q(is_late=True)),
        "general": Count("pk", filter=is_counted & Q(is_general=True)),
        **{stage.value: Count("pk", filter=Q(stage=stage)) for stage in single},
    }


def _distribution(comments: Any, field: str) -> dict[str, int]:
    found = dict(comments.order_by().values_list(field).annotate(Count("pk")))
    return {value: found.get(value, 0) for value in VALUES[field]}


def by_article(consultation: Consultation) -> dict[str, int]:
    rows = (
        Target.objects.filter(
            comment__consultation=consultation, comment__stage__in=COUNTED
        )
        .annotate(
            address=Coalesce(F("provision__article__address"), F("provision__address")),
            place=Coalesce(F("provision__article__position"), F("provision__position")),
        )
        .order_by("place")
        .values_list("address", "place")
        .annotate(comments=Count("comment", distinct=True))
    )
    return {address: count for address, _place, count in rows}
