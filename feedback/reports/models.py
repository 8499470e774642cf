"""What has been told: publications, notices to those who spoke, and subscriptions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.rounds.models import Consultation
from feedback.comments.models import Comment
from feedback.reports.kinds import Scope


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


class Subscription(models.Model):
    """That an address asked to be written to about something, and confirmed it.

    The address is sealed under a key of the row's own, so that deleting the row
    destroys it; ``address_hash`` knows it again and tells nothing. ``key`` is the code
    of the regulation or the round, or the name of the subject.
    """

    scope = models.CharField(_("范围"), max_length=12, choices=Scope.choices)
    key = models.CharField(_("订阅对象"), max_length=60, blank=True)
    language = models.CharField(_("语言"), max_length=10)
    address_hash = models.CharField(max_length=64, editable=False)
    secret = models.BinaryField(editable=False)
    sealed = models.BinaryField(editable=False)
    text_version = models.CharField(_("同意的说明"), max_length=20)
    requested_at = models.DateTimeField(_("申请时间"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("订阅")
        verbose_name_plural = _("订阅")
        indexes = [
            models.Index(
                fields=["scope", "key", "confirmed_at"], name="subscription_topic"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash", "scope", "key"], name="subscription_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.scope} {self.key}".rstrip()

    @property
    def ledger_stream(self) -> str:
        return "site"


class Announcement(models.Model):
    """That one piece of news was passed to its subscribers' queues, once for all."""

    event = models.CharField(max_length=80, unique=True)
    announced_at = models.DateTimeField()
    mail_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = _("已排发的消息")

    def __str__(self) -> str:
        return self.event


class Delivery(models.Model):
    """One mail to one subscription: about one event once, whatever happens between.

    It is also the record that the address was read, when, and what for.
    """

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="deliveries"
    )
    event = models.CharField(max_length=80)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = _("订阅邮件")
        indexes = [
            models.Index(fields=["sent_at", "attempts"], name="delivery_due"),
            models.Index(fields=["queued_at"], name="delivery_queued"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "event"], name="delivery_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.event}"
