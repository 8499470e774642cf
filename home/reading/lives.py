"""The life of one article: what it was in earlier texts and became in later ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common.writing import is_english
from drafts.kinds import Relation
from drafts.models import Lineage, Provision, Version
from drafts.text.comparing import Piece, PieceKind
from home.reading.articles import Clause, own_words
from home.reading.shelves import Shelf, name_of
from home.reading.tables import clauses_of, compared_lines


@dataclass(frozen=True)
class Tie:
    """One confirmed row between two versions."""

    old: int | None
    new: int | None
    relation: str
    is_certain: bool


@dataclass(frozen=True)
class Step:
    """From a version to its neighbour: the articles reached, and the ties followed.

    ``ties`` hold the whole row: what was split or merged has brothers a reader must
    see. Without ties the neighbour does not say where the article went.
    """

    version: Version
    ends: list[int]
    ties: list[Tie]
    is_confirmed: bool


@dataclass(frozen=True)
class Moment:
    """What the article was in one version, and how it came from the one before."""

    version: Version
    name: str
    provisions: list[Provision]
    words: str = ""
    relation: str = ""
    label: str = ""
    lines: list[list[Piece]] = field(default_factory=list)
    is_first: bool = False
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

    Three queries. Only confirmed pairs are followed; where the chain is not confirmed
    the way ends with words that say so.
    """
    here = shelf.by_pk(article.version_id)
    if here is None:
        return []
    ties = _ties(shelf)
    before = list(reversed(_walk(here, article.pk, ties, shelf, back=True)))
    after = _walk(here, article.pk, ties, shelf, back=False)
    met = [tie for step in (*before, *after) for tie in step.ties]
    ids = {pk for tie in met for pk in (tie.old, tie.new) if pk} | {article.pk}
    teller = Teller(clauses_of(ids), shelf)
    # A step back tells how the text after it came about; a step onward its own.
    told = [
        teller.earlier(step, before[n - 1] if n else None)
        for n, step in enumerate(before)
    ]
    middle = teller.present(here, article, before[-1] if before else None)
    return [*told, middle, *(teller.later(step) for step in after)]


@dataclass(frozen=True)
class Teller:
    """Puts steps into words; knows the articles met, by id."""

    clauses: dict[int, Clause]
    shelf: Shelf

    def present(self, here: Version, article: Provision, came: Step | None) -> Moment:
        """Tell of the text one is reading, reached by the step ``came``."""
        return self._moment(here, [article.pk], came, is_here=True)

    def earlier(self, step: Step, came: Step | None) -> Moment:
        """Tell of a text before, itself reached by the step ``came``."""
        if not step.is_confirmed:
            return self._unknown(step)
        if not step.ends:
            words = _("这一稿里没有这一条，是后来新增的。")
            if not step.ties:
                words = _("去向待确认。")
            certain = bool(step.ties)
            name = name_of(step.version)
            return Moment(step.version, name, [], words, is_certain=certain)
        return self._moment(step.version, step.ends, came)

    def later(self, step: Step) -> Moment:
        """Tell of a text after."""
        if not step.is_confirmed:
            return self._unknown(step)
        return self._moment(step.version, step.ends, step)

    def _unknown(self, step: Step) -> Moment:
        words = _("和相邻版本的对应关系还没有经人工确认，待确认。")
        return Moment(step.version, name_of(step.version), [], words, is_certain=False)

    def _moment(
        self,
        version: Version,
        places: list[int],
        came: Step | None,
        *,
        is_here: bool = False,
    ) -> Moment:
        ties = came.ties if came and came.is_confirmed else []
        olds = self._found({tie.old for tie in ties if tie.old})
        news = self._found({tie.new for tie in ties if tie.new})
        relation = ties[0].relation if ties else ""
        shown = self._found(set(places))
        return Moment(
            version=version,
            name=name_of(version),
            provisions=[self._provision(clause, version) for clause in shown],
            words=_way(olds, news, is_lost=bool(came and not ties and not places)),
            relation=relation,
            label=str(Relation(relation).label) if relation else "",
            lines=_lines(olds, news) if ties else _lines([], shown),
            is_first=not ties,
            is_certain=all(tie.is_certain for tie in ties)
            and not (came and came.is_confirmed and not ties),
            is_here=is_here,
        )

    def _found(self, ids: set[int]) -> list[Clause]:
        known = [self.clauses[pk] for pk in ids if pk in self.clauses]
        return sorted(known, key=lambda c: c.provision.position)

    def _provision(self, clause: Clause, version: Version) -> Provision:
        clause.provision.version = version
        return clause.provision


def _way(olds: list[Clause], news: list[Clause], *, is_lost: bool) -> str:
    """Return 原第十三条 → 现第十三条、第十四条, where the number says something."""
    if is_lost:
        return _("去向待确认。")
    if olds and not news:
        return _("这一条被删去。")
    before, after = [c.citation for c in olds], [c.citation for c in news]
    if not olds or before == after:
        return ""
    return _("原%(old)s → 现%(new)s") % {
        "old": joined(c.provision for c in olds),
        "new": joined(c.provision for c in news),
    }


def _lines(olds: list[Clause], news: list[Clause]) -> list[list[Piece]]:
    """Return the words with what changed; plain words where nothing came before."""
    old, new = ("\n".join(map(own_words, clauses)) for clauses in (olds, news))
    if old == new:
        return []
    if not old:
        return [[Piece(PieceKind.SAME, line)] for line in new.split("\n")]
    return compared_lines(old, new)


def _ties(shelf: Shelf) -> dict[tuple[int, int], list[Tie]]:
    visible = [v.pk for v in shelf.versions]
    rows = Lineage.objects.at_article_level().filter(
        old_version__in=visible, new_version__in=visible
    )
    found: dict[tuple[int, int], list[Tie]] = defaultdict(list)
    columns = ("old_version", "new_version", "old", "new", "relation", "is_certain")
    for a, b, old, new, relation, is_certain in rows.values_list(*columns):
        found[a, b].append(Tie(old, new, relation, is_certain))
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
        found = list(dict.fromkeys(e for e in ends if e)) if is_confirmed else []
        met = _whole(met, ties.get(pair, []))
        steps.append(Step(neighbour, found, met, is_confirmed))
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
