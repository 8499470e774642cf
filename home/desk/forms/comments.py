"""Forms about comments: finding them, screening them, learning who spoke."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.comments.kinds import Channel, RejectionReason, Stance
from feedback.comments.services.screening import NOTE_LIMIT
from feedback.comments.stages import Stage

ANY = ("", _("全部"))
WAITING = "waiting"
ACT_LABELS = {
    "accept": _("受理"),
    "hold": _("暂不决定，继续审核"),
    "return": _("退回补正"),
    "reject": _("不予受理"),
    "transfer": _("转送有关单位"),
    "reconsider": _("重新审核"),
}


class QueueForm(forms.Form):
    """What somebody looks for in the comments of a round; unknown values find all."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[ANY, (WAITING, _("等待审核")), *Stage.choices],
    )
    stance = forms.ChoiceField(
        label=_("态度"), required=False, choices=[ANY, *Stance.choices]
    )
    channel = forms.ChoiceField(
        label=_("渠道"), required=False, choices=[ANY, *Channel.choices]
    )
    text = forms.CharField(label=_("文字包含"), required=False, max_length=100)
    undecided = forms.BooleanField(label=_("还没有确认的结果"), required=False)
    mine = forms.BooleanField(label=_("我经手的"), required=False)
    article = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for, without what makes no sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ScreeningForm(forms.Form):
    """One decision of the screening desk; the service knows what each needs."""

    act = forms.ChoiceField(label=_("决定"), widget=forms.RadioSelect, choices=())
    reason = forms.ChoiceField(
        label=_("不予受理的原因"),
        required=False,
        choices=[("", _("请选择")), *RejectionReason.choices],
    )
    transferred_to = forms.CharField(
        label=_("转送单位"), required=False, max_length=100
    )
    reference = forms.CharField(label=_("对方编号"), required=False, max_length=60)
    note = forms.CharField(
        label=_("给提交人的说明"),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "data-keep": True}),
        help_text=_("提交人凭查询码会看到。退回、重新审核必须写。"),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, legal: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act = cast(forms.ChoiceField, self.fields["act"])
        act.choices = [(name, ACT_LABELS[name]) for name in legal]


class RevealForm(forms.Form):
    """Why somebody must know who spoke."""

    reason = forms.CharField(
        label=_("为什么要查看"),
        max_length=200,
        error_messages={"required": _("请写明为什么要查看。")},
        help_text=_("谁、何时、为什么查看，都会记入操作记录。"),
    )
