"""What this room does when Wagtail publishes or takes down plain words and pages.

The admin, the schedule and our own services end in the same signals, sent inside the
transaction of the act.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, published, unpublished

from common import searching
from drafts.models import Explanation, RegulationPage
from drafts.search import EXPLANATION, index_explanations, index_regulation


@receiver(published, sender=Explanation, dispatch_uid="drafts.index_words")
@receiver(unpublished, sender=Explanation, dispatch_uid="drafts.forget_words")
def follow_explanation(sender: Any, instance: Explanation, **kwargs: Any) -> None:
    """Let plain words be found while they are public."""
    index_explanations(Explanation.objects.filter(pk=instance.pk))


@receiver(post_delete, sender=Explanation, dispatch_uid="drafts.lose_words")
def forget_explanation(sender: Any, instance: Explanation, **kwargs: Any) -> None:
    """Let nothing be left of plain words that are deleted."""
    searching.forget(EXPLANATION, instance.pk)


@receiver(page_published, sender=RegulationPage, dispatch_uid="drafts.index_page")
@receiver(page_unpublished, sender=RegulationPage, dispatch_uid="drafts.forget_page")
@receiver(post_delete, sender=RegulationPage, dispatch_uid="drafts.lose_page")
def follow_page(sender: Any, instance: RegulationPage, **kwargs: Any) -> None:
    """Let a project be found by what its presenting page says."""
    index_regulation(instance.regulation_id)
