"""Filters people have given a name, so that tomorrow one press brings them back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from model_utils.models import TimeStampedModel

LONGEST_NAME = 30
LONGEST_QUERY = 500


class SavedFilter(TimeStampedModel):
    """What one person looks for in one list, by name.

    ``place`` names the list (``comments``, or ``comments:CODE`` where it only makes
    sense in one round); ``query`` is the part of its address behind the ``?``.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    place = models.CharField(max_length=80)
    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("常用筛选")
        verbose_name_plural = _("常用筛选")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "place", "name"],
                name="saved_filter_name_once",
                violation_error_message=_("已经有叫这个名称的常用筛选了。"),
            )
        ]

    def __str__(self) -> str:
        return self.name
