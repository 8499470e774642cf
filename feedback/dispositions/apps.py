"""The dispositions room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispositionsConfig(AppConfig):
    """Label and name of the room, and its ears."""

    name = "feedback.dispositions"
    label = "dispositions"
    verbose_name = _("采纳情况")

    def ready(self) -> None:
        from feedback.dispositions import receivers  # noqa: F401, PLC0415 -- app ready
