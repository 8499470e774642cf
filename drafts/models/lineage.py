"""Lineage: what became of each provision in the next version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from drafts.kinds import Relation
from drafts.models.texts import Provision, Version
from drafts.querysets import LineageQuerySet


class Lineage(models.Model):
    """One confirmed tie: an old provision, a new one, and the relation.

    A split is one row for each successor, a merger one for each predecessor; an
    added provision has no ``old``, a deleted one no ``new``. Rows of level ``part``
    tie 款 and 项 inside matched articles, or across articles when ``is_part_move``.
    Rows exist only once a person has confirmed the whole pair.
    """

    class Level(models.TextChoices):
        ARTICLE = "article", _("条")
        PART = "part", _("款项")

    class Method(models.TextChoices):
        COMPUTED = "computed", _("自动比对")
        MANUAL = "manual", _("人工指定")

    old_version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="lineage_onward"
    )
    new_version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="lineage_back"
    )
    old = models.ForeignKey(
        Provision, on_delete=models.PROTECT, null=True, related_name="lineage_onward"
    )
    new = models.ForeignKey(
        Provision, on_delete=models.PROTECT, null=True, related_name="lineage_back"
    )
    level = models.CharField(max_length=8, choices=Level.choices)
    relation = models.CharField(_("变化"), max_length=24, choices=Relation.choices)
    is_moved = models.BooleanField(_("离开原有次序"), default=False)
    is_part_move = models.BooleanField(_("移到另一条"), default=False)
    is_certain = models.BooleanField(_("确定"), default=True)
    similarity = models.FloatField(_("相似度"), default=0)
    method = models.CharField(
        max_length=10, choices=Method.choices, default=Method.COMPUTED
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField()

    objects = LineageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("条文沿革")
        verbose_name_plural = _("条文沿革")
        constraints = [
            models.CheckConstraint(
                name="lineage_has_an_end",
                condition=models.Q(old__isnull=False) | models.Q(new__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old or '—'} → {self.new or '—'}"
