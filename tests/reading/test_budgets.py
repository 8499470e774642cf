"""Queries stay few and flat, pages stay light, and reading changes nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from common.models import LedgerEntry
from drafts.models import Explanation
from home.models import SiteSettings
from tests import make
from tests.reading.scene import decided_scene, tell

pytestmark = pytest.mark.django_db
PUBLIC_BUDGET = 10


@pytest.fixture(autouse=True)
def _site(db):
    """The settings of the site are a row that every page reads."""
    SiteSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))


def queries(client, url):
    client.get(url)  # what is cached once for all
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


def addresses(scene):
    """Every public address about a decided round."""
    code = scene.draft.document.code
    text = scene.versions[-1]
    pair = [code, scene.draft.slug, text.slug]
    return {
        "regulations": reverse("reading:regulations"),
        "regulation": scene.regulation.get_absolute_url(),
        "version": scene.draft.get_absolute_url(),
        "final": text.get_absolute_url(),
        "provision": make.provision(text, "3").get_absolute_url(),
        "part": make.provision(scene.draft, "3.1.2").get_absolute_url(),
        "compare": reverse("reading:compare", args=pair),
        "mirrored": reverse(
            "reading:compare", args=[code, text.slug, scene.draft.slug]
        ),
        "word": reverse("reading:compare-word", args=pair),
        "origins": reverse("reading:origins", args=[code]),
        "rounds": reverse("rounds:list"),
        "round": scene.consultation.get_absolute_url(),
    }


def test_every_page_keeps_the_budget_whatever_the_number_of_rows(client):
    small, large = tell(decided_scene(1)), tell(decided_scene(3))
    for scene in (small, large):
        for article in scene.draft.provisions.articles()[: 1 if scene is small else 3]:
            Explanation.objects.create(provision=article, body="大白话", live=True)

    few = {name: queries(client, url) for name, url in addresses(small).items()}
    many = {name: queries(client, url) for name, url in addresses(large).items()}

    assert few == many
    assert {name: n for name, n in few.items() if n > PUBLIC_BUDGET} == {}


def test_open_round_keeps_the_budget(client):
    consultation = make.make_consultation()
    make.make_comment(consultation, targets=("3",))
    make.make_contact_point()

    urls = [consultation.version.get_absolute_url(), consultation.get_absolute_url()]
    counts = [queries(client, url) for url in urls]

    assert [n for n in counts if n > PUBLIC_BUDGET] == []


def test_page_of_a_long_law_is_light(client):
    article = "各级人民政府应当加强对试验活动的组织领导，依照本条例的规定履行职责，" * 3
    body = "\n".join(f"第{n}条　{article}\n{article}" for n in han(100))
    version = make.make_version(text=f"明川市长篇条例\n\n{body}\n")
    make.make_consultation(version)

    sizes = []
    for chapter in range(1, 30):
        response = client.get(f"{version.get_absolute_url()}?chapter={chapter}")
        if response.status_code == 404:
            break
        sizes.append(len(response.content))

    assert len(sizes) >= 4
    assert [size for size in sizes if size > 40 * 1024] == []


def han(count):
    from common.writing import han_number  # noqa: PLC0415 -- one use

    return [han_number(n) for n in range(1, count + 1)]


def test_reading_changes_nothing(client):
    scene = tell(decided_scene(2))
    before = rows()

    for url in addresses(scene).values():
        assert client.get(url).status_code == 200
        assert client.post(url).status_code == 405

    assert rows() == before
    assert LedgerEntry.objects.filter(act__startswith="reading").count() == 0


def rows():
    """The number of rows of every table, and the last of the ledger."""
    with connection.cursor() as cursor:
        counts = {}
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts
