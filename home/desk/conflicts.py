"""Two edits of one thing, set side by side with the labels people know."""

from __future__ import annotations

from typing import Any

from django.db import models

from common.stale import StaleEdit


def pairs(stale: StaleEdit, model: type[models.Model]) -> list[tuple[str, Any, Any]]:
    """Return (label, stored now, typed by me) for every field that differs."""
    labels = {field.name: field.verbose_name for field in model._meta.concrete_fields}
    return [
        (str(labels.get(name, name)), theirs, mine)
        for name, theirs, mine in stale.differences
    ]
