"""Acts on the registers: divisions and contact points."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.models import ContactPoint, Division, User
from accounts.roles import Role
from common import ledger


@transaction.atomic
def save_entry(entry: Division | ContactPoint, *, by: User) -> None:
    """Store a new or changed entry of a register, and record what it said before.

    Raises:
        PermissionDenied: ``by`` does not look after the registers.
        ValidationError: the entry does not hold together.
    """
    if not permissions.can_make_accounts(by):
        raise PermissionDenied(_("登记册由系统管理员维护。"))
    old = type(entry)._default_manager.filter(pk=entry.pk).first()
    entry.full_clean()
    entry.save()
    ledger.record(
        entry,
        "accounts.change_entry" if old else "accounts.add_entry",
        by=by,
        role=Role.SYSTEM_ADMIN,
        before=_facts(old) if old else None,
        after=_facts(entry),
    )


def _facts(entry: Division | ContactPoint) -> dict[str, str]:
    return {name: str(value) for name, value in model_to_dict(entry).items()}
