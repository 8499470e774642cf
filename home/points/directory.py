"""Finding contact points by place, kind and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import ContactPoint
from home.areas import Areas, choices, lies_in
from home.filters import Filters, same, tallied

COLUMNS = {"area": "division", "type": "type"}
WORDS_IN = ("name", "host_unit", "address", "division__name")
LONGEST_WORDS = 60
MOST_WORDS = 6


@dataclass(frozen=True)
class Directory:
    """The active points that fit what is asked, and the filters that say so."""

    rows: QuerySet[ContactPoint]
    filters: Filters
    words: str


def search(asked: Mapping[str, str]) -> Directory:
    """Return the points that hold all words asked for, in the place and of the kind.

    Places are whole: a city holds the points of its counties. Three queries; the rows
    are read by whoever shows them.

    Raises:
        UnknownChoice: a place or kind that is not offered.
        BadRequest: more words than anybody types.
    """
    words = asked.get("q", "").strip()
    if len(words) > LONGEST_WORDS or len(words.split()) > MOST_WORDS:
        raise BadRequest(_("要找的字太多了，请少写一些。"))
    areas = Areas.load()
    active = ContactPoint.objects.filter(is_active=True)
    worded = containing(active, words) if words else active
    found = filters(active, worded, asked, areas)
    rows = worded.select_related("division").order_by("division__code", "code")
    if place := areas.find(found.values["area"]):
        rows = rows.filter(division__in=areas.within(place))
    if kind := found.values["type"]:
        rows = rows.filter(type=kind)
    return Directory(rows, found, words)


def containing(rows: QuerySet[ContactPoint], words: str) -> QuerySet[ContactPoint]:
    """Keep the points that hold every word somewhere in name, host or address."""
    for word in words.split():
        holds = Q()
        for column in WORDS_IN:
            holds |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(holds)
    return rows


def filters(
    active: QuerySet[ContactPoint],
    worded: QuerySet[ContactPoint],
    asked: Mapping[str, str],
    areas: Areas,
) -> Filters:
    """Return the filters with what is chosen, offering all that the register has.

    The counts are those of ``worded``: what the words leave. Two queries at most.
    """
    register = tallied(active, COLUMNS)
    found = Filters(
        register if worded is active else tallied(worded, COLUMNS),
        asked,
        {"area": lies_in(areas, "area"), "type": same("type")},
    )
    places, kinds = ({row[name] for row, _n in register} for name in COLUMNS)
    kinds.add(found.values["type"])
    found.offer("area", _("地区"), choices(areas, places, found.values["area"]))
    types = [c for c in ContactPoint.Type.choices if c[0] in kinds]
    found.offer("type", _("类型"), types)
    return found
