"""Element and attribute names of WordprocessingML, whatever their namespace year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element
_OFF = frozenset({"0", "false", "off", "none"})


def local(element: Element) -> str:
    """Return the name without its namespace; comments have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute by its local name, empty when it is absent."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child at ``path``."""
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if local(e) == name), None)
    return element


def below(element: Element, name: str) -> Iterator[Element]:
    """Yield every descendant of that local name."""
    return (e for e in element.iter() if local(e) == name)


def value(element: Element | None, *path: str) -> str:
    """Return the ``val`` of the child at ``path``."""
    return attribute(child(element, *path), "val")


def is_on(element: Element | None) -> bool:
    """Tell whether a toggle (``<w:vanish/>``) is there and not switched off."""
    return element is not None and attribute(element, "val") not in _OFF


def words(element: Element) -> str:
    """Return all text below, paragraphs parted by a blank."""
    parts = [
        "".join(t.text or "" for t in paragraph.iter() if local(t) == "t")
        for paragraph in below(element, "p")
    ]
    return " ".join(part for part in parts if part.strip())
