"""The divisions of the place as a tree in memory."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from accounts.models import Division

INDENT = "　"


@dataclass
class Areas:
    """Every division by its id, with those right below it."""

    by_pk: dict[int, Division]
    below: dict[int | None, list[Division]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Self:
        """Read the register, in the order of its codes; one query."""
        rows = list(Division.objects.order_by("code"))
        areas = cls({division.pk: division for division in rows})
        for division in rows:
            areas.below.setdefault(division.parent_id, []).append(division)
        return areas

    def find(self, code: str) -> Division | None:
        """Return the division with this code."""
        return next((d for d in self.by_pk.values() if d.code == code), None)

    # A register edited by hand may go in a circle; neither walk does.

    def within(self, division: Division) -> set[int]:
        """Return the division and all below it."""
        found: set[int] = set()
        waiting = [division]
        while waiting:
            one = waiting.pop()
            if one.pk not in found:
                found.add(one.pk)
                waiting += self.below.get(one.pk, [])
        return found

    def above(self, division: Division) -> set[int]:
        """Return the division and all it belongs to."""
        found: set[int] = set()
        one: Division | None = division
        while one is not None and one.pk not in found:
            found.add(one.pk)
            one = self.by_pk.get(one.parent_id or 0)
        return found

    def line(self, division: Division) -> set[int]:
        """Return all whose rules may concern ``division``: above it and below."""
        return self.within(division) | self.above(division)

    def outlined(self, shown: Iterable[int]) -> Iterator[tuple[Division, int]]:
        """Give ``shown`` and what they belong to, each with its depth, as a tree."""
        wanted = {pk for one in shown for pk in self.above(self.by_pk[one])}
        for pk in sorted(wanted, key=lambda pk: self.by_pk[pk].code):
            if self.by_pk[pk].parent_id not in wanted:
                yield from self._branch(self.by_pk[pk], 0, wanted)

    def _branch(
        self, division: Division, depth: int, wanted: set[int]
    ) -> Iterator[tuple[Division, int]]:
        yield division, depth
        for child in self.below.get(division.pk, []):
            if child.pk in wanted:
                yield from self._branch(child, depth + 1, wanted)


def choices(areas: Areas, used: Iterable[int], asked: str) -> list[tuple[str, str]]:
    """Return the divisions to choose from, as a tree: those in use and the one asked.

    An unknown code stays unknown: it is in no list of choices.
    """
    shown = {pk for pk in used if pk in areas.by_pk}
    chosen = areas.find(asked) if asked else None
    if chosen is not None:
        shown.add(chosen.pk)
    return [
        (division.code, INDENT * depth + division.name)
        for division, depth in areas.outlined(shown)
    ]


def concerned(areas: Areas, jurisdictions: Iterable[int]) -> set[int]:
    """Return every place where something in ``jurisdictions`` holds, down to county."""
    found = {pk for one in jurisdictions for pk in areas.line(areas.by_pk[one])}
    towns = Division.Kind.TOWN
    return {pk for pk in found if areas.by_pk[pk].kind != towns}


def concerns(areas: Areas, name: str) -> Callable[[str, dict[str, Any]], bool]:
    """Match rows that hold in a division: its own, those above it and those below.

    A row without an area holds everywhere.
    """

    @functools.cache
    def line(code: str) -> set[int]:
        division = areas.find(code)
        return areas.line(division) if division else set()

    return lambda code, row: row[name] is None or row[name] in line(code)


def lies_in(areas: Areas, name: str) -> Callable[[str, dict[str, Any]], bool]:
    """Match rows whose place is a division or lies below it."""

    @functools.cache
    def within(code: str) -> set[int]:
        division = areas.find(code)
        return areas.within(division) if division else set()

    return lambda code, row: row[name] in within(code)
