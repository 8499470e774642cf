"""Confirmed ties, put together again as rows a reader understands."""

from __future__ import annotations

from collections.abc import Iterable

from drafts.lineage.computing import LineageRow
from drafts.models import Lineage, Provision, Version
from drafts.querysets import LineageQuerySet


def confirmed_rows(old: Version, new: Version) -> list[LineageRow]:
    """Return the confirmed rows between two versions, in the order of the new text.

    Nothing when the pair was never confirmed. Splits and mergers are one row each.
    """
    return _grouped(_ties(old, new).filter(level=Lineage.Level.ARTICLE))


def confirmed_parts(old: Version, new: Version) -> list[Lineage]:
    """Return the confirmed ties of 款, 项 and 目, moves to other articles included."""
    return list(_ties(old, new).filter(level=Lineage.Level.PART))


def _ties(old: Version, new: Version) -> LineageQuerySet:
    return Lineage.objects.between(old, new).select_related("old", "new")


def _grouped(ties: Iterable[Lineage]) -> list[LineageRow]:
    groups: list[list[Lineage]] = []
    of_old: dict[int | None, list[Lineage]] = {}
    of_new: dict[int | None, list[Lineage]] = {}
    for tie in ties:
        # All ties of one row share an end with the first of them.
        group = of_old.get(tie.old_id) or of_new.get(tie.new_id)
        if group is None:
            group = []
            groups.append(group)
        group.append(tie)
        if tie.old_id:
            of_old[tie.old_id] = group
        if tie.new_id:
            of_new[tie.new_id] = group
    return [_row(group) for group in groups]


def _row(group: list[Lineage]) -> LineageRow:
    first = group[0]
    return LineageRow(
        _ends(tie.old for tie in group),
        _ends(tie.new for tie in group),
        first.relation,
        first.is_moved,
        first.is_certain,
        first.similarity,
        first.method == Lineage.Method.MANUAL,
    )


def _ends(provisions: Iterable[Provision | None]) -> tuple[Provision, ...]:
    return tuple({p.pk: p for p in provisions if p is not None}.values())
