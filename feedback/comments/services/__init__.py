"""Acts on comments: hand in, correct, withdraw, find by code, screen."""

from feedback.comments.services.correcting import correct_comment, withdraw_comment
from feedback.comments.services.looking_up import find_by_code
from feedback.comments.services.screening import screen_comment
from feedback.comments.services.submitting import (
    Receipt,
    submit_comment,
    submit_to_code,
)
from feedback.comments.services.undoing import undo_screening

__all__ = [
    "Receipt",
    "correct_comment",
    "find_by_code",
    "screen_comment",
    "submit_comment",
    "submit_to_code",
    "undo_screening",
    "withdraw_comment",
]
