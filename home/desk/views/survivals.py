"""Workbench pages about adopted words that changed on their way to the final text."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations.rounds.models import Consultation
from drafts.text.comparing import Piece
from feedback.comments.querysets import READING_ROLES
from feedback.comments.quoting import difference
from feedback.dispositions import permissions
from feedback.dispositions.models import Survival
from feedback.dispositions.survival import decide_survival
from home.desk import agenda
from home.desk.dossier import words_of
from home.desk.forms.dispositions import SurvivalForm
from home.desk.views.access import DeskRequest, on_desk
from home.desk.views.consultations import find

PER_PAGE = 20


@dataclass(frozen=True)
class Row:
    """A place where adopted words were, what stands there later, and the form."""

    survival: Survival
    pieces: list[Piece]
    form: SurvivalForm


@on_desk(*READING_ROLES)
@require_safe
def listing(request: DeskRequest, code: str) -> HttpResponse:
    return show(request, find(request, code))


@on_desk(*READING_ROLES)
@require_POST
def decide(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that the words are kept, or dropped."""
    rows = Survival.objects.select_related("link__disposition__consultation")
    survival = get_object_or_404(rows, pk=pk)
    consultation = find(request, survival.link.disposition.consultation.code)
    form = SurvivalForm(request.POST, auto_id=f"s{pk}_%s")
    if not form.is_valid():
        return show(request, consultation, {pk: form})
    try:
        decide_survival(survival, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return show(request, consultation, {pk: form})
    messages.success(request, _("已记下认定。"))
    return redirect("desk:survivals", consultation.code)


def show(
    request: DeskRequest,
    consultation: Consultation,
    bound: dict[int, SurvivalForm] | None = None,
) -> HttpResponse:
    bound = bound or {}
    waiting = agenda.survivals(consultation)
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "consultation": consultation,
        "page": page,
        "rows": rows_of(page, bound),
        "form": next(iter(bound.values()), None),
        "may_decide": permissions.can_decide_survival(request.user),
    }
    status = 422 if bound else 200
    return render(request, "desk/survival_list.html", context, status=status)


def rows_of(page: Page, bound: dict[int, SurvivalForm]) -> list[Row]:
    """Set the words that were adopted against those of the later text."""
    survivals = list(page)
    both = [s.link.provision for s in survivals]
    words = words_of([*both, *(s.provision for s in survivals if s.provision)])
    return [
        Row(
            survival,
            difference(
                words.get(survival.link.provision_id, ""),
                words.get(survival.provision_id, ""),
            ),
            bound.get(survival.pk) or SurvivalForm(auto_id=f"s{survival.pk}_%s"),
        )
        for survival in survivals
    ]
