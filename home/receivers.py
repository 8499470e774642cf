"""What the front of house does when Wagtail publishes or takes down its pages."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from common import searching
from home.models import GuidePage, NoticePage
from home.search.kinds import Kind
from home.search.pages import index_pages, searchable

Written = NoticePage | GuidePage


@receiver(page_published, sender=NoticePage, dispatch_uid="home.index_notice")
@receiver(page_published, sender=GuidePage, dispatch_uid="home.index_guide")
@receiver(page_unpublished, sender=NoticePage, dispatch_uid="home.forget_notice")
@receiver(page_unpublished, sender=GuidePage, dispatch_uid="home.forget_guide")
def follow_page(sender: Any, instance: Written, **kwargs: Any) -> None:
    """Let a page be found while it is public."""
    index_pages(searchable().filter(pk=instance.pk))


@receiver(post_delete, sender=NoticePage, dispatch_uid="home.lose_notice")
@receiver(post_delete, sender=GuidePage, dispatch_uid="home.lose_guide")
def forget_page(sender: Any, instance: Written, **kwargs: Any) -> None:
    """Let nothing be left of a page that is deleted."""
    searching.forget(Kind.PAGE, instance.pk)
