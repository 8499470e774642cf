"""Forms about texts: import, papers, plain words, reasons."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import wording
from common.uploads import UploadRefused
from drafts.kinds import EnclosureKind, VersionType
from drafts.models import Version
from drafts.text.parsing import parse
from drafts.text.reading import read_file
from drafts.text.structure import ParsedText
from drafts.wording import problem_text
from home.desk.forms.regulations import DATE

LARGEST_UPLOAD = 10 * 1024 * 1024
# 民法典 has 106,600 characters.
LONGEST_TEXT = 600_000
# 民法典 has 1,260 articles; a text of many times as many parts is none, and comparing
# and showing it would keep the server busy for minutes.
MOST_PARTS = 15_000
CHANGES = [
    ("", _("没有修订痕迹")),
    ("accept", _("接受全部修订")),
    ("reject", _("拒绝全部修订")),
]


class ImportForm(forms.Form):
    """A text to read: a file, or words pasted in; read, shown, and only then stored.

    ``parsed`` holds what was read; ``plain`` the same as text, which the preview
    page carries to the confirmation, so that nothing is stored in between.
    """

    version_type = forms.ChoiceField(label=_("这是哪一稿"), choices=VersionType.choices)
    base = forms.ModelChoiceField(
        label=_("和哪一稿对照"),
        queryset=Version.objects.none(),
        required=False,
        empty_label=_("不对照"),
    )
    dated_on = forms.DateField(label=_("文本日期"), widget=DATE, required=False)
    file = forms.FileField(
        label=_("文件"),
        required=False,
        help_text=_("Word（.docx）、纯文本（.txt）或 Markdown（.md），不超过10MB。"),
    )
    changes = forms.ChoiceField(
        label=_("Word 修订痕迹"), choices=CHANGES, required=False
    )
    plain = forms.CharField(
        label=_("或者粘贴全文"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "law"}),
    )
    correction_note = forms.CharField(
        label=_("更正说明"),
        required=False,
        max_length=500,
        help_text=_("只在更正已发布的同一稿时填写，将公开显示。"),
    )
    source_name = forms.CharField(required=False, widget=forms.HiddenInput)
    source_hash = forms.CharField(required=False, widget=forms.HiddenInput)
    parsed: ParsedText

    def __init__(self, *args: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["base"]).queryset = versions

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data.get("file")
        if file and file.size > LARGEST_UPLOAD:
            raise ValidationError(_("文件超过10MB。请拆分后再导入，或粘贴全文。"))
        return file

    def clean(self) -> dict[str, Any]:
        """Read the text; a file wins over pasted words."""
        data = super().clean() or {}
        file, plain = data.get("file"), data.get("plain") or ""
        if self.errors:
            return data
        if not file and not plain.strip():
            raise ValidationError(_("请选择一个文件，或者粘贴全文。"))
        if file:
            try:
                self.parsed = read_file(
                    file.read(), file.name, changes=data.get("changes") or None
                )
            except UploadRefused as refusal:
                text = wording.said(refusal.code, refusal.message)
                raise ValidationError({"file": text}) from refusal
        else:
            self.parsed = parse(plain)
        if not self.parsed.nodes:
            raise ValidationError(
                [problem_text(p.code, p.message) for p in self.parsed.problems]
            )
        if sum(1 for _part in self.parsed.placed()) > MOST_PARTS:
            raise ValidationError(
                _("读出的条款项超过%d处，不像一部法规。请检查文件，或拆分后再导入。")
                % MOST_PARTS
            )
        return data


class EnclosureForm(forms.Form):
    """A paper that travels with a version."""

    kind = forms.ChoiceField(label=_("种类"), choices=EnclosureKind.choices)
    title = forms.CharField(
        label=_("标题"), max_length=200, error_messages={"required": _("请写标题。")}
    )
    text = forms.CharField(
        label=_("内容"),
        max_length=100_000,
        error_messages={"required": _("请写内容，或者把全文粘贴进来。")},
        widget=forms.Textarea(attrs={"rows": 12, "data-keep": True}),
        help_text=_("一段一行。文本发布后可以补，补上的不能再改。"),
    )


class ExplanationForm(forms.Form):
    """Plain words beside one provision."""

    body = forms.CharField(
        label=_("大白话"),
        max_length=2000,
        error_messages={"required": _("请用大白话写一写这一条。")},
        widget=forms.Textarea(attrs={"rows": 6, "data-keep": True}),
        help_text=_("短句，不照抄条文。读给不懂法的人听，能听明白。"),
    )
    who = forms.CharField(label=_("跟谁有关"), max_length=200, required=False)
    changed = forms.CharField(
        label=_("和上一稿比"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-keep": True}),
    )


class ReasonForm(forms.Form):
    """An act that needs a reason."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=1000,
        error_messages={"required": _("请写明理由。")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublishForm(forms.Form):
    """Publishing, with a reason when the reader found problems in the text."""

    override_reason = forms.CharField(
        label=_("带问题发布的理由"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
