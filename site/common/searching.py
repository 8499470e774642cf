"""Full-text search of Chinese: overlapping pairs of characters, the same on both sides.

A run of Han characters becomes its pairs and its last character alone, anything else
its words. A query of Han characters is a phrase of pairs and finds exactly the texts
that contain it, wherever word borders may lie; other words are found whole. The
databases keep their own indexes over ``SearchEntry.tokens``. Index a law provision by
provision: PostgreSQL counts only the first 16,383 places of a text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.db import connection, models
from django.db.models.expressions import RawSQL

from common.models import SearchEntry

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"([{HAN}]+)|([^\W_{HAN}]+)")
# PostgreSQL refuses a word of more than 2 KB.
LONGEST_WORD = 64


def tokens(text: str) -> list[str]:
    """Return the tokens of a text: ``"居民区 A座"`` gives 居民 民区 区 a 座."""
    return [token for run, is_han in _runs(text) for token in _of_run(run, is_han)]


def query_of(text: str) -> str:
    """Return what the database's own search is asked; empty if there is nothing to ask.

    All runs must be found; how they follow one another does not matter.
    """
    parts = dict.fromkeys(_asked(run, is_han) for run, is_han in _runs(text))
    return (" & " if _is_postgresql() else " AND ").join(parts)


def index(kind: str, object_id: int, text: str, *, scope: str = "") -> None:
    """Make ``text`` the searchable text of an object, in the transaction of its act.

    ``scope`` narrows later searches: a consultation's code, a contact point. One query.
    """
    index_many(kind, [(object_id, text)], scope=scope)


def index_many(kind: str, texts: Iterable[tuple[int, str]], *, scope: str = "") -> None:
    """Do for many objects what :func:`index` does for one."""
    SearchEntry.objects.bulk_create(
        (
            SearchEntry(
                kind=kind, object_id=pk, scope=scope, tokens=" ".join(tokens(text))
            )
            for pk, text in texts
        ),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["scope", "tokens"],
    )


def forget(kind: str, object_id: int) -> None:
    """Take an object and its words out of the index."""
    SearchEntry.objects.filter(kind=kind, object_id=object_id).delete()


def find(
    query: str, *, kinds: str | Iterable[str], scope: str | None = None
) -> models.QuerySet:
    """Return the ids of what ``query`` finds, fit for ``pk__in`` of the visible rows.

    Neither ordered nor limited: the caller's own list is. Nothing asked finds nothing.
    """
    return entries(query, kinds=kinds, scope=scope).values_list("object_id", flat=True)


def entries(
    query: str, *, kinds: str | Iterable[str] | None = None, scope: str | None = None
) -> models.QuerySet[SearchEntry]:
    """Return the entries ``query`` finds, for a page that searches several kinds."""
    asked = query_of(query)
    if not asked:
        return SearchEntry.objects.none()
    rows = SearchEntry.objects.filter(_matching(asked))
    if kinds is not None:
        rows = rows.filter(kind__in=[kinds] if isinstance(kinds, str) else list(kinds))
    if scope is not None:
        rows = rows.filter(scope=scope)
    return rows


def folded(text: str) -> str:
    """Return ``text`` as it is compared: NFKC and lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    for match in RUN.finditer(folded(text)):
        yield match.group(), match.group(1) is not None


def _of_run(run: str, is_han: bool) -> list[str]:
    if not is_han:
        return [run[:LONGEST_WORD]]
    return [run[at : at + 2] for at in range(len(run))]


def _asked(run: str, is_han: bool) -> str:
    # Tokens hold letters and digits only, so quotes are all the quoting they need.
    words = _of_run(run, is_han)
    is_prefix = is_han and len(run) == 1
    if is_han and not is_prefix:
        # The last character alone marks the end of a run, and the query's end is none.
        words = words[:-1]
    if _is_postgresql():
        return " <-> ".join(f"'{word}'" for word in words) + (":*" if is_prefix else "")
    return '"' + " ".join(words) + '"' + ("*" if is_prefix else "")


def _matching(asked: str) -> models.Q | RawSQL:
    if _is_postgresql():
        return RawSQL("vector @@ %s::tsquery", [asked], models.BooleanField())
    # A join would let SQLite begin at the other index: seconds instead of milliseconds.
    found = "SELECT rowid FROM common_searchindex WHERE common_searchindex MATCH %s"
    return models.Q(pk__in=RawSQL(found, [asked]))  # noqa: S611 -- a constant


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"
