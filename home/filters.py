"""Filters of public lists: what may be chosen, what is, and what each choice leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

# Some values of the rows of a list, and how many rows have just these.
Tally = list[tuple[dict[str, Any], int]]
Match = Callable[[str, dict[str, Any]], bool]


class UnknownChoice(Exception):
    """The address asks for a value that no filter offers."""


@dataclass(frozen=True)
class Option:
    """One value of a filter, with the rows it would leave beside the other choices."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """One thing a list can be narrowed by; ``all_count`` is what no choice leaves."""

    name: str
    label: str
    options: list[Option]
    all_count: int

    @property
    def chosen(self) -> Option | None:
        return next((option for option in self.options if option.is_chosen), None)


class Filters:
    """The filters of one list, with the visitor's choices; iterates over those shown.

    Counts come from ``tally``, which holds visible rows only: nothing here can tell of
    what one may not see.
    """

    def __init__(
        self, tally: Tally, asked: Mapping[str, str], matches: Mapping[str, Match]
    ) -> None:
        self.tally = tally
        self.matches = matches
        self.values = {name: asked.get(name, "") for name in matches}
        self.shown: dict[str, Filter] = {}

    def offer(self, name: str, label: str, choices: Iterable[tuple[str, Any]]) -> None:
        """Offer ``choices`` for ``name``; a single one is no choice and is not shown.

        Raises:
            UnknownChoice: another value was asked for.
        """
        value = self.values[name]
        options = [
            Option(v, str(said), self.count(name, v), v == value) for v, said in choices
        ]
        offered = Filter(name, str(label), options, self.count(name, ""))
        if value and offered.chosen is None:
            raise UnknownChoice(name)
        if value or len(options) > 1:
            self.shown[name] = offered

    def count(self, name: str, value: str) -> int:
        """Count the rows left if ``name`` were ``value``, all else staying chosen."""
        wanted = self.values | {name: value}
        return sum(n for row, n in self.tally if self._fits(row, wanted))

    def in_use(self, name: str) -> list[Any]:
        """Return the values the visible rows have, in order, empty ones left out."""
        return sorted({row[name] for row, _n in self.tally if row[name]})

    @property
    def is_used(self) -> bool:
        """Whether anything is chosen."""
        return any(self.values.values())

    @property
    def selects(self) -> list[Filter]:
        """The filters drawn as fields; the state of a round is drawn as tabs."""
        return [found for name, found in self.shown.items() if name != "state"]

    def _fits(self, row: dict[str, Any], wanted: Mapping[str, str]) -> bool:
        return all(
            not value or self.matches[name](value, row)
            for name, value in wanted.items()
        )


def tallied(rows: QuerySet[Any], columns: Mapping[str, str]) -> Tally:
    """Count ``rows`` by ``columns`` (name of the filter to column); one query."""
    found = rows.order_by().values_list(*columns.values()).annotate(Count("pk"))
    return [(dict(zip(columns, row, strict=False)), row[-1]) for row in found]


def same(name: str) -> Match:
    """Match rows whose ``name`` reads as the value chosen."""
    return lambda value, row: str(row[name]) == value
