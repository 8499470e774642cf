"""Provisions written and taken away, whole texts at a time."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, ProtectedError, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from drafts.building import build_provisions
from drafts.kinds import DocumentKind, ProvisionKind
from drafts.models import Document, Provision, Version
from drafts.text.structure import ParsedText, Problem

ASIDE = "~"
ASIDE_POSITION = 10_000_000


def store_provisions(version: Version, parsed: ParsedText) -> None:
    """Store a parsed text's provisions; one INSERT for each level, one UPDATE.

    Raises:
        ValidationError: the text holds nothing at all.
    """
    rows = build_provisions(parsed)
    if not rows:
        raise ValidationError(
            _("文件里没有读到条文。请检查文件内容，再重新导入。"), code="empty"
        )
    for row in rows:
        row.version = version
    # Parents come before children, so that children know their ids.
    for _depth, level in groupby(sorted(rows, key=_depth_of), key=_depth_of):
        Provision.objects.bulk_create(level, batch_size=500)
    articles = [row.pk for row in rows if row.kind == ProvisionKind.ARTICLE]
    version.provisions.filter(pk__in=articles).update(article=F("pk"))


def set_aside(version: Version) -> list[int]:
    """Make room for another text: the provisions there now, their ids returned.

    They keep what points at them until :func:`delete_provisions`.
    """
    rows = version.provisions.all()
    ids = list(rows.values_list("pk", flat=True))
    rows.update(
        position=F("position") + ASIDE_POSITION,
        address=Concat(Value(ASIDE), F("address")),
    )
    return ids


def delete_provisions(version: Version, ids: list[int]) -> None:
    """Delete provisions of an unpublished version.

    Raises:
        ValidationError: rows of other tables point at some of them.
    """
    rows = version.provisions.filter(pk__in=ids)
    # They point at one another, and such pointing protects too.
    rows.update(article=None, parent=None)
    try:
        rows.delete()
    except ProtectedError:
        raise ValidationError(
            _("这份文本的条文已经被其他记录引用，不能替换或删除。请先移走这些引用。"),
            code="in_use",
        ) from None


def problems_of(document: Document, parsed: ParsedText) -> list[dict[str, Any]]:
    """Return a text's problems as stored, that of a regulation without 条 included."""
    problems = list(parsed.problems)
    if document.kind == DocumentKind.REGULATION and not parsed.articles():
        message = "没有读到“第X条”，请确认这是法规文本。"
        problems.append(Problem(0, "no_articles", message))
    return [{"line": p.line, "code": p.code, "message": p.message} for p in problems]


def _depth_of(row: Provision) -> int:
    return row.depth
