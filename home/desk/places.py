"""The places of the workbench, and who has business in which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from consultations.rounds.querysets import PREPARING_ROLES
from home.faults import MENDERS

if TYPE_CHECKING:
    from accounts.models import User

TEXT_ROLES = (Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER)


@dataclass(frozen=True)
class Place:
    """A place: its address by name, its label, and the roles that work there.

    ``inside`` are the beginnings of addresses that belong to it, after the workbench's.
    """

    name: str
    label: Any
    roles: tuple[str, ...]
    inside: tuple[str, ...]

    def holds(self, path: str) -> bool:
        """Whether a path, written from the workbench on, is in this place."""
        return path.startswith(self.inside) if self.inside else path == ""


PLACES = (
    Place("desk:home", _("今天"), (), ()),
    Place("desk:regulations", _("法规与文本"), TEXT_ROLES, ("r/", "v/")),
    Place(
        "desk:consultations",
        _("征求意见"),
        tuple(PREPARING_ROLES),
        ("c/", "comments/", "g/", "d/", "s/", "p/"),
    ),
    Place("about:faults", _("网站找错"), MENDERS, ("faults/",)),
    Place("desk:ledger", _("操作记录"), (Role.AUDIT_ADMIN,), ("ledger/",)),
)
CMS_ROLES = (
    Role.LEGISLATIVE_STAFF,
    Role.LEGISLATIVE_REVIEWER,
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
)


def places_of(user: User) -> list[Place]:
    """Return the places ``user`` works in, in the order of the navigation."""
    return [p for p in PLACES if not p.roles or user.has_role(*p.roles)]
