"""Workbench pages about single comments: the queue, screening, who spoke."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from common.moves import IllegalMove, legal_moves
from common.stale import StaleEdit
from consultations.rounds.models import Consultation
from feedback.comments import permissions
from feedback.comments.models import Comment
from feedback.comments.personal import reveal
from feedback.comments.querysets import READING_ROLES
from feedback.comments.services import screen_comment
from feedback.comments.services.screening import ACTS
from feedback.comments.stages import COUNTED, MOVES
from feedback.dispositions import permissions as deciding
from home.desk import queue
from home.desk.conflicts import form_pairs
from home.desk.dossier import dossier_of
from home.desk.forms.comments import QueueForm, RevealForm, ScreeningForm
from home.desk.persons import named
from home.desk.picking import Picked, picked
from home.desk.views.access import DeskRequest, on_desk
from home.desk.views.consultations import find
from home.desk.views.versions import refusal_of


@on_desk(*READING_ROLES)
@require_safe
def listing(request: DeskRequest, code: str) -> HttpResponse:
    return show_queue(request, find(request, code))


def show_queue(
    request: DeskRequest,
    consultation: Consultation,
    refusal: list[str] | None = None,
    status: int | None = None,
) -> HttpResponse:
    """The queue as its filters have it; ``refusal`` says why a batch was not taken."""
    form = QueueForm(request.GET)
    rows = queue.chosen(consultation, form.wanted, request.user)
    context = {
        "consultation": consultation,
        "form": form,
        "articles": queue.article_counts(consultation),
        "article": form.wanted.get("article", ""),
        "total": rows.count(),
        "slice": queue.page_of(
            rows, after=number_in(request, "after"), before=number_in(request, "before")
        ),
        "may_screen": permissions.can_screen(request.user),
        "may_group": deciding.can_group(request.user, consultation),
        "refusal": refusal or [],
    }
    shown = status or (422 if refusal else 200)
    return render(request, "desk/comment_list.html", context, status=shown)


def number_in(request: DeskRequest, name: str) -> int:
    """A key of the address; nonsense is none."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0


@on_desk(*READING_ROLES)
@require_POST
def accept(request: DeskRequest, code: str) -> HttpResponse:
    """Say which comments would be accepted; accept them when that is confirmed."""
    consultation = find(request, code)
    if not permissions.can_screen(request.user):
        raise PermissionDenied(_("审核意见由内容审核员和法工委经办人办理。"))
    try:
        chosen = picked(consultation, request.POST.getlist("comment"))
    except ValidationError as error:
        return show_queue(request, consultation, error.messages)
    if "confirm" in request.POST:
        return accept_all(request, consultation, chosen)
    open_ones = [c for c in chosen.comments if "accept" in legal_moves(c, MOVES)]
    context = {
        "consultation": consultation,
        "open": open_ones,
        "others": [c for c in chosen.comments if c not in open_ones],
    }
    return render(request, "desk/comment_accept.html", context)


def accept_all(
    request: DeskRequest, consultation: Consultation, chosen: Picked
) -> HttpResponse:
    """Accept what the preview has shown, all of it or nothing."""
    try:
        with transaction.atomic():
            for comment in chosen.comments:
                revision = chosen.revisions.get(comment.pk)
                screen_comment(comment, "accept", by=request.user, revision=revision)
    except StaleEdit:
        sentence = _("有的意见刚刚被别人处理过，一条也没有受理。请重新选择。")
        return show_queue(request, consultation, [sentence], 409)
    except (IllegalMove, ValidationError) as error:
        return show_queue(request, consultation, refusal_of(error))
    messages.success(request, _("已受理%d条意见。") % len(chosen.comments))
    # Back to the same filters; what was accepted may have left them.
    url = reverse("desk:comments", args=[consultation.code])
    return redirect(f"{url}?{request.GET.urlencode()}" if request.GET else url)


def find_comment(request: DeskRequest, receipt: str) -> Comment:
    """The comment of an address, if this account may see it."""
    visible = (
        Comment.objects.visible_to(request.user)
        .select_related(
            "consultation__document", "version__document", "submitter", "contact_point"
        )
        .prefetch_related("wordings", "targets__provision")
    )
    return get_object_or_404(visible, receipt_no=receipt)


@on_desk(*READING_ROLES)
@require_safe
def detail(request: DeskRequest, receipt: str) -> HttpResponse:
    return show(request, find_comment(request, receipt))


@on_desk(*READING_ROLES)
@require_POST
def screen(request: DeskRequest, receipt: str) -> HttpResponse:
    """Decide whether a comment is taken up."""
    comment = find_comment(request, receipt)
    form = ScreeningForm(request.POST, legal=screening_acts(comment))
    if not form.is_valid():
        return show(request, comment, form=form)
    data = form.cleaned_data
    try:
        screen_comment(comment, data.pop("act"), by=request.user, **data)
    except StaleEdit as stale:
        renewed = request.POST.copy()
        renewed["revision"] = str(stale.current["revision"])
        fresh = find_comment(request, receipt)
        form = ScreeningForm(renewed, legal=list(ACTS))
        conflict = form_pairs(stale, form)
        return show(request, fresh, 409, form=form, conflict=conflict)
    except ValidationError as error:
        form.add_error(None, error)
        return show(request, comment, form=form)
    except IllegalMove as error:
        return show(request, comment, form=form, refusal=[str(error)])
    messages.success(
        request, _("已记下：%s。") % find_comment(request, receipt).get_stage_display()
    )
    return redirect("desk:comment", receipt)


@on_desk(*READING_ROLES)
@require_POST
def who(request: DeskRequest, receipt: str) -> HttpResponse:
    """Show once who spoke, to somebody who says why."""
    comment = find_comment(request, receipt)
    form = RevealForm(request.POST, auto_id="reveal_%s")
    if not form.is_valid():
        return show(request, comment, reveal_form=form)
    known = reveal(comment, by=request.user, reason=form.cleaned_data["reason"])
    return show(request, comment, 200, revealed=list(named(known)))


def screening_acts(comment: Comment) -> list[str]:
    """The decisions the stage of a comment leaves open."""
    return [name for name in legal_moves(comment, MOVES) if name in ACTS]


def show(
    request: DeskRequest, comment: Comment, status: int | None = None, **bound: Any
) -> HttpResponse:
    """The comment's page, with its forms as they stand."""
    user: User = request.user
    dossier = dossier_of(comment, user)
    legal = screening_acts(comment)
    history = queue.history_of(comment, dossier.decisions)
    member = comment.memberships.filter(removed_at=None).select_related("group").first()
    context: dict[str, Any] = {
        "comment": comment,
        "consultation": comment.consultation,
        "dossier": dossier,
        "group": member.group if member else None,
        "screenings": comment.screenings.select_related("decided_by"),
        "history": history,
        "actors": User.objects.in_bulk(
            {row.actor_id for row in history if row.actor_id}
        ),
        "may_screen": permissions.can_screen(user) and bool(legal),
        "may_propose": comment.stage in COUNTED
        and deciding.can_propose(user, comment.consultation),
        "may_reveal": permissions.can_reveal(user, comment),
        "reveal_form": RevealForm(auto_id="reveal_%s"),
        **bound,
    }
    context.setdefault(
        "form", ScreeningForm(legal=legal, initial={"revision": comment.revision})
    )
    shown = status or (422 if bound else 200)
    return render(request, "desk/comment_detail.html", context, status=shown)
