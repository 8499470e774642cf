"""Giving back what was typed in a form that could not be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

# Never given back: they are not the person's words.
NOT_WORDS = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}
# Hidden fields of ours end on these; a person's words do not.
NOT_WORDS_ENDINGS = ("_hash", "_token", "key")
SHORTEST_WORDS = 12
MOST = 10


def typed_words(posted: MultiValueDict[str, str]) -> list[str]:
    """Return the texts of a posted form worth keeping, longest first."""
    words = {
        value
        for name, values in posted.lists()
        if name not in NOT_WORDS and not name.endswith(NOT_WORDS_ENDINGS)
        for value in values
        if len(value) >= SHORTEST_WORDS
    }
    return sorted(words, key=len, reverse=True)[:MOST]
