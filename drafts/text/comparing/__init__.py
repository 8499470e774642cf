"""The comparison of two versions of a text, down to the words."""

from drafts.text.comparing.comparison import compare
from drafts.text.comparing.provisions import compare_provisions
from drafts.text.comparing.relations import Comparison, PartMove, PartRow, Relation, Row
from drafts.text.comparing.reporting import report
from drafts.text.comparing.settling import PieceKind
from drafts.text.comparing.wording import Piece, wording

__all__ = [
    "Comparison",
    "PartMove",
    "PartRow",
    "Piece",
    "PieceKind",
    "Relation",
    "Row",
    "compare",
    "compare_provisions",
    "report",
    "wording",
]
