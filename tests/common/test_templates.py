"""What no page may hold: code or styles inside HTML, or anything from elsewhere."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import escape
from wagtail.models import Site

from config import paths
from config.bodies import explanation
from config.errors import server_error
from home.models import SiteSettings

TEMPLATES = sorted(
    path
    for path in paths.TEMPLATES.rglob("*.html")
    # The editors' admin brings inline scripts of its own and has its own policy.
    if "wagtailadmin" not in path.parts
)
SCRIPTS = paths.ROOT / "site" / "common" / "static" / "common" / "js"
ERROR_PAGES = ["400", "403", "403_csrf", "404", "405", "410", "413", "429"]
OWN_FAULTS = ["500", "503", "too_large"]
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "address in code": re.compile(r"javascript:|\bhx-on", re.IGNORECASE),
    # The numbers of a public site lead, by rule, to the registers they stand in.
    "third party": re.compile(
        r"""(?:src|href|action|srcset|data)\s*=\s*["']"""
        r"""(?!https://beian\.(?:miit|mps)\.gov\.cn/")(?:https?:)?//""",
        re.IGNORECASE,
    ),
}


def words_of(path):
    return path.read_text(encoding="utf-8")


def name_of(path):
    return path.relative_to(paths.TEMPLATES).as_posix()


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_template_holds_what_the_policy_forbids(kind):
    found = [
        name_of(path) for path in TEMPLATES if FORBIDDEN[kind].search(words_of(path))
    ]

    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_compiles(path):
    template = engines["django"].get_template(name_of(path))

    assert template.origin.name == str(path)


def test_base_has_the_four_blocks_and_no_others():
    blocks = re.findall(r"{% block (\w+)", words_of(paths.TEMPLATES / "base.html"))

    assert sorted(blocks) == ["aside", "head", "main", "title"]


def test_components_are_included_with_nothing_but_what_they_are_given():
    include = re.compile(r'{% include "components/[^%]*%}')

    loose = [
        (name_of(path), tag)
        for path in TEMPLATES
        for tag in include.findall(words_of(path))
        if not tag.endswith(" only %}")
    ]

    assert loose == []


def test_scripts_load_nothing_from_elsewhere_and_stay_small():
    scripts = {path.name: words_of(path) for path in SCRIPTS.glob("*.js")}

    assert [name for name in scripts if re.search("https?://", scripts[name])] == []
    assert [name for name in scripts if re.search(r"\beval\(", scripts[name])] == []
    assert sum(len(words.splitlines()) for words in scripts.values()) <= 3000


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", ERROR_PAGES + OWN_FAULTS)
def test_error_page_has_one_heading_and_a_way_on_and_is_no_find(db, name, language):
    with translation.override(language):
        page = render_to_string(f"{name}.html", request=request_of_a_visitor())

    assert page.count("<h1>") == 1
    assert 'href="/"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert ('lang="en"' in page.split("<head>")[0]) is (language == "en")


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_leads_to_search_and_telephone(db, name):
    request = request_of_a_visitor()
    host = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    host.phone = "0999-555-0100"
    host.save()
    cache.clear()

    page = render_to_string(f"{name}.html", request=request)
    main = page[page.index("<main") : page.index("</main>")]

    assert 'href="tel:09995550100"' in main
    # Who asks too often is not sent to the page that counts.
    assert ('role="search"' in main) is (name != "429")


@pytest.mark.parametrize("name", ["403_csrf", "429"])
def test_words_that_could_not_be_taken_are_given_back(db, name):
    words = "请写明晚上几点以后要安静。<script>"

    page = render_to_string(
        f"{name}.html", {"kept": [words]}, request=request_of_a_visitor()
    )

    assert f"readonly>{escape(words)}</textarea>" in page


@pytest.mark.parametrize("name", OWN_FAULTS)
def test_page_of_our_own_faults_needs_no_context(name):
    page = engines["django"].get_template(f"{name}.html").render()

    assert "<h1>" in page
    assert 'href="/static/common/css/base.css"' in page


def test_fault_of_ours_is_told_in_the_readers_display_and_without_a_trace():
    request = RequestFactory().get("/r/")
    request.COOKIES.update({"mode": "elder", "size": "3", "scheme": "dark"})

    response = server_error(request)
    page = response.content.decode()

    assert response.status_code == 500
    assert 'data-mode="elder" data-size="3" data-scheme="dark"' in page
    assert "Traceback" not in page


@pytest.mark.django_db
def test_form_larger_than_any_of_ours_is_explained(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = client.post("/display/", {"mode": "x" * 200})

    assert response.status_code == 413
    assert "内容太长，没有接收" in response.content.decode()


@pytest.mark.parametrize(
    ("cookie", "words"),
    [
        (None, "内容太长，没有接收"),
        (b"zh-hans", "内容太长，没有接收"),
        (b"\xff", "内容太长，没有接收"),
    ],
)
def test_body_too_large_to_read_is_explained_without_reading_it(cookie, words):
    assert words in explanation(cookie).decode()


def test_pieces_are_escaped_and_marked_by_words():
    pieces = [
        {"kind": "same", "text": "应当"},
        {"kind": "del", "text": "<b>必须</b>"},
        {"kind": "ins", "text": "系犬绳"},
    ]

    words = render_to_string("components/pieces.html", {"pieces": pieces})

    assert words.strip() == (
        "应当"
        '<del><span class="edit-mark">【删】</span>&lt;b&gt;必须&lt;/b&gt;</del>'
        '<ins><span class="edit-mark">【增】</span>系犬绳</ins>'
    )


def test_law_text_keeps_the_order_of_paragraphs_items_and_subitems():
    subitem = {"kind": "subitem", "label": "1.", "text": "影剧院；", "children": []}
    item = {"kind": "item", "label": "（一）", "text": "场所：", "children": [subitem]}
    listing = {"kind": "paragraph", "label": "", "text": "禁止：", "children": [item]}
    after = {"kind": "paragraph", "label": "", "text": "除外。", "children": []}
    article = {"text": "", "children": [{**listing, "anchor": "k1"}, after]}

    page = render_to_string("components/law_text.html", {"article": article})

    assert page.strip() == (
        '<div class="law" lang="zh-Hans"><p id="k1">禁止：</p>'
        '<ol><li><span class="label">（一）</span>场所：'
        '<ol><li><span class="label">1.</span>影剧院；</li></ol></li></ol>'
        "<p>除外。</p></div>"
    )


def request_of_a_visitor():
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 -- app ready

    request = RequestFactory().get("/nowhere/")
    request.user = AnonymousUser()
    request.session = {}
    return request


def test_head_says_where_a_page_stands(db, client):
    host = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    host.site_code = "4400000001"
    host.save()
    cache.clear()

    page = client.get("/c/", {"page": "2", "stage": "open"}).content.decode()
    head = page[: page.index("</head>")]
    named = dict(re.findall(r'<meta name="([\w-]+)" content="([^"]*)"', head))

    assert named["SiteName"] == "民意直通车"
    assert named["SiteDomain"] == "testserver"
    assert named["SiteIDCode"] == "4400000001"
    assert (named["ColumnName"], named["ColumnType"]) == ("征求意见", "互动交流")
    assert named["description"]
    assert '<link rel="canonical" href="http://testserver/c/?page=2">' in head
    # The sign of the site costs no request.
    assert re.search(r'<link rel="icon" href="data:image/svg\+xml,', head)


def test_number_of_the_site_is_left_out_while_there_is_none(db, client):
    page = client.get("/c/").content.decode()

    assert "SiteIDCode" not in page
    assert "网站标识码" not in page


def test_text_says_when_and_by_whom_it_was_published(db):
    head = render_to_string(
        "components/article_meta.html",
        {"title": "公告<b>", "published": date(2026, 3, 1), "source": "法制工作委员会"},
    )

    assert dict(re.findall(r'<meta name="(\w+)" content="([^"]*)"', head)) == {
        "ArticleTitle": "公告&lt;b&gt;",
        "PubDate": "2026-03-01",
        "ContentSource": "法制工作委员会",
    }


@pytest.mark.parametrize(
    ("cookies", "colours"),
    [
        ({}, [("#faf7f0", "light"), ("#181612", "dark")]),
        ({"scheme": "dark"}, [("#181612", "")]),
        ({"scheme": "light"}, [("#faf7f0", "")]),
        ({"mode": "contrast"}, [("#ffffff", "light"), ("#000000", "dark")]),
        ({"mode": "contrast", "scheme": "dark"}, [("#000000", "")]),
    ],
)
def test_frame_of_the_browser_takes_the_ground_of_the_page(
    db, client, cookies, colours
):
    client.cookies.load(cookies)

    page = client.get("/c/").content.decode()

    drawn = re.findall(
        r'name="theme-color" content="(#\w+)"'
        r'(?: media="\(prefers-color-scheme: (\w+)\)")?',
        page,
    )
    assert drawn == colours
    scheme = cookies.get("scheme") or "light dark"
    assert f'name="color-scheme" content="{scheme}"' in page


def test_help_stands_in_the_same_place_on_every_page(db, client):
    """WCAG 2.2, 3.2.6: the same links in the same order."""
    found = []
    for address in ("/", "/c/", "/r/", "/lookup/", "/display/", "/nowhere/"):
        page = client.get(address).content.decode()
        foot = page[page.index('<footer class="colophon"') :]
        found.append(re.findall(r">([^<>]+)</a>", foot[: foot.index("</nav>")]))

    assert all(links == found[0] for links in found)
    assert {"网站找错", "网站地图", "无障碍说明", "显示设置"} <= set(found[0])
