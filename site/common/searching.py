"""Full-text search of Chinese: overlapping pairs of characters, the same on both sides.

A run of Han characters becomes its pairs and its last character alone, anything else
its words. A query of Han characters is a phrase of pairs and finds exactly the texts
that contain it, wherever word borders may lie; other words are found whole. The
databases keep their own indexes over ``SearchEntry.tokens``. Index a law provision by
provision: PostgreSQL counts only the first 16,383 places of a text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.db import connection, models
from django.db.models.expressions import RawSQL

from common.models import SearchEntry
from common.writing import han_number

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"([{HAN}]+)|([^\W_{HAN}]+)")
# PostgreSQL refuses a word of more than 2 KB.
LONGEST_WORD = 64

QUOTED = re.compile(r"[\"“”「『]([^\"“”「」『』]+)[\"“”」』]")
NUMERAL = "零〇一二三四五六七八九十百千"
# 第29条, 29 条 and 第二十九条 are one number; 第三条例 is none, nor is 三项.
NUMBERED = re.compile(
    rf"(?:第\s*(?P<named>\d{{1,4}}|[{NUMERAL}]{{1,9}})\s*(?P<unit>[条款项章节编])"
    rf"|(?<![\d第])(?P<bare>\d{{1,4}})\s*条)(?![例件约款])"
    rf"(?:\s*之\s*(?P<insert>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?![{HAN}\d]))?"
)
LARGEST_NUMBER = 2000
NO_NUMBER = 0


class Run(NamedTuple):
    """Characters without a gap: Han, or letters and digits; folded."""

    text: str
    is_han: bool


@dataclass(frozen=True)
class Term:
    """One thing asked for: any of its variants will do, each a phrase of runs."""

    variants: tuple[tuple[Run, ...], ...]


def tokens(text: str) -> list[str]:
    """Return the tokens of a text: ``"居民区 A座"`` gives 居民 民区 区 a 座."""
    return [token for run in runs(text) for token in _of_run(run)]


def terms(text: str) -> list[Term]:
    """Return what a query asks for; all of it must be found, in any order.

    What stands in quotation marks must be found as it stands, punctuation apart. An
    article is found by its number however written: 第29条, 29 条, 第二十九条.
    """
    plain = folded(text)
    found = [Term((runs(quoted),)) for quoted in QUOTED.findall(plain)]
    rest = NUMBERED.sub(_without_gaps, QUOTED.sub(" ", plain))
    for chunk in rest.split():
        if NUMBERED.search(chunk):
            spelled = (
                NUMBERED.sub(spelling, chunk) for spelling in (_in_han, _in_digits)
            )
            found.append(Term(tuple(dict.fromkeys(map(runs, (chunk, *spelled))))))
        else:
            found += [Term(((run,),)) for run in runs(chunk)]
    return [term for term in dict.fromkeys(found) if all(term.variants)]


def query_of(text: str) -> str:
    """Return what the database's own search is asked; empty if there is nothing to ask.

    All terms must be found; how they follow one another does not matter.
    """
    asked = dict.fromkeys(_asked(term) for term in terms(text))
    return (" & " if _is_postgresql() else " AND ").join(asked)


def index(kind: str, object_id: int, text: str, *, scope: str = "") -> None:
    """Make ``text`` the searchable text of an object, in the transaction of its act.

    ``scope`` narrows later searches or tells what belongs together: a consultation's
    code, the line of an article through its versions. One query.
    """
    index_many(kind, [(object_id, text)], scope=scope)


def index_many(
    kind: str,
    texts: Iterable[tuple[int, str]],
    *,
    scope: str | Mapping[int, str] = "",
) -> None:
    """Do for many objects what :func:`index` does for one; scopes by object if many."""
    SearchEntry.objects.bulk_create(
        (
            SearchEntry(
                kind=kind,
                object_id=pk,
                scope=scope if isinstance(scope, str) else scope.get(pk, ""),
                tokens=" ".join(tokens(text)),
            )
            for pk, text in texts
        ),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["scope", "tokens"],
    )


def forget(kind: str, *object_ids: int) -> None:
    """Take objects and their words out of the index."""
    SearchEntry.objects.filter(kind=kind, object_id__in=object_ids).delete()


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


def runs(text: str) -> tuple[Run, ...]:
    """Return the runs of a text in their order; what lies between them is nothing."""
    return tuple(_runs(text))


def _runs(text: str) -> Iterator[Run]:
    for match in RUN.finditer(folded(text)):
        yield Run(match.group(), match.group(1) is not None)


def _of_run(run: Run) -> list[str]:
    if not run.is_han:
        return [run.text[:LONGEST_WORD]]
    return [run.text[at : at + 2] for at in range(len(run.text))]


def _asked(term: Term) -> str:
    variants = [_phrase(variant) for variant in term.variants]
    if len(variants) == 1:
        return variants[0]
    return "(" + (" | " if _is_postgresql() else " OR ").join(variants) + ")"


def _phrase(variant: tuple[Run, ...]) -> str:
    # Tokens hold letters and digits only, so quotes are all the quoting they need.
    words = [word for run in variant for word in _of_run(run)]
    last = variant[-1]
    is_prefix = last.is_han and len(last.text) == 1
    if last.is_han and not is_prefix:
        # The last character alone marks the end of a run, and the query's end is none.
        words = words[:-1]
    if _is_postgresql():
        # <-> binds closer than & and |.
        phrase = " <-> ".join(f"'{word}'" for word in words)
        return phrase + (":*" if is_prefix else "")
    return '"' + " ".join(words) + '"' + ("*" if is_prefix else "")


def _matching(asked: str) -> models.Q | RawSQL:
    if _is_postgresql():
        return RawSQL("vector @@ %s::tsquery", [asked], models.BooleanField())
    # A join would let SQLite begin at the other index: seconds instead of milliseconds.
    found = "SELECT rowid FROM common_searchindex WHERE common_searchindex MATCH %s"
    return models.Q(pk__in=RawSQL(found, [asked]))  # noqa: S611 -- a constant


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _without_gaps(match: re.Match[str]) -> str:
    return "".join(match.group().split())


def _in_han(match: re.Match[str]) -> str:
    """第29条 and 29条 as statutes print them: 第二十九条."""
    number = number_of(match["named"] or match["bare"])
    insert = number_of(match["insert"] or "")
    if not number:
        return match.group()
    said = f"第{han_number(number)}{match['unit'] or '条'}"
    return f"{said}之{han_number(insert)}" if insert else said


def _in_digits(match: re.Match[str]) -> str:
    number = number_of(match["named"] or match["bare"])
    insert = number_of(match["insert"] or "")
    if not number:
        return match.group()
    said = f"{'第' if match['unit'] else ''}{number}{match['unit'] or '条'}"
    return f"{said}之{insert}" if insert else said


def number_of(numeral: str) -> int:
    """Return the value of 29 or 二十九, or 0 for what is no number up to 2000."""
    if numeral.isdecimal():
        return int(numeral) if int(numeral) <= LARGEST_NUMBER else NO_NUMBER
    return _numerals().get(numeral.replace("〇", "零"), NO_NUMBER)


@cache
def _numerals() -> dict[str, int]:
    return {han_number(number): number for number in range(1, LARGEST_NUMBER + 1)}
