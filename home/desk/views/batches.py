"""Workbench pages for one act on many comments: look first, then confirm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.moves import IllegalMove
from common.stale import StaleEdit
from consultations.rounds.models import Consultation
from feedback.comments import permissions
from feedback.comments.querysets import READING_ROLES
from feedback.comments.services import screen_comment
from feedback.dispositions import permissions as deciding
from feedback.dispositions import services
from feedback.dispositions.models import Group
from feedback.dispositions.stages import DECIDED
from home.desk import batches, queue
from home.desk.batches import Batch
from home.desk.forms.comments import QueueForm
from home.desk.forms.dispositions import GroupForm, JoinForm
from home.desk.picking import Picked, picked
from home.desk.undoing import offer
from home.desk.views.access import DeskRequest, on_desk
from home.desk.views.comments import queue_url, show_queue
from home.desk.views.consultations import find
from home.desk.views.versions import refusal_of

MOST_GROUPS = 100


def pick(request: DeskRequest, consultation: Consultation) -> Picked:
    """What the form of the queue names."""
    form = QueueForm(request.GET)
    fitting = queue.chosen(consultation, form.wanted, request.user)
    return picked(consultation, request.POST, fitting)


def is_confirmed(request: DeskRequest, batch: Batch) -> bool:
    """Whether just this batch was looked at, and is wanted."""
    return request.POST.get("fingerprint") == batch.fingerprint and bool(batch.changes)


def has_changed(request: DeskRequest, batch: Batch) -> bool:
    """Whether another batch was looked at than the one there is now."""
    seen = request.POST.get("fingerprint")
    return seen is not None and seen != batch.fingerprint


def changed() -> str:
    """What whoever looked at another batch is told."""
    return _("刚才有人动过其中的意见，什么也没有办。下面是现在的清单，请再看一遍。")


@on_desk(*READING_ROLES)
@require_POST
def accept(request: DeskRequest, code: str) -> HttpResponse:
    """Say which comments would be accepted; accept them when that is confirmed."""
    consultation = find(request, code)
    if not permissions.can_screen(request.user):
        raise PermissionDenied(_("审核意见由内容审核员和法工委经办人办理。"))
    try:
        chosen = pick(request, consultation)
    except ValidationError as error:
        return show_queue(request, consultation, error.messages)
    batch = batches.accepting(chosen.comments)
    if is_confirmed(request, batch):
        return accept_all(request, consultation, batch)
    context = {"consultation": consultation, "batch": batch, "chosen": chosen}
    return show_batch(request, "desk/comment_accept.html", context)


def accept_all(
    request: DeskRequest, consultation: Consultation, batch: Batch
) -> HttpResponse:
    """Accept what the preview has shown, all of it or nothing."""
    now, user = timezone.now(), request.user
    try:
        with transaction.atomic():
            for comment in batch.comments:
                screen_comment(
                    comment, "accept", by=user, revision=comment.revision, at=now
                )
    except StaleEdit:
        return show_queue(request, consultation, [changed()], 409)
    except (IllegalMove, ValidationError) as error:
        return show_queue(request, consultation, refusal_of(error))
    told = _("已受理%d条意见。") % len(batch.changes)
    offer(request.session, "screen", consultation, told, by=user, done_at=now)
    # Back to the same filters; what was accepted may have left them.
    return redirect(queue_url(request, consultation))


@on_desk(*READING_ROLES)
@require_POST
def group(request: DeskRequest, code: str) -> HttpResponse:
    """Show the comments picked in the queue, and make them a group once it is named."""
    consultation = find(request, code)
    require_grouping(request, consultation)
    try:
        chosen = pick(request, consultation)
    except ValidationError as error:
        return show_queue(request, consultation, error.messages)
    batch = batches.grouping(chosen.comments)
    is_named = "title" in request.POST
    form = GroupForm(request.POST if is_named else None)

    def make(data: dict[str, Any], now: Any) -> Group:
        return services.group_comments(
            consultation, batch.comments, by=request.user, at=now, **data
        )

    if is_named and is_confirmed(request, batch) and form.is_valid():
        done = carry_out(request, form, make, "group", _("已归并%d条意见。"), batch)
        if done:
            return done
    context = {"consultation": consultation, "batch": batch, "chosen": chosen}
    return show_batch(
        request, "desk/group_form.html", {**context, "form": form}, is_named
    )


@on_desk(*READING_ROLES)
@require_POST
def join(request: DeskRequest, code: str) -> HttpResponse:
    """Show the comments picked in the queue, and put them into a group there is."""
    consultation = find(request, code)
    require_grouping(request, consultation)
    try:
        chosen = pick(request, consultation)
    except ValidationError as error:
        return show_queue(request, consultation, error.messages)
    groups = open_groups(consultation)
    is_chosen = "group" in request.POST
    form = JoinForm(request.POST if is_chosen else None, groups=groups)
    found = form.found if is_chosen and form.is_valid() else None
    batch = (
        batches.joining(chosen.comments, found)
        if found
        else batches.grouping(chosen.comments)
    )

    def put(_data: dict[str, Any], now: Any) -> Group:
        for comment in batch.comments:
            services.add_to_group(form.found, comment, by=request.user, at=now)
        return Group.objects.get(pk=form.found.pk)

    if found and is_confirmed(request, batch):
        done = carry_out(request, form, put, "join", _("已归入%d条意见。"), batch)
        if done:
            return done
    context = {"consultation": consultation, "batch": batch, "chosen": chosen}
    shown = {**context, "form": form, "found": found, "groups": groups}
    return show_batch(request, "desk/group_join.html", shown, bool(form.errors))


def open_groups(consultation: Consultation) -> list[Group]:
    """The groups of a round that can still take comments, newest first."""
    return list(
        Group.objects.filter(consultation=consultation, dissolved_at=None)
        .exclude(dispositions__stage__in=DECIDED)
        .annotate(size=Count("members", filter=Q(members__removed_at=None)))
        .order_by("-pk")[:MOST_GROUPS]
    )


def require_grouping(request: DeskRequest, consultation: Consultation) -> None:
    """Refuse before anything is typed; the service asks again."""
    if not deciding.can_group(request.user, consultation):
        raise PermissionDenied(_("归并意见由法工委经办人在办理期间进行。"))


def carry_out(
    request: DeskRequest,
    form: Any,
    make: Callable[[dict[str, Any], Any], Group],
    kind: str,
    told: str,
    batch: Batch,
) -> HttpResponse | None:
    """Make or fill a group with what was looked at; a refusal goes into the form."""
    now = timezone.now()
    try:
        with transaction.atomic():
            made = make(form.cleaned_data, now)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None
    offer(
        request.session,
        kind,
        made,
        told % len(batch.changes),
        by=request.user,
        done_at=now,
        revision=made.revision,
    )
    return redirect("desk:group", made.pk)


def show_batch(
    request: DeskRequest, template: str, context: dict[str, Any], is_wrong: bool = False
) -> HttpResponse:
    """The page on which a batch is looked at, or looked at once more."""
    stale = has_changed(request, context["batch"])
    context["refusal"] = [changed()] if stale else []
    status = 409 if stale else 422 if is_wrong else 200
    return render(request, template, context, status=status)
