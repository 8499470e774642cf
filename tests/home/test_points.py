"""The directory of contact points, and the one a reader keeps as their own."""

from __future__ import annotations

import datetime
import itertools

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import Site

from accounts.models import ContactPoint, Division
from home import context
from home.models import SiteSettings
from home.nearby import COOKIE, Nearby, nearby, own_point
from tests.make import make_contact_point, make_division

pytestmark = pytest.mark.django_db
LIST = "/points/"
Type = ContactPoint.Type


def mine(point):
    return reverse("points:mine", args=[point.code])


def shown(client, **asked):
    return list(client.get(LIST, asked).context["page"].object_list)


def counts(client, name, **asked):
    filters = client.get(LIST, asked).context["filters"]
    found = filters.shown[name]
    return {"": found.all_count} | {o.value: o.count for o in found.options}


def host(**fields):
    site = Site.objects.get(is_default_site=True)
    settings, _new = SiteSettings.objects.get_or_create(site=site)
    for name, value in fields.items():
        setattr(settings, name, value)
    settings.save()


@pytest.fixture
def register():
    """A city of two districts, a town in one of them, and points of two kinds."""
    city = make_division(code="9901", name="明川市", kind=Division.Kind.CITY)
    river = make_division(code="990101", name="临江区", parent=city)
    hill = make_division(code="990102", name="松岭区", parent=city)
    town = make_division(
        code="990101001", name="望江镇", kind=Division.Kind.TOWN, parent=river
    )
    for number, (place, kind, name) in enumerate(
        itertools.product(
            (river, hill, town), (Type.ORGAN, Type.LAW_FIRM), ("望江", "青石")
        )
    ):
        make_contact_point(
            code=f"LXD-{number:02d}",
            division=place,
            type=kind,
            name=f"{name}联系点",
            address=f"{place.name}{name}路{number}号",
            host_unit=f"{name}办事处",
        )
    make_contact_point(division=river, is_active=False, name="望江旧联系点")
    return {"city": city, "river": river, "hill": hill, "town": town}


def test_point_shows_what_one_needs_to_go_there_or_call(client):
    point = make_contact_point(
        address="临江区望江路1号", public_phone="0999-555 0177", type=Type.UNIVERSITY
    )

    html = client.get(LIST).content.decode()

    for said in (point.name, point.host_unit, point.address, "高校"):
        assert said in html
    assert 'href="tel:09995550177"' in html
    assert f'action="{mine(point)}"' in html


def test_point_without_a_telephone_says_so(client):
    make_contact_point(public_phone="")

    html = client.get(LIST).content.decode()

    assert "没有公开电话" in html
    assert 'class="button" data-kind="quiet" href="tel:' not in html


def test_points_stand_under_their_divisions_in_the_order_of_the_register(
    client, register
):
    html = client.get(LIST).content.decode()

    places = [html.index(f">{name}</h2>") for name in ("临江区", "望江镇", "松岭区")]
    assert places == sorted(places)
    assert "望江旧联系点" not in html


def test_every_combination_finds_what_a_scan_finds(client, register):
    under = {
        "": set(Division.objects.all()),
        "9901": set(Division.objects.all()),
        "990101": {register["river"], register["town"]},
        "990102": {register["hill"]},
        "990101001": {register["town"]},
    }
    words = ("", "望江", "望江路", "青石 松岭", "没有这个")

    for area, kind, word in itertools.product(
        under, ("", Type.ORGAN, Type.LAW_FIRM), words
    ):
        expected = {
            point.code
            for point in ContactPoint.objects.select_related("division")
            if point.is_active
            and point.division in under[area]
            and kind in ("", point.type)
            and all(
                one in " ".join((point.name, point.host_unit, point.address))
                or one in point.division.name
                for one in word.split()
            )
        }
        asked = {"area": area, "type": kind, "q": word}
        found = {point.code for point in shown(client, **asked)}
        assert found == expected, asked
        assert counts(client, "area", **asked)[area] == len(expected), asked


def test_every_count_is_what_the_choice_then_shows(client, register):
    for area, number in counts(client, "area", type=Type.ORGAN, q="望江").items():
        asked = {"area": area, "type": Type.ORGAN, "q": "望江"}
        assert len(shown(client, **asked)) == number
    for kind, number in counts(client, "type", area="990101").items():
        assert len(shown(client, type=kind, area="990101")) == number


@pytest.mark.parametrize(
    "asked", [{"area": "1"}, {"area": "9901x"}, {"type": "palace"}, {"page": "2"}]
)
def test_unknown_choice_is_not_there(client, register, asked):
    assert client.get(LIST, asked).status_code == 404


def test_more_words_than_anybody_types_are_refused(client):
    assert client.get(LIST, {"q": "望" * 61}).status_code == 400
    assert client.get(LIST, {"q": "望 " * 7}).status_code == 400
    assert client.get(LIST, {"q": "100%_'\"\\"}).status_code == 200


def test_nothing_found_says_what_to_do_next(client, register):
    response = client.get(LIST, {"q": "没有这个"})

    html = response.content.decode()
    assert "可以少写几个字" in html
    assert f'<a href="{LIST}">看全部联系点</a>' in html


def test_empty_directory_leads_to_the_telephone(client):
    assert "还没有公布联系点" in client.get(LIST).content.decode()


def test_choices_stay_when_turning_the_page(client):
    division = make_division(code="990107")
    make_division(code="990108")
    for _number in range(21):
        make_contact_point(division=division, type=Type.ORGAN)
    make_contact_point(type=Type.LAW_FIRM)

    html = client.get(LIST, {"type": Type.ORGAN}).content.decode()

    assert '<a rel="next" href="?type=organ&amp;page=2">' in html
    assert len(shown(client, type=Type.ORGAN, page="2")) == 1


def test_own_point_is_kept_for_a_year(client):
    point = make_contact_point()

    response = client.post(mine(point), {"next": LIST})

    cookie = response.cookies[COOKIE]
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert cookie.value == point.code
    assert cookie["max-age"] == datetime.timedelta(days=365).total_seconds()
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    html = client.get(LIST).content.decode()
    assert html.count(point.name) == 2
    assert "不再设为我的联系点" in html


def test_own_point_is_forgotten_on_demand(client):
    point = make_contact_point()
    client.post(mine(point))

    client.post(mine(point), {"keep": "no"})

    assert "不再设为我的联系点" not in client.get(LIST).content.decode()
    assert client.get(LIST).context["own"] is None


@pytest.mark.parametrize("active", [None, False])
def test_unknown_point_is_refused_in_chinese(client, active):
    code = make_contact_point(is_active=active).code if active is False else "LXD-0"

    response = client.post(f"/points/{code}/mine/")

    assert response.status_code == 404
    assert COOKIE not in response.cookies
    assert "没有这一页" in response.content.decode()


@pytest.mark.parametrize("code", ["LXD-0", "x" * 200, "../", "\xe6\x9c\x9b", ""])
def test_cookie_that_names_no_point_counts_for_nothing(client, code):
    make_contact_point()
    client.cookies[COOKIE] = code

    response = client.get(LIST)

    assert response.status_code == 200
    assert response.context["own"] is None


def test_point_no_longer_active_is_no_ones_own(client):
    point = make_contact_point()
    client.post(mine(point))

    ContactPoint.objects.update(is_active=False)

    assert client.get(LIST).context["own"] is None


def test_choosing_needs_no_token_but_a_page_of_this_site():
    point = make_contact_point()
    client = Client(enforce_csrf_checks=True)

    own = client.post(mine(point), headers={"Sec-Fetch-Site": "same-origin"})
    foreign = client.post(mine(point), headers={"Sec-Fetch-Site": "cross-site"})
    elsewhere = client.post(mine(point), {"next": "https://elsewhere.example/"})

    assert (own.status_code, foreign.status_code) == (302, 403)
    assert elsewhere["Location"] == "/"
    assert client.get(mine(point)).status_code == 405


def test_directory_makes_no_cookie(client):
    make_contact_point()

    assert client.get(LIST).cookies == {}


def request_with(point=None):
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = point.code if point else ""
    return request


def test_whom_to_call_is_the_own_point_else_the_host():
    host(phone="0999-5550199", phone_hours="工作日")
    point, silent = make_contact_point(), make_contact_point(public_phone="")

    assert nearby(request_with(point)) == Nearby(point.public_phone, point=point)
    assert nearby(request_with(silent)) == Nearby("0999-5550199", "工作日")
    assert nearby(request_with()) == Nearby("0999-5550199", "工作日")


def test_nobody_to_call_is_nothing():
    host(phone="")

    assert nearby(request_with()) is None
    assert not context.nearby(request_with())["nearby"]


def test_whom_to_call_is_asked_only_by_a_page_that_says_it(
    client, django_assert_num_queries
):
    host(phone="0999-5550199")
    client.get("/c/")
    request = request_with(make_contact_point())

    with django_assert_num_queries(0):
        lazy = context.nearby(request)["nearby"]
    with django_assert_num_queries(1):
        assert lazy.phone == "0999-5550100"
        assert own_point(request) == lazy.point


def test_elder_pages_say_whom_to_call(client):
    point = make_contact_point(public_phone="0999-5550166")
    client.post(mine(point))

    plain = client.get("/c/").content.decode()
    client.cookies["mode"] = "elder"
    elder = client.get("/c/").content.decode()

    assert "09995550166" not in plain
    assert 'href="tel:09995550166"' in elder


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_is_flat(client, django_assert_num_queries, count):
    for _number in range(count):
        point = make_contact_point()
    client.post(mine(point))
    client.get(LIST)

    # Divisions, counts, own point, number of rows, rows.
    with django_assert_num_queries(5):
        client.get(LIST)


def test_a_full_page_is_light(client):
    for _number in range(20):
        make_contact_point(
            name="很长很长的名称" * 5,
            address="很长很长的地址" * 8,
            host_unit="单位" * 20,
        )

    assert len(client.get(LIST).content) < 40 * 1024
