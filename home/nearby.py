"""Whom a reader can call: the contact point they chose, else the host of the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import ContactPoint
from home.models import SiteSettings

if TYPE_CHECKING:
    from django.http import HttpRequest  # noqa: TID251 -- only as a type

COOKIE = "point"
LONGEST_CODE = ContactPoint._meta.get_field("code").max_length or 0


@dataclass(frozen=True)
class Nearby:
    """A telephone: of the point the reader chose, or of the host of the site."""

    phone: str
    hours: str = ""
    point: ContactPoint | None = None


def nearby(request: HttpRequest) -> Nearby | None:
    """Return whom to call; nothing where neither has a telephone.

    One query at most, and only for a reader who has chosen a point.
    """
    point = own_point(request)
    if point is not None and point.public_phone:
        return Nearby(point.public_phone, point=point)
    host = SiteSettings.for_request(request)
    return Nearby(host.phone, host.phone_hours) if host.phone else None


def own_point(request: HttpRequest) -> ContactPoint | None:
    """Return the point the reader keeps as their own, while it is active.

    Kept on the request, so that a page and its frame ask once.
    """
    if not hasattr(request, "own_point"):
        code = request.COOKIES.get(COOKIE, "")
        found = None
        if code and len(code) <= LONGEST_CODE and code.isprintable():
            active = ContactPoint.objects.filter(is_active=True)
            found = active.select_related("division").filter(code=code).first()
        request.own_point = found  # type: ignore[attr-defined]  # ours
    return request.own_point  # type: ignore[attr-defined]  # ours
