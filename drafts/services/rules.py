"""What every act on a text checks and records."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from common import ledger
from drafts.models import Version
from drafts.permissions import acting_role
from drafts.stages import VersionStage


def require(by: User | None, allowed: bool, refusal: str) -> None:
    """Refuse what ``by`` may not do; the system (None) acts by command only.

    Raises:
        PermissionDenied: a person who may not.
    """
    if by is not None and not allowed:
        raise PermissionDenied(refusal)


def record(
    obj: models.Model, act: str, *, by: User | None, reason: str = "", **values: Any
) -> None:
    """Write the ledger row of an act in this room, with the role acted in."""
    ledger.record(obj, act, by=by, reason=reason, role=acting_role(by), **values)


def locked(version: Version) -> Version:
    """Return the version as stored now, locked until the transaction ends."""
    # Only its own row: PostgreSQL refuses to lock the nullable side of a join.
    return Version.objects.select_for_update().get(pk=version.pk)


def require_unpublished(version: Version) -> None:
    """Refuse any change of a text that is out.

    Raises:
        ValidationError: the version is published; says how to correct it.
    """
    if version.is_published:
        raise ValidationError(
            _(
                "文本已经发布，不能再改动或删除。发现错误时，请导入一份更正文本："
                "版本类型不变，以本版本为对照版本，并写明更正说明。"
            ),
            code="published",
        )


def require_editing(version: Version) -> None:
    """Refuse a change of a text that is not being edited.

    Raises:
        ValidationError: it is published, or waits for its review.
    """
    require_unpublished(version)
    if version.stage != VersionStage.EDITING:
        raise ValidationError(
            _("文本正在复核，不能改动。请先由复核人退回。"), code="in_review"
        )


def require_reason(reason: str, message: str) -> str:
    """Return the reason without outer blanks.

    Raises:
        ValidationError: there is none.
    """
    stripped = reason.strip()
    if not stripped:
        raise ValidationError(message, code="reason_required")
    return stripped
