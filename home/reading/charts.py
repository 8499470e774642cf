"""The figures of a published account as its page draws them; none is counted here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.writing import NOTHING, percentage
from feedback.comments.kinds import Channel, Stance
from feedback.dispositions.kinds import ADOPTED_RESULTS, Result
from feedback.reports.models import Publication
from feedback.reports.statistics import public_figures

# What was taken, in part or in spirit, bears a red seal, and so does its bar.
SEALED = ADOPTED_RESULTS | {Result.PRINCIPLE_ADOPTED}
FULL_WIDTH = 1000


def charts(publication: Publication | None) -> dict[str, Any] | None:
    """Return the totals and tables of a published account, under the disclosure rule.

    The figures are those frozen with the account: a corrected account has its own.
    """
    if publication is None or not publication.figures:
        return None
    shown = public_figures(publication.figures)
    whole = shown["counted"]
    name = _("百分比的分母是收到意见 %d 条") % whole
    tables = [
        _table(_("处理结果"), _("结果"), name, shown["by_result"], Result, whole),
        _table(_("意见从哪里来"), _("渠道"), name, shown["by_channel"], Channel, whole),
        _table(_("怎么说"), _("态度"), name, shown["by_stance"], Stance, whole),
    ]
    tables[0]["stamps"] = True
    if shown["several_results"] != 0:
        tables[0]["note"] += _("；有的意见涉及几条，分别得到不同结果，各算一次")
    return {
        "at": publication.published_at,
        "totals": _totals(shown),
        "tables": tables,
    }


def _totals(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    whole = shown["counted"]
    final = shown["adopted_final"]
    return [
        {
            "label": _("收到意见（已受理）"),
            "value": whole,
            "unit": pgettext("计量", "条"),
        },
        {
            "label": _("参加提意见"),
            "value": shown["participations"],
            "unit": _("人次"),
            "note": _("联名意见按签名人数计"),
        },
        _part(_("已逐条答复"), shown["disposed"], whole),
        _part(_("采纳和部分采纳"), shown["adopted"], whole),
        _part(_("写入公布文本"), final, whole),
    ]


def _part(label: str, count: int | None, whole: int) -> dict[str, Any]:
    if count is None:
        return {
            "label": label,
            "value": NOTHING,
            "note": _("少于 5 条或能推算出来的，不单列"),
        }
    note = _("占收到意见 %(whole)d 条的 %(share)s") % {
        "whole": whole,
        "share": percentage(count, whole),
    }
    return {
        "label": label,
        "value": count,
        "unit": pgettext("计量", "条"),
        "note": note,
    }


def _table(
    title: str,
    column: str,
    note: str,
    counts: Mapping[str, int | None],
    choices: Any,
    whole: int,
) -> dict[str, Any]:
    most = max((n for n in counts.values() if n), default=1)
    bars = [
        {
            "value": value,
            "label": choices(value).label,
            "count": count,
            "width": round(FULL_WIDTH * (count or 0) / most),
            "share": NOTHING if count is None else percentage(count, whole),
            "tone": "seal" if value in SEALED else "",
        }
        for value, count in counts.items()
        # A way nobody took needs no line; a hidden figure does.
        if count != 0
    ]
    hidden = None in counts.values()
    return {
        "title": title,
        "column": column,
        "note": note,
        "bars": bars,
        "is_hidden": hidden,
    }
