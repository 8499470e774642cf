"""Forms about comments: finding them, screening them, learning who spoke."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.comments.kinds import Channel, RejectionReason, Stance
from feedback.comments.services.screening import NOTE_LIMIT
from feedback.comments.stages import Stage
from home.saved import LONGEST_NAME

ANY = ("", _("全部"))
WAITING = "waiting"
GENERAL = "general"
NEWEST = "new"
FOLDED = ("stance", "channel", "group", "sort")
UNGROUPED = "none"
GROUPED = "any"
GROUP_CHOICES = [ANY, (UNGROUPED, _("还没有归并")), (GROUPED, _("已归并"))]
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

    text = forms.CharField(
        label=_("文字"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "size": 12}),
    )
    article = forms.CharField(
        label=_("条文"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"size": 8}),
    )
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
    group = forms.ChoiceField(
        label=_("归并"),
        required=False,
        choices=GROUP_CHOICES,
    )
    sort = forms.ChoiceField(
        label=_("次序"),
        required=False,
        choices=[("", _("先收到的在前")), (NEWEST, _("后收到的在前"))],
    )
    undecided = forms.BooleanField(label=_("还没有确认的结果"), required=False)
    mine = forms.BooleanField(label=_("我经手的"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        key = (data or {}).get("group", "")
        # One group is chosen on its own page; here it only keeps its place.
        if key.isascii() and key.isdigit() and len(key) < 16:
            group = cast(forms.ChoiceField, self.fields["group"])
            group.choices = [*GROUP_CHOICES, (key, _("这一组"))]

    def clean_article(self) -> str:
        """整个草案 is no article of any text, but people type it."""
        typed = "".join(self.cleaned_data["article"].split())
        return GENERAL if typed == str(_("整个草案")) else typed

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for, without what makes no sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def more(self) -> list[forms.BoundField]:
        """Fields that wait in a fold."""
        return [self[name] for name in FOLDED]

    @property
    def has_more(self) -> bool:
        """Whether something in the fold is asked for."""
        return any(name in self.wanted for name in FOLDED)

    @property
    def is_narrow(self) -> bool:
        """Whether anything was asked for but an order."""
        return any(name != "sort" for name in self.wanted)

    @property
    def query(self) -> str:
        """The part of the address that asks for the same again."""
        self.is_valid()
        asked = {
            name: "on" if value is True else value
            for name, value in self.wanted.items()
        }
        return urlencode(asked)


class ScreeningForm(forms.Form):
    """One decision of the screening desk; the service knows what each needs."""

    act = forms.ChoiceField(label=_("决定"), widget=forms.RadioSelect, choices=())
    reason = forms.ChoiceField(
        label=_("不予受理的理由"),
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


class FilterForm(forms.Form):
    """A name for what is being looked for."""

    name = forms.CharField(
        label=_("名称"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("请给这个筛选起个名称。")},
        help_text=_("例如：第七条还没有审核的。"),
    )
