"""Who: accounts, the places they act for, and in which role until when."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from model_utils.models import TimeStampedModel

from accounts.roles import STAFF_ROLES, Role


class User(AbstractUser):
    """One person's account. Rights come from memberships, never from flags."""

    display_name = models.CharField(_("姓名"), max_length=50, blank=True)
    # Somebody else has seen it: the password was generated and handed over.
    must_change_password = models.BooleanField(
        _("须换密码"), default=False, editable=False
    )

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def __str__(self) -> str:
        return self.display_name or self.username

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held today (Asia/Shanghai); read once for each request."""
        if not self.is_active:
            return frozenset()
        today = timezone.localdate()
        return frozenset(
            membership.role
            for membership in self.memberships.all()
            if membership.holds_on(today)
        )

    def has_role(self, *roles: str) -> bool:
        """Say whether one of ``roles`` is held today."""
        return bool(self.roles.intersection(roles))

    @property
    def is_staff_member(self) -> bool:
        """Whether the account decides or sees what others may not."""
        return bool(self.roles & STAFF_ROLES)

    @property
    def is_on_desk(self) -> bool:
        """Whether the account has a place in the workbench."""
        return bool(self.roles)


AnyUser = User | AnonymousUser


class Division(models.Model):
    """An administrative division (行政区划) or a functional zone."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("省级")
        CITY = "city", _("地级")
        COUNTY = "county", _("县级")
        TOWN = "town", _("乡级")
        ZONE = "functional_zone", _("功能区")

    code = models.CharField(_("区划代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("级别"), max_length=20, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")

    def __str__(self) -> str:
        return self.name


class ContactPoint(TimeStampedModel):
    """A grassroots legislative contact point (基层立法联系点)."""

    class Type(models.TextChoices):
        ORGAN = "organ", _("机关单位")
        SUBDISTRICT_TOWN = "subdistrict_town", _("街道（镇）")
        COMMUNITY_VILLAGE = "community_village", _("社区（村）")
        UNIVERSITY = "university", _("高校")
        LAW_FIRM = "law_firm", _("律所")
        ENTERPRISE = "enterprise", _("企业")
        ASSOCIATION = "association", _("行业协会")
        STATION = "station", _("代表联络站")
        OTHER = "other", _("其他")

    class Level(models.TextChoices):
        NATIONAL = "national", _("国家级")
        PROVINCIAL = "provincial", _("省级")
        MUNICIPAL = "municipal", _("市级")

    code = models.CharField(_("编号"), max_length=30, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    type = models.CharField(_("类型"), max_length=20, choices=Type.choices)
    level = models.CharField(
        _("级别"), max_length=20, choices=Level.choices, default=Level.MUNICIPAL
    )
    host_unit = models.CharField(_("设立单位"), max_length=100)
    division = models.ForeignKey(
        Division,
        verbose_name=_("所在区划"),
        on_delete=models.PROTECT,
        related_name="contact_points",
    )
    address = models.CharField(_("地址"), max_length=200, blank=True)
    public_phone = models.CharField(_("公开电话"), max_length=40, blank=True)
    designated_on = models.DateField(_("设立日期"), null=True, blank=True)
    term_ends_on = models.DateField(_("届满日期"), null=True, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("联系点")
        verbose_name_plural = _("联系点")

    def __str__(self) -> str:
        return self.name


class Membership(TimeStampedModel):
    """That an account acts in a role, for a contact point where the role has one.

    Days are inclusive on both sides; rights end with ``ends_on`` by themselves.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("账号"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    contact_point = models.ForeignKey(
        ContactPoint,
        verbose_name=_("联系点"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
    )
    starts_on = models.DateField(_("起始日期"), default=timezone.localdate)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("授予人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ["user", "role", "pk"]
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.CheckConstraint(
                name="membership_point_for_coordinators_only",
                condition=models.Q(
                    role=Role.POINT_COORDINATOR, contact_point__isnull=False
                )
                | (
                    ~models.Q(role=Role.POINT_COORDINATOR)
                    & models.Q(contact_point__isnull=True)
                ),
                violation_error_message=_("联络员要选所属联系点，其他角色不选联系点。"),
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("结束日期不能早于起始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    def holds_on(self, day: datetime.date) -> bool:
        """Say whether the role is held on ``day``."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
