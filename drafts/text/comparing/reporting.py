"""A comparison as the JSON object other programs rely on."""

from __future__ import annotations

from typing import Any

from drafts.text.comparing.relations import Comparison


def report(comparison: Comparison) -> dict[str, Any]:
    """Return the object of ``compare_texts --json``.

    ``{"rows": [{"old": ["第三条"], "new": ["第四条"], "relation": "renumbered",
    "moved": False, "certain": True, "similarity": 1.0}], "counts": {…}, "parts":
    [{"old": "第三条第二款", "new": "第五条第一款", "similarity": 0.9}]}``
    """
    return {
        "rows": [
            {
                "old": [node.label for node in row.old],
                "new": [node.label for node in row.new],
                "relation": row.relation.value,
                "moved": row.moved,
                "certain": row.certain,
                "similarity": row.similarity,
            }
            for row in comparison.rows
        ],
        "counts": comparison.counts(),
        "parts": [
            {"old": part.old, "new": part.new, "similarity": part.similarity}
            for part in comparison.parts
        ],
    }
