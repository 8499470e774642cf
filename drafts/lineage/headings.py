"""A chapter is where most of its articles are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Q

from drafts.models import Provision, Version
from drafts.text.structure import HEADINGS, Kind

if TYPE_CHECKING:
    from drafts.lineage.following import Followed


def heading_articles(headings: Sequence[Provision]) -> dict[int, list[int]]:
    """Return the pks of the articles under each heading, by its pk; one query."""
    if not headings:
        return {}
    ranges = Q()
    for heading in headings:
        ranges |= Q(position__gt=heading.position, position__lte=heading.last_position)
    rows = list(
        Provision.objects.filter(
            ranges, version_id=headings[0].version_id, kind=Kind.ARTICLE
        ).values_list("pk", "position")
    )
    return {
        heading.pk: [
            pk for pk, at in rows if heading.position < at <= heading.last_position
        ]
        for heading in headings
    }


def headings_of(version: Version) -> list[Provision]:
    """Return a version's headings in printed order; one query."""
    found = list(version.provisions.filter(kind__in=HEADINGS).order_by("position"))
    for heading in found:
        heading.version = version
    return found


def home_of(
    heading: Provision, articles: Sequence[Followed], candidates: Sequence[Provision]
) -> tuple[Provision | None, bool]:
    """Return the heading that took in more than half of ``articles``, if one did.

    Also say whether that is certain: every article was followed with certainty.
    """
    votes: Counter[int] = Counter()
    by_pk = {c.pk: c for c in candidates if c.kind == heading.kind}
    for followed in articles:
        votes.update(
            {
                candidate.pk
                for article in followed.provisions
                for candidate in by_pk.values()
                if candidate.position < article.position <= candidate.last_position
            }
        )
    is_certain = bool(articles) and all(a.is_certain for a in articles)
    leading = votes.most_common(2)
    if not leading or leading[0][1] * 2 <= len(articles):
        return None, is_certain
    # An article that was split may vote twice; a tie settles nothing.
    if len(leading) > 1 and leading[1][1] == leading[0][1]:
        return None, False
    return by_pk[leading[0][0]], is_certain
