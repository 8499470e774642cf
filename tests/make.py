"""Ordinary, valid objects; a test names only what it is about."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.utils import timezone

from accounts.models import ContactPoint, Division, Membership, User
from accounts.roles import Role
from drafts import services as drafting
from drafts.kinds import VersionType
from drafts.models import Provision, Regulation, Version
from drafts.search import follow_lineage
from drafts.stages import VersionStage
from drafts.text.parsing import parse

_numbers = itertools.count(1)

TEXT = """明川市试验条例

第一章　总　则

第一条　为了规范试验活动，保障公众权益，制定本条例。

第二条　本市行政区域内的试验活动，适用本条例。
法律、法规另有规定的，从其规定。

第二章　管　理

第三条　试验人应当遵守下列规定：
（一）佩戴标识；
（二）保持安静；
（三）及时清理场地。
违反前款规定的，由主管部门责令改正。

第四条　禁止在学校、医院周边开展试验。

第三章　附　则

第五条　本条例自公布之日起施行。
"""


def make_user(role: str | None = None, **fields: Any) -> User:
    """An account, with one role held since long ago when ``role`` is given."""
    number = next(_numbers)
    contact_point = fields.pop("contact_point", None)
    password = fields.pop("password", None)
    fields.setdefault("username", f"user{number}")
    fields.setdefault("display_name", f"测试员{number}")
    user = User(**fields)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    if role:
        if role == Role.POINT_COORDINATOR and contact_point is None:
            contact_point = make_contact_point()
        Membership.objects.create(
            user=user,
            role=role,
            contact_point=contact_point,
            starts_on=datetime.date(2020, 1, 1),
        )
    return user


def make_division(**fields: Any) -> Division:
    """A county-level division."""
    number = next(_numbers)
    fields.setdefault("code", f"9901{number:02d}")
    fields.setdefault("name", f"试验区{number}")
    fields.setdefault("kind", Division.Kind.COUNTY)
    return Division.objects.create(**fields)


def make_contact_point(**fields: Any) -> ContactPoint:
    """An active contact point in a community."""
    number = next(_numbers)
    fields.setdefault("code", f"LXD-9901-{number:02d}")
    fields.setdefault("name", f"试验社区{number}联系点")
    fields.setdefault("type", ContactPoint.Type.COMMUNITY_VILLAGE)
    fields.setdefault("host_unit", f"试验社区{number}居民委员会")
    fields.setdefault("public_phone", "0999-5550100")
    if "division" not in fields:
        fields["division"] = make_division()
    return ContactPoint.objects.create(**fields)


def make_regulation(**fields: Any) -> Regulation:
    """A public project in its first reading."""
    number = next(_numbers)
    stage = fields.pop("stage", None)
    is_public = fields.pop("is_public", True)
    by = fields.pop("by", None) or make_user(Role.LEGISLATIVE_STAFF)
    fields.setdefault("title", f"明川市试验条例{number}")
    fields.setdefault("organiser", "明川市人大常委会法制工作委员会")
    regulation = drafting.create_regulation(by=by, **fields)
    changes: dict[str, Any] = {"is_public": is_public}
    if stage:
        changes["stage"] = stage
    Regulation.objects.filter(pk=regulation.pk).update(**changes)
    regulation.refresh_from_db()
    return regulation


def make_version(
    regulation: Regulation | None = None,
    *,
    text: str = TEXT,
    published: bool = True,
    **fields: Any,
) -> Version:
    """A version with ``text``; published unless told otherwise."""
    regulation = regulation or make_regulation()
    by = fields.pop("by", None) or make_user(Role.LEGISLATIVE_STAFF)
    fields.setdefault("version_type", VersionType.DRAFT)
    version = drafting.import_version(regulation.document, parse(text), by=by, **fields)
    if published:
        publish(version)
    return version


def publish(version: Version) -> Version:
    """Mark a version published by two people, past its checks."""
    Version.objects.filter(pk=version.pk).update(
        stage=VersionStage.PUBLISHED,
        submitted_by=make_user(Role.LEGISLATIVE_STAFF),
        published_by=make_user(Role.LEGISLATIVE_REVIEWER),
        published_at=timezone.now(),
    )
    version.refresh_from_db()
    follow_lineage(version)
    return version


def provision(version: Version, address: str) -> Provision:
    """The provision of ``version`` at ``address`` (``3``, ``3.1.2``)."""
    return Provision.objects.select_related("version__document").get(
        version=version, address=address
    )


def make_consultation(version: Version | None = None, **fields: Any):
    """An announced round, open since yesterday for thirty days."""
    from consultations.rounds.models import Consultation  # noqa: PLC0415 -- app ready
    from consultations.rounds.search import (  # noqa: PLC0415 -- app ready
        index_consultation,
    )
    from consultations.rounds.stages import Stage  # noqa: PLC0415 -- app ready

    version = version or make_version()
    number = fields.pop("number", None) or (
        Consultation.objects.filter(document=version.document).count() + 1
    )
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    fields.setdefault("code", f"{version.document.code}-R{number}")
    fields.setdefault("title", f"{version.title}公开征求意见")
    fields.setdefault("opens_at", midnight - datetime.timedelta(days=1))
    fields.setdefault("closes_at", fields["opens_at"] + datetime.timedelta(days=30))
    fields.setdefault("stage", Stage.APPROVED)
    fields.setdefault("organiser", "明川市人大常委会法制工作委员会")
    fields.setdefault("contact_phone", "0999-5550101")
    fields.setdefault("contact_address", "明川市临江区人民路1号")
    if fields["stage"] not in (Stage.DRAFT, Stage.IN_REVIEW):
        fields.setdefault("approved_at", fields["opens_at"])
        fields.setdefault("approved_by", make_user(Role.LEGISLATIVE_REVIEWER))
    consultation = Consultation.objects.create(
        document=version.document, version=version, number=number, **fields
    )
    if consultation.approved_at:
        index_consultation(consultation.pk)
    return consultation


def make_comment(consultation: Any = None, **fields: Any) -> Any:
    """An accepted comment, handed in on the first day of its round.

    ``targets`` are addresses; ``email``, ``phone``, ``name`` and the like its author's;
    further fields are columns of the row.
    """
    from common.idempotency import new_key  # noqa: PLC0415 -- app ready
    from feedback.comments import services  # noqa: PLC0415 -- app ready
    from feedback.comments.models import Comment  # noqa: PLC0415 -- app ready
    from feedback.comments.stages import Stage  # noqa: PLC0415 -- app ready
    from feedback.comments.words import (  # noqa: PLC0415 -- app ready
        SubmitterData,
        Words,
    )

    consultation = consultation or make_consultation()
    person = {
        name: fields.pop(name)
        for name in ("name", "phone", "email", "unit", "guardian_name", "occupation")
        if name in fields
    }
    consents = set(fields.pop("consents", ())) | ({"privacy"} if person else set())
    said = {
        name: fields.pop(name)
        for name in ("stance", "targets", "is_general", "reason", "proposed")
        if name in fields
    }
    words = Words(
        body=fields.pop("body", f"试验意见{next(_numbers)}"),
        submitter=SubmitterData(**person) if person else None,
        consents=frozenset(consents),
        under_14=fields.pop("under_14", False),
        **said,
    )
    stage = consultation.stage
    type(consultation).objects.filter(pk=consultation.pk).update(stage="approved")
    comment = services.submit_comment(
        consultation,
        words=words,
        key=new_key(),
        visitor=f"visitor{next(_numbers)}",
        at=consultation.opens_at,
    ).comment
    type(consultation).objects.filter(pk=consultation.pk).update(stage=stage)
    fields.setdefault("stage", Stage.ACCEPTED)
    Comment.objects.filter(pk=comment.pk).update(**fields)
    return Comment.objects.select_related("consultation", "version").get(pk=comment.pk)
