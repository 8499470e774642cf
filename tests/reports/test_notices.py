"""Mail to authors: each once, again after failures, nothing personal in sight."""

from __future__ import annotations

import datetime

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from consultations.rounds.stages import Stage as RoundStage
from feedback.reports import notices, services
from feedback.reports.models import Notice
from tests.committing import together
from tests.dispositions.scene import make_scene


class BrokenBackend(EmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


class SpellingBackend(EmailBackend):
    """A mail server whose client cannot spell one address in Latin letters."""

    def send_messages(self, messages):
        if messages[0].to[0].startswith("author0"):
            ("例" * 60).encode("idna")
        return super().send_messages(messages)


def published(count: int = 1, **fields):
    """A published round of ``count`` comments whose authors left an address."""
    scene = make_scene(stage=RoundStage.SUMMARY_PUBLISHED, **fields)
    comments = [
        scene.comment(
            email=f"author{n}@example.com", name="李四", body="<b>夜间</b>太吵"
        )
        for n in range(count)
    ]
    for comment in comments:
        scene.refuse(comment)
    services.publish_result(scene.consultation, by=scene.reviewer, preface="如下。")
    return comments


def mails_left() -> int:
    return Notice.objects.filter(channel="email", sent_at=None).count()


@pytest.mark.django_db
def test_mail_tells_result_and_reason_and_nothing_about_the_person():
    (comment,) = published()

    assert notices.send_due() == 1

    (message,) = mail.outbox
    assert message.to == ["author0@example.com"]
    assert message.subject == "民意直通车：您提交的意见有处理结果了"
    for said in (comment.receipt_no, "未采纳", "已在二次审议稿中写明", "/lookup/"):
        assert said in message.body
    for hidden in ("李四", "夜间", "author0"):
        assert hidden not in message.subject + message.body


@pytest.mark.django_db
def test_sending_stops_at_its_limit_and_goes_on_where_it_stopped():
    published(5)

    assert [notices.send_due(2) for _ in range(4)] == [2, 2, 1, 0]

    assert sorted(m.to[0] for m in mail.outbox) == [
        f"author{n}@example.com" for n in range(5)
    ]


@pytest.mark.django_db
def test_failed_mail_waits_longer_each_time_and_is_given_up(settings, caplog):
    published()
    settings.EMAIL_BACKEND = "tests.reports.test_notices.BrokenBackend"
    at = timezone.now()

    for attempt in range(1, notices.MOST_ATTEMPTS + 1):
        assert notices.send_due(at=at) == 0
        assert Notice.objects.get(channel="email").attempts == attempt
        early = at + notices.delay_after(attempt) - datetime.timedelta(seconds=1)
        notices.send_due(at=early)
        assert Notice.objects.get(channel="email").attempts == attempt
        at += notices.delay_after(attempt)
    notices.send_due(at=at + datetime.timedelta(days=30))

    assert Notice.objects.get(channel="email").attempts == notices.MOST_ATTEMPTS
    assert "author0" not in caplog.text


@pytest.mark.django_db
def test_address_no_mail_can_bear_keeps_no_other_mail_back(settings, caplog):
    published(2)
    settings.EMAIL_BACKEND = "tests.reports.test_notices.SpellingBackend"

    assert notices.send_due() == 1

    assert [message.to for message in mail.outbox] == [["author1@example.com"]]
    assert "author0" not in caplog.text


@pytest.mark.django_db
def test_mail_that_failed_once_is_sent_later(settings):
    published()
    settings.EMAIL_BACKEND = "tests.reports.test_notices.BrokenBackend"
    notices.send_due()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    sent = notices.send_due(at=timezone.now() + datetime.timedelta(hours=1))

    assert (sent, mails_left(), len(mail.outbox)) == (1, 0, 1)


@pytest.mark.django_db
def test_worker_that_died_after_its_claim_is_taken_over():
    published()
    died_at = timezone.now()
    Notice.objects.filter(channel="email").update(attempts=1, failed_at=died_at)

    assert notices.send_due(at=died_at) == 0
    assert notices.send_due(at=died_at + notices.delay_after(1)) == 1


@pytest.mark.django_db
def test_erased_address_is_given_up_silently():
    (comment,) = published()
    type(comment).objects.filter(pk=comment.pk).update(secret=None)

    assert (notices.send_due(), notices.send_due()) == (0, 0)
    assert mail.outbox == []


def test_several_workers_send_each_mail_once(committed):
    published(6)

    sent = together(lambda _number: notices.send_due(), 4)

    assert sum(sent) == 6
    assert len({m.to[0] for m in mail.outbox}) == len(mail.outbox) == 6
