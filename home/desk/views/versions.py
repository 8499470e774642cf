"""Workbench pages about texts: import, check, publish, lineage, plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import Role
from common.idempotency import KeyReused
from common.moves import IllegalMove
from drafts import lineage as lineages
from drafts import permissions, services
from drafts.models import Explanation, Provision, Version
from drafts.texts import load_tree, subtree
from home.desk import importing, lineage_form
from home.desk.chapters import chapters_of, places_to_open
from home.desk.forms.versions import (
    EnclosureForm,
    ExplanationForm,
    ImportForm,
    PublishForm,
    ReasonForm,
)
from home.desk.views.access import DeskRequest, on_desk
from home.desk.views.regulations import TEXT_ROLES, find


def find_version(request: DeskRequest, pk: int) -> Version:
    """The version of an address, if this account may see it."""
    visible = Version.objects.visible_to(request.user).select_related(
        "document__regulation", "base__document", "submitted_by", "published_by"
    )
    return get_object_or_404(visible, pk=pk)


@on_desk(Role.LEGISLATIVE_STAFF)
def import_text(request: DeskRequest, code: str) -> HttpResponse:
    """Read a text and show it; store it when what was shown is confirmed."""
    regulation = find(request, code)
    versions = regulation.document.versions.order_by("-sequence")
    if "token" in request.POST:
        return confirm_import(request, regulation)
    newest = versions.first()
    initial = {"base": newest.pk} if newest else {}
    form = ImportForm(
        request.POST or None, request.FILES or None, versions=versions, initial=initial
    )
    context: dict[str, Any] = {"regulation": regulation, "form": form}
    if form.is_bound and form.is_valid():
        context["preview"] = importing.preview(form, regulation.document)
        return render(request, "desk/import_preview.html", context)
    status = 422 if form.is_bound else 200
    return render(request, "desk/import_form.html", context, status=status)


def confirm_import(request: DeskRequest, regulation: Any) -> HttpResponse:
    """Store what a preview has shown."""
    try:
        version = importing.store(
            regulation.document,
            token=request.POST["token"],
            key=request.POST.get("key", ""),
            by=request.user,
        )
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
        return redirect("desk:import", regulation.code)
    except (BadSignature, KeyReused, ValueError, Version.DoesNotExist):
        messages.error(
            request, _("预览已经失效，请重新选择文件导入，之前没有存入任何内容。")
        )
        return redirect("desk:import", regulation.code)
    messages.success(request, _("已存入，尚未发布。请核对后送复核。"))
    return redirect("desk:version", version.pk)


@on_desk(*TEXT_ROLES)
@require_safe
def detail(request: DeskRequest, pk: int) -> HttpResponse:
    return show(request, find_version(request, pk))


ACTS: dict[str, tuple[Callable[..., Any], type[forms.Form] | None]] = {
    "submit": (services.submit_version, None),
    "return": (services.return_version, ReasonForm),
    "publish": (services.publish_version, PublishForm),
    "discard": (services.discard_version, None),
}


@on_desk(*TEXT_ROLES)
@require_POST
def act(request: DeskRequest, pk: int, name: str) -> HttpResponse:
    """Submit, return, publish or discard a version."""
    version = find_version(request, pk)
    if name not in ACTS:
        raise Http404
    service, form_class = ACTS[name]
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        return show(request, version, **{f"{name}_form": form})
    try:
        service(version, by=request.user, **(form.cleaned_data if form else {}))
    except (IllegalMove, ValidationError) as error:
        return show(request, version, refusal=refusal_of(error))
    if name == "discard":
        messages.success(request, _("未发布的文本已删去。"))
        return redirect("desk:regulation", version.document.regulation.code)
    messages.success(request, _("已办好。"))
    return redirect("desk:version", pk)


@on_desk(*TEXT_ROLES)
def enclose(request: DeskRequest, pk: int) -> HttpResponse:
    """Add a paper to a version that is not yet published."""
    version = find_version(request, pk)
    form = EnclosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_enclosure(version, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已补上。"))
            return redirect("desk:version", pk)
    context = {"version": version, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "desk/enclosure_form.html", context, status=status)


@on_desk(*TEXT_ROLES)
def lineage(request: DeskRequest, pk: int) -> HttpResponse:
    """Review how a version follows from its base, and confirm it."""
    version = find_version(request, pk)
    if version.base_id is None:
        raise Http404
    compared = lineages.computed_lineage(version)
    errors: list[str] = []
    if request.method == "POST":
        try:
            decisions = lineage_form.decisions_from(request.POST, compared)
            services.confirm_lineage(version, decisions, by=request.user)
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, _("条文沿革已确认，读者现在可以看到。"))
            return redirect("desk:version", pk)
    doubtful, certain = lineage_form.review_rows(compared, request.POST)
    context = {
        "version": version,
        "doubtful": doubtful,
        "certain": certain,
        "part_moves": compared.part_moves,
        "counts": compared.counts(),
        "errors": errors,
        "texts": lineage_form.texts_of(doubtful),
        "posted": request.POST,
    }
    status = 422 if errors else 200
    return render(request, "desk/lineage.html", context, status=status)


@on_desk(*TEXT_ROLES)
def explain(request: DeskRequest, pk: int, address: str) -> HttpResponse:
    """Write, or publish, the plain words beside one provision."""
    version = find_version(request, pk)
    provision = get_object_or_404(
        Provision.objects.select_related("version__document"),
        version=version,
        address=address,
    )
    explanation = provision.explanations.first()
    if "publish" in request.POST and explanation:
        services.publish_explanation(explanation, by=request.user)
        messages.success(request, _("解读已发布。"))
        return redirect("desk:version", pk)
    draft = explanation.get_latest_revision_as_object() if explanation else None
    initial = {n: getattr(draft, n, "") for n in ("body", "who", "changed")}
    form = ExplanationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.write_explanation(provision, by=request.user, **form.cleaned_data)
        messages.success(request, _("已存为草稿，等另一位同事发布。"))
        return redirect("desk:version", pk)
    context = {
        "version": version,
        "article": subtree(provision),
        "explanation": explanation,
        "may_publish": explanation is not None
        and permissions.can_publish_explanation(request.user, explanation),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/explain.html", context, status=status)


def show(request: DeskRequest, version: Version, **bound: Any) -> HttpResponse:
    """The version's page: its tree, problems, papers, plain words, and next acts."""
    user = request.user
    tree = load_tree(version)
    written = Explanation.objects.filter(provision__version=version)
    explanations = {row.provision_id: row for row in written}
    context: dict[str, Any] = {
        "version": version,
        "tree": tree,
        "chapters": chapters_of(tree, explanations),
        "open_places": places_to_open(tree, explanations),
        "enclosures": version.enclosures.all(),
        "explanations": explanations,
        "may_edit": permissions.can_edit_text(user),
        "may_review": permissions.can_review_version(user),
        "may_publish": permissions.can_publish_version(user, version),
        "return_form": ReasonForm(auto_id="return_%s"),
        "publish_form": PublishForm(),
        **bound,
    }
    status = 422 if bound else 200
    return render(request, "desk/version_detail.html", context, status=status)


def refusal_of(error: IllegalMove | ValidationError) -> list[str]:
    """What to say of an act that was refused."""
    return error.messages if isinstance(error, ValidationError) else [str(error)]
