"""Texts read back from their rows: trees for pages, parsed texts for comparing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from drafts.models import Provision, Version
from drafts.text.structure import Kind, Node, ParsedText


@dataclass(slots=True)
class ProvisionNode:
    """A provision with those under it, fit for ``components/law_text.html``."""

    provision: Provision
    children: list[Self] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.provision.pk

    @property
    def kind(self) -> str:
        return self.provision.kind

    @property
    def label(self) -> str:
        return self.provision.label

    @property
    def heading(self) -> str:
        return self.provision.heading

    @property
    def text(self) -> str:
        return self.provision.text

    @property
    def address(self) -> str:
        return self.provision.address

    @property
    def anchor(self) -> str:
        return self.provision.anchor

    @property
    def citation(self) -> str:
        return self.provision.citation

    def walk(self) -> Iterator[Self]:
        """Yield this node and everything below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def articles(self) -> list[Self]:
        """Return the 条 at or below this node, in printed order."""
        return [node for node in self.walk() if node.kind == Kind.ARTICLE]

    def body(self) -> str:
        """Return the words as one would quote them: 款 and 项 joined by newlines."""
        return _node(self).body()


def load_tree(
    version: Version, *, chapter: Provision | None = None
) -> list[ProvisionNode]:
    """Return the forest of a version's provisions, or of one heading's; one query.

    Every provision has its ``version`` set to the object given.
    """
    rows = version.provisions.order_by("position")
    if chapter is not None:
        rows = rows.within(chapter.position, chapter.last_position)
    return grow(version, rows)


def subtree(provision: Provision) -> ProvisionNode:
    """Return one provision with everything below it; needs ``version`` selected."""
    return load_tree(provision.version, chapter=provision)[0]


def grow(version: Version, rows: Iterable[Provision]) -> list[ProvisionNode]:
    """Return the forest of ``rows``, which stand in printed order."""
    forest: list[ProvisionNode] = []
    nodes: dict[int | None, ProvisionNode] = {}
    for row in rows:
        row.version = version
        node = nodes[row.pk] = ProvisionNode(row)
        above = nodes.get(row.parent_id)
        (above.children if above else forest).append(node)
    return forest


def parsed_of(version: Version) -> ParsedText:
    """Return the text as the comparing functions take it; one query.

    A node's ``line`` is the ``position`` of its provision.
    """
    return parsed_from(version, load_tree(version))


def parsed_from(version: Version, forest: list[ProvisionNode]) -> ParsedText:
    """Return a loaded tree as a parsed text; ``line`` is the provision's position."""
    return ParsedText(
        title=version.title,
        note=version.title_note,
        nodes=[_node(node) for node in forest],
    )


def _node(node: ProvisionNode) -> Node:
    row = node.provision
    return Node(
        Kind(row.kind),
        label=row.label,
        number=row.number,
        insert=row.insert,
        heading=row.heading,
        text=row.text,
        line=row.position,
        children=[_node(child) for child in node.children],
    )
