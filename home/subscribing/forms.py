"""What may come in from the page of subscribing: what to follow, and an address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.addresses import AddressField
from feedback.reports.topics import Topic


class SubscribeForm(forms.Form):
    """One of the topics offered, and where to write to."""

    use_required_attribute = False

    topic = forms.ChoiceField(
        label=_("订阅什么"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("请选择订阅什么。"),
            "invalid_choice": _("请在列出的内容里选一个。"),
        },
    )
    email = AddressField(
        label=_("您的电子邮箱"),
        max_length=200,
        error_messages={
            "required": _("请写您的电子邮箱。"),
            "invalid": _("请写完整的邮箱地址，例如 name@example.cn。"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, data: Any, *, offered: Sequence[Topic]) -> None:
        super().__init__(data, initial={"topic": offered[0].value})
        self.topics = {topic.value: topic for topic in offered}
        choices = [(topic.value, topic.title) for topic in offered]
        self.fields["topic"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean_topic(self) -> Topic:
        """Return the topic itself."""
        return self.topics[self.cleaned_data["topic"]]
