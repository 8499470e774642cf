"""A round of asking about one version of one document."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from model_utils.fields import MonitorField
from model_utils.models import TimeStampedModel

from consultations.rounds.kinds import (
    ConsultationKind,
    DisplayPolicy,
    ExtensionKind,
)
from consultations.rounds.querysets import ConsultationQuerySet
from consultations.rounds.stages import REPORTED_STAGES, Phase, Stage
from drafts.models import Document, Version


class Consultation(TimeStampedModel):
    """One round (一轮征求意见): a version, a window, a notice, a way to the result.

    The window is half-open, ``[opens_at, closes_at)``: 截至5月1日 is stored as
    5月2日 00:00 +08:00. ``revision`` guards edits by two people at once.
    """

    code = models.CharField(_("编号"), max_length=40, unique=True)
    document = models.ForeignKey(
        Document, verbose_name=_("文本"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(
        Version, verbose_name=_("版本"), on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField(_("轮次"))
    kind = models.CharField(
        _("种类"),
        max_length=20,
        choices=ConsultationKind.choices,
        default=ConsultationKind.DRAFT_COMMENT,
    )
    title = models.CharField(_("标题"), max_length=300)
    notice = models.TextField(_("公告"), blank=True)
    opens_at = models.DateTimeField(_("开始时间"))
    closes_at = models.DateTimeField(_("截止时间"))
    min_days = models.PositiveIntegerField(_("最少天数"), default=30)
    short_reason = models.TextField(_("少于规定天数的理由"), blank=True)
    display_policy = models.CharField(
        _("单条意见的公开方式"),
        max_length=20,
        choices=DisplayPolicy.choices,
        default=DisplayPolicy.SUMMARY_ONLY,
    )
    organiser = models.CharField(_("征集单位"), max_length=100)
    contact_phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    contact_address = models.CharField(_("来信地址"), max_length=200, blank=True)
    contact_email = models.EmailField(_("电子邮箱"), blank=True)
    summary = models.TextField(_("征求意见情况通报"), blank=True)
    result_preface = models.TextField(_("采纳情况公告的前言"), blank=True)
    stage = models.CharField(
        _("状态"),
        max_length=20,
        choices=Stage.choices,
        default=Stage.DRAFT,
        editable=False,
    )
    stage_changed_at = MonitorField(monitor="stage", editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    reported_at = models.DateTimeField(null=True, editable=False)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "-pk"]
        verbose_name = _("征求意见")
        verbose_name_plural = _("征求意见")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="consultation_number_once",
                violation_error_message=_("这一轮已经建过了，请刷新后再试。"),
            ),
            models.CheckConstraint(
                name="consultation_closes_after_opening",
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                violation_error_message=_("截止时间要晚于开始时间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_stream(self) -> str:
        return f"consultation:{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("rounds:detail", args=[self.code])

    @property
    def days(self) -> int:
        """Days of the window, first and last included (28 June to 27 July is 30)."""
        return (self.last_day - timezone.localdate(self.opens_at)).days + 1

    @property
    def last_day(self) -> datetime.date:
        """The announced last day: the day that holds the instant before closing."""
        return timezone.localdate(self.closes_at - datetime.timedelta(microseconds=1))

    def is_open(self, at: datetime.datetime | None = None) -> bool:
        """Say whether comments are taken at ``at``."""
        at = at or timezone.now()
        return self.stage == Stage.APPROVED and self.opens_at <= at < self.closes_at

    def days_left(self, at: datetime.datetime | None = None) -> int:
        """Whole days until the last day, 0 on the last day itself."""
        return (self.last_day - timezone.localdate(at or timezone.now())).days

    def phase(self, at: datetime.datetime | None = None) -> Phase:
        """Return what the public sees at ``at``: decisions and clock together."""
        at = at or timezone.now()
        if self.stage in (Stage.DRAFT, Stage.IN_REVIEW):
            return Phase.HIDDEN
        if self.stage != Stage.APPROVED:
            return Phase(self.stage)
        if at < self.opens_at:
            return Phase.SCHEDULED
        return Phase.OPEN if at < self.closes_at else Phase.CLOSED

    @property
    def current_phase(self) -> Phase:
        """The phase now, for templates."""
        return self.phase()

    @property
    def is_reported(self) -> bool:
        """Whether the comments have gone up; from then on withdrawal keeps the text."""
        return self.stage in REPORTED_STAGES


class Extension(models.Model):
    """A public change of a consultation's window, with its reason."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="extensions"
    )
    kind = models.CharField(_("种类"), max_length=10, choices=ExtensionKind.choices)
    old_closes_at = models.DateTimeField(_("原截止时间"))
    new_closes_at = models.DateTimeField(_("新截止时间"), null=True)
    reason = models.TextField(_("理由"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "pk"]
        verbose_name = _("征集时间的变更")
        verbose_name_plural = _("征集时间的变更")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.decided_at:%Y-%m-%d}"
