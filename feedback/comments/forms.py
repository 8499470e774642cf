"""What may come in from the citizen's pages; every other field is not looked at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.addresses import AddressField
from feedback.comments.kinds import ConsentKind, Stance
from feedback.comments.quoting import Quoted
from feedback.comments.words import SubmitterData, Words, cleaned

OWN = "own-"
ADDRESS = re.compile(r"[A-Za-z0-9.\-]{1,60}", re.ASCII)
MOBILE = re.compile(r"1[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{2,3}[2-9]\d{6,7}")
STANCE_HINTS = {
    Stance.SUPPORT: gettext_lazy("这样写好"),
    Stance.AMEND: gettext_lazy("换个写法"),
    Stance.ADD: gettext_lazy("缺了内容"),
    Stance.DELETE: gettext_lazy("不该有这些"),
    Stance.OPPOSE: gettext_lazy("不该这样定"),
    Stance.QUESTION: gettext_lazy("没看懂"),
    Stance.GENERAL: gettext_lazy("其他看法"),
}
CONSENTS = {
    "privacy": ConsentKind.PRIVACY,
    "public_words": ConsentKind.PUBLIC_WORDS,
    "public_name": ConsentKind.PUBLIC_NAME,
    "forward": ConsentKind.FORWARD,
    "guardian": ConsentKind.GUARDIAN,
}


def stance_choices() -> list[tuple[str, SafeString]]:
    """Return each stance with a word on what it is for."""
    return [
        (value, format_html("{}<small>{}</small>", value.label, STANCE_HINTS[value]))
        for value in Stance
    ]


def too_long(limit: int) -> dict[str, Any]:
    """Return what a field says that takes ``limit`` characters."""
    return {
        "max_length": format_lazy(
            gettext_lazy("最多 {limit} 字，请删减。"), limit=limit
        )
    }


def text_area(rows: int, **attrs: Any) -> forms.Textarea:
    """Return an area whose text the draft on the device may keep."""
    return forms.Textarea(attrs={"rows": rows, "data-keep": True, **attrs})


class ProposingForm(forms.Form):
    """Words about provisions, and the author's own wording of each of them."""

    # A button inside the form may add a provision before anything is written.
    use_required_attribute = False

    body = forms.CharField(
        label=gettext_lazy("您的意见"),
        help_text=gettext_lazy("哪里有问题、为什么？像平时说话那样写就行。"),
        error_messages={"required": gettext_lazy("请写下您的意见。")},
        widget=text_area(7),
    )
    reason = forms.CharField(
        label=gettext_lazy("还有什么理由或者依据"),
        required=False,
        widget=text_area(3),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        quotes: Sequence[Quoted] = (),
        proposed: dict[str, str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        for quote in quotes:
            if quote.may_be_rewritten:
                address = quote.provision.address
                self.fields[OWN + address] = self._own_wording(
                    quote, (proposed or {}).get(address, quote.text)
                )

    @staticmethod
    def _own_wording(quote: Quoted, text: str) -> forms.CharField:
        rows = min(14, 3 + len(text) // 28 + text.count("\n"))
        return forms.CharField(
            label=_("您会怎么写%s") % quote.provision.citation,
            help_text=_("原文已放进来，直接改就行；不改就当作没有填。"),
            required=False,
            initial=text,
            widget=text_area(rows, **{"class": "law"}),
        )

    def proposed(self) -> dict[str, str]:
        """Return the own wordings as sent, by address."""
        return {
            name.removeprefix(OWN): str(self.data.get(name))
            for name in self.data
            if name.startswith(OWN)
        }

    def clean(self) -> dict[str, Any]:
        try:
            self.words = cleaned(self.as_words())
        except ValidationError as refusal:
            for name, messages in refusal.message_dict.items():
                self._report(name, messages)
        return self.cleaned_data

    def _report(self, name: str, messages: list[str]) -> None:
        if name == "proposed":
            name = self._longest_wording()
        if name in self.errors:
            return
        self.add_error(name if name in self.fields else None, messages)

    def _longest_wording(self) -> str:
        """Return the field where own wordings that are too long can be cut."""
        lengths = {
            OWN + address: len(text)
            for address, text in self.proposed().items()
            if OWN + address in self.fields
        }
        return max(lengths, key=lambda name: lengths[name], default="")

    def as_words(self) -> Words:
        """Return what was typed, as yet unchecked."""
        return Words(
            body=self.cleaned_data.get("body", ""),
            reason=self.cleaned_data.get("reason", ""),
            proposed=self.proposed(),
        )


class CommentForm(ProposingForm):
    """A whole submission: stance and words, and who speaks if they care to say."""

    stance = forms.ChoiceField(
        label=gettext_lazy("您的态度"),
        choices=stance_choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("请在列出的态度里选一个。")},
    )
    name = forms.CharField(
        label=gettext_lazy("姓名"),
        required=False,
        max_length=50,
        error_messages=too_long(50),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        help_text=gettext_lazy("只用来告诉您这条意见的结果，结果公布满6个月后删除。"),
        required=False,
        max_length=30,
        error_messages=too_long(30),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = AddressField(
        label=gettext_lazy("电子邮箱"),
        required=False,
        error_messages={
            "invalid": gettext_lazy("请写完整的邮箱地址，例如 name@example.cn。")
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    occupation = forms.CharField(
        label=gettext_lazy("职业"),
        required=False,
        max_length=40,
        error_messages=too_long(40),
    )
    under_14 = forms.BooleanField(
        label=gettext_lazy("我未满14周岁"),
        help_text=gettext_lazy("你的意见不会公开。姓名和联系方式可以都不写。"),
        required=False,
    )
    guardian_name = forms.CharField(
        label=gettext_lazy("监护人姓名"),
        help_text=gettext_lazy("只有写了姓名或者联系方式才需要。"),
        required=False,
        max_length=50,
        error_messages=too_long(50),
    )
    guardian = forms.BooleanField(
        label=gettext_lazy("我是监护人，同意孩子提出意见并留下上面的信息"),
        required=False,
    )
    privacy = forms.BooleanField(
        label=gettext_lazy("已看个人信息处理说明，同意按说明处理"),
        help_text=gettext_lazy("留了姓名、电话或者邮箱才需要勾选。"),
        required=False,
    )
    public_words = forms.BooleanField(
        label=gettext_lazy("同意隐去个人信息后公开我的意见原文"),
        help_text=gettext_lazy("不勾选，只给经办人员看。"),
        required=False,
    )
    public_name = forms.BooleanField(
        label=gettext_lazy("同意公开我的姓名"), required=False
    )
    forward = forms.BooleanField(
        label=gettext_lazy("同意把意见连同我的联系方式转交有关部门"), required=False
    )
    field_order = ["stance", "body", "reason"]

    @property
    def addresses(self) -> list[str]:
        """The provisions spoken about, as named by the form."""
        sent = self.data
        return list(
            dict.fromkeys(
                sent.getlist("on") if isinstance(sent, MultiValueDict) else ()
            )
        )

    def clean_phone(self) -> str:
        """Return the digits of a number typed with blanks, dashes or full width."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["phone"])
        digits = re.sub(r"[\s()\-‐‑–—]", "", typed)
        digits = re.sub(r"^(?:\+|00)86", "", digits)
        if digits and not (MOBILE.fullmatch(digits) or LANDLINE.fullmatch(digits)):
            raise ValidationError(_("请写11位手机号码，或者带区号的座机号码。"))
        return digits

    def as_words(self) -> Words:
        """Return the submission as typed; a name not among the fields is not read."""
        given = self.cleaned_data
        person = SubmitterData(
            **{
                name: given.get(name, "")
                for name in ("name", "phone", "email", "occupation", "guardian_name")
            }
        )
        return Words(
            body=given.get("body", ""),
            reason=given.get("reason", ""),
            stance=given.get("stance") or Stance.GENERAL,
            targets=tuple(self.addresses),
            proposed=self.proposed(),
            submitter=person if person != SubmitterData() else None,
            consents=frozenset(
                kind for name, kind in CONSENTS.items() if given.get(name)
            ),
            under_14=bool(given.get("under_14")),
        )


class LookupForm(forms.Form):
    """A receipt number and a query code; both travel in the body only."""

    use_required_attribute = False

    receipt_no = forms.CharField(
        label=gettext_lazy("受理编号"),
        help_text=gettext_lazy("在回执上，以 YJ- 开头。"),
        max_length=60,
        error_messages={
            "required": gettext_lazy("请写受理编号。"),
            **too_long(60),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
    code = forms.CharField(
        label=gettext_lazy("查询码"),
        help_text=gettext_lazy("14个字母和数字。大小写、空格和连字符都可以随意。"),
        max_length=60,
        error_messages={"required": gettext_lazy("请写查询码。"), **too_long(60)},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
