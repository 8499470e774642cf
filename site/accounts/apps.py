"""The accounts room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Label and name of the room, its ears and its checks."""

    name = "accounts"
    label = "accounts"
    verbose_name = _("账号")

    def ready(self) -> None:
        from accounts import checks, receivers  # noqa: F401, PLC0415 -- app ready
