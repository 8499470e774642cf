"""The Wagtail admin finds Chinese: pages, choosers, completion, files, registers."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from accounts.roles import Role
from common.search_backend import spelled
from home.models import GuidePage, HomePage, NoticePage
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    """Three pages whose words no blank parts."""
    home = HomePage.objects.get()
    written = [
        NoticePage(
            title="养犬管理条例公布",
            published_on="2026-11-01",
            body="<p>条例自明年起施行，Wi-Fi 登记点见附件。</p>",
        ),
        NoticePage(
            title="加装电梯条例草案征求意见",
            published_on="2026-11-02",
            body="<p>请看草案。</p>",
        ),
        GuidePage(title="怎样提意见", body=[("text", "<p>垃圾分类也可以说。</p>")]),
    ]
    for page in written:
        home.add_child(instance=page)
        page.save_revision().publish()
    return [page.title for page in written]


def titles(results):
    return sorted(str(result) for result in results)


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("条例", [0, 1]),
        ("犬管", [0]),
        ("养犬管理条例公布", [0]),
        ("垃圾分类", [2]),
        ("梯", [1]),
        ("意见", [1, 2]),
        ("意见 草案", [1]),
        ("wi-fi", [0]),
        ("ＦＩ条例", [0]),
        ("理管", []),
        ("，。", []),
    ],
)
def test_pages_are_found_by_any_part_of_their_words(query, places, pages):
    found = Page.objects.exact_type(NoticePage, GuidePage).search(query)

    assert titles(found) == sorted(pages[place] for place in places)


@pytest.mark.parametrize(
    ("query", "places"), [("条例", [0, 1]), ("管", [0]), ("提意", [2])]
)
def test_completion_finds_any_part_of_a_title(query, places, pages):
    found = Page.objects.exact_type(NoticePage, GuidePage).autocomplete(query)

    assert titles(found) == sorted(pages[place] for place in places)


def test_quoted_and_combined_queries_of_wagtail_are_understood(pages):
    from wagtail.search.utils import parse_query_string  # noqa: PLC0415 -- app ready

    _filters, query = parse_query_string('"养犬管理" 条例', operator="and")

    assert titles(Page.objects.search(query)) == [pages[0]]
    either = Page.objects.search("养犬 电梯", operator="or")
    assert titles(either) == sorted(pages[:2])
    assert titles(Page.objects.search("条例", fields=["title"])) == sorted(pages[:2])


def test_a_changed_page_is_found_by_its_new_words_only(pages):
    page = NoticePage.objects.get(title=pages[0])
    page.title, page.body = "停车公告", "<p>另行通知。</p>"
    page.save_revision().publish()

    assert titles(Page.objects.search("养犬")) == []
    assert titles(Page.objects.search("停车")) == ["停车公告"]


def test_pictures_and_documents_are_found():
    image = get_image_model().objects.create(
        title="联系点门口照片", file=get_test_image_file()
    )
    document = get_document_model().objects.create(
        title="起草说明附件", file=ContentFile(b"x", name="a.txt")
    )
    backend = get_search_backend()

    assert list(backend.search("门口", get_image_model())) == [image]
    assert list(backend.autocomplete("草说", get_document_model())) == [document]


def test_the_admin_pages_that_search_find_chinese(client, pages):
    client.force_login(make.make_user(Role.LEGISLATIVE_REVIEWER))

    search = client.get(reverse("wagtailadmin_pages:search"), {"q": "犬管理"})
    chooser = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "犬管理"})

    assert pages[0] in search.content.decode()
    assert pages[1] not in search.content.decode()
    assert pages[0] in chooser.content.decode()


@pytest.mark.parametrize(
    ("name", "role", "build"),
    [
        ("contact-points", Role.SYSTEM_ADMIN, make.make_contact_point),
        ("divisions", Role.SYSTEM_ADMIN, make.make_division),
    ],
)
def test_registers_find_a_part_of_a_name(name, role, build, client):
    build(name="江畔甲乙")
    build(name="山前丙丁")
    client.force_login(make.make_user(role))

    shown = client.get(f"/cms/{name}/", {"q": "畔甲"}).content.decode()

    assert "江畔甲乙" in shown
    assert "山前丙丁" not in shown


def test_texts_and_plain_words_find_a_part_of_a_title(client):
    make.make_version(make.make_regulation(title="明川市獬豸条例"))
    make.make_regulation(title="明川市貔貅条例")
    client.force_login(make.make_user(Role.LEGISLATIVE_STAFF))

    shown = client.get("/cms/regulations/", {"q": "市獬豸"}).content.decode()

    assert "明川市獬豸条例" in shown
    assert "貔貅" not in shown


def test_values_of_every_shape_are_spelled():
    assert spelled("居民区") == "居民 民区 区 居 民 区"
    assert spelled(["甲", {"a": "乙", "b": 3}]) == "甲 乙 3 甲 乙"
    assert spelled(None) == ""
