"""Giving back what was typed in a form that could not be taken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

# Never given back: they are not the person's words.
NOT_WORDS = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}
# Hidden fields of ours end on these; a person's words do not.
NOT_WORDS_ENDINGS = ("_hash", "_token", "key")
# What is chosen from a list is a short Latin name; short Chinese words are typed.
SHORTEST_WORDS = 12
TYPED = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
MOST = 40


def typed_words(posted: MultiValueDict[str, str]) -> list[str]:
    """Return the texts of a posted form worth keeping, longest first."""
    words = {
        value
        for name, values in posted.lists()
        if name not in NOT_WORDS and not name.endswith(NOT_WORDS_ENDINGS)
        for value in values
        if len(value) >= SHORTEST_WORDS or TYPED.search(value)
    }
    return sorted(words, key=len, reverse=True)[:MOST]
