"""The review of a lineage as a form: one choice for each row a person may change.

A row's key is its old and new addresses, so that a form filled in while the texts
stood still matches its rows, and any other does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drafts.lineage import ComparedVersions, LineageDecision, LineageRow
from drafts.models import Provision

SEPARATORS = re.compile(r"[\s,，、+]+")


@dataclass(frozen=True)
class ReviewRow:
    """A row with its field names and what stands in them."""

    row: LineageRow
    key: str
    old_labels: str
    new_labels: str
    is_ticked: bool = False


def review_rows(
    compared: ComparedVersions, posted: Mapping[str, str]
) -> tuple[list[ReviewRow], list[ReviewRow]]:
    """Return doubtful rows, and all others, each in reading order, as posted."""
    rows = [as_review(row) for row in compared.rows]
    rows = [replace(row, is_ticked=f"sure:{row.key}" in posted) for row in rows]
    doubtful = [row for row in rows if not row.row.is_certain]
    certain = [row for row in rows if row.row.is_certain]
    return doubtful, certain


def as_review(row: LineageRow) -> ReviewRow:
    """Return a row with its field names."""
    return ReviewRow(
        row=row,
        key=f"{addresses(row.old)}~{addresses(row.new)}",
        old_labels="、".join(p.label for p in row.old),
        new_labels="、".join(p.label for p in row.new),
    )


def texts_of(rows: list[ReviewRow]) -> dict[int, str]:
    """Return the words of the articles of ``rows``; one query."""
    articles = {p.pk for review in rows for p in (*review.row.old, *review.row.new)}
    texts: dict[int, str] = {}
    below = Provision.objects.filter(article_id__in=articles).order_by("position")
    for provision in below:
        article = provision.article_id or provision.pk
        mark = provision.label if article != provision.pk else ""
        texts[article] = f"{texts.get(article, '')}{mark}{provision.text}"
    return texts


def addresses(provisions: tuple[Provision, ...]) -> str:
    """Return the addresses of one side, ``16+17``."""
    return "+".join(provision.address for provision in provisions)


def decisions_from(
    posted: Mapping[str, str], compared: ComparedVersions
) -> list[LineageDecision]:
    """Return what a person changed: ``old:<new address>`` names the old articles.

    The value lists old articles as printed or by address, separated by commas or 、;
    an empty one says that the article is new. An old article named by nobody is
    deleted, one named by several is split. Returned are the rows that differ, and
    those a person has ticked as looked at (``sure:<key>``): both are certain then.

    Raises:
        ValidationError: a named article does not exist; every such name is said.
    """
    names = names_of_old(compared)
    sources, wrong = {}, []
    for row in compared.rows:
        for provision in row.new:
            given = posted.get(f"old:{provision.address}")
            if given is None:
                sources[provision.address] = [p.address for p in row.old]
                continue
            parts = [part for part in SEPARATORS.split(given.strip()) if part]
            wrong += [
                _("%(new)s：上一稿里没有“%(old)s”。")
                % {"new": provision.label, "old": part}
                for part in parts
                if part not in names
            ]
            sources[provision.address] = [names[p] for p in parts if p in names]
    if wrong:
        raise ValidationError(wrong)
    computed = {(ends(row.old), ends(row.new)): row for row in compared.rows}
    decisions = []
    for old, new in joined(sources, set(names.values())):
        found = computed.get((old, new))
        if found is None:
            decisions.append(
                LineageDecision(old=tuple(sorted(old)), new=tuple(sorted(new)))
            )
        elif f"sure:{as_review(found).key}" in posted:
            decisions.append(as_found(found))
    return decisions


def as_found(row: LineageRow) -> LineageDecision:
    """Return the decision that a row is as it was found."""
    return LineageDecision(
        old=tuple(p.address for p in row.old),
        new=tuple(p.address for p in row.new),
        relation=row.relation,
    )


def names_of_old(compared: ComparedVersions) -> dict[str, str]:
    """Return every way to name an old article, with its address."""
    names = {}
    for row in compared.rows:
        for provision in row.old:
            names[provision.label] = provision.address
            names[provision.address] = provision.address
    return names


def ends(provisions: tuple[Provision, ...]) -> frozenset[str]:
    """Return one side of a row as a set of addresses."""
    return frozenset(provision.address for provision in provisions)


def joined(
    sources: Mapping[str, list[str]], olds: set[str]
) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return rows: new articles that share an old one stand together."""
    rows: list[tuple[set[str], set[str]]] = []
    for new, old in sources.items():
        row = ({*old}, {new})
        for other in [r for r in rows if r[0] & row[0]]:
            rows.remove(other)
            row = (row[0] | other[0], row[1] | other[1])
        rows.append(row)
    named = {old for row in rows for old in row[0]}
    rows += [({old}, set()) for old in sorted(olds - named)]
    return [(frozenset(old), frozenset(new)) for old, new in rows]
