"""A whole text on one page, in one Word file, in one plain text."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.papers import Lead, Words, paper
from common.writing import day_text
from drafts.kinds import ProvisionKind
from drafts.models import Explanation, Version
from drafts.text.structure import HEADINGS
from home.reading.shelves import name_of

KEEP_SECONDS = 24 * 3600
FIELDS = ("pk", "kind", "label", "heading", "text", "address")
# 编, 分编 and 章 are headings of the first level, 节 of the second.
MINOR_HEADINGS = frozenset({ProvisionKind.SECTION})
TITLED = frozenset({*HEADINGS, ProvisionKind.ANNEX, ProvisionKind.PREAMBLE})
MARKED = frozenset({ProvisionKind.ITEM, ProvisionKind.SUBITEM})
INDENT = "　　"


@dataclass
class Line:
    """One printed line: a heading, or words with the mark they begin with.

    ``lead`` is an article's number, printed before the words of its first 款.
    ``words`` hold the mark of a 项 or 目.
    """

    kind: str
    lead: str = ""
    words: str = ""
    address: str = ""
    plain: list[Explanation] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        return self.kind in TITLED

    @property
    def is_minor(self) -> bool:
        """Whether the heading is one of a 节."""
        return self.kind in MINOR_HEADINGS


def lines_of(version: Version, *, with_plain: bool = False) -> list[Line]:
    """Return a text line by line as it is printed; one query, two with plain words.

    Plain words about a whole article stand after its last line.
    """
    plain = _plain(version) if with_plain else {}
    rows = version.provisions.order_by("position").values_list(*FIELDS)
    lines: list[Line] = []
    waiting: Line | None = None
    about_article: list[Explanation] = []
    for pk, kind, label, heading, text, address in rows.iterator():
        if about_article and (kind in TITLED or kind == ProvisionKind.ARTICLE):
            lines[-1].plain += about_article
            about_article = []
        line = Line(kind, address=address, plain=plain.get(pk, []))
        if line.is_heading:
            line.words = "　".join(part for part in (label, heading) if part)
            if line.words:
                lines.append(line)
            if text:
                lines.append(Line(ProvisionKind.PARAGRAPH, words=text))
        elif kind == ProvisionKind.ARTICLE:
            waiting = line
            line.lead = f"{label}（{heading}）" if heading else label
            line.words = text
            line.plain, about_article = [], line.plain
            lines.append(line)
        elif waiting is not None and not waiting.words and kind not in MARKED:
            # The number stands on the line of the first 款.
            waiting.words = f"{label}{text}"
            waiting.plain = line.plain
        else:
            waiting = None
            line.words = f"{label}{text}"
            if line.words:
                lines.append(line)
    if lines:
        lines[-1].plain += about_article
    return lines


def _plain(version: Version) -> dict[int, list[Explanation]]:
    found: dict[int, list[Explanation]] = defaultdict(list)
    rows = Explanation.objects.current().filter(provision__version=version)
    for explanation in rows.order_by("provision__position", "pk"):
        found[explanation.provision_id].append(explanation)
    return found


def heading_of(version: Version) -> str:
    """Return what stands at the head of every sheet: title, version and its day."""
    said = [version.title, name_of(version)]
    if version.dated_on:
        said.append(day_text(version.dated_on))
    return "　".join(said)


def word_text(version: Version, address: str) -> bytes:
    """Return a text as a Word file in the manner of official papers, kept a day.

    Of one text one file is kept: whoever asks names the host and its port, and could
    otherwise fill the memory with the same text under a thousand addresses.
    """
    said = "\n".join([version.code, version.text_hash, heading_of(version)])
    mark = hashlib.sha256(said.encode()).hexdigest()
    key = f"text-word:{get_language()}:{mark}"
    kept: tuple[str, bytes] | None = cache.get(key)
    if kept is not None and kept[0] == address:
        return kept[1]
    file = _written(version, address)
    cache.set(key, (address, file), KEEP_SECONDS)
    return file


def _written(version: Version, address: str) -> bytes:
    document = paper(version.title)
    document.running(heading_of(version), address)
    for note in version.title_note.splitlines():
        document.note(note.strip())
    for line in lines_of(version):
        if line.is_heading:
            document.heading(line.words, 2 if line.is_minor else 1, is_centred=True)
        else:
            document.paragraph(_word_line(line))
    return document.to_bytes()


def _word_line(line: Line) -> Words:
    if not line.lead:
        return line.words
    return [Lead(line.lead), f"　{line.words}" if line.words else ""]


def plain_text(version: Version, address: str) -> Iterator[str]:
    """Yield a text line by line, paragraphs indented as in print."""
    yield f"{version.title}\n"
    if version.title_note:
        yield f"\n{version.title_note}\n"
    for line in lines_of(version):
        if line.is_heading:
            yield f"\n{line.words}\n\n"
        elif line.lead:
            yield f"{INDENT}{line.lead}　{line.words}\n"
        else:
            yield f"{INDENT}{line.words}\n"
    yield f"\n{name_of(version)}　{version.code}　{_('下载自')} {address}\n"
