"""Acts on accounts and on who holds which role; each leaves its row in the ledger."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import permissions
from accounts.models import ContactPoint, Membership, User
from accounts.roles import ADMIN_ROLES, Role
from common import ledger

PASSWORD_BYTES = 15


@dataclass(frozen=True)
class Opened:
    """An account and the password it is entered with once; kept nowhere."""

    user: User
    password: str


@transaction.atomic
def create_account(
    username: str, display_name: str, *, by: User, email: str = ""
) -> Opened:
    """Open an account without any right, with a password that must be changed.

    Raises:
        PermissionDenied: ``by`` does not make accounts.
        ValidationError: the name is taken or cannot be used.
    """
    _require(permissions.can_make_accounts(by), _("只有系统管理员能开设账号。"))
    opened = open_account(username, display_name, email=email)
    ledger.record(
        opened.user,
        "accounts.create_account",
        by=by,
        role=Role.SYSTEM_ADMIN,
        after={"username": username, "display_name": display_name},
    )
    return opened


@transaction.atomic
def close_account(user: User, *, by: User, reason: str) -> None:
    """Shut an account: its sessions end with their next request."""
    _change_account(user, by, reason, is_active=False, act="accounts.close_account")


@transaction.atomic
def reopen_account(user: User, *, by: User, reason: str) -> None:
    """Open a closed account again, with the roles it still holds."""
    _change_account(user, by, reason, is_active=True, act="accounts.reopen_account")


@transaction.atomic
def rename_account(user: User, *, by: User, display_name: str, email: str) -> None:
    """Correct the name and the address of an account."""
    _require(permissions.can_make_accounts(by), _("只有系统管理员能修改账号。"))
    before = {"display_name": user.display_name, "email": user.email}
    after = {"display_name": display_name, "email": email}
    User.objects.filter(pk=user.pk).update(**after)
    ledger.record(
        user,
        "accounts.rename_account",
        by=by,
        role=Role.SYSTEM_ADMIN,
        before=before,
        after=after,
    )


@transaction.atomic
def renew_password(user: User, *, by: User, reason: str) -> str:
    """Give somebody who lost his way in a new one-time password, and return it.

    The second factor is forgotten too, and every session ends.

    Raises:
        PermissionDenied: ``by`` may not, or ``user`` is an administrator.
    """
    _require(
        permissions.can_renew_password(by, user),
        _("不能重设自己的密码，也不能重设管理员的密码。"),
    )
    password = _new_password(user)
    user.save(update_fields=["password", "must_change_password"])
    Authenticator.objects.filter(user=user).delete()
    ledger.record(
        user,
        "accounts.renew_password",
        by=by,
        role=Role.SYSTEM_ADMIN,
        reason=_given(reason),
    )
    return password


@transaction.atomic
def create_admin(role: Role, username: str, display_name: str) -> Opened:
    """Open the account of the first administrator of a kind; a command calls this.

    Raises:
        ValidationError: somebody holds the role already, or the name is taken.
    """
    today = timezone.localdate()
    holders = Membership.objects.filter(held_on(today), role=role)
    if holders.filter(user__is_active=True).exists():
        raise ValidationError(
            _("已经有%s了，没有再开。其他账号请登录后办理。") % role.label
        )
    opened = open_account(username, display_name)
    membership = Membership(user=opened.user, role=role, starts_on=today)
    _store(membership)
    ledger.record(opened.user, "accounts.create_admin", by=None, reason=str(role.label))
    return opened


@transaction.atomic
def grant_role(
    user: User,
    role: str,
    *,
    by: User,
    contact_point: ContactPoint | None = None,
    starts_on: datetime.date,
    ends_on: datetime.date | None = None,
    reason: str = "",
) -> Membership:
    """Let ``user`` act in ``role`` on the days from ``starts_on`` to ``ends_on``.

    Raises:
        PermissionDenied: ``by`` grants no roles, or would grant himself one.
        ValidationError: the role is held already, its dates or its contact point do
            not fit, or ``user`` would hold two of the three administrators' offices.
    """
    _require(
        permissions.can_change_roles(by, user),
        _("角色由安全管理员授予，不能授予自己。"),
    )
    # Two grants at the same moment must see each other.
    User.objects.select_for_update().get(pk=user.pk)
    membership = Membership(
        user=user,
        role=role,
        contact_point=contact_point,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=by,
    )
    _store(membership)
    ledger.record(
        membership,
        "accounts.grant_role",
        by=by,
        role=Role.SECURITY_ADMIN,
        reason=reason,
        after=_facts(membership),
    )
    sync_groups(user)
    return membership


@transaction.atomic
def end_role(
    membership: Membership, *, by: User, ends_on: datetime.date, reason: str
) -> Membership:
    """Let a role end after ``ends_on``; yesterday ends it at once.

    Raises:
        PermissionDenied: ``by`` ends no roles, or it is his own.
        ValidationError: no reason, or a day before yesterday or after its end.
    """
    _require(
        permissions.can_change_roles(by, membership.user),
        _("角色由安全管理员结束，不能结束自己的角色。"),
    )
    current = Membership.objects.select_for_update().get(pk=membership.pk)
    before = _facts(current)
    _check_end(current, ends_on)
    current.ends_on = ends_on
    current.full_clean()
    current.save(update_fields=["ends_on", "modified"])
    ledger.record(
        current,
        "accounts.end_role",
        by=by,
        role=Role.SECURITY_ADMIN,
        reason=_given(reason),
        before=before,
        after=_facts(current),
    )
    sync_groups(current.user)
    return current


def sync_groups(user: User) -> bool:
    """Put ``user`` into the groups of the roles held today; say whether any changed.

    The Wagtail admin knows groups only; each stands for the role of its name. Two
    queries while nothing changes.
    """
    user.__dict__.pop("roles", None)
    is_account_open = user.is_active
    held = Membership.objects.filter(held_on(timezone.localdate()), user=user)
    wanted = set(held.values_list("role", flat=True)) if is_account_open else set()
    current = set(user.groups.values_list("name", flat=True))
    if wanted == current:
        return False
    user.groups.set(Group.objects.filter(name__in=wanted))
    for cached in ("_perm_cache", "_group_perm_cache", "_page_permission_cache"):
        user.__dict__.pop(cached, None)
    return True


def sync_all_groups() -> int:
    """Put everybody into the right groups, and return how many had changed."""
    concerned = User.objects.filter(
        Q(groups__isnull=False) | Q(memberships__isnull=False)
    ).distinct()
    return sum(sync_groups(user) for user in concerned.iterator(200))


def held_on(day: datetime.date) -> Q:
    """Return the condition that a membership is held on ``day``."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def open_account(username: str, display_name: str, *, email: str = "") -> Opened:
    """Store an account with a one-time password; callers write the ledger."""
    user = User(username=username, display_name=display_name, email=email)
    password = _new_password(user)
    user.full_clean(exclude=["password"])
    user.save()
    return Opened(user, password)


def _new_password(user: User) -> str:
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    user.set_password(password)
    user.must_change_password = True
    return password


def _change_account(
    user: User, by: User, reason: str, *, is_active: bool, act: str
) -> None:
    _require(
        permissions.can_close_account(by, user),
        _("只有系统管理员能停用、启用账号，不能停用自己。"),
    )
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    ledger.record(user, act, by=by, role=Role.SYSTEM_ADMIN, reason=_given(reason))
    sync_groups(user)


def _store(membership: Membership) -> None:
    membership.full_clean()
    _check_overlap(membership)
    membership.save()


def _check_overlap(membership: Membership) -> None:
    """Refuse a role held already, and two administrators' offices in one hand."""
    others = Membership.objects.filter(user=membership.user).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=membership.starts_on)
    )
    if membership.ends_on:
        others = others.filter(starts_on__lte=membership.ends_on)
    same = others.filter(role=membership.role, contact_point=membership.contact_point)
    if same.exists():
        raise ValidationError(_("这个账号在这段时间已有这个角色，请先结束原来的任职。"))
    if membership.role not in ADMIN_ROLES:
        return
    for other in others.filter(role__in=ADMIN_ROLES):
        raise ValidationError(
            _("系统、安全、审计三类管理员不能由同一人担任：%(name)s已是%(role)s。")
            % {"name": membership.user, "role": other.get_role_display()}
        )


def _check_end(membership: Membership, ends_on: datetime.date) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    if membership.ends_on and ends_on > membership.ends_on:
        raise ValidationError(
            {"ends_on": _("不能晚于原来的结束日期；要延长，请另授予一次。")}
        )
    # What has been held has been held.
    if ends_on < yesterday:
        raise ValidationError({"ends_on": _("最早填昨天，也就是立即结束。")})


def _facts(membership: Membership) -> dict[str, object]:
    return {
        "user": membership.user_id,
        "role": membership.role,
        "contact_point": membership.contact_point_id,
        "starts_on": str(membership.starts_on),
        "ends_on": str(membership.ends_on or ""),
    }


def _given(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("请写明理由，理由会记入操作流水。")})
    return reason.strip()


def _require(is_allowed: bool, message: str) -> None:
    if not is_allowed:
        raise PermissionDenied(message)
