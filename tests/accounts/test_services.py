"""Roles are granted by one office, accounts made by another, never by oneself."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import registers, services
from accounts.models import Membership, User
from accounts.roles import ADMIN_ROLES, Role
from common.models import LedgerEntry
from tests.make import make_contact_point, make_division, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def grant(user, role, *, by=None, **fields):
    by = by or make_user(Role.SECURITY_ADMIN)
    fields.setdefault("starts_on", TODAY())
    return services.grant_role(user, role, by=by, **fields)


def acts():
    return list(LedgerEntry.objects.order_by("pk").values_list("act", flat=True))


def test_granted_role_is_held_and_recorded():
    user = make_user()
    by = make_user(Role.SECURITY_ADMIN)

    membership = grant(user, Role.LEGISLATIVE_STAFF, by=by, reason="任命〔2026〕3号")

    entry = LedgerEntry.objects.get(act="accounts.grant_role")
    assert User.objects.get(pk=user.pk).roles == {Role.LEGISLATIVE_STAFF}
    assert membership.granted_by == by
    assert (entry.actor_id, entry.object_id) == (by.pk, str(membership.pk))
    assert (entry.role, entry.reason) == (Role.SECURITY_ADMIN, "任命〔2026〕3号")


@pytest.mark.parametrize("role", [r for r in Role if r != Role.SECURITY_ADMIN])
def test_only_the_security_admin_grants_roles(role):
    by = make_user(role)

    with pytest.raises(PermissionDenied):
        grant(make_user(), Role.LEGISLATIVE_STAFF, by=by)
    assert acts() == []


def test_nobody_grants_himself_a_role():
    by = make_user(Role.SECURITY_ADMIN)

    with pytest.raises(PermissionDenied, match="不能授予自己"):
        grant(by, Role.LEGISLATIVE_REVIEWER, by=by)
    assert by.memberships.count() == 1


@pytest.mark.parametrize("held", sorted(ADMIN_ROLES))
@pytest.mark.parametrize("wanted", sorted(ADMIN_ROLES))
def test_nobody_holds_two_administrators_offices(held, wanted):
    user = make_user(held)

    with pytest.raises(ValidationError):
        grant(user, wanted)
    assert user.memberships.count() == 1


def test_administrators_offices_may_follow_one_another():
    user = make_user()
    tomorrow = TODAY() + datetime.timedelta(days=1)

    grant(user, Role.AUDIT_ADMIN, ends_on=TODAY())
    grant(user, Role.SYSTEM_ADMIN, starts_on=tomorrow)

    assert user.memberships.count() == 2


def test_coordinator_needs_a_contact_point_and_others_have_none():
    with pytest.raises(ValidationError, match="联络员要选所属联系点"):
        grant(make_user(), Role.POINT_COORDINATOR)
    with pytest.raises(ValidationError, match="其他角色不选联系点"):
        grant(make_user(), Role.LEGISLATIVE_STAFF, contact_point=make_contact_point())
    assert acts() == []


def test_role_held_already_is_not_granted_twice():
    user = make_user(Role.LEGISLATIVE_STAFF)

    with pytest.raises(ValidationError, match="已有这个角色"):
        grant(user, Role.LEGISLATIVE_STAFF)


def test_end_role_ends_it_at_once_and_says_why():
    user = make_user(Role.LEGISLATIVE_STAFF)
    services.sync_groups(user)
    yesterday = TODAY() - datetime.timedelta(days=1)

    services.end_role(
        user.memberships.get(),
        by=make_user(Role.SECURITY_ADMIN),
        ends_on=yesterday,
        reason="调离",
    )

    user = User.objects.get(pk=user.pk)
    assert user.roles == frozenset()
    assert list(user.groups.all()) == []
    assert LedgerEntry.objects.get().reason == "调离"


@pytest.mark.parametrize(("days", "reason"), [(0, " "), (-2, "调离"), (1, "调离")])
def test_end_role_refuses_no_reason_the_past_and_a_later_day(days, reason):
    user = make_user()
    membership = grant(user, Role.LEGISLATIVE_STAFF, ends_on=TODAY())

    with pytest.raises(ValidationError):
        services.end_role(
            membership,
            by=make_user(Role.SECURITY_ADMIN),
            ends_on=TODAY() + datetime.timedelta(days=days),
            reason=reason,
        )
    membership.refresh_from_db()
    assert membership.ends_on == TODAY()


def test_groups_follow_the_dates():
    user = make_user()
    Membership.objects.create(
        user=user,
        role=Role.LEGISLATIVE_REVIEWER,
        starts_on=datetime.date(2020, 1, 1),
        ends_on=TODAY(),
    )

    assert services.sync_groups(user) is True
    assert services.sync_groups(user) is False
    assert user.has_perm("wagtailadmin.access_admin")
    user.memberships.update(ends_on=TODAY() - datetime.timedelta(days=1))
    assert services.sync_all_groups() == 1
    assert not User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")


def test_account_is_made_by_the_system_admin_with_a_password_used_once():
    by = make_user(Role.SYSTEM_ADMIN)

    opened = services.create_account("zhangsan", "张三", by=by)
    other = services.create_account("lisi", "李四", by=by)

    assert opened.user.check_password(opened.password)
    assert opened.user.must_change_password
    assert opened.password != other.password
    assert opened.user.roles == frozenset()
    assert not opened.user.is_superuser
    assert acts() == ["accounts.create_account"] * 2


@pytest.mark.parametrize("role", [r for r in Role if r != Role.SYSTEM_ADMIN])
def test_others_make_no_accounts(role):
    with pytest.raises(PermissionDenied):
        services.create_account("zhangsan", "张三", by=make_user(role))
    assert not User.objects.filter(username="zhangsan").exists()


def test_name_taken_is_refused_in_words():
    make_user(username="zhangsan")

    with pytest.raises(ValidationError):
        services.create_account("zhangsan", "", by=make_user(Role.SYSTEM_ADMIN))


def test_closed_account_loses_its_rights_and_reopens_with_them():
    by = make_user(Role.SYSTEM_ADMIN)
    user = make_user(Role.LEGISLATIVE_STAFF)
    services.sync_groups(user)

    services.close_account(user, by=by, reason="长期离岗")
    assert User.objects.get(pk=user.pk).roles == frozenset()
    assert user.groups.count() == 0
    services.reopen_account(user, by=by, reason="返岗")

    assert User.objects.get(pk=user.pk).roles == {Role.LEGISLATIVE_STAFF}
    assert acts() == ["accounts.close_account", "accounts.reopen_account"]


def test_nobody_closes_his_own_account():
    by = make_user(Role.SYSTEM_ADMIN)

    with pytest.raises(PermissionDenied):
        services.close_account(by, by=by, reason="试")
    assert User.objects.get(pk=by.pk).is_active


@pytest.mark.parametrize("role", sorted(ADMIN_ROLES))
def test_system_admin_does_not_renew_an_administrators_password(role):
    admin = make_user(role, password="long-enough-1234")

    with pytest.raises(PermissionDenied):
        services.renew_password(
            admin, by=make_user(Role.SYSTEM_ADMIN), reason="忘记密码"
        )
    assert User.objects.get(pk=admin.pk).check_password("long-enough-1234")


def test_renewed_password_opens_once_and_the_old_one_no_more():
    user = make_user(Role.LEGISLATIVE_STAFF, password="long-enough-1234")

    password = services.renew_password(
        user, by=make_user(Role.SYSTEM_ADMIN), reason="忘记密码"
    )

    user = User.objects.get(pk=user.pk)
    assert user.check_password(password)
    assert user.must_change_password


def test_create_admin_makes_the_first_and_refuses_a_second(capsys):
    call_command("create_admin", "security_admin", "anquan", "--name", "安全")

    user = User.objects.get(username="anquan")
    password = capsys.readouterr().out.split("：")[-1].split("\n")[0]
    assert user.roles == {Role.SECURITY_ADMIN}
    assert user.check_password(password)
    assert (user.is_superuser, user.must_change_password) == (False, True)
    with pytest.raises(CommandError, match="已经有安全管理员了"):
        call_command("create_admin", "security_admin", "another")
    assert not User.objects.filter(username="another").exists()


def test_register_entry_is_stored_with_its_row():
    by = make_user(Role.SYSTEM_ADMIN)
    division = make_division()
    division.name = "新名区"

    registers.save_entry(division, by=by)

    division.refresh_from_db()
    assert division.name == "新名区"
    assert acts() == ["accounts.change_entry"]
    with pytest.raises(PermissionDenied):
        registers.save_entry(division, by=make_user(Role.SECURITY_ADMIN))
