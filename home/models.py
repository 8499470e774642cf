"""Pages editors compose around the procedure, and the settings of the site."""

from __future__ import annotations

import secrets
from http import HTTPMethod
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PagePermissionTester, PageViewRestriction
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from drafts.models.pages import PLAIN_FEATURES
from home import remembered
from home.saved import SavedFilter as SavedFilter

if TYPE_CHECKING:
    from django.http import HttpRequest  # noqa: TID251 -- only as a type

    from accounts.models import AnyUser


# Pages are read; forms on them go to addresses of their own.
READING = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
# What a list of finds shows of a page.
LONGEST_DESCRIPTION = 110


class FrontPagePermissionTester(PagePermissionTester):
    """What may be done with the front page: it is edited, and it stays."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


class SluggedPageForm(WagtailAdminPageForm):
    """An editor need not think of an address; the page numbers itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class SluggedPage(Page):
    """A page whose address is numbered when its Chinese title gives none."""

    slug: str
    body: Any
    slug_base = "page"
    allowed_http_methods = READING
    base_form_class = SluggedPageForm

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.number_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.number_slug()
        super().minimal_clean()

    def number_slug(self) -> None:
        """Give the page an address of its kind: ``notice-3fa9c1``."""
        # A form asks before the page has a parent, so nothing could be counted.
        if not self.slug:
            self.slug = f"{self.slug_base}-{secrets.token_hex(3)}"

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        said = self.search_description or get_text_for_indexing(str(self.body))
        about = Truncator(" ".join(said.split())).chars(LONGEST_DESCRIPTION, "……")
        return context | {"page_description": about}


class HomePage(Page):
    """The front page: what is open, what was decided, where to look up a code."""

    introduction = RichTextField(_("导语"), features=["bold", "link"], blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    allowed_http_methods = READING
    # Whatever else happens, the front page is open to everybody.
    private_page_options: list[str] = []
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")

    def permissions_for_user(self, user: AnyUser) -> FrontPagePermissionTester:
        return FrontPagePermissionTester(user, self)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        return PageViewRestriction.objects.none()

    def get_context(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        from home import front  # noqa: PLC0415 -- app ready

        context = super().get_context(request, *args, **kwargs)
        return context | front.portrait(self, request)


class NoticePage(SluggedPage):
    """A notice of the site (站内公告)."""

    slug_base = "notice"

    published_on = models.DateField(_("日期"))
    source = models.CharField(_("来源"), max_length=100, blank=True)
    body = RichTextField(_("正文"), features=PLAIN_FEATURES)

    content_panels = [
        *Page.content_panels,
        FieldPanel("published_on"),
        FieldPanel("source"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/notice_page.html"

    class Meta:
        verbose_name = _("公告")
        verbose_name_plural = _("公告")


class GuidePage(SluggedPage):
    """A guide: how to comment, what a query code is, how data is treated."""

    slug_base = "guide"

    body = StreamField(
        [
            ("heading", blocks.CharBlock(label=_("小标题"), max_length=80)),
            ("text", blocks.RichTextBlock(label=_("文字"), features=PLAIN_FEATURES)),
        ],
        verbose_name=_("正文"),
    )

    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/guide_page.html"

    class Meta:
        verbose_name = _("指南")
        verbose_name_plural = _("指南")


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """What the footer and the forms say about the host; empty fields do not show."""

    host = models.CharField(_("主办单位"), max_length=200, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    phone_hours = models.CharField(_("接听时间"), max_length=60, blank=True)
    address = models.CharField(_("来信地址"), max_length=200, blank=True)
    icp_number = models.CharField(_("ICP备案号"), max_length=60, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=60, blank=True)
    site_code = models.CharField(_("网站标识码"), max_length=30, blank=True)
    privacy_text = models.TextField(_("个人信息处理说明"), blank=True)
    privacy_version = models.CharField(_("说明的版本"), max_length=20, default="2026-1")

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("host"),
                FieldPanel("phone"),
                FieldPanel("phone_hours"),
                FieldPanel("address"),
            ],
            heading=_("主办"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("icp_number"),
                FieldPanel("police_number"),
                FieldPanel("site_code"),
            ],
            heading=_("备案"),
        ),
        MultiFieldPanel(
            [FieldPanel("privacy_text"), FieldPanel("privacy_version")],
            heading=_("个人信息"),
        ),
    ]

    class Meta:
        verbose_name = _("网站设置")
        verbose_name_plural = _("网站设置")

    @classmethod
    def for_request(cls, request: HttpRequest) -> SiteSettings:
        """Return the settings for a request's host; see ``home.remembered``."""
        name = cls.get_cache_attr_name()
        if not hasattr(request, name):
            setattr(request, name, remembered.recall(request, super().for_request))
        return getattr(request, name)


class FaultReport(models.Model):
    """One fault a reader has reported (网站找错); the way to answer is sealed.

    ``due_on`` is the day promised on the receipt.
    """

    class Kind(models.TextChoices):
        WORDING = "wording", _("错别字或者内容不对")
        LINK = "link", _("链接或者文件打不开")
        FUNCTION = "function", _("功能用不了")
        ACCESS = "access", _("看不清、听不到、点不到")
        OTHER = "other", _("其他")

    number = models.CharField(_("编号"), max_length=20, unique=True)
    kind = models.CharField(_("哪一类"), max_length=10, choices=Kind.choices)
    page = models.CharField(_("网页"), max_length=500, blank=True)
    text = models.TextField(_("问题"))
    secret = models.BinaryField(null=True, editable=False)
    sealed = models.BinaryField(null=True, editable=False)
    reported_at = models.DateTimeField(_("收到时间"))
    due_on = models.DateField(_("答复期限"))
    handled_at = models.DateTimeField(_("处理时间"), null=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.TextField(_("处理情况"), blank=True)

    class Meta:
        ordering = ["-reported_at", "-pk"]
        verbose_name = _("网站找错")
        verbose_name_plural = _("网站找错")

    def __str__(self) -> str:
        return self.number

    @property
    def has_contact(self) -> bool:
        return bool(self.sealed)

    @property
    def link(self) -> str:
        """Where the page is, if it is one of this site; a stranger wrote it."""
        is_here = url_has_allowed_host_and_scheme(self.page, allowed_hosts=None)
        return self.page if is_here and self.page.startswith("/") else ""
