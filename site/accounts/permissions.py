"""Who may make accounts, and who may grant roles: never the same person."""

from __future__ import annotations

from accounts.models import AnyUser, User
from accounts.roles import ADMIN_ROLES, Role


def can_make_accounts(user: AnyUser) -> bool:
    """Say whether ``user`` opens accounts and looks after the registers."""
    return user.is_authenticated and user.has_role(Role.SYSTEM_ADMIN)


def can_close_account(user: AnyUser, account: User) -> bool:
    """Say whether ``user`` closes or reopens ``account``; never his own."""
    return can_make_accounts(user) and user.pk != account.pk


def can_renew_password(user: AnyUser, account: User) -> bool:
    """Say whether ``user`` gives ``account`` a new one-time password.

    Not an administrator's: whoever has his password has his rights, and the three
    offices would be one. The command ``create_admin`` is their way back in.
    """
    return can_close_account(user, account) and not account.roles & ADMIN_ROLES


def can_see_roles(user: AnyUser) -> bool:
    """Say whether ``user`` reads who holds which role."""
    return user.is_authenticated and user.has_role(Role.SECURITY_ADMIN)


def can_change_roles(user: AnyUser, account: User) -> bool:
    """Say whether ``user`` grants and ends roles of ``account``; never his own."""
    return can_see_roles(user) and user.pk != account.pk
