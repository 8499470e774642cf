"""The life of one article: what it was in earlier texts and became in later ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.writing import is_english
from drafts.kinds import Relation
from drafts.models import Lineage, Provision, Version
from home.reading.shelves import Shelf, name_of


@dataclass(frozen=True)
class Tie:
    """One confirmed row between two versions."""

    old: int | None
    new: int | None
    relation: str


@dataclass(frozen=True)
class Moment:
    """Where the article stood in one version, and how it came there."""

    version: Version
    name: str
    provisions: list[Provision]
    words: str
    relation: str = ""
    label: str = ""
    is_certain: bool = True
    is_here: bool = False

    @property
    def places(self) -> str:
        return joined(self.provisions)


def joined(provisions: Iterable[Provision]) -> str:
    """Return 第十三条、第十四条."""
    return (", " if is_english() else "、").join(p.citation for p in provisions)


def life_of(article: Provision, shelf: Shelf) -> list[Moment]:
    """Return the article's way through the chain of visible versions, oldest first.

    Two queries. Only confirmed pairs are followed; where the chain is not confirmed
    the way ends with words that say so.
    """
    ties = _ties(shelf)
    here = shelf.by_pk(article.version_id)
    if here is None:
        return []
    before = _walk(here, article.pk, ties, shelf, back=True)
    after = _walk(here, article.pk, ties, shelf, back=False)
    met = [tie for step in (*before, *after) for tie in step.ties]
    ids = {pk for tie in met for pk in (tie.old, tie.new) if pk}
    known = Provision.objects.select_related("version__document").in_bulk(ids)
    known[article.pk] = article
    start = [_moment_before(step, known) for step in reversed(before)]
    middle = Moment(here, name_of(here), [article], _("您正在看的条文"), is_here=True)
    return [*start, middle, *(_moment_after(step, known) for step in after)]


@dataclass(frozen=True)
class Step:
    """From one version to its neighbour: starts, ends, and the relation met."""

    version: Version
    starts: list[int]
    ends: list[int]
    ties: list[Tie]
    is_confirmed: bool


def _ties(shelf: Shelf) -> dict[tuple[int, int], list[Tie]]:
    visible = [v.pk for v in shelf.versions]
    rows = Lineage.objects.at_article_level().filter(
        old_version__in=visible, new_version__in=visible
    )
    found: dict[tuple[int, int], list[Tie]] = defaultdict(list)
    for a, b, old, new, relation in rows.values_list(
        "old_version", "new_version", "old", "new", "relation"
    ):
        found[a, b].append(Tie(old, new, relation))
    return found


def _walk(
    start: Version,
    article: int,
    ties: dict[tuple[int, int], list[Tie]],
    shelf: Shelf,
    *,
    back: bool,
) -> list[Step]:
    steps: list[Step] = []
    version, places = start, [article]
    while places:
        neighbour = _neighbour(version, shelf, back)
        if neighbour is None:
            break
        pair = (neighbour.pk, version.pk) if back else (version.pk, neighbour.pk)
        newer = version if back else neighbour
        is_confirmed = newer.lineage_confirmed_at is not None and pair in ties
        met = [t for t in ties.get(pair, []) if (t.new if back else t.old) in places]
        ends = [t.old if back else t.new for t in met]
        found = list(dict.fromkeys(e for e in ends if e))
        # What was one of several predecessors has brothers a reader must see.
        met = _whole(met, ties.get(pair, []))
        steps.append(Step(neighbour, places, found, met, is_confirmed))
        version, places = neighbour, found
    return steps


def _neighbour(version: Version, shelf: Shelf, back: bool) -> Version | None:
    if back:
        return shelf.by_pk(version.base_id)
    onward = [v for v in shelf.versions if v.base_id == version.pk]
    return onward[-1] if onward else None


def _whole(met: list[Tie], ties: list[Tie]) -> list[Tie]:
    olds = {t.old for t in met if t.old}
    news = {t.new for t in met if t.new}
    return [t for t in ties if t in met or t.old in olds or t.new in news]


def _moment_after(step: Step, known: dict[int, Provision]) -> Moment:
    return _moment(step, known, gone=_("这一条被删去。"))


def _moment_before(step: Step, known: dict[int, Provision]) -> Moment:
    return _moment(step, known, gone=_("这一稿里没有这一条，是后来新增的。"))


def _moment(step: Step, known: dict[int, Provision], gone: str) -> Moment:
    name = name_of(step.version)
    if not step.is_confirmed:
        words = _("和相邻版本的对应关系还没有经人工确认，待确认。")
        return Moment(step.version, name, [], words, is_certain=False)
    provisions = _sorted(set(step.ends), known)
    relation = step.ties[0].relation if step.ties else ""
    label = str(Relation(relation).label) if relation else ""
    is_certain = bool(step.ties)
    words = _("去向待确认。")
    if step.ties:
        words = _arrow(step.ties, known) if provisions else gone
    return Moment(step.version, name, provisions, words, relation, label, is_certain)


def _arrow(ties: list[Tie], known: dict[int, Provision]) -> str:
    """Return 原第十三条 → 现第十三条、第十四条."""
    olds = {tie.old for tie in ties if tie.old}
    news = {tie.new for tie in ties if tie.new}
    return _("原%(old)s → 现%(new)s") % {
        "old": joined(_sorted(olds, known)),
        "new": joined(_sorted(news, known)),
    }


def _sorted(ids: set[int], known: dict[int, Provision]) -> list[Provision]:
    return sorted((known[pk] for pk in ids if pk in known), key=lambda p: p.position)
