"""Only what changed since the text before, page by page, the changes in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from drafts.kinds import Relation
from drafts.models import Provision, Version
from home.reading.contents import Contents, Leaf
from home.reading.pairings import Pairing, Skeleton, skeleton
from home.reading.shelves import Shelf, name_of
from home.reading.tables import KEPT, Row, table
from home.reading.windows import speak_url

COUNTED = (
    (frozenset({Relation.ADDED}), lambda n: _("新增 %d 条") % n),
    (frozenset({Relation.DELETED}), lambda n: _("删去 %d 条") % n),
    (
        frozenset({Relation.SPLIT, Relation.MERGED}),
        lambda n: _("拆分、合并 %d 处") % n,
    ),
)


@dataclass
class Stretch:
    """A changed article, or a run of articles that stayed as they were."""

    row: Row | None = None
    kept: list[Provision] = field(default_factory=list)
    speak_url: str = ""
    speak_label: str = ""


def base_of(shelf: Shelf, version: Version) -> Version | None:
    """Return the text that ``version`` was confirmed against, if there is one."""
    base = shelf.by_pk(version.base_id)
    return base if base and version.lineage_confirmed_at else None


def portrait(
    shelf: Shelf, base: Version, version: Version, contents: Contents, leaf: Leaf
) -> dict[str, Any]:
    """Return one page of ``version`` with nothing but its changes; six queries."""
    found = skeleton(shelf, base, version)
    changed = [p for p in found.pairings if p.relation not in KEPT]
    counts = _counts(contents, changed)
    return {
        "base": base,
        "base_name": name_of(base),
        "stretches": list(stretches(found, leaf)),
        "change_count": len(changed),
        "tally": tally(changed),
        "counts": [(page, counts[page.number]) for page in contents.leaves],
    }


def offer(shown: Iterable[Stretch], consultation: Consultation | None) -> None:
    """Put a way to speak on every changed article while the round is open."""
    if consultation is None or not consultation.is_open():
        return
    for stretch in shown:
        if stretch.row and stretch.row.new:
            article = stretch.row.new[0].provision
            stretch.speak_url = speak_url(consultation, article.address)
            stretch.speak_label = _("对%s提意见") % article.citation


def tally(changed: Iterable[Pairing]) -> str:
    """Return the changes in words: 新增 2 条，修改 9 条，删去 1 条."""
    counts = Counter(Relation(p.relation) for p in changed)
    said = []
    for relations, words in COUNTED:
        number = sum(counts.pop(relation, 0) for relation in relations)
        if number:
            said.append(words(number))
    rest = sum(counts.values())
    if rest:
        said.append(_("修改 %d 条") % rest)
    return _("，").join(said)


def _counts(contents: Contents, changed: list[Pairing]) -> dict[int, int]:
    """Return how many changes stand on each page, by its number."""
    counts = dict.fromkeys((leaf.number for leaf in contents.leaves), 0)
    for pairing in changed:
        counts[contents.leaf_at(pairing.place).number] += 1
    return counts


def stretches(found: Skeleton, leaf: Leaf) -> Iterable[Stretch]:
    """Yield changes and runs of kept articles in the order of the new text."""
    pairings = found.on(leaf)
    rows = iter(table(found, [p for p in pairings if p.relation not in KEPT]))
    articles = {article.pk: article for article in leaf.articles}
    run: list[Provision] = []
    for pairing in pairings:
        if pairing.relation in KEPT:
            run += [articles[pk] for pk in pairing.new if pk in articles]
            continue
        if run:
            yield Stretch(kept=run)
            run = []
        yield Stretch(row=next(rows))
    if run:
        yield Stretch(kept=run)
