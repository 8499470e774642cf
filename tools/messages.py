"""Gather the Chinese messages, keep the English catalogue, compile it.

`tools/messages.py` rewrites locale/en; `tools/messages.py --check` only says what is
missing. No system package is needed: templates are turned into Python by Django, and
Babel reads both.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
CODE = ("site/common", "site/accounts", "site/config", "drafts", "consultations")
CODE += ("feedback", "home")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def sources() -> Iterator[tuple[Path, bytes]]:
    """Yield every module, and every template as the Python that Django makes of it."""
    for folder in CODE:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file, file.read_bytes()
    for file in sorted((ROOT / "templates").rglob("*")):
        if file.suffix in {".html", ".txt"}:
            words = templatize(file.read_text("utf-8"), origin=str(file))
            # The words keep the indents of the page, which mean nothing in Python.
            lines = (line.strip() for line in words.splitlines())
            yield file, "\n".join(lines).encode()


def gathered() -> Catalog:
    """Return all messages of the project, without translations."""
    catalog = Catalog(project="minyi", charset="utf-8", header_comment="")
    for file, code in sources():
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(code), keywords=KEYWORDS
        ):
            if message:
                name = file.relative_to(ROOT).as_posix()
                catalog.add(message, locations=[(name, 1)], context=context)
    return catalog


def english() -> Catalog:
    """Return the English catalogue as it is kept."""
    if not PO.exists():
        return Catalog(locale="en", project="minyi", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def wanting(catalog: Catalog, kept: Catalog) -> list[str]:
    """Return the messages that have no English words, or only uncertain ones."""
    missing = []
    for message in catalog:
        if not message.id:
            continue
        there = kept.get(message.id, message.context)
        words = there.string if there else ""
        whole = all(words) if isinstance(words, tuple | list) else bool(words)
        if not whole or there.fuzzy:
            first = message.id if isinstance(message.id, str) else message.id[0]
            missing.append(first)
    return missing


def compiled(catalog: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def rewrite() -> list[str]:
    """Bring the English catalogue up to date, and return what still lacks words."""
    kept, found = english(), gathered()
    made = kept.creation_date
    kept.update(found, no_fuzzy_matching=True)
    # Two runs over the same code write the same bytes.
    kept.creation_date = made
    kept.obsolete.clear()
    kept.fuzzy = False
    kept.header_comment = "# The English words of the interface; see docs/glossary.md."
    kept.msgid_bugs_address = kept.last_translator = kept.language_team = "minyi"
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, kept, include_lineno=False, sort_output=True, width=88)
    MO.write_bytes(compiled(english()))
    return wanting(found, english())


def check() -> list[str]:
    """Return everything that is out of date, without writing."""
    wrong = [f"没有英文：{words}" for words in wanting(gathered(), english())]
    if not MO.exists() or MO.read_bytes() != compiled(english()):
        wrong.append("locale/en 的 .mo 不是由 .po 编出来的，请运行 make messages")
    return wrong


def main() -> int:
    """Rewrite, or with --check only look."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    wrong = check() if "--check" in sys.argv else rewrite()
    for line in wrong:
        print(line)  # noqa: T201 -- a command's output
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
