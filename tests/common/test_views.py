"""How the reader wants the site drawn: chosen once, kept, and drawn on every page."""

import re
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from common.display import Display, read

PAGE = "/c/"


def attributes(client, address=PAGE):
    """The data-* attributes of <html> on a page."""
    page = client.get(address).content.decode()
    return dict(re.findall(r' data-(\w+)="([^"]*)"', re.search("<html[^>]*>", page)[0]))


@pytest.mark.parametrize(
    ("elder", "contrast", "size", "scheme"),
    list(product((False, True), (False, True), "123", ("", "light", "dark"))),
)
def test_every_combination_is_kept_and_drawn(db, client, elder, contrast, size, scheme):
    modes = ["elder"] * elder + ["contrast"] * contrast
    client.post(
        reverse("set_display"), {"mode": ["", *modes], "size": size, "scheme": scheme}
    )

    drawn = attributes(client)

    expected = {
        "mode": " ".join(modes),
        "size": size if elder else "",
        "scheme": scheme,
    }
    assert drawn == {name: value for name, value in expected.items() if value}


@pytest.mark.parametrize(
    ("cookies", "expected"),
    [
        ({}, Display()),
        ({"mode": "contrast elder"}, Display(modes=("elder", "contrast"))),
        ({"mode": "elder elder x"}, Display(modes=("elder",))),
        ({"mode": 'x" onload="'}, Display()),
        ({"size": "4"}, Display()),
        ({"size": "２"}, Display()),
        ({"size": "2", "scheme": "sepia"}, Display(size=2)),
    ],
)
def test_what_is_not_known_is_not_chosen(cookies, expected):
    assert read(cookies) == expected


def test_choice_is_remembered_for_a_year_and_not_told_to_scripts(client):
    response = client.post(
        reverse("set_display"), {"mode": "elder", "size": "2", "scheme": "dark"}
    )

    assert set(response.cookies) == {"mode", "size", "scheme"}
    for cookie in response.cookies.values():
        assert cookie["max-age"] == 365 * 24 * 3600
        assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)


def test_button_that_sends_one_choice_leaves_the_others_alone(db, client):
    client.post(reverse("set_display"), {"mode": "contrast", "scheme": "dark"})
    page = client.get(PAGE).content.decode()
    button = re.search(r'name="mode" value="([^"]*)">关怀版', page)

    client.post(reverse("set_display"), {"mode": button[1]})

    assert attributes(client) == {
        "mode": "elder contrast",
        "size": "1",
        "scheme": "dark",
    }
    back = re.search(
        r'name="mode" value="([^"]*)">标准版', client.get(PAGE).content.decode()
    )
    assert back[1] == "contrast"


def test_empty_choice_takes_the_cookie_away(db, client):
    client.post(reverse("set_display"), {"mode": "elder", "scheme": "dark"})
    client.post(reverse("set_display"), {"mode": "", "scheme": ""})

    assert attributes(client) == {}


@pytest.mark.parametrize(
    ("back", "place"),
    [
        ("/r/MC-2026-001/", "/r/MC-2026-001/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_choosing_a_display_leads_back_inside_the_site(db, client, back, place):
    response = client.post(reverse("set_display"), {"mode": "elder", "next": back})
    page = client.get(reverse("set_display"), {"next": back}).content.decode()

    assert (response.status_code, response["Location"]) == (302, place)
    assert f'name="next" value="{place}"' in page


def test_display_is_not_chosen_by_a_link(db, client):
    response = client.get(reverse("set_display"), {"mode": "elder"})

    assert response.status_code == 200
    assert not response.cookies


def test_page_of_choices_shows_what_is_chosen(db, client):
    client.post(
        reverse("set_display"),
        {"mode": ["elder", "contrast"], "size": "3", "scheme": "dark"},
    )

    page = client.get(reverse("set_display")).content.decode()

    checked = re.findall(r'name="(\w+)" value="(\w*)" checked', page)
    assert checked == [
        ("mode", "elder"),
        ("size", "3"),
        ("mode", "contrast"),
        ("scheme", "dark"),
    ]


SENDERS = [
    ({}, True),
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
    ({"Origin": "http://testserver"}, True),
    ({"Origin": "http://testserver.example"}, False),
    ({"Origin": "null"}, False),
    ({"Referer": "http://testserver/c/"}, True),
    ({"Referer": "http://elsewhere.example/testserver"}, False),
    ({"Origin": "http://["}, False),
    ({"Referer": "http://["}, False),
]


@pytest.mark.parametrize(("headers", "taken"), SENDERS)
@pytest.mark.parametrize(
    ("name", "choice"),
    [("set_display", {"mode": "elder"}), ("set_language", {"language": "en"})],
)
def test_choice_without_a_token_is_taken_from_own_pages_only(
    db, name, choice, headers, taken
):
    client = Client(enforce_csrf_checks=True, headers=headers)

    response = client.post(reverse(name), choice)

    assert response.status_code == (302 if taken else 403)
    assert bool(response.cookies) is taken


def test_page_of_text_carries_no_cookie_and_no_token(db, client):
    response = client.get(PAGE)

    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert response["Cache-Control"] == "private, no-cache"


def test_display_and_language_are_part_of_the_tag_of_a_page(db, client):
    tags = [client.get(PAGE)["ETag"]]
    client.cookies["mode"] = "elder"
    tags.append(client.get(PAGE)["ETag"])
    client.cookies["django_language"] = "en"
    tags.append(client.get(PAGE)["ETag"])

    assert len(set(tags)) == 3
    assert client.get(PAGE, headers={"If-None-Match": tags[2]}).status_code == 304
    assert client.get(PAGE, headers={"If-None-Match": tags[0]}).status_code == 200


@pytest.mark.parametrize("name", ["comments:lookup", "account_login"])
def test_page_with_a_form_of_its_own_is_kept_nowhere(db, client, name):
    response = client.get(reverse(name))

    assert "csrfmiddlewaretoken" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert not response.has_header("ETag")
