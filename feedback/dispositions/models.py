"""What became of comments: groups, decisions, and the provisions they changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from model_utils.fields import MonitorField
from model_utils.models import TimeStampedModel

from consultations.rounds.models import Consultation
from drafts.models import Provision, Version
from feedback.comments.models import Comment, Target
from feedback.dispositions.kinds import (
    REFERRED_RESULTS,
    Contribution,
    ReasonCode,
    Result,
    SurvivalState,
)
from feedback.dispositions.querysets import DispositionQuerySet
from feedback.dispositions.stages import DECIDED, OPEN, Stage

LONGEST_TITLE = 100


def once_per_subject(
    name: str, stages: frozenset[str]
) -> list[models.UniqueConstraint]:
    """Return the rules: one decision in ``stages`` for each comment, target, group."""
    within = Q(stage__in=sorted(stages))
    message = _("已经有处理结果了，请刷新页面后在原有的结果上修改。")
    return [
        models.UniqueConstraint(
            fields=["comment"],
            condition=within & Q(comment__isnull=False, target__isnull=True),
            name=f"disposition_{name}_once_per_comment",
            violation_error_message=message,
        ),
        models.UniqueConstraint(
            fields=["target"],
            condition=within & Q(target__isnull=False),
            name=f"disposition_{name}_once_per_target",
            violation_error_message=message,
        ),
        models.UniqueConstraint(
            fields=["group"],
            condition=within & Q(group__isnull=False),
            name=f"disposition_{name}_once_per_group",
            violation_error_message=message,
        ),
    ]


class Group(TimeStampedModel):
    """Comments of one round that say the same, answered once; originals untouched."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("名称"), max_length=LONGEST_TITLE)
    summary = models.TextField(_("归纳"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    dissolved_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("归并")
        verbose_name_plural = _("归并")

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_stream(self) -> str:
        return f"consultation:{self.consultation_id}"


class GroupMember(models.Model):
    """That a comment is in a group, from when until when."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="memberships"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removal_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(removed_at__isnull=True),
                name="comment_in_one_group",
                violation_error_message=_("这条意见已经归并到另一组了。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id} ∋ {self.comment_id}"


class Disposition(TimeStampedModel):
    """A decision with its reason, about a comment, one of its targets, or a group.

    Superseded by a newer row, never overwritten once confirmed. ``reason_text`` is
    what the author and the public read; ``internal_note`` stays inside.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="+"
    )
    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, null=True, related_name="dispositions"
    )
    target = models.ForeignKey(
        Target, on_delete=models.PROTECT, null=True, related_name="dispositions"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, related_name="dispositions"
    )
    result = models.CharField(_("处理结果"), max_length=30, choices=Result.choices)
    reason_code = models.CharField(
        _("未采纳的原因"), max_length=20, choices=ReasonCode.choices, blank=True
    )
    reason_text = models.TextField(_("公开的理由"))
    internal_note = models.TextField(_("内部备注"), blank=True)
    referred_to = models.CharField(_("转送单位"), max_length=100, blank=True)
    stage = models.CharField(
        _("状态"),
        max_length=12,
        choices=Stage.choices,
        default=Stage.PROPOSED,
        editable=False,
    )
    stage_changed_at = MonitorField(monitor="stage", editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    return_note = models.TextField(_("退回意见"), blank=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections"
    )
    correction_reason = models.TextField(_("更正理由"), blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = DispositionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("采纳情况")
        verbose_name_plural = _("采纳情况")
        constraints = [
            models.CheckConstraint(
                name="disposition_about_one_thing",
                condition=Q(comment__isnull=False, group__isnull=True)
                | Q(comment__isnull=True, group__isnull=False, target__isnull=True),
            ),
            models.CheckConstraint(
                name="disposition_two_people",
                condition=Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=models.F("proposed_by")),
                violation_error_message=_("拟定人和确认人不能是同一个人。"),
            ),
            models.CheckConstraint(
                name="disposition_confirmed_has_confirmer",
                condition=~Q(stage__in=sorted(DECIDED)) | Q(confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="disposition_not_adopted_has_reason",
                condition=~Q(result=Result.NOT_ADOPTED) | ~Q(reason_code=""),
                violation_error_message=_("未采纳的，要选择原因。"),
            ),
            models.CheckConstraint(
                name="disposition_has_public_reason",
                condition=~Q(reason_text=""),
                violation_error_message=_("请写明理由，理由将向提交人和社会公开。"),
            ),
            models.CheckConstraint(
                name="disposition_referred_to_somebody",
                condition=~Q(result__in=sorted(REFERRED_RESULTS)) | ~Q(referred_to=""),
                violation_error_message=_("请写明转送的单位。"),
            ),
            models.CheckConstraint(
                name="disposition_correction_has_reason",
                condition=Q(supersedes__isnull=True) | ~Q(correction_reason=""),
                violation_error_message=_("请写明更正的理由。"),
            ),
            # A correction waits beside what it corrects, so "one open" and "one
            # decided" are two rules.
            *once_per_subject("open", OPEN),
            *once_per_subject("decided", DECIDED),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=~Q(stage=Stage.REVOKED),
                name="disposition_corrected_once",
                violation_error_message=_("已经有人在更正这项处理结果了。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()} #{self.pk}"

    @property
    def ledger_stream(self) -> str:
        return f"consultation:{self.consultation_id}"

    def get_absolute_url(self) -> str:
        """Its place in the workbench."""
        return reverse("desk:disposition", args=[self.pk])

    @property
    def is_decided(self) -> bool:
        """Whether a second person has confirmed it."""
        return self.stage in DECIDED


class AdoptionLink(models.Model):
    """That a disposition changed a provision of a later version, and how."""

    disposition = models.ForeignKey(
        Disposition, on_delete=models.PROTECT, related_name="links"
    )
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")
    contribution = models.CharField(
        _("吸收程度"), max_length=10, choices=Contribution.choices
    )
    note = models.CharField(_("改了什么"), max_length=300, blank=True)

    class Meta:
        ordering = ["disposition", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["disposition", "provision"],
                name="link_once_per_provision",
                violation_error_message=_("同一条文只需关联一次。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.disposition_id} → {self.provision_id}"


class Survival(models.Model):
    """What became of a linked provision in a later version.

    One row for each successor; a dropped provision has one row without any.
    ``modified`` waits for a person, who says ``kept`` or ``dropped``.
    """

    link = models.ForeignKey(
        AdoptionLink, on_delete=models.PROTECT, related_name="survivals"
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(_("存续"), max_length=10, choices=SurvivalState.choices)
    is_certain = models.BooleanField(default=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "version", "provision"], name="survival_once"
            ),
            models.UniqueConstraint(
                fields=["link", "version"],
                condition=Q(provision__isnull=True),
                name="survival_dropped_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.state}"
