"""News in words, for feeds and for mails, in the language of the moment."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from common.writing import day_text, until_text
from consultations.rounds.kinds import ExtensionKind
from consultations.rounds.models import Consultation, Extension
from feedback.reports.kinds import Kind
from feedback.reports.news import News


def headline(news: News) -> str:
    """Return one line: what happened, to what."""
    return f"{_happened(news)}{_('：')}{_named(news)}"


def account(news: News) -> str:
    """Return the few sentences under the headline."""
    if news.change is not None:
        return _changed(news.change)
    if news.round is not None:
        return _of_round(news.kind, news.round)
    if news.version is not None:
        return _of_text(news)
    return news.step.note if news.step else ""


def _happened(news: News) -> str:
    if news.change is not None:
        return {
            ExtensionKind.EXTEND: _("征求意见延期"),
            ExtensionKind.SUSPEND: _("征求意见暂停"),
            ExtensionKind.RESUME: _("征求意见恢复"),
            ExtensionKind.REOPEN: _("征求意见重新开放"),
            ExtensionKind.CANCEL: _("征求意见取消"),
        }[ExtensionKind(news.change.kind)]
    if news.version is not None:
        return _("公布文本") if news.version.is_final else _("新的文本")
    if news.step is not None:
        return _("立法进程")
    return {
        Kind.OPENED: _("开始征求意见"),
        Kind.CLOSING: _("还有3天截止"),
        Kind.SUMMARY: _("征求意见情况已通报"),
        Kind.RESULT: _("采纳结果已公布"),
    }[news.kind]


def _named(news: News) -> str:
    if news.round is not None:
        return news.round.title
    if news.version is not None:
        return str(news.version)
    if news.step is not None:
        title = news.regulation.title if news.regulation else ""
        return _("%(title)s，%(stage)s") % {
            "title": title,
            "stage": news.step.get_stage_display(),
        }
    return ""


def _of_round(kind: Kind, found: Consultation) -> str:
    if kind == Kind.SUMMARY:
        return _("意见的数量和主要内容已经通报，采纳结果另行公布。")
    if kind == Kind.RESULT:
        return _("每一类意见的处理结果和理由都已公布。")
    dates = {
        "opens": day_text(found.opens_at),
        "closes": until_text(found.closes_at),
        "organiser": found.organiser,
    }
    if kind == Kind.CLOSING:
        return _("%(closes)s截止。还没有提意见的，请抓紧时间。") % dates
    return _("时间：%(opens)s至%(closes)s。征集单位：%(organiser)s。") % dates + _(
        "可以对任何一条提意见，不用登录。"
    )


def _of_text(news: News) -> str:
    version = news.version
    if version is None:
        return ""
    if version.correction_note:
        return _("文本有更正：%s") % version.correction_note
    return _("全文已经公开，可以逐条阅读。")


def _changed(change: Extension) -> str:
    day = day_text(timezone.localtime(change.decided_at))
    said = {
        ExtensionKind.EXTEND: _("截止时间由%(old)s改为%(new)s。"),
        ExtensionKind.SUSPEND: _("%(day)s暂停，现在不能提交意见。"),
        ExtensionKind.RESUME: _("%(day)s恢复，可以继续提意见。"),
        ExtensionKind.REOPEN: _("%(day)s重新开放，至%(new)s截止。"),
        ExtensionKind.CANCEL: _("这次征求意见已取消。"),
    }[ExtensionKind(change.kind)] % {
        "day": day,
        "old": until_text(change.old_closes_at),
        "new": until_text(change.new_closes_at) if change.new_closes_at else "",
    }
    return said + _("理由：%s") % change.reason
