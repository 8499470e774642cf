"""Workbench pages about rounds: prepare, announce, change the window, report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.roles import Role
from common.moves import IllegalMove, legal_moves
from common.stale import StaleEdit
from consultations.rounds import checks, permissions, services
from consultations.rounds.models import Consultation
from consultations.rounds.querysets import PREPARING_ROLES
from consultations.rounds.stages import MOVES
from home.desk.conflicts import pairs
from home.desk.forms.consultations import (
    ConsultationForm,
    DayAndReasonForm,
    PublicReasonForm,
)
from home.desk.forms.versions import ReasonForm
from home.desk.places import TEXT_ROLES
from home.desk.views.access import DeskRequest, on_desk
from home.desk.views.versions import find_version, refusal_of


@dataclass(frozen=True)
class Act:
    """A button of the round's page: the service, its form, and who sees it."""

    label: Any
    service: Callable[..., Any]
    may: Callable[[User, Consultation], bool]
    form: type[forms.Form] | None = None
    hint: Any = ""


def _of_user(question: Callable[[User], bool]) -> Callable[[User, Consultation], bool]:
    return lambda user, consultation: question(user)


ACTS = {
    "submit": Act(
        gettext_lazy("送审"),
        services.submit_consultation,
        _of_user(permissions.can_prepare),
        hint=gettext_lazy("送给复核人批准。"),
    ),
    "return": Act(
        gettext_lazy("退回修改"),
        services.return_consultation,
        permissions.can_approve,
        ReasonForm,
    ),
    "approve": Act(
        gettext_lazy("批准并公告"),
        services.approve_consultation,
        permissions.can_approve,
        hint=gettext_lazy("到开始时间自动开放，不需要再操作。"),
    ),
    "extend": Act(
        gettext_lazy("延期"),
        services.extend_consultation,
        _of_user(permissions.can_change_window),
        DayAndReasonForm,
    ),
    "suspend": Act(
        gettext_lazy("暂停"),
        services.suspend_consultation,
        _of_user(permissions.can_change_window),
        PublicReasonForm,
    ),
    "resume": Act(
        gettext_lazy("恢复"),
        services.resume_consultation,
        _of_user(permissions.can_change_window),
        PublicReasonForm,
    ),
    "reopen": Act(
        gettext_lazy("重新开放"),
        services.reopen_consultation,
        _of_user(permissions.can_change_window),
        DayAndReasonForm,
    ),
    "cancel": Act(
        gettext_lazy("取消"),
        services.cancel_consultation,
        _of_user(permissions.can_change_window),
        PublicReasonForm,
    ),
    "collate": Act(
        gettext_lazy("进入汇总"),
        services.collate_consultation,
        _of_user(permissions.can_collate),
    ),
    "report": Act(
        gettext_lazy("报送"),
        services.report_consultation,
        _of_user(permissions.can_collate),
        hint=gettext_lazy("报送以后，提交人撤回意见时文字保留、身份信息删除。"),
    ),
    "archive": Act(
        gettext_lazy("归档"),
        services.archive_consultation,
        _of_user(permissions.can_publish_outcome),
    ),
}


def find(request: DeskRequest, code: str) -> Consultation:
    """The round of an address, if this account may see it."""
    visible = Consultation.objects.visible_to(request.user).for_listing()
    return get_object_or_404(visible, code=code)


@on_desk(*PREPARING_ROLES)
@require_safe
def listing(request: DeskRequest) -> HttpResponse:
    rows = Consultation.objects.visible_to(request.user).for_listing()
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "desk/consultation_list.html", {"page": page})


@on_desk(Role.LEGISLATIVE_STAFF)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    version = find_version(request, pk)
    initial = {
        "title": _("%s公开征求意见") % version.title,
        "organiser": version.document.regulation.organiser,
    }
    form = ConsultationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            consultation = services.create_consultation(
                version,
                by=request.user,
                opens_on=form.cleaned_data["opens_on"],
                closes_on=form.cleaned_data["closes_on"],
                **form.fields_of_round(),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("已建立，核对后送审。"))
            return redirect("desk:consultation", consultation.code)
    context = {"form": form, "version": version}
    status = 422 if form.is_bound else 200
    return render(request, "desk/consultation_form.html", context, status=status)


@on_desk(Role.LEGISLATIVE_STAFF)
def edit(request: DeskRequest, code: str) -> HttpResponse:
    consultation = find(request, code)
    if not permissions.can_edit(request.user, consultation):
        why = _("这一轮已经送审或者公告，内容不能再改；要改，请复核人先退回。")
        raise PermissionDenied(why)
    form = ConsultationForm(request.POST or None, instance=consultation)
    conflict = None
    revision = consultation.revision
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_consultation(
                find(request, code),
                by=request.user,
                revision=int(request.POST.get("revision") or 0),
                **form.fields_of_round(),
                **form.window(),
            )
        except StaleEdit as stale:
            conflict = pairs(stale, Consultation)
        except (ValidationError, ValueError) as error:
            form.add_error(None, getattr(error, "messages", [_("表单已经失效。")]))
        else:
            messages.success(request, _("已保存。"))
            return redirect("desk:consultation", code)
    context = {
        "form": form,
        "version": consultation.version,
        "consultation": consultation,
        "revision": revision,
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.is_bound else 200
    return render(request, "desk/consultation_form.html", context, status=status)


@on_desk(*PREPARING_ROLES)
@require_safe
def detail(request: DeskRequest, code: str) -> HttpResponse:
    return show(request, find(request, code))


@on_desk(*PREPARING_ROLES)
@require_POST
def act(request: DeskRequest, code: str, name: str) -> HttpResponse:
    """Make one of the moves of a round."""
    consultation = find(request, code)
    if name not in ACTS:
        raise Http404
    chosen = ACTS[name]
    form = chosen.form(request.POST, auto_id=f"{name}_%s") if chosen.form else None
    if form is not None and not form.is_valid():
        return show(request, consultation, bound={name: form})
    data = form.cleaned_data if form else {}
    try:
        chosen.service(consultation, by=request.user, **data)
    except (IllegalMove, ValidationError) as error:
        bound = {name: form} if form else {}
        return show(request, consultation, bound=bound, refusal=refusal_of(error))
    messages.success(request, _("已办好：%s。") % chosen.label)
    return redirect("desk:consultation", code)


def show(
    request: DeskRequest,
    consultation: Consultation,
    *,
    bound: dict[str, forms.Form] | None = None,
    refusal: list[str] | None = None,
) -> HttpResponse:
    """The round's page with the acts open to this account."""
    bound = bound or {}
    legal = legal_moves(consultation, MOVES)
    if consultation.phase() in ("scheduled", "open", "suspended"):
        legal.append("extend")
    acts = [
        {
            "name": name,
            "label": chosen.label,
            "hint": chosen.hint,
            "form": bound.get(name)
            or (chosen.form(auto_id=f"{name}_%s") if chosen.form else None),
            "is_bound": name in bound,
        }
        for name, chosen in ACTS.items()
        if name in legal and chosen.may(request.user, consultation)
    ]
    context = {
        "consultation": consultation,
        "acts": acts,
        "obstacles": checks.obstacles(consultation),
        "warning": checks.window_warning(consultation),
        "extensions": consultation.extensions.select_related("decided_by"),
        "may_edit": permissions.can_edit(request.user, consultation),
        "sees_texts": request.user.has_role(*TEXT_ROLES),
        "refusal": refusal or [],
        "form": next(iter(bound.values()), None),
    }
    status = 422 if bound or refusal else 200
    return render(request, "desk/consultation_detail.html", context, status=status)
