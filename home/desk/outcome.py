"""The figures of a round as the workbench shows them, each with its denominator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.writing import percentage
from consultations.rounds.models import Consultation
from drafts.models import Provision
from feedback.comments.kinds import Channel, Stance
from feedback.dispositions.kinds import Result
from feedback.reports import gates

ADOPTED = (Result.ADOPTED.value, Result.PARTIALLY_ADOPTED.value)


def headline(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the large figures; a share says of what it is one."""
    rate = found["adoption_rate"]
    counted = _("占计入的%d条") % found["counted"]
    return [
        {
            "label": _("收到"),
            "value": found["received"],
            "unit": pgettext("计量", "条"),
        },
        {
            "label": _("计入"),
            "value": found["counted"],
            "unit": pgettext("计量", "条"),
            "note": _("已受理的意见，即意见条数"),
        },
        {
            "label": _("参与"),
            "value": found["participations"],
            "unit": _("人次"),
            "note": _("计入意见的署名人数，和条数不能相加"),
        },
        {
            "label": _("已有确认的结果"),
            "value": found["disposed"],
            "unit": pgettext("计量", "条"),
            "note": counted,
        },
        {
            "label": _("采纳或部分采纳"),
            "value": found["adopted"],
            "unit": pgettext("计量", "条"),
            "note": counted,
        },
        {
            "label": _("写入公布文本"),
            "value": rate["numerator"],
            "unit": pgettext("计量", "条"),
            "note": _("%(share)s，%(counted)s")
            % {"share": rate["percent"], "counted": counted},
        },
    ]


def not_counted(found: dict[str, Any]) -> list[tuple[str, int]]:
    """Return why received comments are not counted; with ``counted`` they are all."""
    return [
        (_("等待审核"), found["waiting"]),
        (_("退回补正"), found["returned"]),
        (_("不予受理"), found["rejected"]),
        (_("已转送"), found["transferred"]),
        (_("已撤回"), found["withdrawn"]),
    ]


def tables(consultation: Consultation, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the distributions of the counted comments; one query."""
    whole = found["counted"]
    articles = dict(
        Provision.objects.filter(
            version=consultation.version_id, address__in=found["by_article"]
        ).values_list("address", "citation")
    )
    return [
        table(_("处理结果"), found["by_result"], labels_of(Result), whole, ADOPTED),
        table(_("态度"), found["by_stance"], labels_of(Stance), whole),
        table(_("渠道"), found["by_channel"], labels_of(Channel), whole),
        table(_("条文"), found["by_article"], articles.get, whole),
    ]


def table(
    title: str,
    counts: dict[str, int],
    label: Callable[[str], Any],
    whole: int,
    marked: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return one distribution with shares of ``whole``; empty cells are left out."""
    return {
        "title": title,
        "whole": whole,
        "rows": [
            {
                "label": label(value) or value,
                "count": count,
                "percent": percentage(count, whole),
                # In thousandths of the box the bar is drawn in.
                "width": round(1000 * count / whole) if whole else 0,
                "is_marked": value in marked,
            }
            for value, count in counts.items()
            if count
        ],
    }


def labels_of(choices: Any) -> Callable[[str], str]:
    """Return how a value of ``choices`` is called."""
    return lambda value: str(choices(value).label)


def gate_of(
    check: Callable[[Consultation], None], consultation: Consultation
) -> gates.GateClosed | None:
    """Return what keeps a publication back, or None."""
    try:
        check(consultation)
    except gates.GateClosed as closed:
        return closed
    return None
