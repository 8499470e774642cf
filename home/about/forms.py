"""What a reader writes when something on the site is wrong."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from home.models import FaultReport

TEXT_LIMIT = 1000


class FaultForm(forms.Form):
    """Which page, what is wrong, and how to answer, if an answer is wanted."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=gettext_lazy("哪一类问题"),
        choices=FaultReport.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一类。")},
    )
    text = forms.CharField(
        label=gettext_lazy("哪里不对"),
        help_text=gettext_lazy("比如哪个词写错了，点了哪里没有反应。"),
        max_length=TEXT_LIMIT,
        error_messages={"required": gettext_lazy("请写明哪里不对。")},
        widget=forms.Textarea(attrs={"rows": 5, "data-keep": True}),
    )
    page = forms.CharField(
        label=gettext_lazy("网页地址"), required=False, max_length=500
    )
    contact = forms.CharField(
        label=gettext_lazy("电话或者电子邮箱"),
        help_text=gettext_lazy("想听回话才写。加密保存，处理完半年后删除。"),
        required=False,
        max_length=100,
    )


class AnswerForm(forms.Form):
    """What was done about it."""

    answer = forms.CharField(
        label=gettext_lazy("怎样处理的"),
        max_length=TEXT_LIMIT,
        error_messages={"required": gettext_lazy("请写明怎样处理的。")},
        widget=forms.Textarea(attrs={"rows": 3, "data-keep": True}),
    )
