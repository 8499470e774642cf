"""News of this room for the rooms above; sent after commit, by ``send_robust``."""

from django.dispatch import Signal

comment_submitted = Signal()  # comment
comment_corrected = Signal()  # comment
comment_withdrawn = Signal()  # comment
comment_screened = Signal()  # comment, screening
# Before a decision is taken back, in its transaction: a receiver that relies on it
# raises ``common.undo.CannotUndo``.
comment_unscreening = Signal()  # comments
