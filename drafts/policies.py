"""What the Wagtail admin is told when it asks who may."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.models import AnyUser
from accounts.roles import Role
from drafts.permissions import TEXT_ROLES


class RolePolicy(BasePermissionPolicy):
    """Acts of the admin and the roles that may do them; flags and groups count not."""

    def __init__(
        self, model: type[models.Model], acts: Mapping[str, Collection[Role]]
    ) -> None:
        super().__init__(model)
        self._acts = acts

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        roles = self._acts.get(action, ())
        return user.is_authenticated and user.has_role(*roles)

    def user_has_permission_for_instance(
        self, user: AnyUser, action: str, instance: Any
    ) -> bool:
        return self.user_has_permission(user, action)

    def users_with_any_permission(self, actions: Collection[str]) -> models.QuerySet:
        roles = {role for action in actions for role in self._acts.get(action, ())}
        today = timezone.localdate()
        return (
            get_user_model()
            .objects.filter(
                Q(memberships__ends_on__isnull=True)
                | Q(memberships__ends_on__gte=today),
                is_active=True,
                memberships__role__in=roles,
                memberships__starts_on__lte=today,
            )
            .distinct()
        )


# New ones are written in the workbench, beside their provision; the admin's own
# "publish" stays out of its menus (wagtail_hooks), the workflow's last step needs it.
EXPLANATION_ACTS = {
    "view": TEXT_ROLES,
    "change": TEXT_ROLES,
    "publish": (Role.LEGISLATIVE_REVIEWER,),
}
# Registers to look things up in; every change is an act of the workbench.
READ_ONLY_ACTS = {"view": TEXT_ROLES}
