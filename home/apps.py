"""The home room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Label and name of the room."""

    name = "home"
    label = "home"
    verbose_name = _("门户")
