"""Under Chinese no page shows English; under English the interface is English."""

from __future__ import annotations

import re
from collections import deque
from pathlib import Path

import pytest
import wagtail.admin
from django.template.loader import get_template

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
CHINESE = {"HTTP_ACCEPT_LANGUAGE": "zh-CN"}
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
PEOPLE = ("visitor", "legislative_staff", "legislative_reviewer", "system_admin")
# Nobody reads them: pictures, words for scripts, and the way out.
NO_PAGES = ("/cms/jsi18n", "/cms/sprite", "/cms/logout")
LINK = re.compile(r'"(/cms/[^"\s<>&]*)')


def pages(world, who, **headers):
    """Yield name and markup of every page of the table that ``who`` may see."""
    client = world.client(who)
    for row in TABLE:
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
