"""What has happened in a round and what comes next, with the days that are known."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from common.writing import day_text, until_text
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Phase
from feedback.reports.models import Publication

UNDATED = frozenset({Phase.HIDDEN, Phase.CANCELLED})


@dataclass(frozen=True)
class Step:
    """One step: what, when in words, and whether it is behind us."""

    title: str
    when: str
    is_done: bool
    note: str = ""


def steps(
    consultation: Consultation,
    summary: Publication | None,
    result: Publication | None,
    *,
    at: datetime.datetime | None = None,
) -> list[Step]:
    """Return the way of a round from its opening to the promulgated text; no query.

    A day nobody has fixed yet is named by what it waits for, never guessed.
    """
    at = at or timezone.now()
    if consultation.phase(at) in UNDATED:
        return []
    regulation = getattr(consultation.document, "regulation", None)
    promulgated = regulation.promulgated_on if regulation else None
    has_closed = at >= consultation.closes_at
    return [
        Step(
            _("开始征求意见"),
            day_text(consultation.opens_at),
            at >= consultation.opens_at,
        ),
        Step(_("截止"), until_text(consultation.closes_at), has_closed),
        _step(_("汇总报送"), consultation.reported_at, _("截止以后")),
        _step(
            _("通报情况"),
            summary.published_at if summary else None,
            _("报送以后"),
            _("收到多少意见，主要说了什么。"),
        ),
        _step(
            _("公布采纳结果"),
            result.published_at if result else None,
            _("研究处理以后"),
            _("采纳还是不采纳，都写明理由；凭查询码能查到自己的。"),
        ),
        _step(_("法规公布"), promulgated, _("通过以后")),
    ]


def _step(
    title: str, day: datetime.date | None, otherwise: str, note: str = ""
) -> Step:
    if day:
        return Step(title, day_text(day), True)
    return Step(title, otherwise, False, note)
