"""Everything that is searched, in one list; the rooms say what and how."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.management import call_command

from common.indexing import Rebuilt, Source, rebuild
from common.models import SearchEntry
from consultations.rounds import search as rounds
from drafts import search as drafts
from feedback.comments import search as comments
from feedback.dispositions import search as dispositions
from home.search import pages


def sources() -> list[Source]:
    """Return the sources of all rooms; texts first, for words beside them follow."""
    rooms = (drafts, rounds, comments, dispositions, pages)
    return [source for room in rooms for source in room.sources()]


def rebuild_all() -> Iterator[Rebuilt]:
    """Make the whole index anew, kind by kind; safe while the site works, and twice."""
    for source in sources():
        yield rebuild(source)
    known = [source.kind for source in sources()]
    # Kinds of an earlier release.
    SearchEntry.objects.exclude(kind__in=known).delete()


def rebuild_admin() -> None:
    """Make the index of the Wagtail admin anew: pages, pictures, documents."""
    call_command("wagtail_update_index", verbosity=0)
