"""What may be asked of the search page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.search.asking import LONGEST
from home.search.kinds import Kind, Standing


class SearchForm(forms.Form):
    """The words, the kind of finds, and where the texts stand."""

    q = forms.CharField(
        label=_("搜索词"),
        max_length=LONGEST,
        error_messages={
            "required": _("请写要找的字词。"),
            "max_length": _(
                "搜索词最多 %(limit_value)d 字，现在是 %(show_value)d 字，请删减。"
            ),
        },
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}
        ),
    )
    kind = forms.ChoiceField(
        label=_("类别"), choices=[("", _("全部")), *Kind.choices], required=False
    )
    stage = forms.ChoiceField(
        label=_("文本的阶段"),
        choices=[("", _("全部")), *Standing.choices],
        required=False,
    )
