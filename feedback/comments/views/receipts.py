"""The receipt: number, query code, and what happens next."""

from __future__ import annotations

import datetime

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from common import workdays
from common.templatetags.writing import moment
from feedback.comments.services import Receipt

SCREENING_DAYS = 2


def show(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Page 3; the same key shows the same page."""
    comment = receipt.comment
    context = {
        "comment": comment,
        "consultation": comment.consultation,
        "is_replay": receipt.is_replay,
        "about": _("、").join(receipt.citations) or _("整个草案"),
        "code": receipt.code.split("-"),
        "facts": [
            (_("受理编号"), comment.receipt_no),
            (_("收到时间"), moment(comment.submitted_at)),
        ],
        "screened_by": screened_by(timezone.localdate(comment.submitted_at)),
    }
    return render(request, "comments/receipt.html", context)


def screened_by(day: datetime.date) -> datetime.date:
    """Return the working day until which a comment of ``day`` is looked at.

    Kept for an hour: every receipt of a day names the same one.
    """
    name = f"comments.screened_by.{day}"
    due: datetime.date | None = cache.get(name)
    if due is None:
        due = workdays.add_workdays(day, SCREENING_DAYS).day
        cache.set(name, due, 3600)
    return due
