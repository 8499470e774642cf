"""The drafts room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    """Label and name of the room."""

    name = "drafts"
    label = "drafts"
    verbose_name = _("法规文本")
