"""News of the drafting room; sent inside the act's own transaction."""

from django.dispatch import Signal

#: A version's text is fixed and public. ``version``.
version_published = Signal()
#: A person confirmed how a version follows from its base. ``version``.
lineage_confirmed = Signal()
#: A project reached another stage. ``regulation``, ``move`` (its name in MOVES).
regulation_moved = Signal()
