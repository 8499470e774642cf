"""Gather the Chinese messages, keep the catalogues, compile them.

`tools/messages.py` rewrites locale/; `tools/messages.py --check` only says what is
missing. No system package is needed: templates are turned into Python by Django, and
Babel reads both. locale/en says our Chinese messages in English; locale/zh_Hans says in
Chinese what the packages leave in English or say badly, and is written by hand.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
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
CHINESE = {
    domain: ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po"
    for domain in ("django", "djangojs")
}
CODE = ("site/common", "site/accounts", "site/config", "drafts", "consultations")
CODE += ("feedback", "home")
# Packages whose words may appear on a page, as folders below site-packages.
PACKAGES = (
    "allauth",
    "channels",
    "csp",
    "daphne",
    "django/conf",
    "django/contrib/auth",
    "django/contrib/contenttypes",
    "django/contrib/humanize",
    "django/contrib/messages",
    "django/contrib/sessions",
    "django/contrib/sitemaps",
    "django/contrib/staticfiles",
    "django/core",
    "django/db",
    "django/forms",
    "django/http",
    "django/template",
    "django/utils",
    "django/views",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "laces",
    "modelcluster",
    "modelsearch",
    "permissionedforms",
    "taggit",
    "treebeard",
    "wagtail",
)
# What of them is not installed here.
ABSENT = (
    "allauth/headless",
    "allauth/idp",
    "allauth/mfa/webauthn",
    "allauth/socialaccount",
    "wagtail/contrib/forms",
    "wagtail/contrib/frontend_cache",
    "wagtail/contrib/routable_page",
    "wagtail/contrib/search_promotions",
    "wagtail/contrib/simple_translation",
    "wagtail/contrib/sitemaps",
    "wagtail/contrib/styleguide",
    "wagtail/contrib/table_block",
    "wagtail/contrib/typed_table_block",
    "wagtail/embeds",
    "wagtail/locales",
    "wagtail/test",
)
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


def sources() -> Iterator[tuple[str, bytes]]:
    """Yield every module, and every template as the Python that Django makes of it."""
    for folder in CODE:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file.relative_to(ROOT).as_posix(), file.read_bytes()
    for file in sorted((ROOT / "templates").rglob("*")):
        if file.suffix in {".html", ".txt"}:
            yield file.relative_to(ROOT).as_posix(), as_python(file)


def as_python(template: Path) -> bytes:
    """Return a template as the Python that Django makes of it."""
    words = templatize(template.read_text("utf-8"), origin=str(template))
    # The words keep the indents of the page, which mean nothing in Python.
    return "\n".join(line.strip() for line in words.splitlines()).encode()


def packages() -> Iterator[tuple[str, bytes]]:
    """Yield the modules and templates of the packages that hold messages."""
    for package in PACKAGES:
        top, _, rest = package.partition("/")
        spec = find_spec(top)
        if spec is None or spec.origin is None:
            continue
        home = Path(spec.origin).parent.parent
        for file in sorted((home / top / rest).rglob("*")):
            name = file.relative_to(home).as_posix()
            if name.startswith(ABSENT) or {"tests", "migrations"} & set(file.parts):
                continue
            if file.suffix == ".py" and b"gettext" in (code := file.read_bytes()):
                yield name, code
            elif file.suffix in {".html", ".txt"} and "/templates/" in name:
                yield name, as_python(file)


def extracted(
    found: Iterable[tuple[str, bytes]],
) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """Yield place, message and context of each message in the modules found."""
    for name, code in found:
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(code), keywords=KEYWORDS
        ):
            if message and any(message):
                yield name, message, context


def gathered() -> Catalog:
    """Return all messages of the project, without translations."""
    catalog = Catalog(project="minyi", charset="utf-8", header_comment="")
    for name, message, context in extracted(sources()):
        catalog.add(message, locations=[(name, 1)], context=context)
    return catalog


def foreign() -> dict[tuple[str | None, str], str]:
    """Return the messages of the packages, each with a place where it stands."""
    return {
        (context, message if isinstance(message, str) else message[0]): name
        for name, message, context in extracted(packages())
    }


def read(po: Path, locale: str) -> Catalog:
    """Return a catalogue as it is kept."""
    if not po.exists():
        return Catalog(locale=locale, project="minyi", charset="utf-8")
    with po.open("rb") as file:
        return read_po(file, locale=locale, charset="utf-8")


def write(po: Path, catalog: Catalog, locale: str, words: str) -> None:
    """Write a catalogue in a fixed order, and compile what was written."""
    catalog.fuzzy = False
    catalog.header_comment = f"# {words}"
    catalog.msgid_bugs_address = catalog.last_translator = "minyi"
    catalog.language_team = "minyi"
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.open("wb") as file:
        write_po(file, catalog, include_lineno=False, sort_output=True, width=88)
    po.with_suffix(".mo").write_bytes(compiled(read(po, locale)))


def english() -> Catalog:
    """Return the English catalogue as it is kept."""
    return read(PO, "en")


def chinese(domain: str = "django") -> Catalog:
    """Return what we say in Chinese for the packages, as it is kept."""
    return read(CHINESE[domain], "zh_Hans")


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
    """Bring the catalogues up to date, and return what still lacks English words."""
    kept, found = english(), gathered()
    made = kept.creation_date
    kept.update(found, no_fuzzy_matching=True)
    # Two runs over the same code write the same bytes.
    kept.creation_date = made
    kept.obsolete.clear()
    write(PO, kept, "en", "The English words of the interface; see docs/glossary.md.")
    for domain, po in CHINESE.items():
        words = "What the packages lack in Chinese, or say in words not ours."
        write(po, chinese(domain), "zh_Hans", words)
    return wanting(found, english())


def check() -> list[str]:
    """Return everything that is out of date, without writing."""
    wrong = [f"没有英文：{words}" for words in wanting(gathered(), english())]
    for po, locale in [(PO, "en"), *((po, "zh_Hans") for po in CHINESE.values())]:
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.read_bytes() != compiled(read(po, locale)):
            name = mo.relative_to(ROOT).as_posix()
            wrong.append(f"{name} 不是由 .po 编出来的，请运行 make messages")
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
