"""Mails to subscribers: who is told of what, each once whatever happens."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.roles import Role
from common import ciphers
from consultations.rounds import services as rounds
from consultations.rounds.stages import Stage as RoundStage
from drafts.kinds import VersionType
from feedback.reports import deliveries
from feedback.reports import services as reports
from feedback.reports.models import Announcement, Delivery, Subscription
from tests import make
from tests.dispositions.scene import make_scene
from tests.reports.following import (
    ADDRESS,
    deliver,
    regulation_topic,
    round_topic,
    subscribe,
    told,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


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


def reviewer():
    return make.make_user(Role.LEGISLATIVE_REVIEWER)


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
    settings.EMAIL_BACKEND = "tests.reports.test_deliveries.DyingBackend"
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
    settings.EMAIL_BACKEND = "tests.reports.test_deliveries.BrokenBackend"
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


def test_address_no_mail_can_bear_keeps_no_other_mail_back(caplog):
    consultation = make.make_consultation()
    subscribe("reader@例子.cn")
    # As if it had come in before such addresses were refused.
    poisoned = Subscription.objects.get()
    told_to = {"email": "reader@" + "例" * 60 + ".cn"}
    poisoned.sealed = ciphers.seal(
        told_to,
        secret=ciphers.unwrap(bytes(poisoned.secret)),
        context=f"subscription {poisoned.address_hash} {poisoned.scope} {poisoned.key}",
    )
    poisoned.save()
    subscribe(ADDRESS)
    deliveries.announce(consultation.opens_at + DAY)

    sent = deliveries.send_due(at=consultation.opens_at + DAY)

    assert sent == 1
    assert [message.to for message in mail.outbox] == [[ADDRESS]]
    assert "例" not in caplog.text
