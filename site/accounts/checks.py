"""What must hold of the accounts of an installation."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from accounts.models import User


@register(Tags.database)
def nobody_is_superuser(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn of accounts above all rights: nobody needs one, and no role is written."""
    if settings.DEBUG or settings.DEMO:
        return []
    names: list[str] = []
    for alias in databases or []:
        # Before the first migration there is nothing to ask.
        if User._meta.db_table in connections[alias].introspection.table_names():
            found = User.objects.using(alias).filter(is_superuser=True)
            names += found.values_list("username", flat=True)
    if not names:
        return []
    return [
        Warning(
            f"有超级用户账号：{'、'.join(sorted(names))}。它不受角色约束，操作难以追责。",
            hint=(
                "请用 manage.py create_admin 开设三类管理员，"
                "再把这些账号的 is_superuser 改为否。"
            ),
            id="accounts.W001",
        )
    ]
