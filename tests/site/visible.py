"""What a person sees or hears of a page: its words, and the language they are in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import Comment as Remark
from bs4.element import Declaration, Doctype

# Never shown, told to a person some other way, or typed by the person who reads.
SILENT = {"textarea", "script", "style", "noscript", "link", "code", "kbd", "svg"}
# Hidden while there is nothing to count, and "None" until then.
EMPTY_COUNTER = "data-side-panel-toggle-counter"
SPOKEN = ("title", "aria-label", "placeholder", "alt", "aria-description", "label")
BUTTONS = {"submit", "button", "reset"}
# Addresses, and whatever holds a digit, are codes and not words.
CODES = re.compile(
    r"<[^>]*>|https?://\S+|[\w.+-]+@[\w.-]+|(?:/[\w.-]+)+/?|[\w.-]*\.(?:cn|org|com)\b"
    r"|\b[a-z]+\.[a-z]+page\b|YJ-|[A-Za-z0-9_-]*\d[A-Za-z0-9_-]*",
    re.ASCII,
)
LATIN = re.compile(r"[A-Za-z]{2,}")
CHINESE = re.compile(r"[\u3400-\u9fff]+")


def pieces(html: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a page with their language, as ``("English", "en")``."""
    yield from _within(BeautifulSoup(html, "lxml"), "")


def _within(node: Tag, lang: str) -> Iterator[tuple[str, str]]:
    if node.name == "script" and node.get("type") == "application/json":
        yield from ((words, lang) for words in labels(json.loads(node.get_text())))
    if node.name in SILENT or node.has_attr(EMPTY_COUNTER):
        return
    lang = str(node.get("lang", lang))
    for name in SPOKEN:
        if node.get(name):
            yield str(node[name]), lang
    if node.name == "input" and node.get("type") in BUTTONS:
        yield str(node.get("value", "")), lang
    for child in node.children:
        if isinstance(child, Tag):
            yield from _within(child, lang)
        elif not isinstance(child, Remark | Doctype | Declaration):
            assert isinstance(child, NavigableString)
            if child.strip():
                yield child.strip(), lang


def labels(value: object) -> Iterator[str]:
    """Yield what the scripts of the admin are given to show."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "label" and isinstance(inner, str):
                yield inner
            else:
                yield from labels(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from labels(inner)


def latin_words(html: str, allowed: set[str]) -> set[str]:
    """Return the pieces with Latin words that no element says are in English."""
    return {
        words
        for words, lang in pieces(html)
        if not lang.startswith("en")
        and {w.casefold() for w in LATIN.findall(CODES.sub("", words))} - allowed
    }


def chinese_words(html: str) -> set[str]:
    """Return the Chinese pieces that no element says are in Chinese."""
    return {
        words
        for words, lang in pieces(html)
        if not lang.startswith("zh") and CHINESE.search(words)
    }


def is_passage(words: str) -> bool:
    """Say whether ``words`` are Chinese to be read out, and no name or title."""
    if LATIN.search(CODES.sub("", words)):
        return False
    return (
        bool(re.search(r"[。；，：]", words))
        or len("".join(CHINESE.findall(words))) > 16
    )
