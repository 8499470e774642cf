"""A round's window in words: when it opens, closes, was moved, and why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AnyUser
from common.writing import day_text, local_day, until_text
from consultations.rounds.kinds import ExtensionKind
from consultations.rounds.models import Consultation, Extension
from consultations.rounds.stages import Phase
from drafts.models import Document, Version

WARNED = frozenset({Phase.SUSPENDED, Phase.CANCELLED})


@dataclass(frozen=True)
class Status:
    """What the public is told about a round at one moment."""

    phase: Phase
    title: str
    text: str
    is_open: bool

    @property
    def kind(self) -> str:
        """The kind of notice it makes."""
        return "warning" if self.phase in WARNED else ""

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return "open" if self.is_open else ""


def rounds_of(user: AnyUser, document: Document) -> QuerySet[Consultation]:
    """Return the rounds about a document one may know of, with their extensions."""
    return (
        Consultation.objects.visible_to(user)
        .filter(document=document)
        .select_related("version")
        .prefetch_related("extensions")
        .order_by("number")
    )


def asked_about(user: AnyUser, version: Version) -> dict[str, Any]:
    """Return the newest round about a version, and what to say of it; two queries."""
    about = rounds_of(user, version.document).filter(version=version).last()
    if about is None:
        return {"round": None, "status": None, "changes": [], "speak_url": ""}
    return {
        "round": about,
        "status": status_of(about),
        "changes": [change_in_words(e) for e in about.extensions.all()],
        "speak_url": speak_url(about) if about.is_open() else "",
    }


def status_of(
    consultation: Consultation, at: datetime.datetime | None = None
) -> Status:
    """Return a round's state in words; needs ``extensions`` prefetched."""
    at = at or timezone.now()
    phase = consultation.phase(at)
    return Status(
        phase,
        str(phase.label),
        _sentence(consultation, phase, at),
        consultation.is_open(at),
    )


def _sentence(consultation: Consultation, phase: Phase, at: datetime.datetime) -> str:
    opens = day_text(consultation.opens_at)
    closes = until_text(consultation.closes_at)
    words = {
        Phase.HIDDEN: _("还没有对外公开。"),
        Phase.SCHEDULED: _("%(opens)s开始征求意见，现在还不能提交。"),
        Phase.OPEN: _("%(closes)s截止，") + _left(consultation, at),
        Phase.SUSPENDED: _("征求意见暂停，现在不能提交。") + _reason(consultation),
        Phase.CANCELLED: _("这次征求意见已取消。") + _reason(consultation),
        Phase.CLOSED: _("已于%(closes)s截止，意见正在整理。"),
        Phase.COLLATING: _("已于%(closes)s截止，意见正在整理。"),
        Phase.REPORTED: _("已于%(closes)s截止，意见已经汇总报送，正在研究处理。"),
        Phase.SUMMARY_PUBLISHED: _(
            "已于%(closes)s截止，征求意见的情况已经通报，采纳结果还没有公布。"
        ),
        Phase.RESULT_PUBLISHED: _("已于%(closes)s截止，每一类意见的处理结果都已公布。"),
        Phase.ARCHIVED: _("已于%(closes)s截止，每一类意见的处理结果都已公布。"),
    }
    return words[phase] % {"opens": opens, "closes": closes}


def _left(consultation: Consultation, at: datetime.datetime) -> str:
    days = consultation.days_left(at)
    return _("还剩%d天。") % days if days else _("今天是最后一天。")


def _reason(consultation: Consultation) -> str:
    """Return the reason of the latest change, as part of a format string."""
    changes = list(consultation.extensions.all())
    if not changes:
        return ""
    return (_("理由：%s") % changes[-1].reason).replace("%", "%%")


def change_in_words(change: Extension) -> str:
    """Return one public change of a window, with its reason."""
    decided = day_text(change.decided_at)
    words = {
        ExtensionKind.EXTEND: _("%(day)s延期：原%(old)s截止，改为%(new)s截止。"),
        ExtensionKind.SUSPEND: _("%(day)s暂停。"),
        ExtensionKind.RESUME: _("%(day)s恢复。"),
        ExtensionKind.REOPEN: _("%(day)s重新开放，至%(new)s截止。"),
        ExtensionKind.CANCEL: _("%(day)s取消。"),
    }
    said = words[ExtensionKind(change.kind)] % {
        "day": decided,
        "old": until_text(change.old_closes_at),
        "new": until_text(change.new_closes_at) if change.new_closes_at else "",
    }
    return said + _("理由：%s") % change.reason


def window_text(consultation: Consultation) -> str:
    """Return both ends of the window: 2026年3月1日至2026年3月30日24时."""
    opens = day_text(local_day(consultation.opens_at))
    return _("%(opens)s至%(closes)s，共%(days)d天") % {
        "opens": opens,
        "closes": until_text(consultation.closes_at),
        "days": consultation.days,
    }


def speak_url(consultation: Consultation, address: str = "") -> str:
    """Return where one comments on a provision, or on the whole draft."""
    url = reverse("comments:create", args=[consultation.code])
    return f"{url}?{urlencode({'on': address})}" if address else url
