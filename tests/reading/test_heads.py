"""The head of a page of text: what it is, who published it, and its lasting address."""

import html
import re

import pytest

from drafts.models import RegulationPage
from drafts.text.numerals import to_chinese
from home.models import HomePage
from tests.home.test_front_page import make_guide, make_notice
from tests.make import make_consultation, make_version, provision

pytestmark = pytest.mark.django_db


def head_of(client, url):
    page = client.get(url).content.decode()
    head = page[: page.index("</head>")]
    named = dict(re.findall(r'<meta name="([\w-]+)" content="([^"]*)"', head))
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)"', head)
    return {k: html.unescape(v) for k, v in named.items()}, html.unescape(canonical)


@pytest.fixture
def long_text():
    """A text of forty articles, read on four pages."""
    lines = []
    for number in range(1, 41):
        if number in (1, 21):
            lines.append(f"第{to_chinese(number // 20 + 1)}章　章名")
        lines.append(f"第{to_chinese(number)}条　{'应当登记。' * 6}")
    return make_version(text="\n\n".join(lines))


def test_every_chapter_has_its_own_lasting_address(client, long_text):
    url = long_text.get_absolute_url()
    article = provision(long_text, "31")

    _named, first = head_of(client, f"{url}?chapter=1")
    _named, last = head_of(client, f"{url}?chapter=4")
    _named, by_article = head_of(client, f"{url}?on={article.address}")
    _named, plain = head_of(client, url)

    assert first == plain == f"http://testserver{url}"
    assert last == by_article == f"http://testserver{url}?chapter=4"


def test_first_page_of_a_list_has_one_address(client):
    _named, plain = head_of(client, "/c/")
    _named, numbered = head_of(client, "/c/?page=1")

    assert plain == numbered


def test_article_is_named_with_its_law_and_described_by_its_words(client):
    version = make_version()
    article = provision(version, "3")

    named, canonical = head_of(client, article.get_absolute_url())

    assert named["ArticleTitle"] == f"{version.title}第三条"
    assert named["ContentSource"] == version.document.regulation.organiser
    assert named["Url"] == canonical
    assert named["description"].startswith("第三条　")
    assert len(named["description"]) <= 110


def test_pages_do_not_describe_themselves_alike(client):
    consultation = make_consultation()
    version = consultation.version
    places = (
        "/",
        "/c/",
        "/r/",
        version.get_absolute_url(),
        version.document.regulation.get_absolute_url(),
        consultation.get_absolute_url(),
        make_notice().url,
        make_guide().url,
    )

    said = [head_of(client, place)[0]["description"] for place in places]

    assert len(set(said)) == len(places)
    assert version.title in said[3]
    assert consultation.organiser in said[5]


def test_regulation_is_listed_for_machines_under_one_address(client):
    regulation = make_version().document.regulation
    page = HomePage.objects.get().add_child(
        instance=RegulationPage(title="介绍", regulation=regulation)
    )

    listed = client.get("/sitemap.xml").content.decode()

    assert regulation.get_absolute_url() in listed
    assert page.url not in listed
    assert "/lookup/" not in listed


def test_site_map_names_notices_and_guides(client):
    regulation = make_version().document.regulation
    HomePage.objects.get().add_child(
        instance=RegulationPage(title="只作介绍", regulation=regulation)
    )
    notice, guide = make_notice(), make_guide()

    page = client.get("/sitemap/").content.decode()

    assert all(f'href="{one.url}"' in page for one in (notice, guide))
    assert "只作介绍" not in page
