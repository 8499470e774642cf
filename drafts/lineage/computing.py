"""The lineage of a version as computed, and as a person decides it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drafts.kinds import Relation
from drafts.models import Provision, Version
from drafts.text import comparing
from drafts.text.comparing import Comparison, PartRow, Row, compare
from drafts.text.comparing.articles import make_row
from drafts.text.comparing.fingerprints import compared
from drafts.text.comparing.parts import find_part_moves
from drafts.text.comparing.provisions import compare_provisions
from drafts.text.structure import Node, ParsedText
from drafts.texts import ProvisionNode, load_tree, parsed_from


@dataclass(frozen=True, slots=True)
class LineageDecision:
    """What a person says: these articles of the old text became those of the new.

    Addresses as in ``Provision.address``; nothing old is an addition, nothing new a
    deletion. An empty ``relation`` is worked out from the words.
    """

    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    relation: str = ""


@dataclass(frozen=True, slots=True)
class LineageRow:
    """Articles of two versions that belong together."""

    old: tuple[Provision, ...]
    new: tuple[Provision, ...]
    relation: str
    is_moved: bool
    is_certain: bool
    similarity: float
    is_manual: bool = False

    @property
    def relation_label(self) -> str:
        return str(Relation(self.relation).label)


@dataclass(frozen=True, slots=True)
class PartTie:
    """款, 项 or 目 inside matched articles that belong together."""

    old: tuple[Provision, ...]
    new: tuple[Provision, ...]
    relation: str
    is_certain: bool
    similarity: float


@dataclass(frozen=True, slots=True)
class PartMoveRow:
    """A 款 or 项 that went to another article."""

    old: Provision
    new: Provision
    relation: str
    similarity: float


@dataclass(frozen=True, slots=True)
class ComparedVersions:
    """Two versions side by side: every article of both in exactly one row."""

    old_version: Version
    new_version: Version
    rows: list[LineageRow]
    part_moves: list[PartMoveRow]
    ties: list[PartTie] = field(default_factory=list)

    @property
    def doubtful_rows(self) -> list[LineageRow]:
        return [row for row in self.rows if not row.is_certain]

    def counts(self) -> dict[str, int]:
        """Return the number of rows of every relation, zeros included."""
        found = Counter(row.relation for row in self.rows)
        return {relation.value: found[relation.value] for relation in Relation}


def computed_lineage(version: Version, base: Version | None = None) -> ComparedVersions:
    """Return how ``version`` seems to follow from its base (or ``base``); two queries.

    Raises:
        ValidationError: the version has no base.
    """
    pair = _Pair.load(base or version.base, version)
    comparison = compare(pair.before, pair.after)
    return pair.result(comparison, manual=frozenset())


def decided_lineage(
    version: Version, decisions: Sequence[LineageDecision]
) -> ComparedVersions:
    """Return the computed lineage with ``decisions`` in place of what they touch.

    Raises:
        ValidationError: an address is unknown, an article is named twice, or an
            article is left without a row.
    """
    pair = _Pair.load(version.base, version)
    comparison = compare(pair.before, pair.after)
    if not decisions:
        return pair.result(comparison, manual=frozenset())
    rows, manual = pair.decided(comparison.rows, decisions)
    moves = find_part_moves(rows, pair.before, pair.after)
    return pair.result(Comparison(rows, moves), manual=manual)


class _Pair:
    """Two loaded versions and the ways between their nodes and provisions."""

    def __init__(
        self,
        versions: tuple[Version, Version],
        texts: tuple[ParsedText, ParsedText],
        provisions: tuple[dict[int, Provision], dict[int, Provision]],
    ) -> None:
        self.versions = versions
        self.before, self.after = texts
        self._old, self._new = provisions

    @classmethod
    def load(cls, old: Version | None, new: Version) -> _Pair:
        if old is None:
            raise ValidationError(
                _("这个版本没有对照版本，无从比对。请先选定对照版本。"), code="no_base"
            )
        forests = load_tree(old), load_tree(new)
        texts = parsed_from(old, forests[0]), parsed_from(new, forests[1])
        rows = _by_position(forests[0]), _by_position(forests[1])
        return cls((old, new), texts, rows)

    def result(
        self, comparison: Comparison, *, manual: frozenset[int]
    ) -> ComparedVersions:
        moved = [
            PartMoveRow(
                self._old[move.old_node.line],
                self._new[move.new_node.line],
                _move_relation(
                    self._old[move.old_node.line], self._new[move.new_node.line]
                ),
                move.similarity,
            )
            for move in comparison.parts
        ]
        gone = {n.line for m in comparison.parts for n in m.old_node.walk()}
        come = {n.line for m in comparison.parts for n in m.new_node.walk()}
        return ComparedVersions(
            *self.versions,
            [self._row(row, id(row) in manual) for row in comparison.rows],
            moved,
            [tie for row in comparison.rows for tie in self._ties(row, gone, come)],
        )

    def _row(self, row: Row, is_manual: bool) -> LineageRow:
        return LineageRow(
            tuple(self._old[node.line] for node in row.old),
            tuple(self._new[node.line] for node in row.new),
            row.relation.value,
            row.moved,
            row.certain,
            row.similarity,
            is_manual,
        )

    def _ties(self, row: Row, gone: set[int], come: set[int]) -> Iterable[PartTie]:
        for part in compare_provisions(row) if row.old and row.new else _alone(row):
            # What went to another article has its tie there, or none: a part
            # without a tie is followed as its article, to be confirmed.
            if {n.line for n in part.old} & gone or {n.line for n in part.new} & come:
                continue
            yield PartTie(
                tuple(self._old[node.line] for node in part.old),
                tuple(self._new[node.line] for node in part.new),
                part.relation.value,
                part.certain,
                part.similarity,
            )

    def decided(
        self, computed: Sequence[Row], decisions: Sequence[LineageDecision]
    ) -> tuple[list[Row], frozenset[int]]:
        olds = self._units(self.before, self._old)
        news = self._units(self.after, self._new)
        manual = [self._decide(decision, olds, news) for decision in decisions]
        taken_old = _once([n for row in manual for n in row.old], self._old)
        taken_new = _once([n for row in manual for n in row.new], self._new)
        kept = [
            row
            for row in computed
            if not ({n.line for n in row.old} & taken_old)
            and not ({n.line for n in row.new} & taken_new)
        ]
        rows = sorted([*kept, *manual], key=_reading_order)
        self._require_all(rows, olds, news)
        return rows, frozenset(id(row) for row in manual)

    def _units(self, text: ParsedText, rows: dict[int, Provision]) -> dict[str, Node]:
        return {rows[p.node.line].address: p.node for p in compared(text)}

    def _decide(
        self,
        decision: LineageDecision,
        olds: dict[str, Node],
        news: dict[str, Node],
    ) -> Row:
        old = [_found(olds, address, self.versions[0]) for address in decision.old]
        new = [_found(news, address, self.versions[1]) for address in decision.new]
        if not old and not new:
            raise ValidationError(
                _("有一行两边都没有条文，请至少选一条。"), code="empty_row"
            )
        row = make_row(old, new, True)
        if decision.relation:
            row = replace(row, relation=_relation(decision.relation, row))
        return row

    def _require_all(
        self, rows: Sequence[Row], olds: dict[str, Node], news: dict[str, Node]
    ) -> None:
        placed_old = {n.line for row in rows for n in row.old}
        placed_new = {n.line for row in rows for n in row.new}
        missing = [
            _("原%s") % self._old[n.line].citation
            for n in olds.values()
            if n.line not in placed_old
        ] + [
            _("新%s") % self._new[n.line].citation
            for n in news.values()
            if n.line not in placed_new
        ]
        if missing:
            raise ValidationError(
                _("还有条文没有归到任何一行：%s。请为它们指明去处，或标为新增、删除。")
                % _("、").join(missing),
                code="incomplete",
            )


def _by_position(forest: Sequence[ProvisionNode]) -> dict[int, Provision]:
    return {n.provision.position: n.provision for top in forest for n in top.walk()}


def _alone(row: Row) -> Iterator[PartRow]:
    """Yield the parts of an article that was added or deleted as a whole."""
    for article in (*row.old, *row.new):
        for node in article.walk():
            if node is not article:
                old, new = ((node,), ()) if row.old else ((), (node,))
                yield PartRow(old, new, row.relation, row.certain, 0)


def _found(units: dict[str, Node], address: str, version: Version) -> Node:
    try:
        return units[address]
    except KeyError:
        raise ValidationError(
            _("%(version)s里没有地址为“%(address)s”的条，请核对后重选。")
            % {"version": version, "address": address},
            code="unknown_address",
        ) from None


def _once(nodes: Sequence[Node], rows: dict[int, Provision]) -> set[int]:
    counted = Counter(node.line for node in nodes)
    twice = [rows[line].citation for line, count in counted.items() if count > 1]
    if twice:
        raise ValidationError(
            _("%s出现在不止一行里，每一条只能归到一行。请合并这些行。")
            % _("、").join(twice),
            code="twice",
        )
    return set(counted)


def _relation(value: str, row: Row) -> comparing.Relation:
    """Return the relation a person chose, if the row's two sides allow it."""
    by_shape: dict[str, tuple[bool, bool]] = {
        Relation.ADDED: (not row.old, bool(row.new)),
        Relation.DELETED: (bool(row.old), not row.new),
        Relation.SPLIT: (bool(row.old), len(row.new) > 1),
        Relation.MERGED: (len(row.old) > 1, bool(row.new)),
    }
    shape = by_shape.get(value, (len(row.old) == 1, len(row.new) == 1))
    if value not in Relation.values or not all(shape):
        raise ValidationError(
            _("“%s”与所选条文的数目不符，请改选关系或条文。")
            % dict(Relation.choices).get(value, value),
            code="relation",
        )
    return comparing.Relation(value)


def _move_relation(old: Provision, new: Provision) -> str:
    same = old.text_hash == new.text_hash
    return (Relation.RENUMBERED if same else Relation.MODIFIED_RENUMBERED).value


def _reading_order(row: Row) -> tuple[int, int]:
    if row.new:
        return min(node.line for node in row.new), 0
    return min(node.line for node in row.old), 1
