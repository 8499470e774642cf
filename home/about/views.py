"""Pages about the site itself, and the desk where reported faults are mended."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from wagtail.models import Page

from common import idempotency, limits
from common.caching import private
from feedback.comments import privacy as words
from home import faults
from home.about.forms import TEXT_LIMIT, AnswerForm, FaultForm
from home.desk.views.access import DeskRequest, on_desk
from home.models import FaultReport, GuidePage, NoticePage

REPORTS_AN_HOUR = 10
PER_PAGE = 30
MOST_PAGES = 200


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "about/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"privacy": words, "idle_minutes": settings.STAFF_IDLE_SECONDS // 60}
    return render(request, "about/privacy.html", context)


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    shown = Page.objects.live().public().filter(depth__gt=2).order_by("path")
    pages = shown.exact_type(NoticePage, GuidePage).specific()
    return render(request, "about/site_map.html", {"pages": pages[:MOST_PAGES]})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def fault(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong; the page one came from is filled in."""
    if request.method != "POST":
        return asking(request, FaultForm(initial={"page": came_from(request)}))
    form = FaultForm(request.POST)
    if not form.is_valid():
        return asking(request, form, 422)
    if not limits.allow(
        "faults", limits.visitor(request), limit=REPORTS_AN_HOUR, seconds=3600
    ):
        form.add_error(None, _("您一小时内报的问题太多了，请过一会儿再交。"))
        return asking(request, form, 429)
    try:
        key = request.POST.get("key", "")
        report = faults.report_fault(**form.cleaned_data, key=key)
    except (idempotency.KeyReused, idempotency.BadKey):
        form.add_error(None, _("这张表交过了。要再报一个问题，请改好后再交一次。"))
        return asking(request, form, 422)
    return render(request, "about/fault_received.html", {"report": report})


def asking(request: HttpRequest, form: FaultForm, status: int = 200) -> HttpResponse:
    """Draw the form; a refused one gets a key of its own."""
    context = {"form": form, "key": idempotency.new_key(), "limit": TEXT_LIMIT}
    return render(request, "about/fault_form.html", context, status=status)


def came_from(request: HttpRequest) -> str:
    """Return the page of this site that the reader was on, or nothing."""
    page = request.GET.get("page", "")[:500]
    if url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return page
    return ""


@on_desk(*faults.MENDERS)
@require_safe
def fault_list(request: DeskRequest) -> HttpResponse:
    return listed(request)


@on_desk(*faults.MENDERS)
@require_POST
def fault_handle(request: DeskRequest, number: str) -> HttpResponse:
    report = get_object_or_404(FaultReport, number=number)
    form = AnswerForm(request.POST)
    try:
        if not form.is_valid():
            return listed(request, report, form, 422)
        faults.handle_fault(report, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error("answer", refusal.messages)
        return listed(request, report, form, 422)
    messages.success(request, _("%s 已处理。") % report.number)
    return redirect("about:faults")


@on_desk(*faults.MENDERS)
@require_POST
def fault_contact(request: DeskRequest, number: str) -> HttpResponse:
    report = get_object_or_404(FaultReport, number=number)
    reason = request.POST.get("reason", "")
    try:
        contact = faults.reveal_contact(report, by=request.user, reason=reason)
    except ValidationError as refusal:
        return listed(request, report, status=422, told=refusal.messages[0])
    return listed(request, report, contact=contact or _("已经删除"))


def listed(
    request: DeskRequest,
    report: FaultReport | None = None,
    form: AnswerForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Draw the list, those that wait first, with what is said about one of them."""
    rows = FaultReport.objects.select_related("handled_by").order_by(
        "handled_at", "-reported_at", "-pk"
    )
    if request.GET.get("state") != "all":
        rows = rows.filter(handled_at=None).order_by("reported_at", "pk")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "all": request.GET.get("state") == "all",
        "current": report,
        "form": form,
        **more,
    }
    return render(request, "about/fault_list.html", context, status=status)
