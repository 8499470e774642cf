"""Subscribers and their mails, for the tests of this room and of its pages."""

from __future__ import annotations

import datetime
import re

from django.core import mail
from django.utils import timezone

from feedback.reports import deliveries, subscriptions, topics
from feedback.reports.models import Subscription
from feedback.reports.topics import EVERYTHING, Topic

ADDRESS = "reader@example.cn"
LINK = re.compile(r"http://\S+")


def subscribe(
    address: str = ADDRESS,
    topic: Topic = EVERYTHING,
    *,
    ago: datetime.timedelta = datetime.timedelta(days=20),
) -> Subscription:
    """A confirmed subscription of so long ago, its first mail out of the way."""
    at = timezone.now() - ago
    found = subscriptions.request_subscription(topic, address, at=at)
    subscriptions.confirm_subscription(found, at=at)
    found.deliveries.update(sent_at=at, attempts=1)
    return found


def round_topic(consultation) -> Topic:
    """The topic of a round."""
    return topics.find("round", consultation.code)


def regulation_topic(regulation) -> Topic:
    """The topic of a project."""
    return topics.find("regulation", regulation.code)


def deliver(at=None) -> int:
    """Do what the worker does, and return how many mails went out."""
    deliveries.announce(at)
    return deliveries.send_due(at=at)


def told() -> list[tuple[str, str]]:
    """The mails so far: to whom, and their subject without the name of the site."""
    return [(m.to[0], m.subject.removeprefix("民意直通车：")) for m in mail.outbox]


def links(message) -> list[str]:
    """The addresses in a mail, as paths."""
    found = LINK.findall(message.body)
    return ["/" + link.split("/", 3)[3] for link in found]
