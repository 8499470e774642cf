"""Demonstration accounts, contact points, and the slip their passwords lie on."""

from __future__ import annotations

import datetime
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import ContactPoint, Division, Membership, User
from accounts.roles import Role

SLIP = Path(settings.VAR) / "demo-accounts.json"
CITY_CODE = "9901"
# A third person: whoever proposes or submits may not confirm.
SECOND_REVIEWER = {
    "username": "gaoyuan",
    "name": "高远",
    "role": "legislative_reviewer",
}


@dataclass(frozen=True)
class Cast:
    """The people of the demonstration by what they do."""

    staff: User
    colleague: User
    reviewer: User
    moderator: User
    points: dict[str, ContactPoint]


def make_cast(story: dict[str, Any]) -> Cast:
    """Create contact points and accounts, and write the slip."""
    points = make_points(story["contact_points"])
    passwords: dict[str, str] = {}
    users: dict[str, list[User]] = {}
    for person in [*story["people"], SECOND_REVIEWER]:
        password = passwords[person["username"]] = secrets.token_urlsafe(9)
        user = User.objects.create_user(
            username=person["username"],
            password=password,
            display_name=person["name"],
        )
        Membership.objects.create(
            user=user,
            role=person["role"],
            contact_point=points.get(person.get("point", "")),
            starts_on=timezone.localdate() - datetime.timedelta(days=400),
        )
        users.setdefault(person["role"], []).append(user)
    write_slip({"passwords": passwords})
    staff = users[Role.LEGISLATIVE_STAFF]
    return Cast(
        staff=staff[0],
        colleague=staff[1],
        reviewer=users[Role.LEGISLATIVE_REVIEWER][0],
        moderator=users[Role.CONTENT_MODERATOR][0],
        points=points,
    )


def make_points(rows: list[dict[str, Any]]) -> dict[str, ContactPoint]:
    """Create the contact points with their divisions; keyed by story code."""
    city, _new = Division.objects.get_or_create(
        code=CITY_CODE, defaults={"name": "明川市", "kind": Division.Kind.CITY}
    )
    points = {}
    for number, row in enumerate(rows, 1):
        name = row["division"].removeprefix("明川市")
        division, _new = Division.objects.get_or_create(
            name=name,
            defaults={
                "code": f"{CITY_CODE}{number:02d}",
                "kind": Division.Kind.COUNTY,
                "parent": city,
            },
        )
        points[row["code"]] = ContactPoint.objects.create(
            code=f"LXD-{division.code}-{number:02d}",
            name=row["name"],
            type=row["type"],
            host_unit=row["host"],
            division=division,
            address=row["address"],
            public_phone=row["phone"],
        )
    return points


def write_slip(news: dict[str, Any]) -> None:
    """Add to the slip; only its owner may read it."""
    slip = {**read_slip(), **news}
    SLIP.touch(mode=0o600, exist_ok=True)
    Path(SLIP).chmod(0o600)
    SLIP.write_text(json.dumps(slip, ensure_ascii=False, indent=1), "utf-8")


def read_slip() -> dict[str, Any]:
    """Return what the slip says, or nothing."""
    return json.loads(SLIP.read_text("utf-8")) if SLIP.exists() else {}
