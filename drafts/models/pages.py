"""The presenting page of a regulation: what an editor composes around the text."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.search import index

from drafts.models.regulations import Regulation

PLAIN_FEATURES = ["h3", "bold", "ol", "ul", "link", "document-link"]


class QuestionBlock(blocks.StructBlock):
    """One question people ask, with its answer."""

    question = blocks.CharBlock(label=_("问"), max_length=120)
    answer = blocks.RichTextBlock(label=_("答"), features=["bold", "ul", "link"])

    class Meta:
        icon = "help"
        label = _("问答")


class PictureBlock(blocks.StructBlock):
    """A picture with its words; the description is read to who cannot see it."""

    image = ImageChooserBlock(label=_("图片"))
    description = blocks.CharBlock(label=_("图片说明（读屏用）"), max_length=200)
    caption = blocks.CharBlock(label=_("图注"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("图片")


class RegulationPage(Page):
    """Background, explanation, media, questions and answers of one regulation.

    It presents and owns nothing: publishing, moving or unpublishing it never opens,
    closes or alters a consultation. Readers meet it at the regulation's address.
    """

    slug: str
    regulation = models.OneToOneField(
        Regulation,
        verbose_name=_("立法项目"),
        on_delete=models.PROTECT,
        related_name="page",
    )
    lead = models.TextField(_("一句话说明"), max_length=300, blank=True)
    background = RichTextField(_("背景"), features=PLAIN_FEATURES, blank=True)
    body = StreamField(
        [
            ("picture", PictureBlock()),
            ("file", DocumentChooserBlock(label=_("文件"))),
            ("text", blocks.RichTextBlock(label=_("文字"), features=PLAIN_FEATURES)),
        ],
        verbose_name=_("图文"),
        blank=True,
    )
    questions = StreamField(
        [("question", QuestionBlock())], verbose_name=_("问答"), blank=True
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("regulation"),
        FieldPanel("lead"),
        FieldPanel("background"),
        FieldPanel("body"),
        FieldPanel("questions"),
    ]
    search_fields = [
        *Page.search_fields,
        *map(index.SearchField, ("lead", "background", "body", "questions")),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    # Its words stand on the project's own page and in the search: closing this page
    # would hide nothing. Who is to read it waits for its publication.
    private_page_options: list[str] = []
    template = "drafts/regulation_page.html"

    class Meta:
        verbose_name = _("法规介绍页")
        verbose_name_plural = _("法规介绍页")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # A Chinese title gives no address; the project's code does.
        if not self.slug and self.regulation_id:
            self.slug = self.regulation.code.lower()
        super().full_clean(*args, **kwargs)
