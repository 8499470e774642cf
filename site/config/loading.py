"""Templates of the packages, with the words that they forgot to mark as messages."""

from __future__ import annotations

from django.template import Origin
from django.template.loaders import app_directories

SEARCH = ('value="Search"', """value="{% translate 'Search' %}\"""")
ACTIONS = ('aria-label="Actions"', """aria-label="{% translate 'Actions' %}\"""")
# "True" is what a program says.
ANSWER = ("value|stringformat:'s'", "value|yesno")
# Template, and what stands in it against what should.
UNMARKED = {
    "wagtailadmin/home.html": SEARCH,
    "wagtailadmin/shared/header.html": SEARCH,
    "wagtailadmin/shared/headers/_actions.html": ACTIONS,
    "wagtailadmin/tables/boolean_cell.html": ANSWER,
}


class Loader(app_directories.Loader):
    """Load as ever, and mark those words; their Chinese stands in the catalogue."""

    def get_contents(self, origin: Origin) -> str:
        """Return the template with the words marked."""
        contents = super().get_contents(origin)
        if origin.template_name in UNMARKED:
            plain, marked = UNMARKED[str(origin.template_name)]
            return contents.replace(plain, marked)
        return contents
