"""Files of a round: every comment as a table, and the two papers of the procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from common.papers import paper
from common.sheets import write_rows
from common.writing import day_text
from consultations.rounds.models import Consultation
from feedback.comments.models import Comment
from feedback.reports.rows import CommentRow, Decision, comment_rows

WIDTHS = (24, 10, 8, 10, 17, 8, 12, 9, 18, 24, 40, 50, 30, 40, 20, 30, 20, 40, 30)


def comment_headers() -> list[str]:
    """Return the headers of the table of comments."""
    return [
        _("受理编号"),
        _("渠道"),
        _("态度"),
        _("状态"),
        _("提交时间"),
        _("补录"),
        _("意见日期"),
        _("联名人数"),
        _("联系点"),
        _("条款"),
        _("原文"),
        _("意见内容"),
        _("理由"),
        _("建议条文"),
        _("归并"),
        _("归纳"),
        _("处理结果"),
        _("处理理由"),
        _("对应条文"),
    ]


def write_comments(consultation: Consultation, file: IO[bytes] | str | Path) -> int:
    """Write all comments of a round to ``file`` as xlsx, and return how many.

    In a stream: statements and memory do not grow. Who spoke is not in it, and what
    identifies a person inside the words is masked.
    """
    return write_rows(
        file,
        comment_headers(),
        (_cells(row) for row in comment_rows(consultation)),
        widths=WIDTHS,
        sheet=_("意见"),
    )


def summary_paper(consultation: Consultation) -> bytes:
    """Return 意见建议汇总表 as a Word file: the counted comments of a round.

    Source: domain.md §2.5.
    """
    return _table_paper(
        _("意见建议汇总表"),
        consultation,
        [
            _("序号"),
            _("条款"),
            _("原文"),
            _("意见内容"),
            _("归纳"),
            _("理由"),
            _("来源（人次）"),
            _("联系点"),
            _("联系点意见"),
        ],
        _summary_rows(consultation),
        widths=(1, 2, 4, 5, 3, 3, 2, 2, 2),
    )


def feedback_paper(consultation: Consultation) -> bytes:
    """Return 采纳情况反馈表 as a Word file: each counted comment with its answers.

    Source: domain.md §2.5.
    """
    return _table_paper(
        _("采纳情况反馈表"),
        consultation,
        [
            _("序号"),
            _("原意见"),
            _("处理结果"),
            _("对应条文（通过稿）"),
            _("理由／说明"),
            _("反馈日期"),
            _("反馈方式"),
        ],
        _feedback_rows(consultation),
        widths=(1, 6, 2, 3, 4, 2, 2),
    )


def _table_paper(
    title: str,
    consultation: Consultation,
    headers: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    widths: Sequence[int],
) -> bytes:
    document = paper(title)
    document.paragraph(_("征求意见：%s") % consultation.title)
    document.table(headers, rows, widths=widths)
    return document.to_bytes()


def _cells(row: CommentRow) -> list[Any]:
    return [
        row.receipt_no,
        row.channel,
        row.stance,
        row.stage,
        row.submitted_at,
        row.is_late,
        row.made_on,
        row.signatures,
        row.contact_point,
        _lines(row.citations) or _("整个草案"),
        _lines(row.quotes),
        row.body,
        row.reason,
        row.proposed,
        row.group_title,
        row.group_summary,
        _by_part(row, "result"),
        _by_part(row, "reason"),
        _lines(_articles(row)),
    ]


def _summary_rows(consultation: Consultation) -> Iterator[Sequence[str]]:
    for number, row in _counted(consultation):
        yield [
            str(number),
            _lines(row.citations) or _("整个草案"),
            _lines(row.quotes),
            row.body,
            row.group_summary,
            row.reason,
            _("%(channel)s，%(count)d人次")
            % {"channel": row.channel, "count": row.signatures},
            row.contact_point,
            "",
        ]


def _feedback_rows(consultation: Consultation) -> Iterator[Sequence[str]]:
    for number, row in _counted(consultation):
        days = [d.decided_on for _cited, d in row.decisions if d.decided_on]
        yield [
            str(number),
            row.body,
            _by_part(row, "result"),
            _lines(_articles(row)),
            _by_part(row, "reason"),
            day_text(max(days)) if days else "",
            _("、").join(row.told_by),
        ]


def _counted(consultation: Consultation) -> Iterator[tuple[int, CommentRow]]:
    counted = Comment.objects.of(consultation).counted()
    return enumerate(comment_rows(consultation, counted), start=1)


def _by_part(row: CommentRow, name: str) -> str:
    """Return one attribute of the decisions, part by part where they differ."""
    values = [getattr(decision, name) for _cited, decision in row.decisions]
    if len(set(values)) <= 1:
        return next(iter(values), "")
    return _lines(
        _("%(part)s：%(said)s")
        % {"part": cited or _("整体"), "said": getattr(decision, name)}
        for cited, decision in row.decisions
    )


def _articles(row: CommentRow) -> list[str]:
    decisions: list[Decision] = [decision for _cited, decision in row.decisions]
    return list(dict.fromkeys(cited for d in decisions for cited in d.articles))


def _lines(texts: Any) -> str:
    return "\n".join(texts)
