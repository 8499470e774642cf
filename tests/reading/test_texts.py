"""The reading page of a version, its contents, and one provision."""

from __future__ import annotations

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from consultations.rounds.stages import Stage as RoundStage
from tests import make


@pytest.fixture
def staff_client(client, db):
    client.force_login(make.make_user(Role.LEGISLATIVE_STAFF))
    return client


def page(client, obj, query=""):
    response = client.get(obj.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def test_reading_page_shows_every_article_with_its_number(client, db):
    version = make.make_version()

    html = page(client, version)

    assert [f'id="p{n}"' in html for n in range(1, 7)] == [True] * 5 + [False]
    assert "第三条" in html
    assert "佩戴标识" in html
    assert html.count("<h1") == 1


def test_open_round_offers_to_speak_on_articles_parts_and_the_draft(client, db):
    version = make.make_version()
    consultation = make.make_consultation(version)

    html = page(client, version)

    create = reverse("comments:create", args=[consultation.code])
    assert html.count(f'href="{create}"') == 1
    addresses = ["1", "2", "2.1", "2.2", "3", "3.1", "3.1.1", "3.1.2", "3.1.3", "3.2"]
    assert [html.count(f'href="{create}?on={a}"') for a in addresses] == [1] * 10
    assert "对第三条第一款第二项提意见" in html


def test_places_to_speak_on_have_names_of_their_own(client, db):
    # 第二条 is one 款 with items: it and its 款 are one place.
    lines = ("第一条　试验。", "第二条　写明：", "（一）地点；", "（二）时间。")
    version = make.make_version(text="\n\n".join(lines))
    make.make_consultation(version)

    named = re.findall(r"对第二条[^<]*提意见", page(client, version))
    article = page(client, make.provision(version, "2"))

    assert named == ["对第二条第一项提意见", "对第二条第二项提意见", "对第二条提意见"]
    parts = article[article.index('<ul class="parts">') :]
    listed = re.findall(r">(第二条[^<]*)</a>", parts[: parts.index("</ul>")])
    assert listed == ["第二条第一项", "第二条第二项"]


@pytest.mark.parametrize(
    ("stage", "shift", "said"),
    [
        (RoundStage.APPROVED, 3, "现在还不能提交"),
        (RoundStage.APPROVED, -60, "已于"),
        (RoundStage.SUSPENDED, 0, "征求意见暂停"),
        (RoundStage.CANCELLED, 3, "已取消"),
    ],
)
def test_round_that_is_not_open_says_why_and_offers_nothing(
    client, db, stage, shift, said
):
    version = make.make_version()
    opens = timezone.now() + datetime.timedelta(days=shift)
    make.make_consultation(version, stage=stage, opens_at=opens)

    html = page(client, version)

    assert said in html
    assert "/comment/" not in html


def test_provision_page_cites_and_names_its_neighbours(client, db):
    version = make.make_version()

    html = page(client, make.provision(version, "3"))

    assert f"《{version.title}》（草案）第三条" in html
    assert make.provision(version, "2").get_absolute_url() in html
    assert make.provision(version, "4").get_absolute_url() in html
    assert "<svg" in html


def test_part_page_points_at_its_article(client, db):
    version = make.make_version()

    html = page(client, make.provision(version, "3.1.2"))

    assert "第三条第一款第二项" in html
    assert make.provision(version, "3").get_absolute_url() in html


def test_heading_address_leads_to_its_place_in_the_text(client, db):
    version = make.make_version()

    response = client.get(make.provision(version, "ch2").get_absolute_url())

    assert response.status_code == 302
    assert response.url == f"{version.get_absolute_url()}?chapter=1#pch2"


@pytest.mark.parametrize(
    "tail",
    [
        "v9/",
        "v1/99/",
        "v1/%01/",
        "v1/3/x/",
        "x/",
        "v1/?chapter=2",
        "v1/?chapter=x",
        "v1/?chapter=٣",
        "v1/?chapter=-1",
        "v1/?chapter=99999999999",
        "v12345678901/",
    ],
)
def test_unknown_addresses_are_not_found(client, db, tail):
    version = make.make_version()
    start = reverse("reading:regulation", args=[version.document.code])

    assert client.get(start + tail).status_code == 404


def test_staff_read_a_text_before_it_is_published(staff_client, db):
    version = make.make_version(published=False)

    html = page(staff_client, version)

    assert "只有工作人员能看到" in html
