"""What a comparison says: rows, their relations, and parts that changed articles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from drafts.text.structure import Node


class Relation(StrEnum):
    """How a provision of the old text lives on in the new one."""

    UNCHANGED = "unchanged"
    RENUMBERED = "renumbered"  # same words, other number
    XREF_ONLY = "xref_only"  # only the numbers of cited articles changed
    RENUMBERED_XREF_ONLY = "renumbered_xref_only"
    MODIFIED = "modified"
    MODIFIED_RENUMBERED = "modified_renumbered"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison of two texts: articles that belong together.

    ``moved`` says that the row left the common order of the two texts, ``certain``
    that nothing else comes near this match. ``similarity`` runs from 0 to 1 and is
    0 where one side is empty.
    """

    old: tuple[Node, ...]
    new: tuple[Node, ...]
    relation: Relation
    moved: bool
    certain: bool
    similarity: float


@dataclass(frozen=True, slots=True)
class PartRow:
    """One line of the comparison inside a row: 款 with 款, or 项 with 项."""

    old: tuple[Node, ...]
    new: tuple[Node, ...]
    relation: Relation
    certain: bool
    similarity: float


@dataclass(frozen=True, slots=True)
class PartMove:
    """A 款 or 项 that went to another article: ``第三条第二款`` → ``第五条``."""

    old: str
    new: str
    old_node: Node
    new_node: Node
    similarity: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts side by side: every article of both in exactly one row."""

    rows: list[Row]
    parts: list[PartMove]

    def counts(self) -> dict[str, int]:
        """Return the number of rows of every relation, zeros included."""
        counts = {relation.value: 0 for relation in Relation}
        for row in self.rows:
            counts[row.relation.value] += 1
        return counts


def relation_of_pair(
    *, same_words: bool, same_but_citations: bool, same_number: bool
) -> Relation:
    """Return the relation of one old and one new provision that belong together."""
    if same_words:
        return Relation.UNCHANGED if same_number else Relation.RENUMBERED
    if same_but_citations:
        return Relation.XREF_ONLY if same_number else Relation.RENUMBERED_XREF_ONLY
    return Relation.MODIFIED if same_number else Relation.MODIFIED_RENUMBERED
