"""Acts on groups and decisions: every write of the room."""

from feedback.dispositions.services.confirming import (
    confirm_disposition,
    had_a_hand,
    publish_confirmed,
    return_disposition,
    revoke_disposition,
)
from feedback.dispositions.services.correcting import correct_disposition
from feedback.dispositions.services.grouping import (
    add_to_group,
    dissolve_group,
    edit_group,
    group_comments,
    leave_after_withdrawal,
    remove_from_group,
)
from feedback.dispositions.services.proposing import (
    edit_disposition,
    propose_disposition,
)
from feedback.dispositions.services.terms import LinkData, Terms
from feedback.dispositions.services.undoing import (
    undo_grouping,
    undo_joining,
    undo_proposal,
    undo_removal,
    undo_return,
)

__all__ = [
    "LinkData",
    "Terms",
    "add_to_group",
    "confirm_disposition",
    "correct_disposition",
    "dissolve_group",
    "edit_disposition",
    "edit_group",
    "group_comments",
    "had_a_hand",
    "leave_after_withdrawal",
    "propose_disposition",
    "publish_confirmed",
    "remove_from_group",
    "return_disposition",
    "revoke_disposition",
    "undo_grouping",
    "undo_joining",
    "undo_proposal",
    "undo_removal",
    "undo_return",
]
