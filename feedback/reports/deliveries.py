"""Writing to subscribers: who is to be told of what, and sending what is due.

Two steps, each safe to repeat. ``announce`` gives every piece of news to the queues of
its subscribers in one transaction, once. ``send_due`` takes mail by mail: it counts the
attempt, sends, and marks it sent; a worker that dies at any line leaves at most the one
mail it was sending in doubt, and that one carries the same Message-ID again.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Min, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.ciphers import CannotOpen, keyed_hash
from feedback.reports import news, subscriptions, telling, topics
from feedback.reports.kinds import MAILED, Kind, Scope
from feedback.reports.models import Announcement, Delivery, Subscription
from feedback.reports.news import News
from feedback.reports.notices import MOST_ATTEMPTS, delay_after
from feedback.reports.topics import Topic

logger = logging.getLogger(__name__)

# What could not be told for a fortnight is no news any more.
WINDOW = datetime.timedelta(days=14)
KEPT = datetime.timedelta(days=90)
MAILABLE = tuple(frozenset[Kind]().union(*MAILED.values()))
CHUNK = 1000


@dataclass(frozen=True)
class Batch:
    """What the mails of one run need to know, loaded once for all of them."""

    news: Mapping[str, News]
    topics: Mapping[topics.Name, Topic]


def announce(at: datetime.datetime | None = None) -> int:
    """Queue the mails of what has become public, and return how many.

    News is told to those who had confirmed before it came, one mail to an address
    however many of its subscriptions cover it.
    """
    at = at or timezone.now()
    fresh = {n.event: n for n in _mailable(at)}
    told = Announcement.objects.filter(event__in=fresh).values_list("event", flat=True)
    for event in told:
        del fresh[event]
    return sum(_announce_one(n, at) for n in sorted(fresh.values(), key=_by_time))


def send_due(limit: int = 100, *, at: datetime.datetime | None = None) -> int:
    """Send up to ``limit`` mails that are due, and return how many went out.

    Seven queries at most for all, and two for each mail.
    """
    at = at or timezone.now()
    due = list(_due(at).select_related("subscription")[:limit])
    if not due:
        return 0
    batch = _load(due, at)
    with_server = get_connection()
    try:
        return sum(_send_claimed(delivery, batch, with_server, at) for delivery in due)
    finally:
        with_server.close()


def prune(at: datetime.datetime | None = None) -> int:
    """Forget unconfirmed requests, and what was sent long ago; return how many rows."""
    at = at or timezone.now()
    old = at - KEPT
    forgotten = subscriptions.forget_unconfirmed(at)
    mails = Delivery.objects.filter(queued_at__lte=old).delete()[0]
    return (
        forgotten
        + mails
        + Announcement.objects.filter(announced_at__lte=old).delete()[0]
    )


def _mailable(at: datetime.datetime) -> list[News]:
    found = news.recent(at, kinds=MAILABLE, since=at - WINDOW)
    return [n for n in found if n.is_current(at)]


def _by_time(found: News) -> tuple[datetime.datetime, str]:
    return found.at, found.event


@transaction.atomic
def _announce_one(found: News, at: datetime.datetime) -> int:
    mark, is_ours = Announcement.objects.get_or_create(
        event=found.event, defaults={"announced_at": at}
    )
    if not is_ours:
        return 0
    count = 0
    for chunk in _chunks(_followers(found)):
        Delivery.objects.bulk_create(
            Delivery(subscription_id=pk, event=found.event, queued_at=at)
            for pk in chunk
        )
        count += len(chunk)
    Announcement.objects.filter(pk=mark.pk).update(mail_count=count)
    return count


def _chunks(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]


def _followers(found: News) -> list[int]:
    """Return one subscription for each address that follows this, oldest first."""
    keys = {
        Scope.EVERYTHING: "",
        Scope.SUBJECT: found.subject,
        Scope.REGULATION: found.regulation.code if found.regulation else "",
        Scope.ROUND: found.round.code if found.round else "",
    }
    covers = Q(pk__in=[])
    for scope, key in keys.items():
        if found.kind in MAILED[scope] and (key or scope == Scope.EVERYTHING):
            covers |= Q(scope=scope, key=key)
    by_address = (
        Subscription.objects.filter(covers, confirmed_at__lte=found.at)
        .order_by()
        .values("address_hash")
        .annotate(first=Min("pk"))
    )
    return sorted(row["first"] for row in by_address)


def _due(at: datetime.datetime) -> QuerySet[Delivery]:
    is_due = Q(attempts=0)
    for attempts in range(1, MOST_ATTEMPTS):
        is_due |= Q(attempts=attempts, failed_at__lte=at - delay_after(attempts))
    return Delivery.objects.filter(is_due, sent_at=None).order_by("pk")


def _load(due: Sequence[Delivery], at: datetime.datetime) -> Batch:
    names = {(d.subscription.scope, d.subscription.key) for d in due}
    has_news = any("@" not in d.event for d in due)
    return Batch(
        {n.event: n for n in _mailable(at)} if has_news else {},
        topics.find_all(names),
    )


def _send_claimed(
    delivery: Delivery, batch: Batch, with_server: Any, at: datetime.datetime
) -> bool:
    """Claim one mail and send it; who loses the claim sends nothing."""
    mine = Delivery.objects.filter(
        pk=delivery.pk, attempts=delivery.attempts, sent_at=None
    )
    if not mine.update(attempts=F("attempts") + 1, failed_at=at):
        return False
    row = Delivery.objects.filter(pk=delivery.pk)
    message = _message(delivery, batch)
    if message is None:
        row.update(attempts=MOST_ATTEMPTS)
        return False
    message.connection = with_server
    try:
        message.send()
    except (OSError, UnicodeError):
        # SMTP errors are OSErrors; an address may have no form that mails can bear.
        # Nothing personal goes into the log.
        logger.warning("delivery %s could not be sent", delivery.pk)
        with_server.close()
        return False
    row.update(sent_at=timezone.now(), failed_at=None)
    return True


def _message(delivery: Delivery, batch: Batch) -> EmailMessage | None:
    """Return the mail, or nothing where there is nothing left to say, or to whom."""
    subscription = delivery.subscription
    topic = batch.topics.get((subscription.scope, subscription.key))
    kind, is_letter, _when = delivery.event.partition("@")
    found = batch.news.get(delivery.event)
    if topic is None or (found is None and not is_letter):
        return None
    try:
        address = subscriptions.address_of(subscription)
    except CannotOpen:
        return None
    with translation.override(subscription.language):
        if found is not None:
            subject, name = telling.headline(found), "news"
        else:
            subject, name = _letter_subject(kind), f"subscription_{kind}"
        context = _context(subscription, topic, found)
        return EmailMessage(
            subject=_("民意直通车：%s") % " ".join(subject.split()),
            body=render_to_string(f"emails/{name}.txt", context),
            to=[address],
            headers=_headers(delivery, context["leave_url"]),
        )


def _letter_subject(kind: str) -> str:
    if kind == subscriptions.AGAIN:
        return _("您已经订阅过了")
    return _("请确认订阅")


def _context(
    subscription: Subscription, topic: Topic, found: News | None
) -> dict[str, Any]:
    return {
        "topic": topic.title,
        "topic_url": _absolute(topic.url),
        "confirm_url": _absolute(
            reverse(
                "subscriptions:confirm",
                args=[subscriptions.confirm_token(subscription)],
            )
        ),
        "leave_url": _absolute(
            reverse(
                "subscriptions:leave", args=[subscriptions.leave_token(subscription)]
            )
        ),
        "headline": telling.headline(found) if found else "",
        "account": telling.account(found) if found else "",
        "url": _absolute(found.url) if found else "",
    }


def _headers(delivery: Delivery, leave_url: str) -> dict[str, str]:
    """Return what makes it a mail no person wrote, left by one press (RFC 8058)."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    name = keyed_hash("mail of a subscription", str(delivery.pk))[:32]
    return {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{leave_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": f"<{name}@{host}>",
    }


def _absolute(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL + path
