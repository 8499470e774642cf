"""What people said, as they said it, and who they are, kept apart."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from model_utils.fields import MonitorField
from model_utils.models import TimeStampedModel

from accounts.models import ContactPoint
from consultations.rounds.models import Consultation
from drafts.models import Provision, Version
from feedback.comments.kinds import (
    Channel,
    ConsentKind,
    RejectionReason,
    Stance,
    SubmitterKind,
)
from feedback.comments.querysets import CommentQuerySet
from feedback.comments.stages import Stage


class Comment(TimeStampedModel):
    """One submission: one receipt, one voice, one or more provisions of one version.

    ``secret`` is the wrapped key that seals the submitter and salts the hashes of
    the words; destroying it is how the law's erasure is done.
    """

    receipt_no = models.CharField(_("受理编号"), max_length=40, unique=True)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="+"
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(
        _("渠道"), max_length=20, choices=Channel.choices, default=Channel.WEB
    )
    stance = models.CharField(_("态度"), max_length=12, choices=Stance.choices)
    is_general = models.BooleanField(_("对整个草案"), default=False)
    signature_count = models.PositiveIntegerField(_("联名人数"), default=1)
    stage = models.CharField(
        _("状态"),
        max_length=12,
        choices=Stage.choices,
        default=Stage.SUBMITTED,
        editable=False,
    )
    stage_changed_at = MonitorField(monitor="stage", editable=False)
    contact_point = models.ForeignKey(
        ContactPoint, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(_("提交时间"))
    is_late = models.BooleanField(_("补录"), default=False)
    made_on = models.DateField(_("意见日期"), null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    # The idempotency row this came by: a repeated post finds its receipt through it.
    submission_id = models.BigIntegerField(null=True, unique=True, editable=False)
    # Keyed hash of who said what in which round, to notice the same person's same
    # words again; emptied when the identity is destroyed.
    repeat_hash = models.CharField(max_length=64, blank=True, editable=False)
    secret = models.BinaryField(null=True, editable=False)
    withdrawal_requested_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("意见")
        verbose_name_plural = _("意见")
        indexes = [
            models.Index(fields=["consultation", "stage", "id"]),
            models.Index(fields=["consultation", "id"]),
            models.Index(fields=["repeat_hash"], name="comment_repeat"),
        ]

    def __str__(self) -> str:
        return self.receipt_no

    @property
    def ledger_stream(self) -> str:
        return f"consultation:{self.consultation_id}"

    def get_absolute_url(self) -> str:
        """Its place in the workbench; the author's own way in is the look-up page."""
        return reverse("desk:comment", args=[self.receipt_no])

    @property
    def wording(self) -> Wording:
        """The author's latest words; needs ``wordings`` prefetched."""
        return list(self.wordings.all())[-1]


class Wording(models.Model):
    """The author's words at one moment: as submitted, or as corrected by the author.

    Append-only; the database refuses change and removal. ``proposed`` maps the
    address of a target to the text the author would put there.
    """

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="wordings"
    )
    sequence = models.PositiveSmallIntegerField(default=1)
    body = models.TextField(_("意见内容"))
    reason = models.TextField(_("理由"), blank=True)
    proposed = models.JSONField(_("建议条文"), default=dict, blank=True)
    words_hash = models.CharField(max_length=64)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["comment", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "sequence"], name="wording_sequence_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}/{self.sequence}"


class Target(models.Model):
    """A provision the comment speaks about, with what its author saw there."""

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="targets"
    )
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="+")
    quoted_text = models.TextField()
    quoted_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["comment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "provision"], name="target_once_per_comment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} → {self.provision_id}"


class Submitter(models.Model):
    """Who spoke: everything personal sealed; only what cannot identify is in clear.

    Read through ``feedback.comments.personal`` alone, which logs reader and reason.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.PROTECT, related_name="submitter"
    )
    kind = models.CharField(
        max_length=15, choices=SubmitterKind.choices, default=SubmitterKind.PERSON
    )
    occupation = models.CharField(max_length=40, blank=True)
    has_contact = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.comment_id)


class ConsentRecord(models.Model):
    """That a consent was given, to which text, and when."""

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="consents"
    )
    kind = models.CharField(max_length=15, choices=ConsentKind.choices)
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["comment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "kind"], name="consent_once_per_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.kind}"


class Screening(models.Model):
    """One decision of the screening desk about a comment, kept for good."""

    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, related_name="screenings"
    )
    act = models.CharField(max_length=12)
    rejection_reason = models.CharField(
        _("原因"), max_length=30, choices=RejectionReason.choices, blank=True
    )
    note = models.TextField(_("给提交人的说明"), blank=True)
    transferred_to = models.CharField(_("转送单位"), max_length=100, blank=True)
    reference = models.CharField(_("对方编号"), max_length=60, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["comment", "pk"]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.act}"
