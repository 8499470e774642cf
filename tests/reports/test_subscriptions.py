"""Subscribing by mail: agreed to twice, told once, left by one press."""

from __future__ import annotations

import datetime
import logging

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common import ledger
from common.models import LedgerEntry
from feedback.reports import deliveries, subscriptions
from feedback.reports.models import Delivery, Subscription
from feedback.reports.subscriptions import CONFIRM_WITHIN, LinkExpired
from feedback.reports.topics import EVERYTHING
from tests import make
from tests.reports.following import (
    ADDRESS,
    deliver,
    links,
    subscribe,
    told,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
FORM = {"topic": "everything:", "email": ADDRESS}


def post(client, data=None, **query):
    return client.post(reverse("subscriptions:create", query=query), data or FORM)


# Asking and confirming


def test_subscription_begins_only_when_the_mail_was_read_and_its_button_pressed(client):
    consultation = make.make_consultation()

    asked = post(client)
    deliver()
    (message,) = mail.outbox
    page = client.get(links(message)[0])
    before = Subscription.objects.get().confirmed_at
    pressed = client.post(links(message)[0])

    assert (asked.status_code, page.status_code, pressed.status_code) == (200,) * 3
    assert "确认订阅" in page.content.decode()
    assert before is None
    assert Subscription.objects.get().confirmed_at is not None
    assert "订阅成功" in pressed.content.decode()
    # What came before is not told.
    assert (deliver(), consultation.is_open()) == (0, True)


def test_form_sent_twice_is_one_subscription_and_one_mail(client):
    post(client)
    post(client, {"topic": "everything:", "email": " Reader@Example.CN "})

    deliver()

    assert (Subscription.objects.count(), len(mail.outbox)) == (1, 1)


def test_link_of_confirmation_expires_and_no_other_link_is_taken(client):
    found = subscriptions.request_subscription(EVERYTHING, ADDRESS)
    token = subscriptions.confirm_token(found)
    end = found.requested_at + CONFIRM_WITHIN

    assert subscriptions.find_to_confirm(token, at=end - DAY / 2) == found
    with pytest.raises(LinkExpired):
        subscriptions.find_to_confirm(token, at=end)
    for forged in (token[:-1] + "x", f"{found.pk + 1}{token[1:]}", "1", "一-二", "-"):
        with pytest.raises(ValidationError):
            subscriptions.find_to_confirm(forged)
        url = reverse("subscriptions:confirm", args=[forged])
        assert client.get(url).status_code == 404
    # Each link has one use.
    with pytest.raises(ValidationError):
        subscriptions.find_to_leave(token)


def test_expired_link_says_so_and_leads_on(client):
    found = subscriptions.request_subscription(EVERYTHING, ADDRESS)
    url = reverse("subscriptions:confirm", args=[subscriptions.confirm_token(found)])
    Subscription.objects.update(requested_at=timezone.now() - CONFIRM_WITHIN)

    response = client.post(url)

    assert response.status_code == 410
    assert reverse("subscriptions:create") in response.content.decode()
    assert Subscription.objects.get().confirmed_at is None


def test_answer_is_the_same_for_a_known_an_unknown_and_a_tired_address(client):
    subscribe()
    answers = []

    for address in (ADDRESS, "nobody@example.cn"):
        for _number in range(subscriptions.ASKS_PER_ADDRESS + 1):
            visitor = Client(REMOTE_ADDR=f"203.0.113.{len(answers)}")
            response = post(visitor, {"topic": "everything:", "email": address})
            body = response.content.decode().replace(address, "ADDRESS")
            answers.append((response.status_code, dict(response.headers), body))

    codes = {code for code, _headers, _body in answers}
    bodies = {body for _code, _headers, body in answers}
    lengths = {len(headers) for _code, headers, _body in answers}
    assert (codes, len(bodies), len(lengths)) == ({200}, 1, 1)


def test_address_is_written_to_at_most_five_times_a_day_whoever_asks():
    for number in range(8):
        visitor = Client(REMOTE_ADDR=f"203.0.113.{number}")
        post(visitor)
        deliver()

    assert len(mail.outbox) == subscriptions.ASKS_PER_ADDRESS


def test_visitor_who_asks_too_often_is_told_when_to_come_back(client):
    for number in range(subscriptions.ASKS_PER_VISITOR):
        post(client, {"topic": "everything:", "email": f"r{number}@example.cn"})

    refused = post(client, {"topic": "everything:", "email": "more@example.cn"})

    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert 'value="more@example.cn"' in refused.content.decode()
    assert Subscription.objects.count() == subscriptions.ASKS_PER_VISITOR


def test_known_address_is_told_that_it_follows_already(client):
    subscribe()

    post(client)
    deliver()

    assert told() == [(ADDRESS, "您已经订阅过了")]
    assert "confirm" not in mail.outbox[0].body


@pytest.mark.parametrize(
    "data",
    [{}, {"topic": "everything:"}, {**FORM, "email": "x"}, {**FORM, "topic": "round:"}],
)
def test_form_that_lacks_something_is_given_back(client, data):
    response = client.post(reverse("subscriptions:create"), data)

    assert response.status_code == 422
    assert "有 " in response.content.decode()
    assert Subscription.objects.count() == 0


def test_page_offers_the_round_one_comes_from_and_what_is_wider(client):
    regulation = make.make_regulation(subject_area="社会治理")
    consultation = make.make_consultation(make.make_version(regulation))

    html = client.get(
        reverse("subscriptions:create", query={"round": consultation.code})
    ).content.decode()

    values = [f"round:{consultation.code}", f"regulation:{regulation.code}"]
    places = [html.index(f'value="{v}"') for v in [*values, "subject:社会治理"]]
    assert places == sorted(places)
    assert html.index('value="everything:"') > places[-1]
    assert html.count("checked") == 1


@pytest.mark.parametrize("scope", ["round", "regulation", "subject"])
def test_what_is_not_public_cannot_be_followed(client, scope):
    regulation = make.make_regulation(is_public=False, subject_area="机密")
    consultation = make.make_consultation(make.make_version(regulation))
    keys = {
        "round": consultation.code,
        "regulation": regulation.code,
        "subject": "机密",
    }

    response = client.get(reverse("subscriptions:create", query={scope: keys[scope]}))

    assert response.status_code == 404


# Leaving


def test_leaving_takes_one_press_and_destroys_everything(client):
    found = subscribe()
    url = reverse("subscriptions:leave", args=[subscriptions.leave_token(found)])

    page = client.get(url)
    kept = Subscription.objects.count()
    left = client.post(url)
    again = client.get(url)

    assert (page.status_code, kept) == (200, 1)
    assert (left.status_code, again.status_code) == (200, 200)
    assert "已经退订" in left.content.decode()
    assert again.content == client.post(url).content
    assert (Subscription.objects.count(), Delivery.objects.count()) == (0, 0)


def test_mail_program_leaves_by_itself_without_page_cookie_or_token():
    make.make_consultation()
    subscribe()
    deliver()
    (message,) = mail.outbox
    header = message.extra_headers["List-Unsubscribe"]
    path = "/" + header.strip("<>").split("/", 3)[3]

    response = Client(enforce_csrf_checks=True).post(
        path, {"List-Unsubscribe": "One-Click"}
    )

    assert message.extra_headers["List-Unsubscribe-Post"] == (
        "List-Unsubscribe=One-Click"
    )
    assert path in links(message)
    assert (response.status_code, Subscription.objects.count()) == (200, 0)


def test_unconfirmed_requests_are_forgotten_after_seven_days():
    at = timezone.now()
    subscriptions.request_subscription(EVERYTHING, "old@example.cn", at=at)
    subscriptions.request_subscription(EVERYTHING, "new@example.cn", at=at + DAY)
    subscribe("sure@example.cn")

    deliveries.prune(at + CONFIRM_WITHIN)

    kept = {subscriptions.address_of(s) for s in Subscription.objects.all()}
    assert kept == {"new@example.cn", "sure@example.cn"}


# Kept by nobody


def test_address_stands_nowhere_in_clear(client, caplog):
    caplog.set_level(logging.DEBUG)
    make.make_consultation()

    post(client)
    deliver()
    first = mail.outbox[0]
    client.post(links(first)[0])
    found = Subscription.objects.get()
    Subscription.objects.update(confirmed_at=timezone.now() - 20 * DAY)
    deliver()
    leaving = links(mail.outbox[-1])[-1]
    stored = [str(row) for model in (Subscription, Delivery) for row in values(model)]
    client.post(leaving)

    written = [str(row) for row in LedgerEntry.objects.values()]
    urls = [link for message in mail.outbox for link in links(message)]
    logged = [record.getMessage() for record in caplog.records]
    for texts in (stored, written, urls, logged, [str(found)]):
        assert [text for text in texts if "reader" in text.lower()] == []
    assert [row.act for row in LedgerEntry.objects.filter(actor_kind="submitter")] == [
        "reports.subscribe",
        "reports.confirm_subscription",
        "reports.unsubscribe",
    ]
    assert ledger.verify().ok


def values(model):
    for row in model.objects.values():
        yield {
            name: bytes(value) if isinstance(value, (bytes, memoryview)) else value
            for name, value in row.items()
        }


def test_sealed_address_does_not_open_in_another_row():
    from common.ciphers import CannotOpen  # noqa: PLC0415 -- one use

    mine, other = subscribe(), subscribe("other@example.cn")
    other.sealed = mine.sealed

    with pytest.raises(CannotOpen):
        subscriptions.address_of(other)
    assert subscriptions.address_of(mine) == ADDRESS


def test_pages_of_subscribing_are_for_no_cache(client):
    found = subscriptions.request_subscription(EVERYTHING, ADDRESS)
    tokens = (subscriptions.confirm_token(found), subscriptions.leave_token(found))
    urls = [
        reverse("subscriptions:create"),
        reverse("subscriptions:confirm", args=[tokens[0]]),
        reverse("subscriptions:leave", args=[tokens[1]]),
    ]

    found = [client.get(url)["Cache-Control"] for url in urls]

    assert found == ["private, no-store"] * 3


UNWRITABLE = [
    "reader@" + "例" * 60 + ".cn",
    "reader@xn--例.cn",
    "reader@\u0627a.cn",
    # Compatible forms of the comma and the sign between name and host.
    "reader@x.cn\uff0cother\uff20example.cn",
]


@pytest.mark.parametrize("address", UNWRITABLE)
def test_address_that_no_mail_can_be_written_to_is_refused(client, address):
    response = post(client, {**FORM, "email": address})

    page = response.content.decode()
    assert response.status_code == 422
    assert "请写完整的邮箱地址，例如 name@example.cn。" in page
    assert not Subscription.objects.exists()


def test_address_in_chinese_is_taken(client):
    response = post(client, {**FORM, "email": "reader@例子.中国"})

    assert response.status_code == 200
    assert deliver() == 1
