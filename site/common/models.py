"""Rows that no other app owns; they refer to other rows by plain ids, never by keys."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LedgerEntry(models.Model):
    """One act, chained to the act before it in its stream; never changed or deleted."""

    class ActorKind(models.TextChoices):
        USER = "user", _("用户")
        SYSTEM = "system", _("系统")
        SUBMITTER = "submitter", _("提交人")

    stream = models.CharField(_("流水"), max_length=80)
    position = models.PositiveBigIntegerField(_("序号"))
    at = models.DateTimeField(_("时间"), db_index=True)
    actor_kind = models.CharField(
        _("操作者类别"), max_length=10, choices=ActorKind.choices
    )
    actor_id = models.BigIntegerField(_("操作者"), null=True, blank=True)
    role = models.CharField(_("身份"), max_length=40, blank=True)
    act = models.CharField(_("操作"), max_length=80)
    object_type = models.CharField(_("对象类别"), max_length=80)
    object_id = models.CharField(_("对象"), max_length=40)
    reason = models.TextField(_("理由"), blank=True)
    salt = models.CharField(_("盐"), max_length=32, blank=True)
    before_hash = models.CharField(_("变更前摘要"), max_length=64, blank=True)
    after_hash = models.CharField(_("变更后摘要"), max_length=64, blank=True)
    algorithm = models.CharField(_("摘要算法"), max_length=10)
    previous_hash = models.CharField(_("上一条摘要"), max_length=64, blank=True)
    entry_hash = models.CharField(_("本条摘要"), max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("操作流水")
        ordering = ["stream", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "position"], name="ledger_position_once"
            )
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="ledger_object")
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.position} {self.act}"


class LedgerHead(models.Model):
    """Where a stream ends: writers queue on it, and it shows a missing end."""

    stream = models.CharField(_("流水"), max_length=80, primary_key=True)
    position = models.PositiveBigIntegerField(_("序号"))
    entry_hash = models.CharField(_("摘要"), max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("流水末端")

    def __str__(self) -> str:
        return f"{self.stream}#{self.position}"


class IdempotencyKey(models.Model):
    """One submission already made, by the keyed hashes of its key and of its body."""

    scope = models.CharField(_("范围"), max_length=80)
    key_hash = models.CharField(_("键摘要"), max_length=64)
    body_hash = models.CharField(_("内容摘要"), max_length=64)
    result = models.JSONField(_("结果"), null=True)
    created_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("防重复键")
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "key_hash"], name="idempotency_key_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope}:{self.key_hash[:8]}"


class NumberSequence(models.Model):
    """The last number given in a series."""

    series = models.CharField(_("系列"), max_length=80, primary_key=True)
    last = models.PositiveBigIntegerField(_("末号"))

    class Meta:
        verbose_name = verbose_name_plural = _("编号")

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"


class RateCounter(models.Model):
    """How often someone, kept as a keyed hash, did one thing until ``expires_at``."""

    scope = models.CharField(_("范围"), max_length=80)
    who_hash = models.CharField(_("来者摘要"), max_length=64)
    count = models.PositiveIntegerField(_("次数"))
    expires_at = models.DateTimeField(_("到期"), db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("频次")
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "who_hash"], name="rate_counter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope}: {self.count}"


class WorkCalendarDay(models.Model):
    """A day that is a public holiday, or a weekend day worked instead of one."""

    day = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("是工作日"))
    name = models.CharField(_("节日"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class SearchEntry(models.Model):
    """The search tokens of one object; the database's own index follows by triggers."""

    kind = models.CharField(_("类别"), max_length=40)
    object_id = models.BigIntegerField(_("对象"))
    scope = models.CharField(_("范围"), max_length=80, blank=True)
    tokens = models.TextField(_("词元"))

    class Meta:
        verbose_name = verbose_name_plural = _("检索")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"], name="search_entry_once"
            )
        ]
        indexes = [models.Index(fields=["kind", "scope"], name="search_kind_scope")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}"
