"""Workbench pages about groups of comments that say the same."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback.comments.models import Comment
from feedback.comments.querysets import READING_ROLES
from feedback.dispositions import permissions, services
from feedback.dispositions.models import Disposition, Group
from feedback.dispositions.stages import LIVE
from home.desk.forms.dispositions import AddForm, GroupForm
from home.desk.forms.versions import ReasonForm
from home.desk.undoing import offer
from home.desk.views.access import DeskRequest, on_desk
from home.desk.views.consultations import find
from home.desk.views.dispositions import find_group

PER_PAGE = 30
SEPARATORS = re.compile(r"[\s,，、;；]+")


@on_desk(*READING_ROLES)
@require_safe
def listing(request: DeskRequest, code: str) -> HttpResponse:
    """The groups of a round with their sizes and answers."""
    consultation = find(request, code)
    rows = (
        Group.objects.filter(consultation=consultation)
        .annotate(size=Count("members", filter=Q(members__removed_at=None)))
        .prefetch_related(
            Prefetch("dispositions", Disposition.objects.live(), to_attr="decisions")
        )
        .order_by("dissolved_at", "pk")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"consultation": consultation, "page": page}
    return render(request, "desk/group_list.html", context)


@on_desk(*READING_ROLES)
@require_safe
def detail(request: DeskRequest, pk: int) -> HttpResponse:
    return show(request, find_group(request, pk))


@on_desk(*READING_ROLES)
@require_POST
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    group = find_group(request, pk)
    form = GroupForm(request.POST, auto_id="edit_%s")
    return carry_out(request, group, "edit_form", form, services.edit_group)


@on_desk(*READING_ROLES)
@require_POST
def add(request: DeskRequest, pk: int) -> HttpResponse:
    """Put comments into the group by receipt number: all of them, or none."""
    group, now = find_group(request, pk), timezone.now()
    form = AddForm(request.POST, auto_id="add_%s")

    def add_all(group: Group, *, by: Any, receipts: str) -> None:
        for comment in by_receipts(group, receipts):
            services.add_to_group(group, comment, by=by, at=now)

    done = Undoable("join", group, _("已加入这一组。"), now)
    return carry_out(request, group, "add_form", form, add_all, done)


@on_desk(*READING_ROLES)
@require_POST
def remove(request: DeskRequest, pk: int, member: int) -> HttpResponse:
    """Take one comment out of the group again, with a reason."""
    group, now = find_group(request, pk), timezone.now()
    found = get_object_or_404(group.members.select_related("comment"), pk=member)
    form = ReasonForm(request.POST, auto_id=f"remove{member}_%s")

    def take_out(group: Group, *, by: Any, reason: str) -> None:
        services.remove_from_group(found, by=by, reason=reason, at=now)

    told = _("已把%s移出这一组。") % found.comment.receipt_no
    done = Undoable("remove", found, told, now)
    return carry_out(
        request, group, "remove_form", form, take_out, done, removing=member
    )


@on_desk(*READING_ROLES)
@require_POST
def dissolve(request: DeskRequest, pk: int) -> HttpResponse:
    group = find_group(request, pk)
    form = ReasonForm(request.POST, auto_id="dissolve_%s")
    return carry_out(request, group, "dissolve_form", form, services.dissolve_group)


@dataclass(frozen=True)
class Undoable:
    """What can be taken back after a change of a group."""

    kind: str
    obj: Any
    told: str
    at: datetime.datetime


def carry_out(
    request: DeskRequest,
    group: Group,
    name: str,
    form: Any,
    service: Any,
    undoable: Undoable | None = None,
    **also: Any,
) -> HttpResponse:
    """Make one change of a group, or show its page with the form as typed."""
    if not permissions.can_group(request.user, group.consultation):
        raise PermissionDenied(_("归并意见由法工委经办人在办理期间进行。"))
    if form.is_valid():
        try:
            with transaction.atomic():
                service(group, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            tell(request, group, undoable)
            return redirect("desk:group", group.pk)
    return show(request, group, form=form, **{name: form}, **also)


def tell(request: DeskRequest, group: Group, done: Undoable | None) -> None:
    """Say that it is done, and for ten seconds how to take it back."""
    if done is None:
        messages.success(request, _("已办好。"))
        return
    group.refresh_from_db(fields=["revision"])
    offer(
        request.session,
        done.kind,
        done.obj,
        done.told,
        by=request.user,
        done_at=done.at,
        revision=group.revision,
    )


def by_receipts(group: Group, receipts: str) -> list[Comment]:
    """The comments of the group's round with these numbers.

    Raises:
        ValidationError: a number is unknown there; it is named.
    """
    wanted = list(dict.fromkeys(filter(None, SEPARATORS.split(receipts.strip()))))
    rows = Comment.objects.of(group.consultation).filter(receipt_no__in=wanted)
    found = {comment.receipt_no: comment for comment in rows}
    missing = [number for number in wanted if number not in found]
    if missing:
        raise ValidationError(
            _("这一轮里没有编号是%s的意见，请核对。") % "、".join(missing)
        )
    return [found[number] for number in wanted]


def removal_form(member: int, bound: dict[str, Any]) -> ReasonForm:
    """The form beside one member: as typed, if this is the one that was sent."""
    if bound.get("removing") == member:
        return bound["remove_form"]
    return ReasonForm(auto_id=f"remove{member}_%s")


def show(request: DeskRequest, group: Group, **bound: Any) -> HttpResponse:
    """The group's page: members to the letter, decision, and what may be changed."""
    user = request.user
    members = (
        group.members.filter(removed_at=None)
        .select_related("comment")
        .prefetch_related("comment__wordings", "comment__targets__provision")
        .order_by("comment")
    )
    words = {"title": group.title, "summary": group.summary}
    dispositions = list(
        group.dispositions.select_related("proposed_by", "confirmed_by").order_by("-pk")
    )
    is_open = not group.dissolved_at
    consultation = group.consultation
    page = Paginator(members, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "group": group,
        "consultation": consultation,
        "page": page,
        "rows": [(member, removal_form(member.pk, bound)) for member in page],
        "left": group.members.exclude(removed_at=None).select_related("comment"),
        "dispositions": dispositions,
        "may_group": is_open and permissions.can_group(user, consultation),
        "may_propose": is_open
        and permissions.can_propose(user, consultation)
        and not any(d.stage in LIVE for d in dispositions),
        "edit_form": GroupForm(auto_id="edit_%s", initial=words),
        "add_form": AddForm(auto_id="add_%s"),
        "dissolve_form": ReasonForm(auto_id="dissolve_%s"),
        **bound,
    }
    status = 422 if bound else 200
    return render(request, "desk/group_detail.html", context, status=status)
