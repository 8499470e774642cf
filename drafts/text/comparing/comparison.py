"""Two texts in, everything a reader needs to follow a provision out."""

from __future__ import annotations

from drafts.text.comparing.articles import compare_articles
from drafts.text.comparing.parts import find_part_moves
from drafts.text.comparing.relations import Comparison
from drafts.text.structure import ParsedText


def compare(old: ParsedText, new: ParsedText) -> Comparison:
    """Return the rows of two versions of a text and the parts that changed articles."""
    rows = compare_articles(old, new)
    return Comparison(rows, find_part_moves(rows, old, new))
