"""The receipt: number, query code, and what happens next."""

from __future__ import annotations

import datetime

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common import workdays
from common.templatetags.writing import moment
from common.writing import moment_text
from feedback.comments.services import Receipt

SCREENING_DAYS = 2


def show(request: HttpRequest, receipt: Receipt, draft: str = "") -> HttpResponse:
    """Page 3; the same key shows the same page. ``draft`` may be forgotten now."""
    comment = receipt.comment
    about = _("、").join(receipt.citations) or _("整个草案")
    facts = [
        (_("受理编号"), comment.receipt_no),
        (_("收到时间"), moment(comment.submitted_at)),
    ]
    context = {
        "comment": comment,
        "consultation": comment.consultation,
        "is_replay": receipt.is_replay,
        "about": about,
        "code": receipt.code.split("-"),
        "facts": facts,
        "screened_by": screened_by(timezone.localdate(comment.submitted_at)),
        "draft": draft,
        "keepsake": keepsake(request, receipt, about),
    }
    return render(request, "comments/receipt.html", context)


def keepsake(request: HttpRequest, receipt: Receipt, about: str) -> str:
    """Return the receipt as lines of plain text, for a file on the person's device."""
    comment = receipt.comment
    phone = comment.consultation.contact_phone
    lines = [
        (_("回执"), f"《{comment.version.title}》{about}"),
        (_("受理编号"), comment.receipt_no),
        (_("收到时间"), moment_text(comment.submitted_at)),
        (_("查询码"), receipt.code),
        (_("查意见"), request.build_absolute_uri(reverse("comments:lookup"))),
        *([(_("电话"), phone)] if phone else []),
    ]
    # The mark tells old editors on Windows that this is not GBK.
    return "\ufeff" + "\r\n".join(f"{name}：{value}" for name, value in lines)


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
