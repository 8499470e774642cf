"""What this room does when the rooms below have news."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from feedback.dispositions.models import Disposition
from feedback.dispositions.signals import disposition_published, survival_changed
from feedback.reports import notices, services


@receiver(disposition_published, dispatch_uid="reports.tell_authors")
def tell_authors(sender: Any, disposition: Disposition, **kwargs: Any) -> None:
    """Tell those whom a decision published after the results answers."""
    notices.queue_for_disposition(disposition)
    services.refresh_results(
        Consultation.objects.filter(pk=disposition.consultation_id),
        note=_("处理结果有更正，数字随之更新。"),
    )


@receiver(survival_changed, dispatch_uid="reports.renew_figures")
def renew_figures(sender: Any, document_id: int, **kwargs: Any) -> None:
    """Bring published figures up to what later texts have kept."""
    services.refresh_results(
        Consultation.objects.filter(document=document_id),
        note=_("后一稿文本的条文沿革已经核对，数字随之更新。"),
    )
