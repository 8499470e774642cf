"""Making the search index anew, while the site goes on working.

Acts keep the index themselves, in their own transactions; this is for the first start
of a release that searches, and for the day somebody doubts the index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from common.models import SearchEntry

BATCH = 200


@dataclass(frozen=True)
class Source:
    """One kind of searchable object, and how a room writes its words.

    ``rows`` are all objects of the kind that belong into the index; ``write`` indexes
    some of them, fetched anew and locked. Where a room indexes by larger units,
    ``units`` are handed to ``write`` instead, one at a time.
    """

    kind: str
    rows: Callable[[], models.QuerySet[Any]]
    write: Callable[[Sequence[Any]], None]
    units: Callable[[], models.QuerySet[Any]] | None = None


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuilding did for one kind."""

    kind: str
    indexed: int
    forgotten: int


def rebuild(source: Source, *, batch: int = BATCH) -> Rebuilt:
    """Index every object of a kind, and forget what is no longer there.

    Each batch is one short transaction that holds the rows it reads, so that an act in
    between waits and has the last word. Doing it twice changes nothing.
    """
    units = source.units or source.rows
    size = 1 if source.units else batch
    for ids in _batches(units(), size):
        with transaction.atomic():
            source.write(_held(units().filter(pk__in=ids)))
    entries = SearchEntry.objects.filter(kind=source.kind)
    stale = entries.exclude(object_id__in=source.rows().order_by().values("pk"))
    forgotten = 0
    for ids in _batches(stale, batch):
        # Asked again: what has become public meanwhile stays.
        forgotten += stale.filter(pk__in=ids).delete()[0]
    return Rebuilt(source.kind, entries.count(), forgotten)


def in_batches(rows: models.QuerySet[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """Yield rows a batch at a time, what is prefetched included."""
    found = rows.iterator(chunk_size=size)
    while batch := list(islice(found, size)):
        yield batch


def _batches(rows: models.QuerySet[Any], size: int) -> Iterator[list[int]]:
    """Yield the keys of ``rows`` in order, walking by key."""
    last = 0
    while True:
        found = rows.order_by("pk").filter(pk__gt=last)
        ids = list(found.values_list("pk", flat=True)[:size])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _held(rows: models.QuerySet[Any]) -> list[Any]:
    # SQLite has one writer, and this transaction is it.
    if connection.vendor == "postgresql":
        rows = rows.select_for_update(of=("self",))
    return list(rows.order_by("pk"))
