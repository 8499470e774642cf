"""How far a regulation has come: the steps behind it and those that lie ahead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drafts.kinds import RegulationKind
from drafts.models import Regulation, RegulationStep
from drafts.stages import ENDED, ROAD, Stage

# Not every project passes these, so they show only once they are reached.
NOT_FORESEEN = frozenset(
    {
        Stage.SUBMITTED,
        Stage.THIRD_READING,
        Stage.UNIFIED_REVIEW,
        Stage.FILED,
        Stage.POST_EVALUATION,
    }
)
# City regulations alone go to the province for approval.
APPROVED_ABOVE = frozenset({RegulationKind.LOCAL_REGULATION})


def timeline(
    regulation: Regulation, steps: Iterable[RegulationStep]
) -> list[dict[str, Any]]:
    """Return the stages for ``components/stages.html``: reached, present, foreseen.

    A stage reached twice (统一审议 between readings) shows its first day.
    """
    reached: dict[str, Any] = {}
    for step in steps:
        reached.setdefault(step.stage, step.reached_on)
    now = Stage(regulation.stage)
    shown = [s for s in ROAD if s in reached or s == now or _foreseen(s, regulation)]
    if now in ENDED:
        shown = [s for s in ROAD if s in reached] + [now]
    return [_entry(stage, now, reached.get(stage)) for stage in shown]


def _foreseen(stage: Stage, regulation: Regulation) -> bool:
    if stage in NOT_FORESEEN or regulation.stage in ENDED:
        return False
    if stage == Stage.APPROVAL and regulation.kind not in APPROVED_ABOVE:
        return False
    return _place(stage) > _place(Stage(regulation.stage))


def _place(stage: Stage) -> int:
    return ROAD.index(stage) if stage in ROAD else len(ROAD)


def _entry(stage: Stage, now: Stage, date: Any) -> dict[str, Any]:
    state = "current" if stage == now else "done" if date else "todo"
    return {"label": stage.label, "state": state, "date": date}
