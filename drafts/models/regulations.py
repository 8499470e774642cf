"""Legislative projects and the dated steps of their procedure."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from model_utils.fields import MonitorField
from model_utils.models import TimeStampedModel

from accounts.models import Division
from drafts.kinds import ActType, RegulationKind
from drafts.models.texts import Document
from drafts.querysets import RegulationQuerySet
from drafts.stages import Stage


class Regulation(TimeStampedModel):
    """A legislative project (立法项目), from planning to evaluation; one document."""

    code = models.CharField(_("项目编号"), max_length=20, unique=True)
    document = models.OneToOneField(
        Document,
        verbose_name=_("文本"),
        on_delete=models.PROTECT,
        related_name="regulation",
    )
    title = models.CharField(_("名称"), max_length=200)
    short_title = models.CharField(_("简称"), max_length=60, blank=True)
    kind = models.CharField(
        _("种类"),
        max_length=30,
        choices=RegulationKind.choices,
        default=RegulationKind.LOCAL_REGULATION,
    )
    act_type = models.CharField(
        _("立法形式"), max_length=12, choices=ActType.choices, default=ActType.ENACT
    )
    stage = models.CharField(
        _("阶段"),
        max_length=20,
        choices=Stage.choices,
        default=Stage.PLANNING,
        editable=False,
    )
    stage_changed_at = MonitorField(monitor="stage", editable=False)
    subject_area = models.CharField(_("领域"), max_length=40, blank=True)
    # Nothing chosen: it holds wherever its organiser's word does.
    jurisdiction = models.ForeignKey(
        Division,
        verbose_name=_("适用地区"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    drafting_unit = models.CharField(_("起草单位"), max_length=100, blank=True)
    proposer = models.CharField(_("提案人"), max_length=100, blank=True)
    organiser = models.CharField(_("主办机关"), max_length=100)
    case_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_public = models.BooleanField(_("对外公开"), default=True)
    promulgated_on = models.DateField(_("公布日期"), null=True, blank=True)
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        verbose_name = _("立法项目")
        verbose_name_plural = _("立法项目")

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_stream(self) -> str:
        return "site"

    def get_absolute_url(self) -> str:
        return reverse("reading:regulation", args=[self.code])


class RegulationStep(models.Model):
    """That a project reached a stage on a day; the timeline is made of these."""

    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="steps"
    )
    stage = models.CharField(_("阶段"), max_length=20, choices=Stage.choices)
    reached_on = models.DateField(_("日期"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["reached_on", "pk"]
        verbose_name = _("立法进程")
        verbose_name_plural = _("立法进程")

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.reached_on}"
