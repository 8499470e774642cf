"""Forms about rounds: what they say, and changes of their window."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.rounds.models import Consultation
from consultations.rounds.windows import window_of
from home.desk.forms.regulations import DATE

PICK_DAY = _("请选择日期。")
GIVE_REASON = _("请写明理由，理由将向社会公开。")


class ConsultationForm(forms.ModelForm):
    """What a round says: the days are announced days, both included."""

    opens_on = forms.DateField(
        label=_("开始日期"), widget=DATE, error_messages={"required": PICK_DAY}
    )
    closes_on = forms.DateField(
        label=_("截止日期"),
        widget=DATE,
        help_text=_("含当天，到24时止。"),
        error_messages={"required": PICK_DAY},
    )

    class Meta:
        model = Consultation
        fields = [
            "title",
            "notice",
            "short_reason",
            "display_policy",
            "organiser",
            "contact_phone",
            "contact_address",
            "contact_email",
        ]
        widgets = {
            "notice": forms.Textarea(attrs={"rows": 8, "data-keep": True}),
            "short_reason": forms.Textarea(attrs={"rows": 3, "data-keep": True}),
        }
        help_texts = {
            "short_reason": _("征求意见期少于规定天数时填写，将公开显示。"),
            "contact_phone": _("不会上网的人靠它。"),
        }
        error_messages = {
            "title": {"required": _("请写标题。")},
            "organiser": {"required": _("请写征集单位。")},
        }

    field_order = ["title", "opens_on", "closes_on", "short_reason", "notice"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opens_on"] = timezone.localdate(self.instance.opens_at)
            self.initial["closes_on"] = self.instance.last_day

    def clean(self) -> dict[str, Any]:
        """Check the order of the days."""
        data = super().clean() or {}
        opens_on, closes_on = data.get("opens_on"), data.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            raise ValidationError({"closes_on": _("截止日期不能早于开始日期。")})
        return data

    def fields_of_round(self) -> dict[str, Any]:
        """What was said, without the days."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def window(self) -> dict[str, datetime.datetime]:
        """The half-open window of the two days."""
        data = self.cleaned_data
        return window_of(data["opens_on"], data["closes_on"])


class DayAndReasonForm(forms.Form):
    """A new last day, with its public reason."""

    closes_on = forms.DateField(
        label=_("新的截止日期"), widget=DATE, error_messages={"required": PICK_DAY}
    )
    reason = forms.CharField(
        label=_("公开的理由"),
        max_length=1000,
        error_messages={"required": GIVE_REASON},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublicReasonForm(forms.Form):
    """An act the public is told the reason of."""

    reason = forms.CharField(
        label=_("公开的理由"),
        max_length=1000,
        error_messages={"required": GIVE_REASON},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
