"""Under Chinese no page shows English; under English the interface is English."""

from __future__ import annotations

import re
from collections import deque
from pathlib import Path

import pytest
import wagtail.admin
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db import models
from django.template.loader import get_template
from django.utils import translation

from config import paths
from config.loading import UNMARKED
from tests.home.test_front_page import make_guide, make_notice
from tests.site import visible
from tests.site.expectations import TABLE

# Kinds of files and measures, the language itself, the registration of a site, and
# names of standards and programs.
ALLOWED = {
    "csv",
    "docx",
    "jpeg",
    "jpg",
    "kb",
    "mb",
    "pdf",
    "png",
    "txt",
    "webp",
    "xlsx",
}
ALLOWED |= {"english", "icp", "markdown", "md", "word", "excel"}
ALLOWED |= {"gb", "nvda", "talkback", "aa"}
# Marks of what was deleted and added, and an example of what to search for.
MARKS = {"删", "增", "养犬管理条例", "第十七条"}
CHINESE = {"HTTP_ACCEPT_LANGUAGE": "zh-CN"}
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
PEOPLE = ("visitor", "legislative_staff", "legislative_reviewer", "system_admin")
# A page of samples for those who draw, shown in development only.
SAMPLES = {"styleguide"}
ROOMS = ("accounts", "common", "consultations", "drafts", "feedback", "home")
OUR_COMMANDS = sorted(
    name for name, room in get_commands().items() if str(room).startswith(ROOMS)
)
# Nobody reads them: pictures, words for scripts, and the way out.
NO_PAGES = ("/cms/jsi18n", "/cms/sprite", "/cms/logout")
# What a template says by messages or fills in, and what would be left of words.
TAGS = re.compile(
    r"{% *blocktrans.*?endblocktrans\w* *%}|{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL
)
WORDS = re.compile(r"[A-Za-z\u3400-\u9fff]+")
LINK = re.compile(r'"(/cms/[^"\s<>&]*)')


@pytest.fixture(autouse=True)
def _speak_chinese_again():
    """A page in English leaves its thread in English."""
    yield
    translation.activate(settings.LANGUAGE_CODE)


def pages(world, who, **headers):
    """Yield name and markup of every page of the table that ``who`` may see."""
    client = world.client(who)
    for row in TABLE:
        if row.name in SAMPLES:
            continue
        response = client.get(world.address(row.name, row.place), **headers)
        if response.streaming:
            b"".join(response.streaming_content)
        elif "html" in response.get("Content-Type", ""):
            yield f"{row.name} {row.place}", response.text


def admin_pages(world, who, *starts):
    """Follow the links of the admin, one address of each kind."""
    client, waiting, seen = world.client(who), deque(["/cms/", *starts]), set()
    while waiting:
        path = waiting.popleft()
        kind = re.sub(r"\d+", "N", path.partition("?")[0])
        if kind in seen or path.startswith(NO_PAGES):
            continue
        seen.add(kind)
        response = client.get(path, follow=True, **CHINESE)
        if response.streaming:
            b"".join(response.streaming_content)
            continue
        html = response.text
        if "json" in response["Content-Type"]:
            found = response.json()
            html = found.get("html", "") if isinstance(found, dict) else ""
        if response.status_code == 200:
            yield kind, html
        waiting.extend(LINK.findall(html))


@pytest.mark.parametrize("who", PEOPLE)
def test_no_page_shows_english_under_chinese(world, who):
    found = {
        name: words
        for name, html in pages(world, who, **CHINESE)
        if (words := visible.latin_words(html, ALLOWED))
    }

    assert found == {}


@pytest.mark.parametrize(
    ("who", "kinds"),
    [("legislative_reviewer", 60), ("system_admin", 30), ("security_admin", 10)],
)
def test_admin_shows_no_english_under_chinese(world, who, kinds):
    notice, guide = make_notice(), make_guide()
    starts = [
        "/cms/account/",
        f"/cms/pages/{notice.pk}/edit/",
        f"/cms/pages/{guide.pk}/history/",
        "/cms/pages/usage/home/noticepage/",
        "/cms/pages/search/?q=公告",
        "/cms/regulations/?q=x",
    ]

    seen = dict(admin_pages(world, who, *starts))

    found = {
        kind: words
        for kind, html in seen.items()
        if (words := visible.latin_words(html, ALLOWED))
    }
    assert found == {}
    assert len(seen) > kinds


@pytest.mark.parametrize("name", UNMARKED)
def test_unmarked_words_are_still_in_the_packages(name):
    plain, marked = UNMARKED[name]
    file = Path(wagtail.admin.__file__).parent / "templates" / name

    loaded = get_template(name).template.source

    count = file.read_text("utf-8").count(plain)
    assert count > 0
    assert (loaded.count(plain), loaded.count(marked)) == (0, count)


def contents():
    """All that people have written: everything stored as text, in one string."""
    found = []
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
            and not field.choices
        ]
        for row in model._base_manager.values_list(*names) if names else ():
            found.extend(str(value) for value in row if value)
    return "\n".join(found)


@pytest.mark.parametrize("who", PEOPLE)
def test_chinese_under_english_is_what_people_wrote(world, who):
    """Names and citations may stand in a sentence; passages say they are Chinese."""
    written, strange, unmarked = contents(), {}, {}

    for name, html in pages(world, who, **ENGLISH):
        for words in visible.chinese_words(html):
            runs = set(visible.CHINESE.findall(words)) - MARKS
            if any(run not in written for run in runs):
                strange.setdefault(name, set()).add(words)
            elif visible.is_passage(words):
                unmarked.setdefault(name, set()).add(words)

    assert (strange, unmarked) == ({}, {})


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("reading:version", "version"),
        ("reading:provision", "provision"),
        ("reading:compare", "pair"),
        ("reading:origins", "regulation"),
    ],
)
def test_page_of_law_says_once_in_english_that_the_law_is_chinese(world, name, place):
    url = world.address(name, place)
    client = world.client("visitor")

    english = client.get(url, **ENGLISH).text
    chinese = client.get(url, **CHINESE).text

    assert english.count("The text of the law is in Chinese only.") == 1
    assert "法律条文只有中文文本" not in chinese


def test_mails_are_written_in_messages_only():
    """What stands between the tags of a mail is no word of any language."""
    found = {
        file.name: words
        for file in sorted((paths.ROOT / "templates" / "emails").glob("*.txt"))
        if (words := WORDS.findall(TAGS.sub("", file.read_text("utf-8"))))
    }

    assert found == {}


@pytest.mark.parametrize("name", OUR_COMMANDS)
def test_commands_explain_themselves_in_chinese(name):
    command = load_command_class(get_commands()[name], name)

    assert visible.CHINESE.search(command.help)
    # Names of options, files and settings are typed as they are.
    said = re.sub(r"--[\w-]+|\.\w+|\w+_\w+|\w+/|JSON", "", command.help, flags=re.ASCII)
    assert not visible.LATIN.search(said)
