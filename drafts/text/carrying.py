"""A parsed text as plain data and back, to be carried from preview to confirmation."""

from __future__ import annotations

from typing import Any

from drafts.text.structure import Kind, Node, ParsedText, Problem


def to_data(parsed: ParsedText) -> dict[str, Any]:
    """Return ``parsed`` as lists and strings, fit for JSON."""
    return {
        "title": parsed.title,
        "note": parsed.note,
        "nodes": [_packed(node) for node in parsed.nodes],
        "problems": [[p.line, p.code, p.message] for p in parsed.problems],
    }


def from_data(data: dict[str, Any]) -> ParsedText:
    """Return the text that :func:`to_data` was given."""
    return ParsedText(
        title=data["title"],
        note=data["note"],
        nodes=[_unpacked(packed) for packed in data["nodes"]],
        problems=[Problem(*problem) for problem in data["problems"]],
    )


def _packed(node: Node) -> list[Any]:
    return [
        node.kind.value,
        node.label,
        node.number,
        node.insert,
        node.heading,
        node.text,
        node.line,
        [_packed(child) for child in node.children],
    ]


def _unpacked(packed: list[Any]) -> Node:
    kind, label, number, insert, heading, text, line, children = packed
    below = [_unpacked(child) for child in children]
    return Node(Kind(kind), label, number, insert, heading, text, line, below)
