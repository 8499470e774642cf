"""What helps at every page of the workbench: keys, kept filters, taking back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.undo import CannotUndo
from feedback.comments.querysets import READING_ROLES
from home.desk.forms.comments import FilterForm, QueueForm
from home.desk.keys import COOKIE, KEYS, OFF, are_on
from home.desk.saving import delete_filter, save_filter
from home.desk.undoing import KEY, take_back
from home.desk.views.access import DeskRequest, on_desk
from home.desk.views.comments import queue_url, show_queue
from home.desk.views.consultations import find
from home.saved import SavedFilter

YEAR = 365 * 24 * 3600


def back_from(request: DeskRequest) -> str:
    """Where a form of every page was sent from; nowhere but the workbench."""
    wanted = request.POST.get("back") or request.GET.get("back", "")
    home = reverse("desk:home")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted.startswith(home) else home


@on_desk()
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: DeskRequest) -> HttpResponse:
    """The keys of the workbench, and whether they are on for this browser."""
    if request.method == "POST":
        response = redirect(back_from(request))
        if "on" in request.POST:
            response.delete_cookie(COOKIE)
        else:
            response.set_cookie(
                COOKIE,
                OFF,
                max_age=YEAR,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
        return response
    context = {"keys": KEYS, "are_on": are_on(request), "back": back_from(request)}
    name = "_keys" if request.htmx else "keys"
    return render(request, f"desk/{name}.html", context)


@on_desk()
@require_POST
def undo(request: DeskRequest) -> HttpResponse:
    """Take back what this account did less than ten seconds ago."""
    try:
        take_back(request.POST.get("token", ""), by=request.user)
    except CannotUndo as refused:
        context = {"why": refused.args, "back": back_from(request)}
        return render(request, "desk/undo_refused.html", context, status=409)
    request.session.pop(KEY, None)
    messages.success(request, _("已撤销刚才的操作。"))
    return redirect(back_from(request))


@on_desk(*READING_ROLES)
@require_POST
def save(request: DeskRequest, code: str) -> HttpResponse:
    """Keep the filters of the queue under a name."""
    consultation = find(request, code)
    form = FilterForm(request.POST, auto_id="filter_%s")
    wanted = QueueForm(request.GET)
    if form.is_valid():
        try:
            save_filter(consultation, wanted, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已存下，以后在意见列表上方一点就有。"))
            return redirect(queue_url(request, consultation))
    return show_queue(request, consultation, status=422, filter_form=form)


@on_desk(*READING_ROLES)
@require_POST
def forget(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete a filter of one's own; somebody else's is not there."""
    kept = get_object_or_404(SavedFilter, pk=pk, user=request.user)
    delete_filter(kept, by=request.user)
    messages.success(request, _("已删去常用筛选“%s”。") % kept.name)
    return redirect(back_from(request))
