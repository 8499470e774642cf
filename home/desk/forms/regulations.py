"""Forms about projects and their stages."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from drafts.models import Regulation
from drafts.stages import MOVE_LABELS

WRAPPED = re.compile(r"\s*《([^《》]+)》\s*")
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RegulationForm(forms.ModelForm):
    """What a project says of itself."""

    class Meta:
        model = Regulation
        fields = [
            "title",
            "short_title",
            "kind",
            "act_type",
            "subject_area",
            "jurisdiction",
            "organiser",
            "drafting_unit",
            "proposer",
            "is_public",
        ]
        help_texts = {
            "title": _("写全称，不加书名号。"),
            "subject_area": _("例如：城乡建设。同一领域用同一个说法，公众按它筛选。"),
            "jurisdiction": _("不选，表示主办机关管辖的全部地区。"),
            "organiser": _("向社会公开征求意见的机关。"),
        }
        error_messages = {
            "title": {"required": _("请写名称。")},
            "organiser": {"required": _("请写主办机关。")},
        }

    def clean_title(self) -> str:
        """Take off title marks around the whole title; the pages set their own."""
        title: str = self.cleaned_data["title"]
        wrapped = WRAPPED.fullmatch(title)
        return wrapped[1] if wrapped else title


class MoveForm(forms.Form):
    """A step of the procedure: which, on what day, with what note."""

    move = forms.ChoiceField(label=_("进程"), choices=())
    reached_on = forms.DateField(
        label=_("日期"), widget=DATE, initial=timezone.localdate
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=200,
        required=False,
        help_text=_("会议名称、公告号等，将公开显示。"),
    )

    def __init__(self, *args: Any, legal: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        move = cast(forms.ChoiceField, self.fields["move"])
        move.choices = [(name, MOVE_LABELS[name]) for name in legal]
