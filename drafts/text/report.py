"""A parsed text as the plain data that ``parse_text --json`` prints."""

from __future__ import annotations

from typing import Any

from common.uploads import UploadRefused
from drafts.text.structure import HEADINGS, Kind, ParsedText, Placed, Problem


def report(parsed: ParsedText) -> dict[str, Any]:
    """Return title, 题注, counts, articles and problems of a parsed text."""
    placed = [
        p
        for p in parsed.placed()
        if p.node.kind is Kind.ARTICLE and all(n.kind is not Kind.ANNEX for n in p.path)
    ]
    return {
        "title": parsed.title,
        "note": parsed.note,
        "counts": parsed.counts(),
        "articles": [_article(p) for p in placed],
        "problems": [_problem(p) for p in parsed.problems],
    }


def report_refusal(refused: UploadRefused) -> dict[str, Any]:
    """Return the same shape for a file that was not opened."""
    return report(ParsedText(problems=[Problem(1, refused.code, refused.message)]))


def _article(placed: Placed) -> dict[str, Any]:
    node = placed.node
    kinds = [inner.kind for inner in node.walk()]
    return {
        "label": node.label,
        "number": node.number,
        "insert": node.insert,
        "path": [n.label or n.heading for n in placed.path if n.kind in HEADINGS],
        "caption": node.heading,
        "paragraphs": kinds.count(Kind.PARAGRAPH),
        "items": kinds.count(Kind.ITEM),
        "subitems": kinds.count(Kind.SUBITEM),
        "text": node.body(),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "code": problem.code,
        "message": problem.message,
    }
