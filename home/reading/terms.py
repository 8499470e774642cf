"""Defined terms on a page: the first use in each article leads to what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from drafts.models import Version
from drafts.text.defining import Definition, find_definitions, find_uses
from drafts.texts import load_tree, parsed_from
from home.reading.articles import Block, Clause

KEEP_SECONDS = 24 * 3600
# What is quoted of a definition on a page that is not its own.
LONGEST_QUOTE = 96


@dataclass(frozen=True)
class Term:
    """A definition, and the address and name of the provision it stands in."""

    definition: Definition
    address: str
    citation: str


@dataclass(frozen=True)
class Entry:
    """A term used on a page, in the list at its foot."""

    anchor: str
    name: str
    quote: str
    citation: str
    article: str
    address: str


def terms_of(version: Version) -> list[Term]:
    """Return the terms a text defines; a published text is read once and kept."""
    key = f"terms:{version.pk}:{version.text_hash[:16]}"
    found: list[Term] | None = cache.get(key) if version.is_published else None
    if found is None:
        found = _read(version)
        if version.is_published:
            cache.set(key, found, KEEP_SECONDS)
    return found


def _read(version: Version) -> list[Term]:
    """Read a whole text for its definitions; one query."""
    forest = load_tree(version)
    nodes = {
        node.provision.position: node.provision
        for root in forest
        for node in root.walk()
    }
    definitions = find_definitions(parsed_from(version, forest))
    return [Term(d, nodes[d.line].address, nodes[d.line].citation) for d in definitions]


def mark(blocks: Iterable[Block], terms: list[Term]) -> list[Entry]:
    """Make the first use of each term in each article a link; return what was used."""
    known = {term.definition: term for term in terms}
    entries: dict[Definition, Entry] = {}
    for block in blocks:
        if not block.clause.is_heading:
            seen: set[str] = set()
            for clause in block.clause.walk():
                _mark(clause, known, entries, seen)
    return list(entries.values())


def _mark(
    clause: Clause,
    known: dict[Definition, Term],
    entries: dict[Definition, Entry],
    seen: set[str],
) -> None:
    text = clause.text
    pieces: list[SafeString] = []
    end = 0
    for use in find_uses(text, known, clause.provision.position):
        definition = use.definition
        if definition.term in seen:
            continue
        seen.add(definition.term)
        if definition not in entries:
            anchor = f"t{len(entries) + 1}"
            entries[definition] = _entry(anchor, known[definition])
        pieces += [
            conditional_escape(text[end : use.start]),
            format_html(
                '<a class="term" href="#{}">{}</a>',
                entries[definition].anchor,
                definition.term,
            ),
        ]
        end = use.end
    if pieces:
        pieces.append(conditional_escape(text[end:]))
        clause.marked = mark_safe("".join(pieces))  # noqa: S308 -- escaped piece by piece


def _entry(anchor: str, term: Term) -> Entry:
    quote = term.definition.text
    if len(quote) > LONGEST_QUOTE:
        quote = f"{quote[:LONGEST_QUOTE]}……"
    return Entry(
        anchor=anchor,
        name=term.definition.term,
        quote=quote,
        citation=term.citation,
        article=term.address.split(".")[0],
        address=term.address,
    )
