"""What a page of a long law weighs: bytes, requests, queries; all chapters of it."""

from __future__ import annotations

import functools
import gzip
import statistics
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from common.writing import han_number
from drafts.models import Explanation
from home.models import SiteSettings
from home.reading.contents import load_contents
from tests import make

pytestmark = pytest.mark.django_db
MOST_HTML = 40 * 1024
MOST_IN_ALL = 90 * 1024
MOST_CSS = 20 * 1024
MOST_SCRIPT = 25 * 1024
MOST_REQUESTS = 6
MOST_QUERIES = 10


@pytest.fixture(autouse=True)
def _site(db):
    """The settings of the site are a row that every page reads."""
    SiteSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))


class Assets(HTMLParser):
    """What a browser fetches for a page, and what it finds written into it."""

    def __init__(self, html):
        super().__init__()
        self.sheets, self.scripts, self.pictures, self.inline = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "link" and "stylesheet" in (said.get("rel") or ""):
            self.sheets.append(said["href"])
        elif tag == "script":
            (self.scripts if said.get("src") else self.inline).append(said.get("src"))
        elif tag in ("img", "iframe", "source", "video") and said.get("src"):
            self.pictures.append(said["src"])
        if tag == "style" or "style" in said or any(n.startswith("on") for n in said):
            self.inline.append(tag)


@functools.cache
def compressed(url):
    path = finders.find(url.removeprefix("/static/"))
    with open(path, "rb") as file:  # noqa: PTH123 -- finders give plain strings
        return len(gzip.compress(file.read()))


def weigh(client, url):
    """Return what breaks a budget at ``url``, by name; nothing if all is well."""
    # The site's settings are read once a minute, by whichever page comes first.
    client.get(reverse("about:privacy"))
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    page = Assets(response.content.decode())
    css = sum(map(compressed, page.sheets))
    script = sum(map(compressed, page.scripts))
    html = len(gzip.compress(response.content))
    figures = {
        "html": (len(response.content), MOST_HTML),
        "css": (css, MOST_CSS),
        "script": (script, MOST_SCRIPT),
        "in all": (html + css + script, MOST_IN_ALL),
        "requests": (
            1 + len(page.sheets) + len(page.scripts) + len(page.pictures),
            MOST_REQUESTS,
        ),
        "queries": (len(captured), MOST_QUERIES),
        "inline": (len(page.inline), 0),
    }
    return {name: n for name, (n, most) in figures.items() if n > most}


def pages(client, version):
    """Return every chapter page of a text, and two single articles."""
    start = version.get_absolute_url()
    leaves = load_contents(version).leaves
    urls = [f"{start}?chapter={leaf.number}" for leaf in leaves]
    articles = list(version.provisions.articles())
    longest = max(articles, key=lambda a: a.last_position - a.position)
    for article in (articles[0], longest):
        urls.append(
            reverse(
                "reading:provision",
                args=[version.document.code, version.slug, article.address],
            )
        )
    return urls


def heavy(client, version):
    make.make_consultation(version)
    found = {url: weigh(client, url) for url in pages(client, version)}
    assert len(found) > 3
    return {url: over for url, over in found.items() if over}


def whole(client, version):
    """Return how many queries the whole text takes, on paper and as files."""
    counts = {}
    for name in ("print", "word", "text"):
        url = reverse(f"reading:{name}", args=[version.document.code, version.slug])
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts[name] = len(captured)
    return counts


def read(laws, name):
    path = next(p for p in (laws / f"{name}.txt", laws / f"{name}.md") if p.exists())
    return path.read_text("utf-8-sig")


def test_every_page_of_the_longest_law_is_light(client, laws):
    version = make.make_version(text=read(laws, "mfd-2020"))

    assert version.provisions.articles().count() == 1260
    assert heavy(client, version) == {}
    assert {name: n for name, n in whole(client, version).items() if n > 10} == {}


def test_every_page_of_a_median_law_is_light(client, laws):
    from drafts.text.parsing import parse  # noqa: PLC0415 -- one use

    files = [*laws.glob("*.txt"), *laws.glob("*.md")]
    texts = [path.read_text("utf-8-sig") for path in files]
    sizes = {len(parse(text).articles()): text for text in texts}
    middle = statistics.median_low(sizes)

    assert heavy(client, make.make_version(text=sizes[middle])) == {}


def test_every_page_of_long_chapters_is_light(client):
    article = "各级人民政府应当加强对试验活动的组织领导，依照本条例的规定履行职责，" * 3
    items = "\n".join(f"（{han_number(n)}）遵守试验场地的规定；" for n in range(1, 9))
    words = [f"{article}\n{article}", f"试验人应当：\n{items}"]
    body = ["本条例所称试验人，是指从事试验活动的单位和个人。"]
    body += [words[n % 2] for n in range(399)]
    said = [f"第{han_number(n)}条　{text}" for n, text in enumerate(body, 1)]
    said.insert(150, "第二章　管　理")
    text = "\n\n".join(["明川市长篇条例", "第一章　总　则", *said])
    version = make.make_version(text=text)
    for article_row in version.provisions.articles()[:30]:
        Explanation.objects.create(
            provision=article_row, body="大白话" * 20, who="试验人", live=True
        )

    assert version.provisions.articles().count() == 400
    assert heavy(client, version) == {}


def test_changes_keep_the_budget_whatever_changed(client):
    from tests.reading.scene import SECOND, decided_scene  # noqa: PLC0415 -- one use

    counts = []
    one = SECOND.replace("佩戴标识", "佩戴明显标识")
    for text in (one, one.replace("周边", "附近").replace("适用本", "都适用本")):
        scene = decided_scene(1, final=False)
        scene.version(text)
        url = scene.versions[-1].get_absolute_url() + "?only=changed"
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1] <= MOST_QUERIES
