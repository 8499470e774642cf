"""Workbench pages about projects."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import Role
from common.moves import IllegalMove, legal_moves
from consultations.rounds.models import Consultation
from drafts import services
from drafts.models import Regulation
from drafts.permissions import can_edit_text, can_move_regulation
from drafts.stages import MOVES
from home.desk.forms.regulations import MoveForm, RegulationForm
from home.desk.views.access import DeskRequest, on_desk

TEXT_ROLES = (Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER)


def find(request: DeskRequest, code: str) -> Regulation:
    """The project of an address, if this account may see it."""
    visible = Regulation.objects.visible_to(request.user).select_related("document")
    return get_object_or_404(visible, code=code)


@on_desk(*TEXT_ROLES)
@require_safe
def listing(request: DeskRequest) -> HttpResponse:
    rows = Regulation.objects.visible_to(request.user).for_listing()
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    context = {"page": page, "may_create": can_edit_text(request.user)}
    return render(request, "desk/regulation_list.html", context)


@on_desk(Role.LEGISLATIVE_STAFF)
def create(request: DeskRequest) -> HttpResponse:
    form = RegulationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        regulation = services.create_regulation(by=request.user, **form.cleaned_data)
        messages.success(request, _("已建立项目，编号 %s。") % regulation.code)
        return redirect("desk:regulation", regulation.code)
    status = 422 if form.is_bound else 200
    return render(request, "desk/regulation_form.html", {"form": form}, status=status)


@on_desk(Role.LEGISLATIVE_STAFF)
def edit(request: DeskRequest, code: str) -> HttpResponse:
    regulation = find(request, code)
    form = RegulationForm(request.POST or None, instance=regulation)
    if request.method == "POST" and form.is_valid():
        services.edit_regulation(
            find(request, code), by=request.user, **form.cleaned_data
        )
        messages.success(request, _("已保存。"))
        return redirect("desk:regulation", code)
    status = 422 if form.is_bound else 200
    context = {"form": form, "regulation": regulation}
    return render(request, "desk/regulation_form.html", context, status=status)


@on_desk(*TEXT_ROLES)
@require_safe
def detail(request: DeskRequest, code: str) -> HttpResponse:
    return show(request, find(request, code))


@on_desk(*TEXT_ROLES)
@require_POST
def move(request: DeskRequest, code: str) -> HttpResponse:
    regulation = find(request, code)
    form = MoveForm(request.POST, legal=legal_moves(regulation, MOVES))
    if not form.is_valid():
        return show(request, regulation, form)
    data = form.cleaned_data
    try:
        services.move_regulation(
            regulation,
            data["move"],
            by=request.user,
            on=data["reached_on"],
            note=data["note"],
        )
    except (IllegalMove, ValidationError) as error:
        form.add_error(
            None, error if isinstance(error, ValidationError) else str(error)
        )
        return show(request, regulation, form)
    messages.success(request, _("现在的阶段是“%s”。") % regulation.get_stage_display())
    return redirect("desk:regulation", code)


def show(
    request: DeskRequest, regulation: Regulation, form: MoveForm | None = None
) -> HttpResponse:
    """The project's page, with its move form as it stands."""
    context: dict[str, Any] = {
        "regulation": regulation,
        "steps": regulation.steps.all(),
        "versions": regulation.document.versions.select_related(
            "base", "document"
        ).order_by("-sequence"),
        "consultations": Consultation.objects.visible_to(request.user)
        .filter(document=regulation.document)
        .order_by("-number"),
        "may_edit": can_edit_text(request.user),
        "may_move": can_move_regulation(request.user, regulation),
        "form": form or MoveForm(legal=legal_moves(regulation, MOVES)),
    }
    status = 422 if form is not None else 200
    return render(request, "desk/regulation_detail.html", context, status=status)
