"""Every figure of a round in one place, and what of it the public may see (I8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from consultations.rounds.models import Consultation
from feedback.comments.statistics import SMALLEST_SHOWN, comment_figures, disclosed
from feedback.dispositions.statistics import disposition_figures
from feedback.reports.models import Publication

# Who spoke, and how: cells that could point at people. What became of comments, and
# where in the text they stand, is published one by one with every decision, so hiding
# those counts would hide nothing.
ABOUT_PEOPLE = ("by_stance", "by_channel")
# Parts of the received that are not counted; with ``counted`` they are the whole.
NOT_COUNTED = ("waiting", "returned", "rejected", "transferred", "withdrawn")
# Crossed tables have small cells in two directions; they stay in the workbench.
INTERNAL = ("by_channel_and_result", "by_article_and_result")


def figures(consultation: Consultation) -> dict[str, Any]:
    """Return every figure of one round as it stands, by the names of the result page.

    The parts are described where they are computed: ``comment_figures`` and
    ``disposition_figures``. Comments (条), participations (人次) and groups are never
    added to one another.
    """
    return {
        "consultation": consultation.code,
        "title": consultation.title,
        "opens_on": timezone.localdate(consultation.opens_at).isoformat(),
        "closes_on": consultation.last_day.isoformat(),
        **comment_figures(consultation),
        **disposition_figures(consultation),
    }


def published_figures(consultation: Consultation) -> dict[str, Any]:
    """Return the figures of the account that stands; live ones before there is one."""
    account = (
        Publication.objects.filter(
            consultation=consultation,
            kind=Publication.Kind.RESULT,
            superseded_by=None,
        )
        .order_by("-published_at", "-pk")
        .first()
    )
    return account.figures if account else figures(consultation)


def public_figures(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``figures`` as the public sees them: None where a cell is hidden.

    Cells of 1 to 4 about people, and about what was not accepted, are hidden together
    with what they could be worked out from. Results, and the places in the text, are
    shown: each decision is published with both.
    """
    shown = {name: value for name, value in found.items() if name not in INTERNAL}
    for name in ABOUT_PEOPLE:
        shown[name] = table(found[name])
    return shown | _received(found) | {"late": _share(found["late"], found["counted"])}


def table(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return one distribution under the disclosure rule.

    Where too little is left to hide behind, nothing of it is shown, zeros included:
    they would give the rest away.
    """
    shown = disclosed(counts)
    hidden = [counts[name] for name, count in shown.items() if count is None]
    if hidden and (len(hidden) < 2 or sum(hidden) < SMALLEST_SHOWN):
        return dict.fromkeys(counts)
    return shown


def _received(found: Mapping[str, Any]) -> dict[str, int | None]:
    parts: dict[str, int | None] = {
        name: None if 0 < found[name] < SMALLEST_SHOWN else found[name]
        for name in NOT_COUNTED
    }
    is_whole = all(count is not None for count in parts.values())
    return {**parts, "received": found["received"] if is_whole else None}


def _share(count: int, whole: int) -> int | None:
    return table({"in": count, "out": whole - count})["in"]
