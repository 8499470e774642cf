"""The comments room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    """Label and name of the room."""

    name = "feedback.comments"
    label = "comments"
    verbose_name = _("意见")
