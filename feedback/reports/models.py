"""What has been told: publications of a round, and notices to those who spoke."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.rounds.models import Consultation
from feedback.comments.models import Comment


class Publication(models.Model):
    """A published account of a round, with the figures as they stood.

    Never edited: a corrected account is a new row with ``supersedes``.
    """

    class Kind(models.TextChoices):
        SUMMARY = "summary", _("征求意见情况通报")
        RESULT = "result", _("采纳情况公告")

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="publications"
    )
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("正文"))
    figures = models.JSONField(_("数字"), default=dict)
    note = models.TextField(_("更正说明"), blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("公布时间"))

    class Meta:
        ordering = ["consultation", "published_at", "pk"]
        verbose_name = _("公布")
        verbose_name_plural = _("公布")

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.get_kind_display()}"


class Notice(models.Model):
    """That the author of a comment was, or is to be, told of something."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("已收到")
        SCREENED = "screened", _("受理情况")
        RESULT = "result", _("处理结果")
        CORRECTION = "correction", _("结果更正")
        WINDOW = "window", _("征集时间变更")

    class Channel(models.TextChoices):
        CODE = "code", _("凭查询码查看")
        EMAIL = "email", _("电子邮件")

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("事由"), max_length=12, choices=Kind.choices)
    channel = models.CharField(_("方式"), max_length=10, choices=Channel.choices)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("告知")
        verbose_name_plural = _("告知")
        indexes = [models.Index(fields=["sent_at", "channel"])]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "channel"],
                condition=models.Q(kind="result"),
                name="notice_result_once",
                violation_error_message=_("处理结果已经告知过了。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.kind}"
