"""One small world that holds one of everything an address can name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from accounts.models import User
from common.idempotency import new_key
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from drafts.kinds import VersionType
from home.faults import report_fault
from home.models import SiteSettings
from tests import make
from tests.dispositions.scene import Scene
from tests.reading.scene import SECOND, decided_scene, tell
from tests.site.expectations import CITIZEN, ROLES, VISITOR

PERSON = {
    "name": "王金丝雀",
    "phone": "13877776666",
    "email": "canary77@example.cn",
}


FAULT_CONTACT = "13766665555"


@dataclass
class World:
    """People, and the arguments of addresses by the name of what they point at."""

    people: dict[str, User | None]
    places: dict[str, Any]
    told: Scene
    deciding: Scene
    open: Consultation
    hidden: Any

    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def client(self, who: str, **options: Any) -> Client:
        """Return a browser in which ``who`` is signed in; signing in happens once."""
        client = Client(**{"raise_request_exception": False, **options})
        if who not in self.cookies:
            if self.people[who] is not None:
                client.force_login(self.people[who])
            self.cookies[who] = {n: m.value for n, m in client.cookies.items()}
        client.cookies.load(self.cookies[who])
        return client

    def address(self, name: str, place: str) -> str:
        """Return the address called ``name`` of the object called ``place``."""
        given = self.places[place]
        if isinstance(given, tuple):
            return reverse(name, args=given)
        return reverse(name, kwargs=given)


def build() -> World:
    """Make the world; takes about a second."""
    SiteSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))
    people: dict[str, User | None] = {
        VISITOR: None,
        CITIZEN: make.make_user(password="pass"),
        **{role: make.make_user(role, password="pass") for role in ROLES},
    }
    told, deciding = tell(decided_scene(1)), decided_scene(1)
    deciding.at_stage(RoundStage.COLLATING)
    consultation = make.make_consultation()
    hidden = make.make_version(
        told.regulation,
        text=SECOND,
        published=False,
        base=told.versions[-1],
        version_type=VersionType.THIRD_DRAFT,
    )
    world = World(people, {}, told, deciding, consultation, hidden)
    world.places = places_of(world)
    for who in people:
        world.client(who)
    return world


def a_fault() -> str:
    """A fault somebody reported, with a way to answer."""
    return report_fault(
        kind="link", page="/", text="打不开。", contact=FAULT_CONTACT, key=new_key()
    ).number


def places_of(world: World) -> dict[str, Any]:
    """Return arguments for every kind of address."""
    told, deciding = world.told, world.deciding
    code, draft = told.draft.document.code, told.draft
    final, hidden = told.versions[-1], world.hidden
    comment = deciding.comment(targets=("3", "4"), body="两处一起说。", **PERSON)
    fresh = make.make_comment(world.open, targets=("3",), stage="submitted", **PERSON)
    child = make.make_comment(
        world.open,
        under_14=True,
        guardian_name="监护金丝雀",
        consents={"guardian"},
        stage="submitted",
        **PERSON,
    )
    other = deciding.comment(targets=("3",), body="别的意见。")
    group = _group(deciding)
    proposed = deciding.propose(
        deciding.comment(targets=("4",), body="不要在医院边上。"),
        result="not_adopted",
        reason_code="immature",
    )
    draft_round = make.make_consultation(
        hidden, stage=RoundStage.DRAFT, created_by=world.people["legislative_staff"]
    )
    return {
        "": {},
        "front page": ("",),
        "no page": ("mei-you/",),
        "no restriction": {"page_view_restriction_id": 9999, "page_id": 9999},
        "mailed key": {"key": "abc"},
        "mailed reset": {"uidb36": "a", "key": "b-c"},
        "no pair": {"code": code, "old": draft.slug, "new": "v99"},
        "no words": {"pk": draft.pk, "address": "99"},
        "no act on text": {"pk": hidden.pk, "name": "burn"},
        "no act on round": {"code": world.open.code, "name": "burn"},
        "no act on decision": {"pk": proposed.pk, "name": "burn"},
        "no act on results": {"code": deciding.consultation.code, "name": "burn"},
        "new comment": {"receipt": fresh.receipt_no},
        "child": {"receipt": child.receipt_no},
        "foreign target": {
            "receipt": comment.receipt_no,
            "target": other.targets.first().pk,
        },
        "foreign member": {"pk": group.pk, "member": 999_999},
        "suspend round": {"code": world.open.code, "name": "suspend"},
        "regulation": {"code": code},
        "secret regulation": {"code": make.make_regulation(is_public=False).code},
        "no regulation": {"code": "LF-1999-001"},
        "version": {"code": code, "version": draft.slug},
        "hidden version": {"code": code, "version": hidden.slug},
        "no version": {"code": code, "version": "v99"},
        "provision": {"code": code, "version": draft.slug, "address": "3"},
        "hidden provision": {"code": code, "version": hidden.slug, "address": "3"},
        "no provision": {"code": code, "version": draft.slug, "address": "99"},
        "pair": {"code": code, "old": draft.slug, "new": final.slug},
        "hidden pair": {"code": code, "old": final.slug, "new": hidden.slug},
        "open round": {"code": world.open.code},
        "told round": {"code": told.consultation.code},
        "round": {"code": deciding.consultation.code},
        "draft round": {"code": draft_round.code},
        "no round": {"code": "LF-1999-001-R1"},
        "point": {"code": make.make_contact_point().code},
        "no point": {"code": "LXD-1999-01"},
        "editing": {"pk": hidden.pk},
        "published": {"pk": draft.pk},
        "final": {"pk": final.pk},
        "no row": {"pk": 999_999},
        "plain words": {"pk": draft.pk, "address": "3"},
        "submit text": {"pk": hidden.pk, "name": "submit"},
        "publish text": {"pk": hidden.pk, "name": "publish"},
        "submit round": {"code": draft_round.code, "name": "submit"},
        "report round": {"code": deciding.consultation.code, "name": "report"},
        "comment": {"receipt": comment.receipt_no},
        "fault": {"number": a_fault()},
        "no fault": {"number": "ZC-1999-0001"},
        "no comment": {"receipt": "YJ-LF1999001-R1-000001"},
        "target": {
            "receipt": comment.receipt_no,
            "target": comment.targets.first().pk,
        },
        "group": {"pk": group.pk},
        "member": {"pk": group.pk, "member": group.members.first().pk},
        "disposition": {"pk": proposed.pk},
        "told decision": {"pk": _told_decision(told)},
        "confirm": {"pk": proposed.pk, "name": "confirm"},
        "return": {"pk": proposed.pk, "name": "return"},
        "survival": {"pk": _survival(told)},
        "summary": {"code": deciding.consultation.code, "name": "summary"},
        "publication": {"pk": told.consultation.publications.first().pk},
        "table": {"code": told.consultation.code, "name": "comments"},
        "paper": {"code": told.consultation.code, "name": "summary"},
        **_followed(),
        "no file": {"code": told.consultation.code, "name": "people"},
    }


def _followed() -> dict[str, Any]:
    """Subscriptions to a person's address: asked for, confirmed, long out of date."""
    from feedback.reports import subscriptions  # noqa: PLC0415 -- app ready
    from feedback.reports.topics import EVERYTHING  # noqa: PLC0415 -- app ready

    long_ago = timezone.now() - 2 * subscriptions.CONFIRM_WITHIN
    names = ("asked", "held", "old")
    found = {
        name: subscriptions.request_subscription(
            EVERYTHING,
            f"{name}.{PERSON['email']}",
            at=long_ago if name == "old" else None,
        )
        for name in names
    }
    subscriptions.confirm_subscription(found["held"])
    return {
        "asked subscription": {"token": subscriptions.confirm_token(found["asked"])},
        "held subscription": {"token": subscriptions.leave_token(found["held"])},
        "old subscription": {"token": subscriptions.confirm_token(found["old"])},
        "no subscription": {"token": "1-0"},
    }


def _group(scene: Scene) -> Any:
    from feedback.dispositions import services  # noqa: PLC0415 -- app ready

    pair = [scene.comment(targets=("4",), body=f"离学校远些。{n}") for n in (1, 2)]
    return services.group_comments(
        scene.consultation,
        pair,
        by=scene.staff,
        title="离学校远些",
        summary="要求远离。",
    )


def _told_decision(scene: Scene) -> int:
    from feedback.dispositions.models import Disposition  # noqa: PLC0415 -- app ready

    decided = Disposition.objects.filter(consultation=scene.consultation)
    return decided.filter(stage="published").first().pk


def _survival(scene: Scene) -> int:
    from feedback.dispositions.models import (  # noqa: PLC0415 -- app ready
        AdoptionLink,
        Survival,
    )

    link = AdoptionLink.objects.filter(
        disposition__consultation=scene.consultation
    ).first()
    later = make.make_version(
        scene.regulation,
        text=SECOND.replace("不得使用扩音设备", "不得使用高音扩音设备"),
        base=scene.versions[-1],
        version_type=VersionType.PROMULGATED,
    )
    row = Survival.objects.create(
        link=link,
        version=later,
        provision=make.provision(later, "3.1.2"),
        state="modified",
        is_certain=False,
        decided_at=scene.consultation.opens_at,
    )
    return row.pk
