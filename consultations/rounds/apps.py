"""The rounds room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    """Label and name of the room."""

    name = "consultations.rounds"
    label = "rounds"
    verbose_name = _("征求意见")
