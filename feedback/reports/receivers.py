"""What this room does when the rooms below have news."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from feedback.dispositions.models import Disposition
from feedback.dispositions.signals import disposition_published
from feedback.reports import notices


@receiver(disposition_published, dispatch_uid="reports.tell_authors")
def tell_authors(sender: Any, disposition: Disposition, **kwargs: Any) -> None:
    """Tell those whom a decision published after the results answers."""
    notices.queue_for_disposition(disposition)
