"""The chapters of a text with the state of their plain words, to jump to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drafts.models import Explanation
from drafts.text.structure import HEADINGS
from drafts.texts import ProvisionNode


@dataclass(frozen=True)
class Chapter:
    """A heading: how many articles, how many explained, how many wait for a person."""

    node: ProvisionNode
    articles: int
    explained: int
    waiting: int
    first_waiting: str = ""


def chapters_of(
    tree: Iterable[ProvisionNode], explanations: Mapping[int, Explanation]
) -> list[Chapter]:
    """Return the chapters of a tree in printed order, also those inside 编."""
    return [
        _chapter(node, explanations)
        for top in tree
        for node in top.walk()
        if node.kind in HEADINGS and any(c.kind not in HEADINGS for c in node.children)
    ]


def _chapter(node: ProvisionNode, explanations: Mapping[int, Explanation]) -> Chapter:
    articles = [child for child in node.children if child.kind not in HEADINGS]
    places = [part for article in articles for part in article.walk()]
    known = [(p, explanations[p.pk]) for p in places if p.pk in explanations]
    waiting = [p for p, e in known if waits(e)]
    first = waiting[0].anchor if waiting else ""
    return Chapter(node, len(articles), len(known), len(waiting), first)


def places_to_open(
    tree: Iterable[ProvisionNode], explanations: Mapping[int, Explanation]
) -> set[int]:
    """Return the headings whose folds hide plain words that wait for a person."""
    return {
        node.pk
        for top in tree
        for node in top.walk()
        if node.kind in HEADINGS
        and any(p.pk in explanations and waits(explanations[p.pk]) for p in node.walk())
    }


def waits(explanation: Explanation) -> bool:
    """Whether plain words are a draft, or no longer fit their text."""
    return (
        explanation.needs_update
        or explanation.has_unpublished_changes
        or not explanation.live
    )
