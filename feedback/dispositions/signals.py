"""News of this room for the rooms above."""

from django.dispatch import Signal

# Sent inside the transaction, with ``disposition``, when a decision becomes public on
# its own because the results of its round already are (a correction, a late answer).
disposition_published = Signal()
# Sent inside the transaction, with ``document_id``, when what later versions kept of
# adopted comments was worked out anew, or decided by a person.
survival_changed = Signal()
