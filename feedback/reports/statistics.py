"""Every figure of a round in one place, and what of it the public may see (I8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from common.writing import percentage
from consultations.rounds.models import Consultation
from feedback.comments.statistics import SMALLEST_SHOWN, comment_figures, disclosed
from feedback.dispositions.kinds import ADOPTED_RESULTS, REFERRED_RESULTS
from feedback.dispositions.statistics import disposition_figures

DISTRIBUTIONS = ("by_stance", "by_channel", "by_article", "by_result")
# Parts of the received that are not counted; with ``counted`` they are the whole.
NOT_COUNTED = ("waiting", "returned", "rejected", "transferred", "withdrawn")
SHARES = (
    "late",
    "general",
    "several_results",
    "disposed",
    "undisposed",
    "adopted",
    "adopted_final",
    "referred",
)
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


def public_figures(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``figures`` as the public sees them: None where a cell is hidden.

    Cells of 1 to 4 are hidden together with what they could be worked out from; the
    number of counted comments and of participations is always shown.
    """
    shown = {name: value for name, value in found.items() if name not in INTERNAL}
    for name in DISTRIBUTIONS:
        shown[name] = table(found[name])
    shown |= _received(found)
    shown |= {name: _share(found[name], found["counted"]) for name in SHARES}
    _close(shown, "adopted", ADOPTED_RESULTS)
    _close(shown, "referred", REFERRED_RESULTS)
    shown["participations_by_result"] = {
        result: None if shown["by_result"][result] is None else count
        for result, count in found["participations_by_result"].items()
    }
    shown["adoption_rate"] = _rate(found, shown)
    return shown


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


def _close(shown: dict[str, Any], name: str, results: Iterable[str]) -> None:
    """Hide a sum of which all terms but one are shown."""
    hidden = [result for result in results if shown["by_result"][result] is None]
    if len(hidden) == 1:
        shown[name] = None


def _rate(found: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    count = shown["adopted_final"]
    percent = None if count is None else percentage(count, found["counted"])
    return {**found["adoption_rate"], "numerator": count, "percent": percent}
