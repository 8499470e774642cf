"""What became of a provision: computed, confirmed, followed through versions."""

from drafts.lineage.computing import (
    ComparedVersions,
    LineageDecision,
    LineageRow,
    PartMoveRow,
    PartTie,
    computed_lineage,
    decided_lineage,
)
from drafts.lineage.confirmed import confirmed_rows
from drafts.lineage.following import (
    Followed,
    FollowState,
    follow,
    follow_back,
    follow_many,
)

__all__ = [
    "ComparedVersions",
    "FollowState",
    "Followed",
    "LineageDecision",
    "LineageRow",
    "PartMoveRow",
    "PartTie",
    "computed_lineage",
    "confirmed_rows",
    "decided_lineage",
    "follow",
    "follow_back",
    "follow_many",
]
