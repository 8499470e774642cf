"""Papers that travel with a version."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from drafts.models import Enclosure, Version
from drafts.permissions import can_edit_text
from drafts.services.rules import locked, record, require, require_unpublished


@transaction.atomic
def add_enclosure(
    version: Version, *, by: User | None, kind: str, title: str, text: str
) -> Enclosure:
    """Add a paper to a version, published or not; it is itself never changed then.

    Raises:
        ValidationError: an unknown kind, or no title or text.
    """
    require(by, by is not None and can_edit_text(by), _("您的角色不能添加随附材料。"))
    enclosure = Enclosure(
        version=version, kind=kind, title=title.strip(), text=text, created_by=by
    )
    enclosure.full_clean(exclude=["version", "created_by"])
    enclosure.save()
    record(enclosure, "drafts.add_enclosure", by=by, after=_said(enclosure))
    return enclosure


@transaction.atomic
def remove_enclosure(enclosure: Enclosure, *, by: User | None) -> None:
    """Take a paper away from a version that is not published yet.

    Raises:
        ValidationError: the version is published.
    """
    require(by, by is not None and can_edit_text(by), _("您的角色不能删除随附材料。"))
    require_unpublished(locked(enclosure.version))
    record(enclosure, "drafts.remove_enclosure", by=by, before=_said(enclosure))
    enclosure.delete()


def _said(enclosure: Enclosure) -> dict[str, str]:
    return {
        "kind": enclosure.kind,
        "title": enclosure.title,
        "text": hashlib.sha256(enclosure.text.encode()).hexdigest(),
    }
