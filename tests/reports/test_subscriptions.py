"""Subscribing by mail: agreed to twice, told once, left by one press."""

from __future__ import annotations

import datetime
import logging

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.roles import Role
from common import ledger
from common.models import LedgerEntry
from consultations.rounds import services as rounds
from consultations.rounds.stages import Stage as RoundStage
from drafts.kinds import VersionType
from feedback.reports import deliveries, subscriptions
from feedback.reports import services as reports
from feedback.reports.models import Announcement, Delivery, Subscription
from feedback.reports.subscriptions import CONFIRM_WITHIN, LinkExpired
from feedback.reports.topics import EVERYTHING
from tests import make
from tests.dispositions.scene import make_scene
from tests.reports.following import (
    ADDRESS,
    links,
    regulation_topic,
    round_topic,
    subscribe,
    told,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
FORM = {"topic": "everything:", "email": ADDRESS}


class Dies(BaseException):
    """The worker is killed."""


class DyingBackend(EmailBackend):
    """A mail server that takes one mail, and a worker that dies right after it."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise Dies


class BrokenBackend(EmailBackend):
    """A mail server that refuses by naming whom it was to write to."""

    def send_messages(self, messages):
        raise ConnectionRefusedError(messages[0].to)


def post(client, data=None, **query):
    return client.post(reverse("subscriptions:create", query=query), data or FORM)


def deliver(at=None):
    deliveries.announce(at)
    return deliveries.send_due(at=at)


def reviewer():
    return make.make_user(Role.LEGISLATIVE_REVIEWER)


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


# What is told, and to whom


def test_opening_of_a_round_is_told_to_everybody_who_follows_it():
    consultation = make.make_consultation()
    regulation = consultation.document.regulation
    other = make.make_consultation(title="另一轮")
    subscribe("all@example.cn")
    subscribe("law@example.cn", regulation_topic(regulation))
    subscribe("round@example.cn", round_topic(consultation))
    subscribe("other@example.cn", round_topic(other))
    subscribe("late@example.cn", ago=datetime.timedelta(0))

    deliver()

    subject = f"开始征求意见：{consultation.title}"
    expected = {f"{who}@example.cn" for who in ("all", "law", "round")}
    assert {who for who, what in told() if what == subject} == expected
    assert mail.outbox[0].body.count(consultation.get_absolute_url()) == 1


def test_address_that_follows_in_several_ways_gets_one_mail():
    consultation = make.make_consultation()
    subscribe()
    subscribe(topic=round_topic(consultation))
    subscribe(topic=regulation_topic(consultation.document.regulation))

    deliver()

    subject = f"开始征求意见：{consultation.title}"
    assert told().count((ADDRESS, subject)) == 1


def test_end_is_reminded_of_three_days_before_to_followers_of_that_round():
    consultation = make.make_consultation()
    subscribe("round@example.cn", round_topic(consultation))
    subscribe("all@example.cn")
    deliver()
    mail.outbox.clear()
    midnight = consultation.closes_at - 4 * DAY
    morning = midnight + datetime.timedelta(hours=9)

    counts = [deliver(morning - DAY / 24), deliver(morning), deliver(morning + DAY)]

    assert counts == [0, 1, 0]
    assert told() == [("round@example.cn", f"还有3天截止：{consultation.title}")]
    assert consultation.days_left(morning) == 3


def test_moved_end_is_told_with_its_reason_and_reminded_of_anew():
    consultation = make.make_consultation()
    subscribe(topic=round_topic(consultation))
    deliver()
    mail.outbox.clear()
    first = consultation.closes_at - 4 * DAY + DAY / 2
    deliver(first)

    last = consultation.last_day + 10 * DAY
    rounds.extend_consultation(
        consultation, by=reviewer(), closes_on=last, reason="时间太紧。"
    )
    deliver()
    consultation.refresh_from_db()
    deliver(consultation.closes_at - 4 * DAY + DAY / 2)

    words = [what.split("：")[0] for _who, what in told()]
    assert words == ["还有3天截止", "征求意见延期", "还有3天截止"]
    assert "时间太紧。" in mail.outbox[1].body


def test_suspension_and_cancelling_are_told():
    running, coming = (
        make.make_consultation(),
        make.make_consultation(
            opens_at=timezone.now() + DAY, approved_at=timezone.now() - DAY
        ),
    )
    subscribe()
    deliver()
    mail.outbox.clear()

    rounds.suspend_consultation(running, by=reviewer(), reason="系统维护。")
    rounds.cancel_consultation(coming, by=reviewer(), reason="草案撤回。")
    deliver()

    words = sorted(what.split("：")[0] for _who, what in told())
    assert words == ["征求意见取消", "征求意见暂停"]


def test_round_suspended_before_its_day_opens_when_it_is_resumed():
    opens = timezone.now() + DAY
    coming = make.make_consultation(opens_at=opens, approved_at=timezone.now() - DAY)
    subscribe()
    rounds.suspend_consultation(coming, by=reviewer(), reason="系统维护。")
    deliver()
    mail.outbox.clear()

    silent = deliver(opens + DAY)
    rounds.resume_consultation(coming, by=reviewer(), reason="好了。", at=opens + DAY)
    deliver(opens + DAY)

    assert silent == 0
    assert sorted(what.split("：")[0] for _who, what in told()) == [
        "开始征求意见",
        "征求意见恢复",
    ]


def test_results_are_told_once_and_a_correction_is_no_news():
    scene = make_scene(stage=RoundStage.SUMMARY_PUBLISHED)
    scene.refuse(scene.comment(body="夜间太吵"))
    subscribe()
    first = reports.publish_result(
        scene.consultation, by=scene.reviewer, preface="如下。"
    )
    deliver()
    reports.correct_publication(first, by=scene.reviewer, text="更正。", note="笔误")
    deliver()

    words = [what for _who, what in told() if what.startswith("采纳结果")]
    assert words == [f"采纳结果已公布：{scene.consultation.title}"]
    assert "夜间太吵" not in mail.outbox[-1].body


def test_texts_are_told_to_followers_of_the_regulation_alone():
    regulation = make.make_regulation()
    subscribe("law@example.cn", regulation_topic(regulation))
    subscribe("all@example.cn")
    make.make_version(regulation)
    make.make_version(regulation, version_type=VersionType.PROMULGATED)
    make.make_version(regulation, published=False)

    deliver()

    assert [(who, what.split("：")[0]) for who, what in told()] == [
        ("law@example.cn", "新的文本"),
        ("law@example.cn", "公布文本"),
    ]


def test_hidden_rounds_and_invitations_out_of_date_are_not_told():
    past = timezone.now() - 40 * DAY
    make.make_consultation(stage=RoundStage.IN_REVIEW)
    make.make_consultation(make.make_version(make.make_regulation(is_public=False)))
    make.make_consultation(opens_at=past)
    subscribe(ago=60 * DAY)

    assert deliver() == 0


def test_news_that_no_longer_holds_is_not_sent():
    consultation = make.make_consultation()
    subscribe()
    deliveries.announce()
    type(consultation).objects.update(stage=RoundStage.DRAFT)

    assert (deliveries.send_due(), deliveries.send_due(), told()) == (0, 0, [])


def test_mail_is_plain_speaks_the_readers_language_and_runs_nothing():
    title = "<script>alert(1)</script>\r\nBcc: x@example.cn 条例征求意见"
    make.make_consultation(title=title)
    with translation.override("en"):
        subscribe()

    deliver()

    (message,) = mail.outbox
    assert message.content_subtype == "plain"
    assert message.alternatives == [] if hasattr(message, "alternatives") else True
    assert "\n" not in message.subject
    assert "<script>alert(1)</script>" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.recipients() == [ADDRESS]
    assert Subscription.objects.get().language == "en"


# Exactly once


def test_killed_worker_leaves_at_most_the_mail_it_was_sending_in_doubt(settings):
    make.make_consultation()
    for number in range(5):
        subscribe(f"r{number}@example.cn")
    deliveries.announce()
    settings.EMAIL_BACKEND = "tests.reports.test_subscriptions.DyingBackend"
    at = timezone.now()

    with pytest.raises(Dies):
        deliveries.send_due(at=at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    went = deliveries.send_due(at=at)
    again = deliveries.send_due(at=at + deliveries.delay_after(1))

    assert (went, again) == (4, 1)
    sent = [(m.to[0], m.extra_headers["Message-ID"]) for m in mail.outbox]
    # The one in doubt came twice, under one name; every other came once.
    assert len(sent) == 6
    assert len(set(sent)) == 5
    assert deliveries.send_due(at=at + 30 * DAY) == 0


def test_announcing_that_dies_halfway_begins_anew(monkeypatch):
    make.make_consultation()
    subscribe("a@example.cn")
    subscribe("b@example.cn")
    monkeypatch.setattr(deliveries, "CHUNK", 0)

    with pytest.raises(ValueError, match="range"):
        deliveries.announce()
    halfway = (Announcement.objects.count(), Delivery.objects.filter(sent_at=None))
    assert (halfway[0], halfway[1].count()) == (0, 0)
    monkeypatch.undo()

    assert (deliveries.announce(), deliveries.announce()) == (2, 0)


def test_failed_mail_waits_longer_each_time_and_is_given_up(settings, caplog):
    make.make_consultation()
    subscribe()
    deliveries.announce()
    settings.EMAIL_BACKEND = "tests.reports.test_subscriptions.BrokenBackend"
    at = timezone.now()

    for attempt in range(1, deliveries.MOST_ATTEMPTS + 1):
        assert deliveries.send_due(at=at) == 0
        assert Delivery.objects.get(sent_at=None).attempts == attempt
        at += deliveries.delay_after(attempt)
    deliveries.send_due(at=at + DAY)

    assert Delivery.objects.get(sent_at=None).attempts == deliveries.MOST_ATTEMPTS
    assert ADDRESS not in caplog.text


@pytest.mark.parametrize("count", [1, 3])
def test_announcing_costs_the_same_for_any_number_of_readers(
    django_assert_num_queries, count
):
    make.make_consultation()
    for number in range(count):
        subscribe(f"r{number}@example.cn")

    with django_assert_num_queries(22):
        deliveries.announce()


def test_sending_costs_two_queries_a_mail():
    make.make_consultation()
    subscribe("r0@example.cn")
    counts = []

    for count in (1, 3):
        for number in range(1, count):
            subscribe(f"r{number}@example.cn")
        Announcement.objects.all().delete()
        Delivery.objects.all().delete()
        deliveries.announce()
        with CaptureQueriesContext(connection) as captured:
            assert deliveries.send_due() == count
        counts.append(len(captured))

    assert counts[1] - counts[0] == 2 * 2
    assert counts[0] <= 7 + 2


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
