"""News of this room for the rooms above."""

from django.dispatch import Signal

# Sent inside the transaction, with ``disposition``, when a decision becomes public on
# its own because the results of its round already are (a correction, a late answer).
disposition_published = Signal()
