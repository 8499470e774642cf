"""The navigation of the workbench."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from drafts.kinds import Relation
from home.desk.places import CMS_ROLES, places_of

register = template.Library()


@register.inclusion_tag("desk/_nav.html", takes_context=True)
def desk_nav(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the places this account works in."""
    request = context["request"]
    addresses = [(place, reverse(place.name)) for place in places_of(request.user)]
    longest = max(
        (url for _place, url in addresses if request.path.startswith(url)),
        key=len,
        default="",
    )
    return {
        "places": [(p.label, url, url == longest) for p, url in addresses],
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
