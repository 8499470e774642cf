"""Where a provision is in another version, through the confirmed chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from drafts.kinds import Relation
from drafts.lineage.chains import Step, Tie, way
from drafts.lineage.headings import heading_articles, headings_of, home_of
from drafts.models import Provision, Version
from drafts.text.structure import HEADINGS, Kind

WORDS_KEPT = frozenset(
    {
        Relation.UNCHANGED,
        Relation.RENUMBERED,
        Relation.XREF_ONLY,
        Relation.RENUMBERED_XREF_ONLY,
    }
)
UNITS = frozenset({Kind.ARTICLE, Kind.POINT})


class FollowState(StrEnum):
    """What a follower finds: 仍在、已改、拆分、合并、已删、待确认; back: 新增."""

    PRESENT = "present"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    DELETED = "deleted"
    ADDED = "added"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Followed:
    """A provision's place in another version.

    ``is_certain`` is False as soon as one step was doubtful, unconfirmed, or only
    possible for the whole article (``is_article_only``): show it as 待确认.
    ``steps`` holds the relations met on the way, oldest step first.
    """

    state: FollowState
    provisions: list[Provision] = field(default_factory=list)
    is_certain: bool = True
    is_article_only: bool = False
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is on the way: a part, or (once parts fail) a whole article."""

    provision: int
    article: int | None
    is_unit: bool


@dataclass(slots=True)
class Walk:
    """One provision's way so far."""

    places: list[Place]
    relations: list[str] = field(default_factory=list)
    is_certain: bool = True
    is_article_only: bool = False
    is_lost: bool = False


def follow(provision: Provision, to_version: Version) -> Followed:
    """Return where ``provision`` is in a later version; a few queries.

    Article, 款, 项, 目 and headings. Only confirmed pairs are used: without one the
    state is ``unconfirmed`` and there are no provisions.
    """
    return follow_many([provision], to_version)[provision.pk]


def follow_back(provision: Provision, to_version: Version) -> Followed:
    """Return what ``provision`` was in an earlier version (``added``: nothing)."""
    return follow_many([provision], to_version, back=True)[provision.pk]


def follow_many(
    provisions: Iterable[Provision], to_version: Version, *, back: bool = False
) -> dict[int, Followed]:
    """Return ``follow`` for many provisions by their pk.

    The number of queries depends on the number of versions they come from, not on
    the number of provisions. The result's provisions have ``version`` set.
    """
    by_version: dict[int, list[Provision]] = {}
    for provision in provisions:
        by_version.setdefault(provision.version_id, []).append(provision)
    found: dict[int, Followed] = {}
    for version_id, group in by_version.items():
        found |= _follow_group(version_id, group, to_version, back)
    return found


def _follow_group(
    version_id: int, group: Sequence[Provision], to_version: Version, back: bool
) -> dict[int, Followed]:
    if version_id == to_version.pk:
        return {p.pk: Followed(FollowState.PRESENT, [p]) for p in group}
    steps = way(version_id, to_version, back=back)
    if steps is None or not all(step.is_confirmed for step in steps):
        lost = Followed(FollowState.UNCONFIRMED, is_certain=False)
        return {p.pk: lost for p in group}
    inside = heading_articles([p for p in group if p.kind in HEADINGS])
    walks = {p.pk: _walk(_start(p), steps) for p in group if p.kind not in HEADINGS}
    for articles in inside.values():
        walks |= {pk: _walk(Place(pk, pk, True), steps) for pk in articles}
    known = _load(walks.values(), to_version)
    found = {pk: _followed(walk, known, back) for pk, walk in walks.items()}
    result = {p.pk: found[p.pk] for p in group if p.kind not in HEADINGS}
    if not inside:
        return result
    candidates = headings_of(to_version)
    for heading in (p for p in group if p.kind in HEADINGS):
        parts = [found[pk] for pk in inside[heading.pk]]
        result[heading.pk] = _followed_heading(heading, parts, candidates, back)
    return result


def _followed_heading(
    heading: Provision,
    articles: Sequence[Followed],
    candidates: Sequence[Provision],
    back: bool,
) -> Followed:
    gone = FollowState.ADDED if back else FollowState.DELETED
    if articles and all(followed.state == gone for followed in articles):
        return Followed(gone, is_certain=all(a.is_certain for a in articles))
    home, is_certain = home_of(heading, articles, candidates)
    if home is None:
        return Followed(FollowState.UNCONFIRMED, is_certain=False)
    kept = home.text_hash == heading.text_hash and all(
        followed.state == FollowState.PRESENT for followed in articles
    )
    state = FollowState.PRESENT if kept else FollowState.CHANGED
    return Followed(state, [home], is_certain)


def _start(provision: Provision) -> Place:
    is_unit = provision.kind in UNITS
    article = provision.pk if is_unit else provision.article_id
    return Place(provision.pk, article, is_unit)


def _walk(start: Place, steps: Sequence[Step]) -> Walk:
    walk = Walk([start])
    for step in steps:
        if walk.is_lost or not walk.places:
            break
        _take(walk, step)
    return walk


def _take(walk: Walk, step: Step) -> None:
    reached: dict[int, Place] = {}
    for place in walk.places:
        ties, is_unit = _ties(place, step)
        if is_unit and not place.is_unit:
            walk.is_certain, walk.is_article_only = False, True
        if not ties:
            walk.is_lost, walk.is_certain = True, False
            return
        walk.relations += dict.fromkeys(tie.relation for tie in ties)
        walk.is_certain = walk.is_certain and all(tie.is_certain for tie in ties)
        for tie in ties:
            if tie.end is not None:
                article = tie.end if is_unit else tie.end_article
                reached[tie.end] = Place(tie.end, article, is_unit)
    walk.places = list(reached.values())


def _ties(place: Place, step: Step) -> tuple[list[Tie], bool]:
    """Return a place's ties, and whether they are those of a whole article.

    A part that is without a tie, or with a doubtful one, goes with its article.
    """
    if place.is_unit:
        return step.articles.get(place.provision, []), True
    ties = step.parts.get(place.provision, [])
    if ties and all(tie.is_certain for tie in ties):
        return ties, False
    whole = step.articles.get(place.article, []) if place.article else []
    return whole, place.article is not None


def _load(walks: Iterable[Walk], version: Version) -> dict[int, Provision]:
    ids = {place.provision for walk in walks for place in walk.places}
    known = version.provisions.in_bulk(ids)
    for provision in known.values():
        provision.version = version
    return known


def _followed(walk: Walk, known: dict[int, Provision], back: bool) -> Followed:
    places = [] if walk.is_lost else [known[place.provision] for place in walk.places]
    followed = Followed(
        FollowState.UNCONFIRMED,
        sorted(places, key=lambda p: p.position),
        walk.is_certain,
        walk.is_article_only,
        tuple(walk.relations),
    )
    if walk.is_lost:
        return followed
    return replace(followed, state=_state(walk, back))


def _state(walk: Walk, back: bool) -> FollowState:
    """Return what happened, in the words of the way forward, whichever way one goes."""
    if not walk.places:
        return FollowState.ADDED if back else FollowState.DELETED
    many, one = FollowState.SPLIT, FollowState.MERGED
    if back:
        many, one = one, many
    if len(walk.places) > 1:
        return many
    if one in walk.relations:
        return one
    if set(walk.relations) - WORDS_KEPT:
        return FollowState.CHANGED
    return FollowState.PRESENT
