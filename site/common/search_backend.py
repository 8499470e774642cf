"""Wagtail's database search for Chinese: the same tokens as the site's own search.

Wagtail's index splits at blanks, so a whole sentence of Chinese is one word that nobody
will type. Here the values of ``search_fields`` are stored as pairs of characters, and a
query becomes phrases of pairs: page search, choosers, autocompletion, pictures and
documents find every part of a text. The rest is left to ``modelsearch``; this touches
its internals at two points, ``add_items`` and ``_search``, on either database.

After a change of this module: ``manage.py index_search``.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.index import BaseField, RelatedFields
from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText, SearchQuery

from common.searching import Run, runs, tokens


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802 -- the name modelsearch looks for
    """Return the backend of the database in use; Wagtail asks for it by this name."""
    return _backend_class(connection.vendor)(params)


def spelled(value: Any) -> str:
    """Return a value as it is indexed: its tokens, then its single characters.

    A query of one character has no pair to look for.
    """
    text = _plain(value)
    single = dict.fromkeys(one for run in runs(text) if run.is_han for one in run.text)
    return " ".join([*tokens(text), *single])


def chinese(query: str | SearchQuery, *, operator: str | None = None) -> Any:
    """Return a query of Wagtail's as one over tokens; None if nothing is asked."""
    if isinstance(query, str):
        query = PlainText(query, operator=operator or "and")
    if isinstance(query, PlainText):
        parts = [_asked(run) for run in runs(query.query_string)]
        return _joined(parts, Or if query.operator == "or" else And)
    if isinstance(query, Phrase):
        return _joined([_asked(run) for run in runs(query.query_string)], And)
    if isinstance(query, And | Or):
        parts = [part for q in query.subqueries if (part := chinese(q)) is not None]
        return _joined(parts, type(query))
    if isinstance(query, Not | Boost):
        inner = chinese(query.subquery)
        return query if inner is None else _around(query, inner)
    return query


class Spelled:
    """An object whose fields are read as tokens, for the indexer of a backend."""

    def __init__(self, obj: Any) -> None:
        self.obj = obj
        self.pk = obj.pk

    def get_search_fields(self) -> list[BaseField]:
        return [_spelling(field) for field in self.obj.get_search_fields()]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.obj, name)


class ChineseIndex:
    """What an index does differently: it stores tokens."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        super().add_items(model, [Spelled(obj) for obj in objs])  # type: ignore[misc]  # a mixin


class ChineseSearch:
    """What a backend does differently: it asks for tokens, in all fields at once."""

    def _search(
        self, compiler: Any, query: Any, model_or_queryset: Any, **options: Any
    ) -> Any:
        asked = chinese(query, operator=options.pop("operator", None))
        if options.get("fields"):
            # Single fields would be searched as they are written, not by the index.
            options["fields"] = None
        return super()._search(  # type: ignore[misc]  # a mixin
            compiler, "" if asked is None else asked, model_or_queryset, **options
        )


@cache
def _backend_class(vendor: str) -> type[BaseSearchBackend]:
    # Each vendor's module asks for a table that the other does not have.
    if vendor == "postgresql":
        from modelsearch.backends.database.postgres import (  # noqa: PLC0415 -- optional dependency
            postgres,
        )

        base, index = postgres.PostgresSearchBackend, postgres.PostgresIndex
    else:
        from modelsearch.backends.database.sqlite import (  # noqa: PLC0415 -- optional dependency
            sqlite,
        )

        base, index = sqlite.SQLiteSearchBackend, sqlite.SQLiteIndex
    own_index = type("OwnIndex", (ChineseIndex, index), {})
    return type("OwnBackend", (ChineseSearch, base), {"index_class": own_index})


def _spelling(field: BaseField) -> BaseField:
    """Return a field that gives the tokens of what ``field`` gives."""
    own = copy.copy(field)
    if isinstance(field, RelatedFields):
        own.fields = [_spelling(inner) for inner in field.fields]
        own.get_value = lambda obj: field.get_value(_itself(obj))
    else:
        own.get_value = lambda obj: spelled(field.get_value(_itself(obj)))
    return own


def _itself(obj: Any) -> Any:
    return obj.obj if isinstance(obj, Spelled) else obj


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return "，".join(_plain(item) for item in value)
    return "" if value is None else str(value)


def _asked(run: Run) -> SearchQuery:
    if not run.is_han or len(run.text) == 1:
        # The last word may still be growing: completion looks for its beginning.
        return PlainText(run.text)
    pairs = [run.text[at : at + 2] for at in range(len(run.text) - 1)]
    return Phrase(" ".join(pairs))


def _joined(parts: list[Any], kind: type[And | Or]) -> Any:
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(parts)


def _around(query: Not | Boost, inner: SearchQuery) -> SearchQuery:
    if isinstance(query, Boost):
        return Boost(inner, query.boost)
    return Not(inner)
