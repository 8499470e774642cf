"""Every component drawn once, in every state, and the promises a page makes."""

import re
from collections import Counter

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from common import palette
from common.specimens import RESULTS
from config import paths

LOOKS = [
    {},
    {"mode": "elder"},
    {"mode": "elder", "size": "3"},
    {"mode": "contrast"},
    {"mode": "elder contrast", "scheme": "dark"},
]


@pytest.fixture
def response(db, client):
    return client.get(reverse("styleguide"), {"stage": "open", "page": "2"})


@pytest.fixture
def page(response):
    return response.content.decode()


def test_every_component_is_on_the_page(response):
    files = {
        f"components/{path.name}"
        for path in (paths.TEMPLATES / "components").glob("*.html")
    }

    drawn = {template.name for template in response.templates}

    assert files - drawn == set()


@pytest.mark.parametrize("cookies", LOOKS, ids=str)
def test_styleguide_is_drawn_in_every_look(db, client, cookies):
    client.cookies.load(cookies)

    response = client.get(reverse("styleguide"))

    assert response.status_code == 200
    assert ("aloud.js" in response.content.decode()) is ("elder" in str(cookies))


def test_styleguide_shows_every_pair_of_colours_in_four_looks(page):
    table = page[page.index('id="ratios"') :]
    table = table[: table.index("</table>")]

    rows = re.findall(r'<tr><th scope="row".*?</tr>', table, flags=re.S)

    assert len(rows) == len(palette.PAIRS)
    assert (
        '<code>--ink</code></th><td class="number"><code>--paper</code></td>' in rows[0]
    )
    assert re.findall(r'class="num">([\d.]+)<', rows[0]) == [
        "7", "16.2", "14.4", "21.0", "21.0"
    ]  # fmt: skip


def test_styleguide_is_for_those_who_build_pages_only():
    """A public installation takes the setting as it is in base."""
    folder = paths.ROOT / "site/config/settings"

    said = {
        path.stem: re.findall(r"^STYLEGUIDE = (\w+)$", path.read_text(), flags=re.M)
        for path in folder.glob("*.py")
    }

    assert said == {
        "__init__": [],
        "base": ["False"],
        "dev": ["True"],
        "test": ["True"],
        "production": [],
    }


def test_styleguide_has_one_heading_and_no_id_twice(page):
    ids = Counter(re.findall(r'\sid="([^"]+)"', page))

    assert page.count("<h1") == 1
    assert [name for name, count in ids.items() if count > 1] == []


def test_every_control_has_a_label_and_every_reference_its_target(page):
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    labels = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', page))
    controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)

    unlabelled = [
        control
        for control in controls
        if 'type="hidden"' not in control
        and "aria-label=" not in control
        and (found := re.search(r'\sid="([^"]+)"', control))
        and found[1] not in labels
    ]
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', page)).split()

    assert unlabelled == []
    assert [name for name in described if name not in ids] == []


def test_error_summary_leads_to_the_fields_in_error(page):
    summary = page[page.index('class="error-summary"') :]
    summary = summary[: summary.index("</div>")]
    ids = set(re.findall(r'\sid="([^"]+)"', page))

    targets = re.findall(r'href="#([^"]+)"', summary)

    assert targets == ["bad_stance", "bad_words", "bad_consent"]
    assert set(targets) <= ids


def test_numbered_pages_keep_the_other_parameters(page):
    assert 'href="?stage=open&amp;page=1"' in page
    assert 'href="?stage=open&amp;page=3"' in page


def test_every_result_has_a_seal_of_its_own():
    css = paths.ROOT / "site/common/static/common/css/base.css"
    signs = dict(
        re.findall(r'\.stamp\[data-result="(\w+)"\] { --sign: "(.)"', css.read_text())
    )

    assert {result for result, _label in RESULTS} <= set(signs)
    assert len(set(signs.values())) == len(signs)


def test_htmx_comes_with_the_installed_package():
    assert finders.find("django_htmx/htmx-2.min.js") is not None
