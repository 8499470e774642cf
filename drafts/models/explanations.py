"""Plain words (民言民语) beside one provision of one version."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from drafts.models.texts import Provision
from drafts.querysets import ExplanationQuerySet


class Explanation(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    models.Model,
):
    """What a provision means in plain words; official, without legal force.

    Drafted, checked through a Wagtail workflow and published. Carried to the next
    version by lineage; ``needs_update`` (待更新) marks that the text has changed.
    """

    provision = models.ForeignKey(
        Provision,
        verbose_name=_("条文"),
        on_delete=models.PROTECT,
        related_name="explanations",
    )
    body = models.TextField(_("大白话"), help_text=_("短句，不照抄条文。"))
    who = models.CharField(_("跟谁有关"), max_length=200, blank=True)
    changed = models.TextField(_("和上一稿比"), blank=True)
    carried_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    needs_update = models.BooleanField(_("待更新"), default=False)

    _revisions = GenericRelation(
        "wagtailcore.Revision", related_query_name="explanation"
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="explanation",
        for_concrete_model=False,
    )

    objects = ExplanationQuerySet.as_manager()

    panels = [
        FieldPanel("provision", read_only=True),
        FieldPanel("body"),
        FieldPanel("who"),
        FieldPanel("changed"),
        FieldPanel("needs_update"),
    ]

    class Meta:
        ordering = ["provision__position", "pk"]
        verbose_name = _("民言民语")
        verbose_name_plural = _("民言民语")
        constraints = [
            models.UniqueConstraint(
                fields=["provision"],
                name="explanation_once_per_provision",
                violation_error_message=_("这一条已经有解读了，请修改原有的解读。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.provision}"

    @property
    def revisions(self) -> models.QuerySet:
        return self._revisions

    @property
    def version_title(self) -> str:
        """Which version it belongs to; needs ``provision__version`` selected."""
        return str(self.provision.version)

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return "drafts/explanation_preview.html"
