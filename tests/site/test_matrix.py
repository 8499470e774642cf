"""URL × role: every address answers each of twelve people as the table says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from tests.site.expectations import ADMIN_PREFIXES, ADMINS, TABLE, WHO
from tools import permissions

# Words and pictures of the admin's own pages; nothing of ours.
ADMIN_FOR_ALL = {"/cms/jsi18n/", "/cms/sprite/"}
# Shows how the admin fails, by failing.
FAILING = "/cms/failwhale/"
# Patterns without a name: what the site closes, and the one door of the admin.
UNNAMED = {
    "^accounts/(?:signup|email|confirm-email|password/(?:set|reset)|login/code)/",
    "^cms/password_reset/",
    "cms/login/",
}


# A choice kept in the browser: forms without a token, from pages of this site alone.
BY_SENDER = {"set_display", "points:mine"}
ELSEWHERE = {"Origin": "https://elsewhere.example"}


def patterns(resolver=None, names=(), before=""):
    """Every pattern as (name, route, pattern)."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield ":".join([*names, entry.name]) if entry.name else "", route, entry
        else:
            inner = [*names, entry.namespace] if entry.namespace else names
            yield from patterns(entry, inner, route)


def ours():
    return [p for p in patterns() if not p[1].startswith(ADMIN_PREFIXES) and p[0]]


def answers(world, row):
    """The codes of a row: all GETs and POSTs, each undone."""
    url = world.address(row.name, row.place)
    found = {"get": {}, "post": {}}
    for who in WHO:
        for method in found:
            data = (row.data or {"nothing": "1"}) if method == "post" else {}
            with transaction.atomic():
                client = world.client(who)
                response = getattr(client, method)(url, data)
                found[method][who] = response.status_code
                if response.streaming:
                    b"".join(response.streaming_content)
                transaction.set_rollback(True)
    return found


def test_every_address_is_in_the_table():
    unnamed = {route for name, route, _entry in patterns() if not name}
    outside = {r for r in unnamed if not r.startswith(("cms/", "documents/"))}

    assert {name for name, _route, _entry in ours()} == {row.name for row in TABLE}
    assert outside | {"cms/login/"} == UNNAMED


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.name}-{row.place}")
def test_address_answers_each_person_as_the_table_says(world, row):
    found = answers(world, row)

    expected = {"get": row.get, "post": row.post}
    differing = {
        method: {
            who: f"{found[method][who]}, not {code}"
            for who, code in expected[method].items()
            if found[method][who] != code
        }
        for method in expected
    }
    assert differing == {"get": {}, "post": {}}


def admin_addresses():
    """Addresses of the admin, any number or word put where one belongs."""
    for _name, route, entry in patterns():
        if not route.startswith("cms/") or route.startswith("cms/login/"):
            continue
        filled = fill(entry, route)
        if filled:
            yield "/" + filled


def fill(entry, route):
    import re  # noqa: PLC0415 -- one use

    route = route.replace("^", "").replace("$", "").replace("\\Z", "")
    route = re.sub(r"<int:\w+>", "999999", route)
    route = re.sub(r"<(?:str:|slug:)?\w+>", "nothing", route)
    route = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", route)
    return "" if re.search(r"[(\[<*]", route) else route


def test_admin_is_closed_to_all_but_its_people(world):
    wrong = {}
    urls = sorted(set(admin_addresses()) - ADMIN_FOR_ALL)
    assert len(urls) > 100

    for who in ("visitor", "content_moderator"):
        for url in urls:
            response = world.client(who).get(url)
            is_sent_away = "/accounts/login/" in response.get("Location", "")
            if response.status_code not in (403, 404) and not is_sent_away:
                wrong[who, url] = response.status_code

    assert wrong == {}


def test_admin_opens_for_its_people_only(world):
    codes = {who: world.client(who).get("/cms/").status_code for who in WHO}

    expected = {who: 200 if who in ADMINS else 403 for who in WHO} | {"visitor": 302}
    assert codes == expected


def test_admin_pages_never_fail(world):
    filled = {
        url for _n, route, _e in patterns() if "<" not in route for url in [route]
    }
    urls = sorted(
        {"/" + route for route in filled} & set(admin_addresses()) - {FAILING}
    )
    failed = {}

    for url in urls:
        with transaction.atomic():
            code = world.client("system_admin").get(url).status_code
            transaction.set_rollback(True)
        if code >= 500:
            failed[url] = code

    assert failed == {}


def test_forms_without_a_token_are_refused(world):
    refused = {}
    for row in TABLE:
        if row.post == row.get or 405 in row.post.values() or 404 in row.post.values():
            continue
        client = Client(enforce_csrf_checks=True)
        url = world.address(row.name, row.place)
        sender = ELSEWHERE if row.name in BY_SENDER else {}
        response = client.post(url, row.data, headers=sender)
        refused[row.name] = response.status_code

    assert len(refused) > 25
    assert {name: code for name, code in refused.items() if code != 403} == {}


def test_permissions_page_is_up_to_date():
    page = Path(permissions.PAGE).read_text(encoding="utf-8")

    assert page == permissions.written()
