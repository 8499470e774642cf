"""One page of a text: headings, articles, plain words, counts, and ways to speak."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from drafts.kinds import ProvisionKind
from drafts.models import Explanation, Provision, Version
from drafts.text.structure import HEADINGS
from drafts.texts import ProvisionNode
from feedback.comments.statistics import by_article
from home.reading.contents import Leaf
from home.reading.windows import speak_url


@dataclass
class Clause(ProvisionNode):
    """A provision with the way to speak about it, and its words with terms marked."""

    speak_url: str = ""
    speak_label: str = ""
    marked: str = ""

    @property
    def is_heading(self) -> bool:
        return self.kind in HEADINGS

    def places(self) -> list[Clause]:
        """Return it and its parts, each under a name of its own.

        The only 款 of an article is the article; its 项 are named by themselves.
        """
        parts = cast("Iterator[Clause]", self.walk())
        return [p for p in parts if p is self or p.citation != self.citation]


@dataclass
class Block:
    """A heading, or an article with everything that hangs on it."""

    clause: Clause
    explanations: list[Explanation] = field(default_factory=list)
    count: int | None = None

    @property
    def current(self) -> list[Explanation]:
        """Plain words that fit the text."""
        return [e for e in self.explanations if not e.needs_update]

    @property
    def is_outdated(self) -> bool:
        """Whether plain words wait for an update, and so are not shown."""
        return any(e.needs_update for e in self.explanations)


def load_blocks(
    version: Version, leaf: Leaf, consultation: Consultation | None
) -> list[Block]:
    """Return what stands on one page of a text; three queries.

    Ways to speak are drawn only while ``consultation`` is open.
    """
    rows = version.provisions.within(leaf.first, leaf.last).order_by("position")
    blocks = [Block(clause) for clause in grow(rows)]
    explain(version, blocks, leaf.first, leaf.last)
    if consultation is not None:
        count(blocks, by_article(consultation))
        if consultation.is_open():
            offer(blocks, consultation)
    return blocks


def grow(rows: Iterable[Provision]) -> list[Clause]:
    """Return headings and articles in printed order, each article with its parts."""
    clauses: list[Clause] = []
    known: dict[int, Clause] = {}
    for row in rows:
        clause = Clause(row)
        above = known.get(row.parent_id or 0)
        if row.kind not in HEADINGS:
            known[row.pk] = clause
        (above.children if above else clauses).append(clause)
    return clauses


def explain(version: Version, blocks: list[Block], first: int, last: int) -> None:
    """Give every block its published plain words; one query."""
    found = (
        Explanation.objects.filter(
            live=True,
            provision__version=version,
            provision__position__gte=first,
            provision__position__lte=last,
        )
        .select_related("provision")
        .order_by("provision__position")
    )
    home = {c.provision.pk: b for b in blocks for c in b.clause.walk()}
    for explanation in found:
        if explanation.provision_id in home:
            home[explanation.provision_id].explanations.append(explanation)


def count(blocks: list[Block], counts: Mapping[str, int]) -> None:
    """Write the number of counted comments beside every article."""
    for block in blocks:
        if not block.clause.is_heading:
            block.count = counts.get(block.clause.provision.address, 0)


def offer(blocks: list[Block], consultation: Consultation) -> None:
    """Put a way to speak on every article, and on its parts where it has several."""
    for block in blocks:
        if block.clause.is_heading:
            continue
        for clause in block.clause.places():
            clause.speak_url = speak_url(consultation, clause.provision.address)
            clause.speak_label = _("对%s提意见") % clause.citation


def own_words(clause: Clause) -> str:
    """Return what an article says, as one would quote it: one line for each part."""
    lines = []
    for part in clause.walk():
        numbered = part.kind in (ProvisionKind.ITEM, ProvisionKind.SUBITEM)
        mark = part.label if numbered else ""
        if mark or part.text:
            lines.append(mark + part.text)
    return "\n".join(lines)
