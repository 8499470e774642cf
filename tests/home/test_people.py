"""Accounts and roles in the Wagtail admin go through the services only."""

import pytest

from accounts.models import Membership, User
from accounts.roles import Role
from common.models import LedgerEntry
from tests.home.test_cms import enter
from tests.make import make_user

pytestmark = pytest.mark.django_db


def test_account_opens_with_a_password_shown_once(client):
    by = enter(client, Role.SYSTEM_ADMIN)

    response = client.post(
        "/cms/users/new/",
        {
            "username": "zhangsan",
            "display_name": "张三",
            "is_superuser": "on",
            "is_staff": "on",
            "groups": [1],
            "password1": "chosen-by-other-1",
        },
        follow=True,
    )

    user = User.objects.get(username="zhangsan")
    shown = next(str(m) for m in response.context["messages"])
    assert user.check_password(shown.split("：")[1].split("。")[0])
    assert (user.is_superuser, user.is_staff, user.groups.count()) == (False, False, 0)
    assert LedgerEntry.objects.get().actor_id == by.pk
    assert "一次性密码" not in client.get("/cms/users/").content.decode()


def test_account_is_closed_with_a_reason_only(client):
    enter(client, Role.SYSTEM_ADMIN)
    user = make_user(Role.LEGISLATIVE_STAFF)
    url = f"/cms/users/edit/{user.pk}/"

    client.post(url, {"display_name": "张三", "email": ""})
    assert User.objects.get(pk=user.pk).is_active
    client.post(url, {"display_name": "张三", "email": "", "reason": "离岗"})

    assert not User.objects.get(pk=user.pk).is_active
    assert list(LedgerEntry.objects.values_list("act", flat=True)) == [
        "accounts.rename_account",
        "accounts.close_account",
    ]


def test_accounts_are_not_deleted_nor_raised_in_bulk(client):
    enter(client, Role.SYSTEM_ADMIN)
    user = make_user()

    client.post(f"/cms/users/delete/{user.pk}/")
    for action in ("delete", "assign_role", "set_active_state"):
        client.post(
            f"/cms/bulk/accounts/user/{action}/?id={user.pk}",
            {"role": 1, "mark_as_active": "False"},
        )

    user = User.objects.get(pk=user.pk)
    assert (user.is_active, user.groups.count()) == (True, 0)


def test_role_is_granted_through_the_service(client):
    by = enter(client, Role.SECURITY_ADMIN)
    user = make_user()

    response = client.post(
        "/cms/memberships/new/",
        {
            "user": user.pk,
            "role": Role.LEGISLATIVE_STAFF,
            "contact_point": "",
            "starts_on": "2026-01-01",
            "ends_on": "",
            "reason": "任命",
        },
    )

    membership = Membership.objects.get(user=user)
    assert response.status_code == 302
    assert membership.granted_by == by
    assert LedgerEntry.objects.get().act == "accounts.grant_role"


def test_grant_that_is_refused_says_why(client):
    enter(client, Role.SECURITY_ADMIN)
    user = make_user(Role.AUDIT_ADMIN)

    response = client.post(
        "/cms/memberships/new/",
        {
            "user": user.pk,
            "role": Role.SYSTEM_ADMIN,
            "contact_point": "",
            "starts_on": "2026-01-01",
            "ends_on": "",
            "reason": "",
        },
    )

    assert response.status_code == 200
    assert "不能由同一人担任" in response.content.decode()
    assert user.memberships.count() == 1


def test_security_admin_cannot_grant_himself_a_role_in_the_admin(client):
    by = enter(client, Role.SECURITY_ADMIN)

    client.post(
        "/cms/memberships/new/",
        {"user": by.pk, "role": Role.LEGISLATIVE_REVIEWER, "starts_on": "2026-01-01"},
    )

    assert by.memberships.count() == 1


def test_role_is_ended_and_nothing_else_of_it_changes(client):
    enter(client, Role.SECURITY_ADMIN)
    membership = make_user(Role.LEGISLATIVE_STAFF).memberships.get()

    client.post(
        f"/cms/memberships/edit/{membership.pk}/",
        {"ends_on": "2030-01-01", "reason": "调离", "role": Role.LEGISLATIVE_REVIEWER},
    )

    membership.refresh_from_db()
    assert str(membership.ends_on) == "2030-01-01"
    assert membership.role == Role.LEGISLATIVE_STAFF
    assert LedgerEntry.objects.get().act == "accounts.end_role"
