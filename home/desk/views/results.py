"""Workbench pages about the outcome of a round: figures, publications, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.moves import IllegalMove
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage
from feedback.comments.querysets import READING_ROLES
from feedback.reports import gates, permissions, services
from feedback.reports.models import Publication
from feedback.reports.statistics import figures
from home.desk import agenda, files, outcome
from home.desk.forms.results import CorrectionForm, ResultForm, SummaryForm
from home.desk.views.access import DeskRequest, on_desk
from home.desk.views.consultations import find
from home.desk.views.versions import refusal_of


@on_desk(*READING_ROLES)
@require_safe
def detail(request: DeskRequest, code: str) -> HttpResponse:
    return show(request, find(request, code))


ACTS: dict[str, tuple[Callable[..., Publication], type[forms.Form]]] = {
    "summary": (services.publish_summary, SummaryForm),
    "result": (services.publish_result, ResultForm),
}

GATES = {"summary": gates.check_summary, "result": gates.check_result}

# What is told next, by the stage of the round.
NEXT: dict[str, str] = {
    Stage.REPORTED: "summary",
    Stage.SUMMARY_PUBLISHED: "result",
}


@on_desk(*READING_ROLES)
@require_POST
def publish(request: DeskRequest, code: str, name: str) -> HttpResponse:
    """Publish the account of a round, or its results."""
    consultation = find(request, code)
    if name not in ACTS:
        raise Http404
    if not permissions.can_publish_outcome(request.user):
        raise PermissionDenied(_("情况通报和采纳结果由复核人公布。"))
    service, form_class = ACTS[name]
    form = form_class(request.POST)
    if not form.is_valid():
        return show(request, consultation, form=form)
    if "confirm" not in request.POST:
        return check(request, consultation, name, form)
    try:
        service(consultation, by=request.user, **form.cleaned_data)
    except services.GateClosed as closed:
        return show(request, consultation, form=form, refusal=closed.obstacles)
    except (IllegalMove, ValidationError) as error:
        return show(request, consultation, form=form, refusal=refusal_of(error))
    messages.success(request, _("已公布。"))
    return redirect("desk:results", code)


def check(
    request: DeskRequest, consultation: Consultation, name: str, form: forms.Form
) -> HttpResponse:
    """Show what would be public and who would be told: it cannot be taken back."""
    gate = outcome.gate_of(GATES[name], consultation)
    if gate or NEXT.get(consultation.stage) != name:
        refusal = gate.obstacles if gate else [_("现在还不能公布这一份。")]
        return show(request, consultation, form=form, refusal=refusal)
    context = {
        "consultation": consultation,
        "name": name,
        "form": form,
        "text": next(iter(form.cleaned_data.values())),
        "headline": outcome.headline(figures(consultation)),
    }
    return render(request, "desk/results_check.html", context)


@on_desk(*READING_ROLES)
def correct(request: DeskRequest, pk: int) -> HttpResponse:
    """Publish a corrected account; the first one is kept beside it."""
    publication = get_object_or_404(Publication, pk=pk)
    consultation = find(request, publication.consultation.code)
    if not permissions.can_correct_publication(request.user):
        raise PermissionDenied(_("更正由复核人公布。"))
    initial = {"text": publication.text}
    form = CorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_publication(
                publication, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("更正已公布。"))
            return redirect("desk:results", consultation.code)
    context = {
        "publication": publication,
        "consultation": consultation,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/publication_form.html", context, status=status)


@on_desk(*READING_ROLES)
@require_safe
def download(request: DeskRequest, code: str, name: str) -> FileResponse:
    """Hand a file to somebody who works on the round; no cache keeps it."""
    consultation = find(request, code)
    if name not in files.KINDS:
        raise Http404
    file = files.take(consultation, name, by=request.user)
    return FileResponse(
        file,
        as_attachment=True,
        filename=files.file_name(consultation, name),
        content_type=files.KINDS[name].media_type,
    )


def show(
    request: DeskRequest, consultation: Consultation, **bound: Any
) -> HttpResponse:
    """Figures, what is still missing, what was published, and files."""
    found = figures(consultation)
    may_publish = permissions.can_publish_outcome(request.user)
    name = NEXT.get(consultation.stage, "")
    is_over = consultation.stage in (Stage.RESULT_PUBLISHED, Stage.ARCHIVED)
    context: dict[str, Any] = {
        "consultation": consultation,
        "headline": outcome.headline(found),
        "not_counted": outcome.not_counted(found),
        "tables": outcome.tables(consultation, found),
        "figures": found,
        "gate": None
        if is_over
        else outcome.gate_of(GATES.get(name, gates.check_result), consultation),
        "is_over": is_over,
        "publishing": name if may_publish else "",
        "step": name,
        "may_correct": may_publish,
        "may_export": permissions.can_export(request.user),
        "publications": consultation.publications.select_related(
            "published_by", "superseded_by"
        ),
        "survivals": agenda.waiting_survivals(consultation),
        "files": [(key, kind.title) for key, kind in files.KINDS.items()],
        **bound,
    }
    if name:
        context.setdefault("form", ACTS[name][1]())
    status = 422 if bound else 200
    return render(request, "desk/results.html", context, status=status)
