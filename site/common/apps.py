"""The common room as Django knows it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """Label, name, and the guards that outlive migrations."""

    name = "common"
    label = "common"
    verbose_name = _("公共")

    def ready(self) -> None:
        from common import receivers  # noqa: PLC0415 -- app ready

        post_migrate.connect(
            receivers.restore_guards_lost_to_table_remakes,
            sender=self,
            dispatch_uid="common.guards",
        )
