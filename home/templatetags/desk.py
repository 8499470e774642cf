"""The navigation of the workbench."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from drafts.kinds import Relation
from feedback.comments.kinds import RejectionReason
from home.desk.acts import ACTS, SCREENINGS
from home.desk.places import CMS_ROLES, places_of

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
    }


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
