"""Passing a page on: an address, a QR code and a sentence; nobody is told of it."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import ContactPoint
from common.writing import until_text
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Phase
from home.reading.windows import Status, status_of, window_text

QUIET_ZONE = 4
POINTS_SHOWN = 6
TOLD = frozenset({Phase.RESULT_PUBLISHED, Phase.ARCHIVED})
SOON = frozenset({Phase.SCHEDULED, Phase.OPEN, Phase.SUSPENDED})


def qr_image(url: str) -> bytes:
    """Return the QR code of an address as an SVG file, black on white."""
    image = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        image,
        kind="svg",
        border=QUIET_ZONE,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return image.getvalue()


def share_round(consultation: Consultation, base: str) -> dict[str, Any]:
    """Return what ``components/share.html`` shows of a round; no query."""
    url = base + consultation.get_absolute_url()
    return {
        "url": url,
        "text": sentence(consultation, url),
        "qr": reverse("rounds:qr", args=[consultation.code]),
        "poster": reverse("rounds:poster", args=[consultation.code]),
    }


def follow_round(consultation: Consultation) -> dict[str, str]:
    """Return where one subscribes to a round: by mail, and by a reader program."""
    query = {"round": consultation.code}
    return {
        "subscribe": reverse("subscriptions:create", query=query),
        "feed": reverse("rounds:round-feed", args=[consultation.code]),
    }


def sentence(consultation: Consultation, url: str) -> str:
    """Return one sentence to paste into a chat, with the address at its end."""
    phase = consultation.phase()
    about = {"title": consultation.version.title, "url": url}
    if phase in TOLD:
        return _("《%(title)s》征求意见的采纳结果已经公布：%(url)s") % about
    if phase in SOON:
        about["closes"] = until_text(consultation.closes_at)
        return _("《%(title)s》公开征求意见，%(closes)s截止：%(url)s") % about
    return _("《%(title)s》征求意见：%(url)s") % about


def poster(
    consultation: Consultation, base: str, point: ContactPoint | None
) -> dict[str, Any]:
    """Return what the printable page of a round says; one query at most.

    ``point`` is the place whose door it is made for.
    """
    status = status_of(consultation)
    return {
        "round": consultation,
        "status": status,
        # Paper does not count the days: what is coming or open says its dates alone.
        "shows_status": status.phase not in (Phase.SCHEDULED, Phase.OPEN),
        "call": _call(status),
        "window": window_text(consultation),
        "url": base + consultation.get_absolute_url(),
        "qr": reverse("rounds:qr", args=[consultation.code]),
        "point": point,
        "points": _points(status, point),
    }


def _call(status: Status) -> str:
    """Return the poster's own line."""
    if status.phase in TOLD:
        return _("大家的意见，怎么办了")
    if status.phase in SOON:
        return _("请您提意见")
    return _("征求意见")


def _points(status: Status, point: ContactPoint | None) -> list[ContactPoint]:
    if point is not None or status.phase not in SOON:
        return []
    return list(
        ContactPoint.objects.filter(is_active=True).order_by("code")[:POINTS_SHOWN]
    )
