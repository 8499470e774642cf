"""Pages about the site itself, and the faults that readers report."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from common import idempotency
from common.models import LedgerEntry
from home import faults
from home.models import FaultReport
from tests.make import make_consultation, make_user, make_version

pytestmark = pytest.mark.django_db
SAID = {
    "kind": "wording",
    "text": "第三条里“登记”写成了“登计”。",
    "page": "/r/LF-2026-001/v1/",
    "contact": "13800001111",
}


def report(**fields):
    return faults.report_fault(**{**SAID, "key": idempotency.new_key(), **fields})


def post(client, **fields):
    return client.post(
        reverse("about:fault"), {**SAID, "key": idempotency.new_key(), **fields}
    )


@pytest.mark.parametrize("name", ["accessibility", "privacy", "map", "fault"])
def test_page_is_shown(client, name):
    response = client.get(reverse(f"about:{name}"))

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_accessibility_statement_claims_no_certificate(client):
    page = client.get(reverse("about:accessibility")).content.decode()

    assert "没有经过第三方认证" in page
    assert "还没有试过" in page


def test_fault_is_stored_and_its_day_promised(client):
    response = post(client)

    stored = FaultReport.objects.get()
    page = response.content.decode()
    assert response.status_code == 200
    assert (stored.kind, stored.text, stored.page) == (
        SAID["kind"],
        SAID["text"],
        SAID["page"],
    )
    assert re.fullmatch(r"ZC-\d{4}-0001", stored.number)
    assert stored.number in page
    assert stored.due_on > timezone.localdate()


def test_contact_is_sealed_and_stands_nowhere_in_clear(client):
    post(client)

    stored = FaultReport.objects.get()
    assert SAID["contact"].encode() not in bytes(stored.sealed)
    entry = LedgerEntry.objects.get(act="faults.report")
    assert SAID["contact"] not in str(vars(entry))


def test_same_form_twice_is_one_report(client):
    key = idempotency.new_key()

    first, second = post(client, key=key), post(client, key=key)
    third = post(client, key=key, text="换了说法的另一个问题。")

    assert [first.status_code, second.status_code, third.status_code] == [200, 200, 422]
    assert FaultReport.objects.count() == 1


def test_refused_form_keeps_every_word(client):
    response = post(client, kind="", text="")

    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>错误：" in page
    assert "请写明哪里不对。" in page
    assert SAID["page"] in page
    assert SAID["contact"] in page
    assert FaultReport.objects.count() == 0


def test_page_one_came_from_is_filled_in_only_if_it_is_ours(client):
    ours = client.get(reverse("about:fault") + "?page=/c/").content.decode()
    foreign = client.get(
        reverse("about:fault") + "?page=https://elsewhere.example/x"
    ).content.decode()

    assert 'value="/c/"' in ours
    assert 'name="page" value' not in foreign


def test_eleventh_report_within_the_hour_waits_and_keeps_its_words(client):
    for _ in range(10):
        post(client)

    response = post(client, text="第十一个问题，字还在。")

    assert response.status_code == 429
    assert "第十一个问题，字还在。" in response.content.decode()
    assert FaultReport.objects.count() == 10


def test_staff_handle_a_fault_once():
    staff, other = make_user(Role.LEGISLATIVE_STAFF), make_user(Role.CONTENT_MODERATOR)
    found = report()

    faults.handle_fault(found, by=staff, answer="已改正。")

    assert found.handled_by == staff
    assert LedgerEntry.objects.filter(act="faults.handle").count() == 1
    with pytest.raises(ValidationError):
        faults.handle_fault(found, by=other, answer="我也改了。")


@pytest.mark.parametrize("role", [Role.POINT_COORDINATOR, Role.AUDIT_ADMIN, None])
def test_others_neither_handle_nor_see(client, role):
    found, user = report(), make_user(role)

    with pytest.raises(PermissionDenied):
        faults.handle_fault(found, by=user, answer="已改正。")
    with pytest.raises(PermissionDenied):
        faults.reveal_contact(found, by=user, reason="回话")
    client.force_login(user)
    assert client.get(reverse("about:faults")).status_code == 403


def test_contact_is_read_with_a_reason_that_is_written_down(client):
    found = report()
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))
    url = reverse("about:fault-contact", args=[found.number])

    without = client.post(url, {"reason": " "})
    with_reason = client.post(url, {"reason": "回话"})

    assert SAID["contact"] not in without.content.decode()
    assert SAID["contact"] in with_reason.content.decode()
    assert LedgerEntry.objects.get(act="faults.reveal").reason == "回话"


def test_contact_is_destroyed_when_it_has_served():
    staff, found, waiting = make_user(Role.LEGISLATIVE_STAFF), report(), report()
    faults.handle_fault(found, by=staff, answer="已改正。")
    later = timezone.now() + datetime.timedelta(days=181)

    assert faults.forget_contacts(at=later) == 1

    found.refresh_from_db()
    waiting.refresh_from_db()
    assert (found.has_contact, waiting.has_contact) == (False, True)
    assert faults.reveal_contact(found, by=staff, reason="回话") == ""


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_faults_is_flat(client, django_assert_max_num_queries, count):
    for _ in range(count):
        report()
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))
    client.get(reverse("about:faults"))

    with django_assert_max_num_queries(10):
        client.get(reverse("about:faults"))


def test_answer_of_a_fault_is_kept_when_refused(client):
    found = report()
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))

    response = client.post(reverse("about:fault-handle", args=[found.number]), {})

    assert response.status_code == 422
    assert "请写明怎样处理的。" in response.content.decode()


def test_site_map_for_machines_lists_what_is_public_only(client):
    shown = make_consultation()
    hidden = make_consultation(stage="draft")
    draft = make_version(published=False)

    page = client.get("/sitemap.xml").content.decode()

    assert shown.get_absolute_url() in page
    assert shown.version.get_absolute_url() in page
    assert hidden.get_absolute_url() not in page
    assert draft.get_absolute_url() not in page


@pytest.mark.parametrize("count", [1, 3])
def test_site_map_for_machines_is_flat(client, django_assert_num_queries, count):
    for _ in range(count):
        make_consultation()
    client.get("/sitemap.xml")

    with django_assert_num_queries(8):
        client.get("/sitemap.xml")


ELSEWHERE = [
    "javascript:alert(1)",
    "data:text/html,x",
    "https://elsewhere.example/accounts/login/",
    "//elsewhere.example/",
    "/\\elsewhere.example",
    "第三页的图",
]


@pytest.mark.parametrize("page", ELSEWHERE)
def test_page_a_stranger_names_is_shown_and_never_linked_to(client, page):
    received = post(client, page=page).content.decode()
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))
    listed = client.get(reverse("about:faults")).content.decode()

    assert page in listed
    for shown in (received, listed):
        assert f'href="{page}"' not in shown


def test_page_of_this_site_is_linked_to(client):
    received = post(client).content.decode()
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))
    listed = client.get(reverse("about:faults")).content.decode()

    for shown in (received, listed):
        assert f'href="{SAID["page"]}"' in shown


@pytest.mark.parametrize("referer", ["http://[", "http://testserver//elsewhere/"])
def test_form_without_a_token_leads_back_to_no_strange_page(referer):
    client = Client(enforce_csrf_checks=True, headers={"Referer": referer})

    response = post(client)

    assert response.status_code == 403
    assert "elsewhere" not in response.content.decode()


def test_waiting_fault_stands_on_the_desk_of_those_who_mend(client):
    found = report()
    desk = reverse("desk:home")
    client.force_login(make_user(Role.CONTENT_MODERATOR))

    waiting = client.get(desk).content.decode()
    faults.handle_fault(found, by=make_user(Role.SYSTEM_ADMIN), answer="已改正。")
    dealt_with = client.get(desk).content.decode()

    assert "处理网站找错" in waiting
    assert "处理网站找错" not in dealt_with
