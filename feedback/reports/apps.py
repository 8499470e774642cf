"""The reports room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Label and name of the room, and its ears."""

    name = "feedback.reports"
    label = "reports"
    verbose_name = _("结果与告知")

    def ready(self) -> None:
        from feedback.reports import receivers  # noqa: F401, PLC0415 -- app ready
