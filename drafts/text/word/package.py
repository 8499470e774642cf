"""The parts of a Word file that matter for its text, and those left out of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from common.uploads import open_package, parse_xml
from drafts.text.word.names import Element, attribute, below, child, local, value, words

_SAFE_LINK = re.compile(r"(?:https?|mailto):|#", re.IGNORECASE)


@dataclass(slots=True, frozen=True)
class Relation:
    """One relationship of the main part: its kind, its target, inside or outside."""

    kind: str
    target: str
    is_external: bool


@dataclass(slots=True, frozen=True)
class Style:
    """A paragraph or character style, what it inherits already looked up."""

    name: str
    is_hidden: bool
    number_id: str
    level: str
    outline: str


class Package:
    """An opened Word file, its parts parsed when they are asked for."""

    def __init__(self, data: bytes) -> None:
        self._parts = open_package(data)
        self.main = self._main_part()
        self.relations = self._relations()
        self.styles = self._styles()

    def document(self) -> Element:
        return parse_xml(self._parts[self.main])

    def related(self, kind: str) -> Iterator[Element]:
        """Yield the parsed parts of one kind (``footnotes``, ``header``…)."""
        for relation in self.relations.values():
            if relation.kind == kind and not relation.is_external:
                part = self._parts.get(relation.target)
                if part is not None:
                    yield parse_xml(part)

    def left_out(self) -> Iterator[tuple[str, str]]:
        """Yield code and words for each part that is not text of the document."""
        for relation in self.relations.values():
            if relation.kind == "aFChunk":
                yield "alt_chunk", f"嵌入的外来文档（{relation.target}）未导入"
            elif relation.kind in ("oleObject", "package", "control"):
                yield "embedded_object", f"嵌入的对象（{relation.target}）未导入"
            elif relation.kind == "hyperlink":
                if not _SAFE_LINK.match(relation.target):
                    yield "link", f"链接地址不安全，只保留文字：{relation.target}"
            elif relation.is_external:
                yield "external", f"引用的外部文件未读取：{relation.target}"
        for kind in ("header", "footer"):
            shown = {words(root) for root in self.related(kind)}
            for text in sorted(shown - {""}):
                yield "header_footer", f"页眉页脚不属于正文，已略去：{text}"

    def _main_part(self) -> str:
        root = self._parts.get("_rels/.rels")
        if root is not None:
            for relation in parse_xml(root):
                if attribute(relation, "Type").endswith("/officeDocument"):
                    target = attribute(relation, "Target").lstrip("/")
                    if target in self._parts:
                        return target
        return "word/document.xml"

    def _relations(self) -> dict[str, Relation]:
        folder, name = posixpath.split(self.main)
        part = self._parts.get(f"{folder}/_rels/{name}.rels")
        relations: dict[str, Relation] = {}
        if part is None:
            return relations
        for element in parse_xml(part):
            target = attribute(element, "Target")
            outside = attribute(element, "TargetMode") == "External"
            if not outside:
                joined = posixpath.normpath(posixpath.join("/", folder, target))
                target = joined.lstrip("/")
            kind = attribute(element, "Type").rpartition("/")[2]
            relations[attribute(element, "Id")] = Relation(kind, target, outside)
        return relations

    def _styles(self) -> dict[str, Style]:
        elements: dict[str, Element] = {}
        for root in self.related("styles"):
            for element in root:
                if local(element) == "style":
                    elements[attribute(element, "styleId")] = element
        return {name: _style(name, elements) for name in elements}


def _style(name: str, elements: dict[str, Element]) -> Style:
    chain: list[Element] = []
    seen: set[str] = set()
    while name in elements and name not in seen:
        seen.add(name)
        chain.append(elements[name])
        name = value(elements[name], "basedOn")

    def first(*path: str) -> str:
        return next((v for e in chain if (v := value(e, *path))), "")

    vanish = next(
        (v for e in chain if (v := child(e, "rPr", "vanish")) is not None), None
    )
    return Style(
        name=value(chain[0], "name").lower(),
        is_hidden=vanish is not None and attribute(vanish, "val") not in ("0", "false"),
        number_id=first("pPr", "numPr", "numId"),
        level=first("pPr", "numPr", "ilvl"),
        outline=first("pPr", "outlineLvl"),
    )


def notes_by_id(package: Package, kind: str) -> dict[str, str]:
    """Return the words of footnotes, endnotes or comments by their id."""
    element_name = kind.removesuffix("s")
    return {
        attribute(note, "id"): words(note)
        for root in package.related(kind)
        for note in below(root, element_name)
        if attribute(note, "type") in ("", "normal")
    }
