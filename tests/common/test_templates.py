"""What no page may hold: code or styles inside HTML, or anything from elsewhere."""

import re

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from config import paths

TEMPLATES = sorted(
    path
    for path in paths.TEMPLATES.rglob("*.html")
    # The editors' admin brings inline scripts of its own and has its own policy.
    if "wagtailadmin" not in path.parts
)
SCRIPTS = paths.ROOT / "site" / "common" / "static" / "common" / "js"
ERROR_PAGES = ["400", "403", "403_csrf", "404", "410", "429", "500", "503"]
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "address in code": re.compile(r"javascript:|\bhx-on", re.IGNORECASE),
    # The number of a public site leads, by rule, to the register it stands in.
    "third party": re.compile(
        r"""(?:src|href|action|srcset|data)\s*=\s*["']"""
        r"""(?!https://beian\.miit\.gov\.cn/")(?:https?:)?//""",
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


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_has_one_heading_and_a_way_on(db, name):
    page = render_to_string(f"{name}.html", request=request_of_a_visitor())

    assert page.count("<h1>") == 1
    assert 'href="/"' in page


@pytest.mark.parametrize("name", ["500", "503"])
def test_page_of_our_own_faults_needs_no_context(name):
    page = engines["django"].get_template(f"{name}.html").render()

    assert "<h1>" in page
    assert 'href="/static/common/css/base.css"' in page


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
