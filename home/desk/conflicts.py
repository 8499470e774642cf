"""Two edits of one thing, set side by side with the labels people know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models

from common.stale import StaleEdit


def pairs(stale: StaleEdit, model: type[models.Model]) -> list[tuple[str, Any, Any]]:
    """Return (label, stored now, typed by me) for every field that differs."""
    labels = {field.name: field.verbose_name for field in model._meta.concrete_fields}
    return [
        (str(labels.get(name, name)), theirs, mine)
        for name, theirs, mine in stale.differences
    ]


def form_pairs(stale: StaleEdit, form: forms.Form) -> list[tuple[str, Any, Any]]:
    """Return the same in the labels of ``form``, choices by name."""
    return [
        (
            str(form.fields[name].label),
            spoken(form.fields[name], theirs),
            spoken(form.fields[name], mine),
        )
        for name, theirs, mine in stale.differences
        if name in form.fields
    ]


def spoken(field: forms.Field, value: Any) -> str:
    """Return a value as the form's reader sees it."""
    if value in (None, ""):
        return ""
    labels = {str(key): label for key, label in getattr(field, "choices", [])}
    return str(labels.get(str(value), value))
