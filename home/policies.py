"""Who may do what in the Wagtail admin, beyond texts: registers, accounts, settings."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Site
from wagtail.permissions import register_permission_policy

from accounts.models import AnyUser, ContactPoint, Division, Membership, User
from accounts.roles import Role
from drafts.policies import RolePolicy
from home.models import SiteSettings

SYSTEM = (Role.SYSTEM_ADMIN,)
SECURITY = (Role.SECURITY_ADMIN,)

# Nothing of these is deleted: what was is history, and rows point at it.
ACTS: dict[type[models.Model], dict[str, Collection[Role]]] = {
    User: {"view": SYSTEM, "add": SYSTEM, "change": SYSTEM},
    Membership: {"view": SECURITY, "add": SECURITY, "change": SECURITY},
    Division: {"view": SYSTEM, "add": SYSTEM, "change": SYSTEM},
    ContactPoint: {"view": SYSTEM, "add": SYSTEM, "change": SYSTEM},
    # Groups follow from memberships; nobody edits them.
    Group: {},
}


class SettingsPolicy(RolePolicy):
    """Settings of the site: a role may change them for every site there is."""

    def sites_user_has_permission_for(
        self, user: AnyUser, action: str
    ) -> models.QuerySet[Any]:
        return self.sites_user_has_any_permission_for(user, [action])

    def sites_user_has_any_permission_for(
        self, user: AnyUser, actions: Collection[str]
    ) -> models.QuerySet[Any]:
        may = any(self.user_has_permission(user, action) for action in actions)
        return Site.objects.all() if may else Site.objects.none()


def register() -> None:
    """Tell Wagtail; exact classes go before what Wagtail's own apps register."""
    for model, acts in ACTS.items():
        register_permission_policy(model, RolePolicy(model, acts), exact_class=True)
    register_permission_policy(
        SiteSettings,
        SettingsPolicy(SiteSettings, {"view": SYSTEM, "change": SYSTEM}),
        exact_class=True,
    )
