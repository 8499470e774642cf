"""What every response carries: privacy first, and the browser's policies."""

import re

import pytest
from csp.middleware import CSPMiddleware
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from common.caching import private
from common.middleware import PrivateByDefaultMiddleware


class Session(dict):
    modified = False


def answer(view=None, path="/r/LF-2026-012/", cookies=None, headers=None, **session):
    request = RequestFactory().get(path, headers=headers)
    request.COOKIES.update(cookies or {})
    request.session = Session()
    for name, value in session.items():
        setattr(request.session, name, value)
    view = view or (lambda request: HttpResponse("法规"))
    return CSPMiddleware(PrivateByDefaultMiddleware(view))(request)


def policy(response):
    parts = (
        part.split(" ", 1) for part in response["Content-Security-Policy"].split("; ")
    )
    return {part[0]: part[-1] for part in parts}


def test_page_for_everyone_is_kept_by_the_browser_which_asks_again():
    response = answer()

    assert response["Cache-Control"] == "private, no-cache"
    assert response["Vary"] == "Cookie, Accept-Language"
    assert re.fullmatch(r'"[0-9a-f]{32}"', response["ETag"])


def test_second_visit_to_an_unchanged_page_costs_no_page():
    tag = answer()["ETag"]

    again = answer(headers={"If-None-Match": tag})
    behind_a_proxy = answer(headers={"If-None-Match": f"W/{tag}"})
    changed = answer(lambda request: HttpResponse("x"), headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert (behind_a_proxy.status_code, behind_a_proxy.content) == (304, b"")
    assert again["Vary"] == "Cookie, Accept-Language"
    assert "script-src 'self'" in again["Content-Security-Policy"]
    assert (changed.status_code, changed.content) == (200, b"x")


@pytest.mark.parametrize(
    "view",
    [
        lambda request: HttpResponse("x", status=404),
        lambda request: HttpResponse("x", headers={"Cache-Control": "no-store"}),
        lambda request: StreamingHttpResponse([b"x"]),
    ],
)
def test_refusals_streams_and_views_with_a_word_of_their_own_get_no_tag(view):
    assert not answer(view).has_header("ETag")


def test_no_personal_answer_carries_a_tag_or_is_answered_by_one():
    view = private(lambda request: HttpResponse("回执"))

    response = answer(view, headers={"If-None-Match": "*"})

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert not response.has_header("ETag")


@pytest.mark.parametrize(
    "options",
    [
        {"cookies": {"sessionid": "x"}},
        {"modified": True},
        {"view": private(lambda request: HttpResponse("回执"))},
        {"view": lambda request: HttpResponse(get_token(request))},
    ],
)
def test_page_for_one_visitor_is_kept_nowhere(options):
    assert answer(**options)["Cache-Control"] == "private, no-store"


def test_session_overrules_a_view_that_says_public():
    def view(request):
        return HttpResponse("法规", headers={"Cache-Control": "public, max-age=60"})

    assert answer(view)["Cache-Control"] == "public, max-age=60"
    response = answer(view, cookies={"sessionid": "x"})
    assert response["Cache-Control"] == "private, no-store"


def test_page_that_sets_a_cookie_is_kept_nowhere():
    def view(request):
        response = HttpResponse("关怀版")
        response.set_cookie("elder", "1")
        return response

    assert answer(view)["Cache-Control"] == "private, no-store"


def test_mark_outlives_the_refusal_of_a_private_view():
    @private
    def view(request):
        raise Http404

    def refusing(request):
        try:
            return view(request)
        except Http404:
            return HttpResponse(status=404)

    assert answer(refusing)["Cache-Control"] == "private, no-store"


def test_policy_is_strict_everywhere_and_relaxed_for_editors_only():
    strict, relaxed = policy(answer()), policy(answer(path="/cms/pages/1/"))

    assert strict["script-src"] == "'self'"
    assert strict["style-src"] == "'self'"
    assert strict["frame-ancestors"] == "'none'"
    assert relaxed["script-src"] == "'self' 'unsafe-inline'"
    assert relaxed["frame-ancestors"] == "'self'"
    untouched = ["default-src", "connect-src", "form-action", "base-uri"]
    assert [relaxed[name] for name in untouched] == [strict[name] for name in untouched]
    assert policy(answer(path="/r/cms/")) == strict


def test_views_own_policy_stands_under_cms_as_well():
    def view(request):
        response = HttpResponse("")
        response._csp_replace = {"img-src": ["'none'"]}
        return response

    assert policy(answer(view, path="/cms/"))["img-src"] == "'none'"


def test_browser_may_not_hand_out_devices():
    header = answer()["Permissions-Policy"]

    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(header.split(", "))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/r/%00/", "/c/?q=%00", "/r/LF%002026/v1/"])
def test_zero_bytes_in_an_address_are_a_bad_request(client, address):
    response = client.get(address)

    assert response.status_code == 400
    assert "Traceback" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("10.0.0.7", 403)]
)
def test_demonstration_answers_this_machine_alone(client, settings, address, status):
    settings.DEMO = True

    assert client.get("/lookup/", REMOTE_ADDR=address).status_code == status


@pytest.mark.django_db
def test_address_of_a_button_opened_by_hand_is_explained(client):
    refused = client.post("/c/")

    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    assert "请从页面上办理" in refused.content.decode()


@pytest.mark.django_db
def test_method_refused_to_a_program_stays_bare(client):
    refused = client.post("/c/", headers={"Accept": "application/json"})

    assert (refused.status_code, refused.content) == (405, b"")


@pytest.mark.django_db
def test_host_that_is_not_ours_is_a_bad_request(client):
    response = client.get("/c/", headers={"Host": "elsewhere.example"})

    assert response.status_code == 400
    assert "elsewhere.example" not in response.content.decode()
