"""Forms about decisions: the terms, the provisions they changed, groups, survival."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.dispositions.kinds import (
    Contribution,
    ReasonCode,
    Result,
    SurvivalState,
)
from feedback.dispositions.models import Group

Choices = list[Any]


class DecisionForm(forms.Form):
    """What becomes of a comment, a target or a group; the service has the rules."""

    result = forms.ChoiceField(
        label=_("处理结果"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择处理结果。")},
    )
    reason_code = forms.ChoiceField(
        label=_("未采纳的理由类别"),
        required=False,
        choices=[("", _("不是“未采纳”")), *ReasonCode.choices],
    )
    referred_to = forms.CharField(
        label=_("转送单位"),
        required=False,
        max_length=100,
        help_text=_("转化为实施监督意见、转有关部门的，写明转给谁。"),
    )
    reason_text = forms.CharField(
        label=_("公开的理由"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "data-keep": True}),
        help_text=_(
            "提交人和社会都会读到。写清改成了什么、为什么；不写提交人的姓名和单位。"
        ),
        error_messages={"required": _("请写明理由，理由将向提交人和社会公开。")},
    )
    internal_note = forms.CharField(
        label=_("内部备注"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "data-keep": True}),
        help_text=_("只在工作台里看得到，不公开。"),
    )
    correction_reason = forms.CharField(
        label=_("更正的理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "data-keep": True}),
        help_text=_("将随更正后的结果一起公开。"),
        error_messages={"required": _("请写明更正的理由。")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["correction_reason"]


class LinkForm(forms.Form):
    """A provision that took the comment up; a row left empty says nothing."""

    provision = forms.TypedChoiceField(
        label=_("写进了哪一条"),
        required=False,
        choices=(),
        # The words of the law, whatever the page speaks.
        widget=forms.Select(attrs={"lang": "zh-Hans"}),
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("这一条不在列出的条文里，请重新选择。")},
    )
    contribution = forms.ChoiceField(
        label=_("吸收程度"), choices=Contribution.choices, required=False
    )
    note = forms.CharField(
        label=_("改了什么"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"data-keep": True}),
    )

    def __init__(self, *args: Any, provisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["provision"]).choices = provisions

    def clean(self) -> dict[str, Any]:
        """A note needs the provision it is about."""
        data = super().clean() or {}
        if data.get("note") and not data.get("provision") and not self.errors:
            raise ValidationError({"provision": _("请选择是哪一条改了。")})
        return data


class GroupForm(forms.Form):
    """Name and summary of comments that say the same."""

    title = forms.CharField(
        label=_("名称"),
        max_length=100,
        help_text=_("一句话说出这些意见要什么。"),
        error_messages={"required": _("请给这一组起个名称。")},
    )
    summary = forms.CharField(
        label=_("归纳"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-keep": True}),
        help_text=_("公布条文来历时用它代替原文；不写提交人的姓名和单位。"),
        error_messages={"required": _("请写一段归纳，说明这些意见共同说了什么。")},
    )


class JoinForm(forms.Form):
    """One of the groups that can still take comments."""

    group = forms.ChoiceField(
        label=_("归入哪一组"),
        widget=forms.RadioSelect,
        choices=(),
        error_messages={"required": _("请选一组。")},
    )

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {str(group.pk): group for group in groups}
        cast(forms.ChoiceField, self.fields["group"]).choices = [
            (key, group.title) for key, group in self.groups.items()
        ]

    @property
    def found(self) -> Group:
        """The group that was chosen."""
        return self.groups[self.cleaned_data["group"]]


class AddForm(forms.Form):
    """Comments to put into a group, by receipt number."""

    receipts = forms.CharField(
        label=_("受理编号"),
        max_length=2000,
        help_text=_("几条之间用空格或顿号分开。"),
    )


class ReturnForm(forms.Form):
    """Sending a decision back to whoever drew it up."""

    note = forms.CharField(
        label=_("退回意见"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "data-keep": True}),
    )


class SurvivalForm(forms.Form):
    """Whether changed wording still carries what was adopted."""

    state = forms.ChoiceField(
        label=_("认定"),
        widget=forms.RadioSelect,
        choices=[
            (SurvivalState.KEPT.value, _("内容保留")),
            (SurvivalState.DROPPED.value, _("未保留")),
        ],
        error_messages={"required": _("请选择“内容保留”或“未保留”。")},
    )
    note = forms.CharField(
        label=_("依据"),
        max_length=300,
        help_text=_("例如：系绳的要求仍在，只换了说法。"),
        error_messages={"required": _("请写明理由。")},
    )
