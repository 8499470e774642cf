"""Acts of subscribing by mail: ask, confirm, leave. No account, no list of addresses.

Only ``address_of`` opens an address, and only to write to it: the row of the mail
says when and what for. No page, list or export shows one.
"""

from __future__ import annotations

import datetime
import hmac
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common import ciphers, ledger, limits
from common.addresses import validate_writable
from feedback.reports.models import Delivery, Subscription
from feedback.reports.topics import Topic

# What people agree to by asking; a change of the text below is a new version.
TEXT_VERSION = "2026-11"
POINTS = (
    gettext_lazy("谁在用：本网站的主办单位。邮箱加密保存，没有任何页面能看到。"),
    gettext_lazy("做什么用：只用来发您订阅的通知，不作别的用途。"),
    gettext_lazy("留多久：退订后马上删除；7天内没有确认的，也删除。"),
    gettext_lazy("怎样退订：每封邮件末尾都有退订的网址，打开按一下就行，不用登录。"),
)

CONFIRM_WITHIN = datetime.timedelta(days=7)
ASKS_PER_VISITOR, ASKS_PER_ADDRESS = 10, 5
HOUR, DAY = 3600, 24 * 3600
PROOF_LENGTH, LONGEST_NUMBER = 32, 18
CONFIRM, AGAIN = "confirm", "again"


class LinkExpired(Exception):
    """The link was ours once; what it was for is over."""


def ask(topic: Topic, address: str, *, visitor: str) -> bool:
    """Ask for a subscription on behalf of a visitor; False when they ask too often.

    Whether the address is known, unknown, or asked for too often makes no difference
    to the answer. Not to be called within a transaction: the counts must stay.

    Raises:
        ValidationError: it is no address.
    """
    address = normalised(address)
    validate_writable(address)
    if not limits.allow(
        "subscribe visitor", visitor, limit=ASKS_PER_VISITOR, seconds=HOUR
    ):
        return False
    who = address_hash(address)
    if limits.allow("subscribe address", who, limit=ASKS_PER_ADDRESS, seconds=DAY):
        request_subscription(topic, address)
    return True


@transaction.atomic
def request_subscription(
    topic: Topic, address: str, *, at: datetime.datetime | None = None
) -> Subscription:
    """Keep a request, and queue the mail that asks the address whether it is meant.

    Effects, in order: the row made or found, a mail queued unless one waits already,
    ledger row. An address that has confirmed before is told so, and asked nothing.

    Raises:
        ValidationError: it is no address.
    """
    at = at or timezone.now()
    address = normalised(address)
    validate_writable(address)
    names = {"scope": topic.scope, "key": topic.key}
    who = address_hash(address)
    secret = ciphers.new_secret()
    subscription, is_new = Subscription.objects.select_for_update().get_or_create(
        address_hash=who,
        **names,
        defaults={
            "language": get_language() or "",
            "secret": ciphers.wrap(secret),
            "sealed": ciphers.seal(
                {"email": address}, secret=secret, context=_context(who, **names)
            ),
            "text_version": TEXT_VERSION,
            "requested_at": at,
        },
    )
    if not (is_new or subscription.confirmed_at):
        subscription.requested_at = at
        subscription.text_version = TEXT_VERSION
        subscription.save(update_fields=["requested_at", "text_version"])
    if not subscription.deliveries.filter(sent_at=None, event__contains="@").exists():
        kind = AGAIN if subscription.confirmed_at else CONFIRM
        event = f"{kind}@{at:%Y%m%d%H%M%S%f}"
        Delivery.objects.create(subscription=subscription, event=event, queued_at=at)
    _record(subscription, "subscribe", after=_said(subscription))
    return subscription


@transaction.atomic
def confirm_subscription(
    subscription: Subscription, *, at: datetime.datetime | None = None
) -> None:
    """Begin to write: whoever reads the mail of that address has said yes.

    Pressed twice, it is one act.
    """
    at = at or timezone.now()
    waiting = Subscription.objects.filter(pk=subscription.pk, confirmed_at=None)
    if waiting.update(confirmed_at=at):
        subscription.confirmed_at = at
        _record(subscription, "confirm_subscription", after=_said(subscription))


@transaction.atomic
def unsubscribe(subscription: Subscription) -> None:
    """Destroy the address and everything kept with it, at once.

    The ledger keeps that it was done; the salt of its hashes goes with the row.
    """
    before = _said(subscription)
    Subscription.objects.filter(pk=subscription.pk).delete()
    _record(subscription, "unsubscribe", before=before)


def find_to_confirm(token: str, *, at: datetime.datetime | None = None) -> Subscription:
    """Return what a link of confirmation stands for.

    Raises:
        ValidationError: the link is not one of ours.
        LinkExpired: nothing was confirmed for seven days, or it is gone.
    """
    found = Subscription.objects.filter(pk=_proven("confirm", token)).first()
    at = at or timezone.now()
    if found is None:
        raise LinkExpired
    if found.confirmed_at is None and found.requested_at + CONFIRM_WITHIN <= at:
        raise LinkExpired
    return found


def find_to_leave(token: str) -> Subscription | None:
    """Return what a link of leaving stands for, or nothing when it was left before.

    Raises:
        ValidationError: the link is not one of ours.
    """
    return Subscription.objects.filter(pk=_proven("leave", token)).first()


def confirm_token(subscription: Subscription) -> str:
    """Return what proves that a mail was read; it works while the row waits."""
    return _token("confirm", subscription.pk)


def leave_token(subscription: Subscription) -> str:
    """Return what proves the right to leave; it never expires."""
    return _token("leave", subscription.pk)


def address_of(subscription: Subscription) -> str:
    """Return the address, to write to it and for nothing else."""
    sealed = ciphers.open_sealed(
        bytes(subscription.sealed),
        secret=_secret(subscription),
        context=_context(
            subscription.address_hash, subscription.scope, subscription.key
        ),
    )
    return sealed["email"]


def address_hash(address: str) -> str:
    """Return what an address is known again by."""
    return ciphers.keyed_hash("subscription address", normalised(address).lower())


def normalised(address: str) -> str:
    """Return an address as typed, without the blanks around it."""
    return address.strip()


def forget_unconfirmed(at: datetime.datetime | None = None) -> int:
    """Delete requests nobody has confirmed for seven days; return how many."""
    at = at or timezone.now()
    old = Subscription.objects.filter(
        confirmed_at=None, requested_at__lte=at - CONFIRM_WITHIN
    )
    return old.delete()[1].get("reports.Subscription", 0)


def _said(subscription: Subscription) -> dict[str, Any]:
    names = ("scope", "key", "language", "text_version", "address_hash")
    confirmed = subscription.confirmed_at
    return {
        **{name: str(getattr(subscription, name)) for name in names},
        "confirmed_at": confirmed.isoformat() if confirmed else None,
    }


def _record(subscription: Subscription, act: str, **said: Any) -> None:
    ledger.record(
        subscription,
        f"reports.{act}",
        by=ledger.SUBMITTER,
        salt=_secret(subscription),
        **said,
    )


def _secret(subscription: Subscription) -> bytes:
    return ciphers.unwrap(bytes(subscription.secret))


def _context(who: str, scope: str, key: str) -> str:
    return f"subscription {who} {scope} {key}"


def _token(purpose: str, pk: int) -> str:
    return f"{pk}-{_proof(purpose, str(pk))}"


def _proof(purpose: str, pk: str) -> str:
    return ciphers.keyed_hash(f"subscription {purpose}", pk)[:PROOF_LENGTH]


def _proven(purpose: str, token: str) -> int:
    pk, _dash, proof = token.partition("-")
    is_number = pk.isascii() and pk.isdecimal() and len(pk) <= LONGEST_NUMBER
    expected = _proof(purpose, pk).encode()
    if not (is_number and hmac.compare_digest(proof.encode(), expected)):
        raise ValidationError(_("这个网址不完整，请从邮件里重新打开。"))
    return int(pk)
