"""Who spoke, in words, for the one page that shows it once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.comments.kinds import SubmitterKind

LABELS = {
    "kind": _("提交人"),
    "name": _("姓名"),
    "unit": _("单位"),
    "phone": _("电话"),
    "email": _("电子邮箱"),
    "guardian_name": _("监护人"),
    "occupation": _("职业"),
}


def named(known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield label and value of what is known, in the order people expect."""
    for name, label in LABELS.items():
        value = known.get(name)
        if value:
            yield (
                str(label),
                str(SubmitterKind(value).label if name == "kind" else value),
            )
