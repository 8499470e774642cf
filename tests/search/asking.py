"""Asking the search page as a visitor does, and reading what it answers."""

from __future__ import annotations

import re
from html import unescape

from django.urls import reverse

ENTRY = re.compile(
    r'<article class="entry"><h3[^>]*><a href="([^"]*)">(.*?)</a></h3>(.*?)</article>',
    re.S,
)
FACET = re.compile(r"[?&amp;]kind=(\w+)[^>]*>[^<]*<small[^>]*>(\d+)</small>")


def ask(client, query, **narrow):
    """Return the response of a search."""
    return client.get(reverse("search:search"), {"q": query, **narrow})


def found(client, query, **narrow):
    """Return address and plain title of every find shown, in order."""
    html = ask(client, query, **narrow).content.decode()
    return [
        (unescape(url), unescape(re.sub("<[^>]+>", "", title)))
        for url, title, _rest in ENTRY.findall(html)
    ]


def facets(client, query, **narrow):
    """Return the numbers beside the kinds."""
    html = ask(client, query, **narrow).content.decode()
    return {kind: int(number) for kind, number in FACET.findall(html)}
