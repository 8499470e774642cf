"""News of this room for the rooms above."""

from django.dispatch import Signal

# Sent after commit with ``consultation`` and ``extension``; upper rooms tell people.
window_changed = Signal()
