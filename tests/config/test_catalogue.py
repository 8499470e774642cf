"""The catalogues are whole, and the glossary says the same as the English one."""

import importlib
import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest
import wagtail.admin
from babel.messages.pofile import read_po
from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation import override, trans_real

from config import paths

PLACEHOLDER = re.compile(r"%%[a-z]|%\(\w+\)[sd]|%[sd]|\{\w*\}|</?(?:a|b|span)\b[^>]*>")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
TITLE = re.compile(r"《[^》]*》")
ROW = re.compile(
    r"^\| ([^|]*[\u3400-\u9fff][^|]*) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$"
)
# Markup and names of placeholders are no words.
NO_WORDS = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|<[^>]*>|&\w+;")
LATIN = re.compile(r"[A-Za-z]{2,}")
# Kinds of files and measures, which Chinese writes in Latin letters too.
MEASURES = {"CSV", "GB", "KB", "MB", "PB", "TB", "XLSX"}
# Pages that this site never shows: Django's own for errors and its welcome, and what
# programmers are told.
UNSEEN = (
    "allauth/templates/mfa/webauthn/",
    "django/conf/global_settings.py",
    "django/contrib/auth/admin.py",
    "django/views/",
)
# Where the code keeps its vocabulary; new rooms are found by their files' names.
VOCABULARY = ("roles.py", "kinds.py", "stages.py", "accounts/models.py")
ROOMS = ("site/accounts", "drafts", "consultations", "feedback")


def load_tool():
    file = paths.ROOT / "tools" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages_tool", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool()


def as_forms(words):
    return words if isinstance(words, tuple | list) else (words,)


def kept_messages():
    return [message for message in tool.english() if message.id]


def vocabulary_modules():
    for room in ROOMS:
        for file in sorted((paths.ROOT / room).rglob("*.py")):
            if file.as_posix().endswith(VOCABULARY):
                dotted = file.relative_to(paths.ROOT).with_suffix("").parts
                yield ".".join(dotted[1:] if dotted[0] == "site" else dotted)


def nested(holder, module):
    for value in vars(holder).values():
        if isinstance(value, type) and value.__module__ == module:
            yield value
            yield from nested(value, module)


def vocabularies():
    for name in vocabulary_modules():
        for found in nested(importlib.import_module(name), name):
            if issubclass(found, TextChoices):
                yield found


def glossary_rows():
    lines = (paths.ROOT / "docs/glossary.md").read_text("utf-8").splitlines()
    rows = [match.groups() for line in lines if (match := ROW.match(line))]
    return [row for row in rows if row[0] != "中文"]


def test_nothing_lacks_english_and_the_mo_is_fresh():
    assert tool.check() == []


def test_no_translation_is_fuzzy():
    assert [message.id for message in kept_messages() if message.fuzzy] == []


def test_placeholders_are_the_same_in_english():
    wrong = [
        (message.id, words)
        for message in kept_messages()
        for words in as_forms(message.string)
        if Counter(PLACEHOLDER.findall(as_forms(message.id)[0]))
        != Counter(PLACEHOLDER.findall(words))
    ]

    assert wrong == []


def test_english_has_no_chinese_outside_title_marks():
    wrong = [
        words
        for message in kept_messages()
        for words in as_forms(message.string)
        if CHINESE.search(TITLE.sub("", words))
    ]

    assert wrong == []


def test_english_does_not_shout():
    said = [words for message in kept_messages() for words in as_forms(message.string)]

    assert [words for words in said if "!" in words] == []


@pytest.mark.parametrize("choices", [*vocabularies()], ids=lambda c: c.__qualname__)
def test_every_label_has_its_own_english(choices):
    with override("zh-hans"):
        chinese = {member.value: str(member.label) for member in choices}
    with override("en"):
        english = {member.value: str(member.label) for member in choices}

    assert [value for value in chinese if chinese[value] == english[value]] == []
    assert [words for words in english.values() if CHINESE.search(words)] == []
    assert len(set(english.values())) == len(set(chinese.values()))


def test_glossary_has_each_term_once():
    terms = Counter(chinese for chinese, *_rest in glossary_rows())

    assert [term for term, times in terms.items() if times > 1] == []


def test_glossary_leaves_no_cell_empty():
    lines = (paths.ROOT / "docs/glossary.md").read_text("utf-8").splitlines()

    assert [line for line in lines if line.startswith("|") and "| |" in line] == []


def test_code_words_of_the_glossary_are_in_the_code():
    code = {
        word
        for room in (*ROOMS, "site/common", "home")
        for file in (paths.ROOT / room).rglob("*.py")
        for word in re.findall(r"\w+", file.read_text("utf-8"))
    }
    words = {word for _chinese, _english, word, _meaning in glossary_rows()} - {"–"}

    assert words - code == set()


def test_glossary_says_what_the_catalogue_says():
    said = {}
    for message in kept_messages():
        words = as_forms(message.string)
        said.setdefault(as_forms(message.id)[0], set()).add(words[0].casefold())
    wrong = [
        (chinese, english, said[chinese])
        for chinese, english, _code, _meaning in glossary_rows()
        if chinese in said and english.casefold() not in said[chinese]
    ]

    assert wrong == []


def chinese_of(domain, **fields):
    """Return a function from context and message to the Chinese that a page shows."""
    catalog = trans_real.DjangoTranslation("zh-hans", domain, **fields)._catalog

    def said(context, message):
        key = f"{context}\x04{message}" if context else message
        return catalog.get(key) or catalog.get((key, 0)) or ""

    return said


@pytest.fixture(scope="module")
def foreign():
    return tool.foreign()


def test_the_packages_read_are_those_installed():
    packages = Path(apps.get_app_config("taggit").path).parent
    installed = [
        Path(app.path).relative_to(packages).as_posix()
        for app in apps.get_app_configs()
        if packages in Path(app.path).parents
    ]

    def is_read(name):
        return name.startswith(tool.PACKAGES) and not name.startswith(tool.ABSENT)

    assert len(installed) > 20
    assert [name for name in installed if not is_read(name)] == []


def test_packages_lack_no_chinese(foreign):
    said = chinese_of("django")

    missing = [
        (message, place)
        for (context, message), place in foreign.items()
        if not CHINESE.search(message) and not said(context, message)
    ]

    assert len(foreign) > 2000
    assert missing == []


def test_chinese_of_packages_has_no_latin_words(foreign):
    said = chinese_of("django")

    wrong = [
        (message, words)
        for (context, message), place in foreign.items()
        if not place.startswith(UNSEEN)
        and (words := said(context, message))
        and set(LATIN.findall(NO_WORDS.sub("", words))) - MEASURES
    ]

    assert wrong == []


def test_scripts_of_the_admin_lack_no_chinese():
    folder = Path(wagtail.admin.__file__).parent / "locale"
    with (folder / "en/LC_MESSAGES/djangojs.po").open("rb") as file:
        messages = [as_forms(message.id)[0] for message in read_po(file) if message.id]
    said = chinese_of("djangojs", localedirs=[str(folder)])

    assert len(messages) > 70
    assert [message for message in messages if not said(None, message)] == []


@pytest.mark.parametrize("domain", tool.CHINESE)
def test_placeholders_are_the_same_in_chinese(domain):
    wrong = []
    for message in tool.chinese(domain):
        for words in as_forms(message.string) if message.id else ():
            asked = Counter(NO_WORDS.findall(as_forms(message.id)[-1]))
            given = Counter(NO_WORDS.findall(words))
            # A list of pages of several kinds would call its model "None".
            if given - asked or set(asked - given) - {"%(model_name)s"}:
                wrong.append((message.id, words))

    assert wrong == []


def test_every_chinese_entry_is_still_asked_for(foreign):
    kept = {
        (message.context, as_forms(message.id)[0])
        for message in tool.chinese()
        if message.id
    }

    assert kept - set(foreign) == set()
