"""Forms about what society is told of a round."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 20_000


class SummaryForm(forms.Form):
    """The account of how a round went."""

    text = forms.CharField(
        label=_("情况通报"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "data-keep": True}),
        help_text=_("征集时间、方式、收到多少、主要意见有哪些。数字以下面的统计为准。"),
        error_messages={"required": _("这一项会向社会公布，请填写。")},
    )


class ResultForm(forms.Form):
    """The words before the results."""

    preface = forms.CharField(
        label=_("采纳情况公告的前言"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "data-keep": True}),
        help_text=_("公布以后，所有确认过的结果同时公开，并告知每一位提交人。"),
        error_messages={"required": _("这一项会向社会公布，请填写。")},
    )


class CorrectionForm(forms.Form):
    """A corrected account; the first one is kept."""

    text = forms.CharField(
        label=_("更正后的正文"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "data-keep": True}),
    )
    note = forms.CharField(
        label=_("更正说明"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "data-keep": True}),
        help_text=_("改了什么、为什么改，将公开显示。"),
    )
