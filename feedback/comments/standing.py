"""Where a comment stands, in words for its author. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.rounds.stages import Stage as RoundStage
from feedback.comments.models import Comment
from feedback.comments.stages import Stage


@dataclass(frozen=True)
class Standing:
    """A heading, and what it means for the author."""

    title: str
    text: str


def standing_of(comment: Comment) -> Standing:
    """Return where ``comment`` stands; needs ``consultation`` selected."""
    if comment.withdrawal_requested_at:
        return Standing(
            _("身份信息已删去"),
            _(
                "意见已经报送，依照档案规定保留去掉个人信息后的文字；"
                "您的姓名和联系方式已经删去，不能恢复。"
            ),
        )
    if comment.stage == Stage.ACCEPTED:
        return _accepted(comment.consultation.stage)
    if comment.stage == Stage.RETURNED and comment.consultation.is_reported:
        # Nothing on the page lets it be mended any more; do not ask for that.
        late = _("这条意见已经办结或者已经报送，不能再更正。")
        return Standing(str(Stage.RETURNED.label), late)
    title, text = _BY_STAGE[Stage(comment.stage)]()
    return Standing(title, text)


def _accepted(stage: str) -> Standing:
    if stage in (RoundStage.RESULT_PUBLISHED, RoundStage.ARCHIVED):
        return Standing(_("已有答复"), _("这一轮的采纳结果已经公布，见下面的答复。"))
    if stage in (RoundStage.REPORTED, RoundStage.SUMMARY_PUBLISHED):
        return Standing(
            _("已报送，正在研究"), _("您的原话已经报送，采纳还是未采纳都会写明理由。")
        )
    if stage == RoundStage.COLLATING:
        return Standing(_("已受理，正在汇总"), _("征集已经截止，意见正在汇总整理。"))
    return Standing(_("已受理"), _("您的意见已通过审核，征集截止后汇总报送。"))


_BY_STAGE = {
    Stage.SUBMITTED: lambda: (_("待审核"), _("意见已收到，工作人员会尽快审核。")),
    Stage.HELD: lambda: (
        _("审核中"),
        _("意见需要再核实，审核完成后这里会写明结果。原话不会改动。"),
    ),
    Stage.RETURNED: lambda: (
        _("请您补正"),
        _("请看下面的说明，在本页“更正”后重新提交，意见会回到审核。"),
    ),
    Stage.REJECTED: lambda: (
        _("不予受理"),
        _("理由写在下面。不同意的，可以打电话给征集单位请求重新审核。"),
    ),
    Stage.TRANSFERRED: lambda: (
        _("已转送"),
        _("您反映的事情由其他单位办理更合适，已经转送，不作为对草案的意见计数。"),
    ),
    Stage.WITHDRAWN: lambda: (
        _("您已撤回"),
        _("这条意见不再计入，您的姓名和联系方式已经删去。"),
    ),
}


def history_of(comment: Comment) -> list[tuple[datetime.datetime, str]]:
    """Return what happened to ``comment`` and when, oldest first, without names.

    Needs ``wordings``, ``screenings`` and ``consultation`` loaded.
    """
    events = [(comment.submitted_at, _("收到（%s）") % comment.get_channel_display())]
    events += [
        (wording.written_at, _("您更正了意见，原来的话保留"))
        for wording in list(comment.wordings.all())[1:]
    ]
    events += [
        (screening.decided_at, str(_ACTS.get(screening.act, screening.act)))
        for screening in comment.screenings.all()
        if screening.decided_by_id
    ]
    if comment.consultation.reported_at:
        events.append((comment.consultation.reported_at, _("报送")))
    if comment.withdrawal_requested_at:
        events.append((comment.withdrawal_requested_at, _("您要求撤回，身份信息删去")))
    elif comment.stage == Stage.WITHDRAWN:
        events.append((comment.stage_changed_at, _("您撤回了意见")))
    return sorted(events, key=lambda event: event[0])


_ACTS = {
    "accept": gettext_lazy("审核通过，受理"),
    "hold": gettext_lazy("需要再核实"),
    "return": gettext_lazy("退回补正"),
    "reject": gettext_lazy("不予受理"),
    "transfer": gettext_lazy("转送其他单位"),
    "reconsider": gettext_lazy("重新审核"),
    "undo": gettext_lazy("撤销了上一步审核"),
}
