"""Confirmed ties, put together again as rows a reader understands."""

from __future__ import annotations

from collections.abc import Iterable

from drafts.lineage.computing import LineageRow
from drafts.models import Lineage, Provision, Version


def confirmed_rows(old: Version, new: Version) -> list[LineageRow]:
    """Return the confirmed rows between two versions, in the order of the new text.

    Nothing when the pair was never confirmed. Splits and mergers are one row each.
    """
    ties = Lineage.objects.between(old, new).filter(level=Lineage.Level.ARTICLE)
    return _grouped(ties.select_related("old", "new"))


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
