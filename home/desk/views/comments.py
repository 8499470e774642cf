"""Workbench pages about single comments: the queue, screening, who spoke."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
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
from feedback.comments.services.undoing import UNDOABLE
from feedback.comments.stages import COUNTED, MOVES
from feedback.dispositions import permissions as deciding
from home.desk import queue
from home.desk.conflicts import form_pairs
from home.desk.dossier import dossier_of, history_of
from home.desk.forms.comments import (
    NEWEST,
    FilterForm,
    QueueForm,
    RevealForm,
    ScreeningForm,
)
from home.desk.keys import are_on
from home.desk.panel import Panel, panel_of
from home.desk.persons import named
from home.desk.saving import filters_of
from home.desk.undoing import offer
from home.desk.views.access import DeskRequest, on_desk
from home.desk.views.consultations import find
from home.desk.views.versions import refusal_of

# The key that leads into the field of words.
KEYED = {"data-key": "/", "aria-keyshortcuts": "/"}


@on_desk(*READING_ROLES)
@require_safe
def listing(request: DeskRequest, code: str) -> HttpResponse:
    """The queue; one comment of it, with its provision, where ``show`` names it."""
    consultation = find(request, code)
    if request.htmx.target == "panel":
        return show_panel(request, consultation)
    return show_queue(request, consultation)


def show_panel(request: DeskRequest, consultation: Consultation) -> HttpResponse:
    """Only what stands beside the list, for one who walks along it."""
    panel = shown_panel(request, consultation)
    if panel is None:
        raise Http404
    place = place_in(request)
    context = {"panel": panel, "consultation": consultation, "place": place}
    return render(request, "desk/_panel.html", context)


def shown_panel(request: DeskRequest, consultation: Consultation) -> Panel | None:
    """The comment an address names, or nothing."""
    pk = number_in(request, "show")
    on = request.GET.get("on", "")[:60]
    return panel_of(consultation, pk, request.user, on=on) if pk else None


def show_queue(
    request: DeskRequest,
    consultation: Consultation,
    refusal: list[str] | None = None,
    status: int | None = None,
    **bound: Any,
) -> HttpResponse:
    """The queue as its filters have it; ``refusal`` says why a batch was not taken."""
    form = QueueForm(request.GET)
    if are_on(request):
        form.fields["text"].widget.attrs.update(KEYED)
    rows = queue.chosen(consultation, form.wanted, request.user)
    found, panel = slice_of(request, rows, form), shown_panel(request, consultation)
    context = {
        "consultation": consultation,
        "form": form,
        "query": form.query,
        "place": place_in(request),
        "filters": filters_of(request.user, consultation),
        "filter_form": FilterForm(auto_id="filter_%s"),
        "slice": found,
        "panel": panel,
        "is_listed": panel is not None and panel.comment in found.rows,
        "may_screen": permissions.can_screen(request.user),
        "may_group": deciding.can_group(request.user, consultation),
        "refusal": refusal or [],
        **bound,
    }
    shown = status or (422 if refusal else 200)
    return render(request, "desk/comment_list.html", context, status=shown)


def slice_of(
    request: DeskRequest, rows: QuerySet[Comment], form: QueueForm
) -> queue.Slice:
    """The page of the list an address stands at."""
    after, before = number_in(request, "after"), number_in(request, "before")
    newest = form.wanted.get("sort") == NEWEST
    return queue.page_of(rows, after=after, before=before, newest=newest)


def place_in(request: DeskRequest) -> str:
    """Filters and page of an address, without the comment it shows."""
    kept = request.GET.copy()
    for name in ("show", "on"):
        kept.pop(name, None)
    return kept.urlencode()


def number_in(request: DeskRequest, name: str) -> int:
    """A key of the address; nonsense is none."""
    return whole(request.GET.get(name, ""))


def whole(value: str) -> int:
    """A number as browsers send one; nonsense is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0


@on_desk(*READING_ROLES)
@require_safe
def articles(request: DeskRequest, code: str) -> HttpResponse:
    """How many comments each article has, and the way to them."""
    consultation = find(request, code)
    rows = queue.article_counts(consultation)
    context = {
        "consultation": consultation,
        "rows": rows,
        "most": max([row.count for row in rows], default=1),
        "general": Comment.objects.of(consultation).filter(is_general=True).count(),
    }
    return render(request, "desk/article_list.html", context)


@on_desk(*READING_ROLES)
@require_POST
def accept(request: DeskRequest, receipt: str) -> HttpResponse:
    """Accept one comment from the queue, and go on to the next one there."""
    comment = find_comment(request, receipt)
    consultation, now = comment.consultation, timezone.now()
    following = behind(request, consultation, comment)
    revision = whole(request.POST.get("revision", ""))
    try:
        screen_comment(
            comment,
            "accept",
            by=request.user,
            revision=revision,
            at=now,
        )
    except StaleEdit:
        sentence = _("这条意见刚刚被别人处理过，或者提交人作了更正。请看过再决定。")
        return show_queue(request, consultation, [sentence], 409)
    except (IllegalMove, ValidationError) as error:
        return show_queue(request, consultation, refusal_of(error))
    told = _("已受理%s。") % comment.receipt_no
    offer(request.session, "screen", consultation, told, by=request.user, done_at=now)
    return redirect(queue_url(request, consultation, show=following))


def behind(
    request: DeskRequest, consultation: Consultation, comment: Comment
) -> int | None:
    """The key of the comment behind one in the queue, as its filters have it."""
    form = QueueForm(request.GET)
    rows = queue.chosen(consultation, form.wanted, request.user)
    newest = form.wanted.get("sort") == NEWEST
    further = {"pk__lt" if newest else "pk__gt": comment.pk}
    return rows.filter(**further).values_list("pk", flat=True).first()


def queue_url(
    request: DeskRequest, consultation: Consultation, show: int | None = None
) -> str:
    """The queue with the filters and the page of this request."""
    url = reverse("desk:comments", args=[consultation.code])
    asked = place_in(request)
    if show:
        asked = f"{asked}&show={show}" if asked else f"show={show}"
    return f"{url}?{asked}" if asked else url


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
    data, now = form.cleaned_data, timezone.now()
    act = data.pop("act")
    try:
        screen_comment(comment, act, by=request.user, at=now, **data)
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
    told = _("已记下：%s。") % find_comment(request, receipt).get_stage_display()
    if act in UNDOABLE:
        consultation, user = comment.consultation, request.user
        offer(request.session, "screen", consultation, told, by=user, done_at=now)
    else:
        messages.success(request, told)
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
    history = history_of(comment, dossier.decisions)
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
