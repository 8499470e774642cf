"""The navigation of the workbench."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import writing
from drafts.kinds import Relation
from feedback.comments.kinds import RejectionReason
from home.desk.acts import ACTS, SCREENINGS
from home.desk.drafts import DONE, draft_name
from home.desk.keys import are_on
from home.desk.places import CMS_ROLES, places_of
from home.desk.undoing import standing_offer

register = template.Library()


@register.inclusion_tag("desk/_nav.html", takes_context=True)
def desk_nav(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the places this account works in."""
    request = context["request"]
    path = request.path.removeprefix(reverse("desk:home"))
    return {
        "places": [
            (place.label, reverse(place.name), place.holds(path))
            for place in places_of(request.user)
        ],
        "has_cms": request.user.has_role(*CMS_ROLES),
        "user": request.user,
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "offer": standing_offer(request.session),
        "done": request.session.pop(DONE, ""),
        "here": request.get_full_path() if request.method == "GET" else "",
    }


@register.inclusion_tag("desk/_head.html", takes_context=True)
def desk_head(context: dict[str, Any]) -> dict[str, Any]:
    """Load what every page of the workbench has; no keys where they are off."""
    return {"has_keys": are_on(context["request"])}


@register.simple_tag(takes_context=True)
def key(context: dict[str, Any], name: str, press: bool = False) -> SafeString:
    """Give a link or button its key; ``press`` where the key may send a form.

    A form is sent only where nothing is lost: a list is shown first, or ten seconds
    are left to take it back.
    """
    if not are_on(context["request"]):
        return SafeString("")
    shown = ' data-key="{}" aria-keyshortcuts="{}"'
    spoken = "Escape" if name == "Esc" else name
    return format_html(shown + " data-press" if press else shown, name, spoken)


@register.simple_tag(takes_context=True)
def draft(context: dict[str, Any], path: str) -> SafeString:
    """Keep what is typed into a form sent to ``path`` on this device until it is taken.

    What the server has just sent back is newer than what was kept.
    """
    request = context["request"]
    is_back = request.method == "POST" and request.path == path
    sent = " ".join(request.POST) if is_back else ""
    name = draft_name(request.user, path)
    return format_html(' data-draft="{}" data-draft-sent="{}"', name, sent)


@register.filter
def short_day(value: datetime.datetime) -> SafeString:
    """The day without the year, where it is this year's."""
    local = timezone.localtime(value)
    words = writing.day_text(local)
    if local.year == timezone.localdate().year:
        month = writing.MONTHS[local.month - 1]
        english = f"{local.day} {month[:3]}"
        words = english if writing.is_english() else f"{local.month}月{local.day}日"
    machine = local.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', machine, words)


@register.filter
def last_digits(receipt_no: str) -> SafeString:
    """A receipt number whose end is seen; the rest is there for who listens."""
    start, _dash, end = receipt_no.rpartition("-")
    return format_html('<span class="visually-hidden">{}-</span>{}', start, end)


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """Return ``mapping[key]``, or nothing."""
    return mapping.get(key)


@register.filter
def relation_label(value: str) -> str:
    """Return the words for a relation."""
    return str(Relation(value).label)


@register.filter
def posted_or(posted: Any, address: str) -> str:
    """Return what was typed for a row of the lineage review, if it was sent."""
    return posted.get(f"old:{address}", "")


@register.filter
def act_label(act: str) -> str:
    """Return the words for an act of the ledger."""
    return str(ACTS.get(act, act))


@register.filter
def screening_label(act: str) -> str:
    """Return the words for a decision of the screening desk."""
    return str(SCREENINGS.get(act, act))


@register.filter
def reason_label(reason: str) -> str:
    """Return a reason in words: that of a rejection is kept as a code."""
    return str(RejectionReason(reason).label) if reason in RejectionReason else reason
