"""Stage changes as data: a table of moves, and the one statement that makes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from model_utils.fields import AutoLastModifiedField, MonitorField


@dataclass(frozen=True)
class Move:
    """A legal change of stage: from any of ``sources`` to ``target``, if ``when``."""

    sources: frozenset[str]
    target: str
    when: Callable[[Any, datetime], bool] | None = None


class IllegalMove(Exception):
    """The object's stage, or a condition of the move, does not allow it now."""


def legal_moves(
    obj: Any, moves: Mapping[str, Move], at: datetime | None = None
) -> list[str]:
    """Return the names of the moves open to ``obj``, in the order of the table."""
    at = at or timezone.now()
    return [name for name, move in moves.items() if _is_open(obj, move, at)]


def apply_move(
    obj: Any,
    name: str,
    moves: Mapping[str, Move],
    /,
    *,
    at: datetime | None = None,
    **fields: Any,
) -> None:
    """Make the move ``name``, and set ``fields``, in one conditional UPDATE.

    Of two people at the same instant one wins. ``obj`` has the new values afterwards;
    after a refusal it has the stage the database holds.

    Raises:
        IllegalMove: the stored stage is not one of the move's sources, or its
            condition does not hold at ``at``. Nothing is written.
    """
    at = at or timezone.now()
    move = moves[name]
    if not _condition_holds(obj, move, at):
        raise IllegalMove(_refusal(obj, move, moves, at))
    values = {**_instants(obj, at), **fields, "stage": move.target}
    rows = type(obj)._base_manager.filter(pk=obj.pk, stage__in=move.sources)
    if not rows.update(**values):
        obj.refresh_from_db(fields=["stage"])
        raise IllegalMove(_refusal(obj, move, moves, at))
    for field, value in values.items():
        setattr(obj, field, value)
    _calm_monitors(obj)


def _is_open(obj: Any, move: Move, at: datetime) -> bool:
    return obj.stage in move.sources and _condition_holds(obj, move, at)


def _condition_holds(obj: Any, move: Move, at: datetime) -> bool:
    return move.when is None or bool(move.when(obj, at))


def _instants(obj: Any, at: datetime) -> dict[str, datetime]:
    # UPDATE passes by save(), and with it the fields that keep the time by themselves.
    return {
        field.name: at
        for field in obj._meta.concrete_fields
        if field.name == "stage_changed_at"
        or isinstance(field, AutoLastModifiedField)
        or (isinstance(field, MonitorField) and field.monitor == "stage")
    }


def _calm_monitors(obj: Any) -> None:
    # Otherwise a later save() would take the stage for changed once more.
    for field in obj._meta.concrete_fields:
        if isinstance(field, MonitorField) and field.monitor == "stage":
            setattr(obj, field.monitor_attname, obj.stage)


def _refusal(obj: Any, move: Move, moves: Mapping[str, Move], at: datetime) -> str:
    labels = dict(obj._meta.get_field("stage").flatchoices)
    values = {
        "stage": labels.get(obj.stage, obj.stage),
        "target": labels.get(move.target, move.target),
    }
    targets = dict.fromkeys(
        labels.get(moves[name].target, moves[name].target)
        for name in legal_moves(obj, moves, at)
    )
    if not targets:
        return (
            _("现在是“%(stage)s”，不能转为“%(target)s”，也没有其他可以进行的操作。")
            % values
        )
    possible = _("、").join(f"“{target}”" for target in targets)
    return _(
        "现在是“%(stage)s”，不能转为“%(target)s”；现在可以转为：%(possible)s。"
    ) % {**values, "possible": possible}
