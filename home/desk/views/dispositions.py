"""Workbench pages about decisions: draw up, correct, confirm, return, revoke."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.moves import IllegalMove
from common.stale import StaleEdit
from consultations.rounds.models import Consultation
from feedback.comments.models import Comment, Target
from feedback.comments.querysets import READING_ROLES
from feedback.dispositions import permissions, services
from feedback.dispositions.conflicts import conflicts
from feedback.dispositions.models import Disposition, Group
from feedback.dispositions.origins import outcomes_of_disposition
from feedback.dispositions.outcomes import fates_of
from feedback.dispositions.stages import OPEN, Stage
from home.desk import agenda, queue
from home.desk.deciding import Desk, Subject, desk_of, subject_of
from home.desk.dossier import words_of
from home.desk.forms.dispositions import ReturnForm
from home.desk.forms.versions import ReasonForm
from home.desk.undoing import offer
from home.desk.views.access import DeskRequest, on_desk
from home.desk.views.comments import find_comment
from home.desk.views.consultations import find
from home.desk.views.versions import refusal_of

PER_PAGE = 30
# A decision about a group shows whom it answers; the rest are on the group's page.
MOST_MEMBERS = 50


@on_desk(*READING_ROLES)
@require_safe
def listing(request: DeskRequest, code: str) -> HttpResponse:
    """The decisions of a round, by what waits for whom."""
    consultation = find(request, code)
    tab = request.GET.get("tab", agenda.TO_PROPOSE)
    if tab not in agenda.TABS:
        raise Http404
    article = request.GET.get("article", "")[:60]
    rows = agenda.rows_of(consultation, tab, article)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    if tab == agenda.TO_PROPOSE:
        page.object_list = queue.labelled(page.object_list)
    context = {
        "consultation": consultation,
        "tab": tab,
        "tabs": agenda.tabs(consultation),
        "articles": queue.article_counts(consultation),
        "article": article,
        "page": page,
        "survivals": agenda.waiting_survivals(consultation),
        # Only what two people have decided can contradict (S13).
        "conflicts": conflicts(consultation) if tab == Stage.CONFIRMED else [],
    }
    return render(request, "desk/disposition_list.html", context)


@on_desk(*READING_ROLES)
def decide_comment(request: DeskRequest, receipt: str) -> HttpResponse:
    comment = find_comment(request, receipt)
    return propose(request, comment, comment.consultation, {"comment": comment})


@on_desk(*READING_ROLES)
def decide_target(request: DeskRequest, receipt: str, target: int) -> HttpResponse:
    comment = find_comment(request, receipt)
    found = get_object_or_404(
        Target.objects.select_related("provision"), pk=target, comment=comment
    )
    about = {"comment": comment, "target": found}
    return propose(request, found, comment.consultation, about)


@on_desk(*READING_ROLES)
def decide_group(request: DeskRequest, pk: int) -> HttpResponse:
    group = find_group(request, pk)
    members = members_of(group, MOST_MEMBERS)
    size = group.members.filter(removed_at=None).count()
    about = {"group": group, "members": members, "size": size}
    return propose(request, group, group.consultation, about)


def propose(
    request: DeskRequest,
    subject: Subject,
    consultation: Consultation,
    about: dict[str, Any],
) -> HttpResponse:
    """Draw up a decision about ``subject``."""
    require_proposer(request, consultation)
    posted = request.POST if request.method == "POST" else None
    desk = desk_of(consultation, subject, request.user, posted=posted)
    now = timezone.now()

    @transaction.atomic
    def save(terms: dict[str, Any]) -> Disposition:
        if isinstance(subject, Group):
            refuse_other_members(request, subject)
        made = services.propose_disposition(subject, by=request.user, at=now, **terms)
        told = _("已存为拟定意见，等另一位同事确认。")
        offer(
            request.session,
            "propose",
            made,
            told,
            by=request.user,
            done_at=now,
            revision=made.revision,
        )
        return made

    context = {**about, "title": _("拟定处理结果"), "is_new": True}
    return step(request, desk, save, context)


def refuse_other_members(request: DeskRequest, group: Group) -> None:
    """Refuse to answer comments its author has not seen in the group.

    Raises:
        ValidationError: somebody has joined or left since the form was opened.
    """
    current = Group.objects.select_for_update().get(pk=group.pk)
    seen = request.POST.get("group_revision", "")
    if seen and seen != str(current.revision):
        group.revision = current.revision
        raise ValidationError(
            _("这一组刚才有变化，还没有存。请看过现在有哪些意见，再存一次。")
        )


@on_desk(*READING_ROLES)
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a decision that nobody has confirmed."""
    stored = find_disposition(request, pk)
    require_proposer(request, stored.consultation)
    posted = request.POST if request.method == "POST" else None
    subject = subject_of(stored)
    desk = desk_of(
        stored.consultation, subject, request.user, posted=posted, stored=stored
    )

    def save(terms: dict[str, Any]) -> Disposition:
        revision = desk.form.cleaned_data["revision"] or 0
        return services.edit_disposition(
            stored, by=request.user, revision=revision, **terms
        )

    context = {**about_of(stored), "stored": stored, "title": _("修改处理结果")}
    return step(request, desk, save, context)


@on_desk(*READING_ROLES)
def correct(request: DeskRequest, pk: int) -> HttpResponse:
    """Draw up a correction; what stands keeps standing until it is confirmed."""
    stored = find_disposition(request, pk)
    require_proposer(request, stored.consultation)
    posted = request.POST if request.method == "POST" else None
    subject = subject_of(stored)
    desk = desk_of(
        stored.consultation,
        subject,
        request.user,
        posted=posted,
        stored=stored,
        is_correction=True,
    )

    def save(terms: dict[str, Any]) -> Disposition:
        return services.correct_disposition(stored, by=request.user, **terms)

    context = {**about_of(stored), "corrected": stored, "title": _("更正处理结果")}
    return step(request, desk, save, context)


def step(
    request: DeskRequest,
    desk: Desk,
    save: Callable[[dict[str, Any]], Disposition],
    context: dict[str, Any],
) -> HttpResponse:
    """One round of the form: give back, preview, or store."""
    if not desk.is_bound:
        return show_form(request, desk, context, 200)
    if not desk.is_valid():
        return show_form(request, desk, context, 422)
    if request.POST.get("step") == "preview":
        desk.show_preview()
        return show_form(request, desk, context, 200)
    try:
        disposition = save(desk.terms())
    except StaleEdit as stale:
        fresh = Disposition.objects.get(pk=context["stored"].pk)
        desk.show_conflict(stale, fresh.revision)
        return show_form(request, desk, context, 409)
    except ValidationError as error:
        desk.refuse(error)
        return show_form(request, desk, context, 422)
    except IllegalMove as error:
        desk.form.add_error(None, str(error))
        return show_form(request, desk, context, 422)
    if "is_new" not in context:
        messages.success(request, _("已存为拟定意见，等另一位同事确认。"))
    return redirect("desk:disposition", disposition.pk)


def show_form(
    request: DeskRequest, desk: Desk, context: dict[str, Any], status: int
) -> HttpResponse:
    shown = {**context, "desk": desk, "form": desk.form}
    shown["consultation"] = desk.consultation
    return render(request, "desk/disposition_form.html", shown, status=status)


def require_proposer(request: DeskRequest, consultation: Consultation) -> None:
    """Refuse before anything is typed; the service asks again."""
    if not permissions.can_propose(request.user, consultation):
        raise PermissionDenied(_("拟定处理结果由法工委经办人在办理期间进行。"))


def find_disposition(request: DeskRequest, pk: int) -> Disposition:
    """The decision of an address, if this account may see it."""
    visible = Disposition.objects.visible_to(request.user).select_related(
        "consultation__document",
        "consultation__version",
        "comment__version",
        "target__provision",
        "group",
        "proposed_by",
        "confirmed_by",
        "supersedes",
    )
    rows = visible.prefetch_related("links__provision__version__document")
    return get_object_or_404(rows, pk=pk)


def find_group(request: DeskRequest, pk: int) -> Group:
    """The group of an address; who reads comments reads groups."""
    rows = Group.objects.select_related(
        "consultation__document", "consultation__version", "created_by"
    )
    return get_object_or_404(rows, pk=pk)


def members_of(group: Group, most: int = 10) -> list[Comment]:
    """The first members of a group with their words."""
    ids = group.members.filter(removed_at=None).values("comment")
    rows = Comment.objects.filter(pk__in=ids).order_by("pk")
    return list(rows.prefetch_related("wordings", "targets__provision")[:most])


def about_of(disposition: Disposition) -> dict[str, Any]:
    """What a decision is about, for its pages; two or three queries."""
    if disposition.group:
        group = disposition.group
        return {"group": group, "members": members_of(group)}
    rows = Comment.objects.prefetch_related("wordings", "targets__provision")
    comment = get_object_or_404(rows, dispositions=disposition)
    return {"comment": comment, "target": disposition.target}


ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "confirm": (services.confirm_disposition, None),
    "return": (services.return_disposition, ReturnForm),
    "revoke": (services.revoke_disposition, ReasonForm),
}


@on_desk(*READING_ROLES)
@require_POST
def act(request: DeskRequest, pk: int, name: str) -> HttpResponse:
    """Confirm, return or revoke what somebody else has drawn up."""
    disposition = find_disposition(request, pk)
    if name not in ACTS:
        raise Http404
    service, form_class = ACTS[name]
    form = form_class(request.POST, auto_id=f"{name}_%s") if form_class else None
    now = timezone.now()
    if form is not None and not form.is_valid():
        return show(request, disposition, 422, **{f"{name}_form": form})
    said = dict(form.cleaned_data) if form else {"revision": revision_in(request)}
    try:
        done = service(disposition, by=request.user, at=now, **said)
    except StaleEdit:
        fresh = find_disposition(request, pk)
        sentence = _("它刚刚被改过，还没有确认。请看过下面现在的内容，再决定。")
        return show(request, fresh, 409, refusal=[sentence])
    except (IllegalMove, ValidationError) as error:
        bound = {f"{name}_form": form} if form else {}
        return show(request, disposition, 422, refusal=refusal_of(error), **bound)
    if name == "return":
        told = _("已退回修改。")
        user, revision = request.user, done.revision
        offer(
            request.session,
            "return",
            done,
            told,
            by=user,
            done_at=now,
            revision=revision,
        )
    else:
        messages.success(request, _("已办好。"))
    return redirect("desk:disposition", pk)


def revision_in(request: DeskRequest) -> int:
    """The revision a page was looked at in; nonsense fits nothing."""
    value = request.POST.get("revision", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


@on_desk(*READING_ROLES)
@require_safe
def detail(request: DeskRequest, pk: int) -> HttpResponse:
    return show(request, find_disposition(request, pk), 200)


def show(
    request: DeskRequest, disposition: Disposition, status: int, **bound: Any
) -> HttpResponse:
    """A decision with its words, its places, its history, and the acts left."""
    user = request.user
    consultation = disposition.consultation
    is_proposed = disposition.stage == Stage.PROPOSED
    links = list(disposition.links.all())
    words = words_of(link.provision for link in links)
    fate = fates_of([disposition])[disposition.pk]
    context: dict[str, Any] = {
        "disposition": disposition,
        "consultation": consultation,
        **about_of(disposition),
        "links": [(link, words.get(link.provision_id, "")) for link in links],
        "outcomes": outcomes_of_disposition(disposition, fate),
        "chain": chain_of(disposition),
        "may_confirm": is_proposed
        and permissions.can_confirm(user, disposition)
        and not services.had_a_hand(disposition, user),
        "may_edit": disposition.stage in OPEN
        and permissions.can_propose(user, consultation),
        "may_correct": disposition.is_decided
        and permissions.can_propose(user, consultation),
        "may_revoke": disposition.stage in {*OPEN, Stage.CONFIRMED}
        and permissions.can_revoke(user, disposition),
        "return_form": ReturnForm(auto_id="return_%s"),
        "revoke_form": ReasonForm(auto_id="revoke_%s"),
        **bound,
    }
    return render(request, "desk/disposition_detail.html", context, status=status)


def chain_of(disposition: Disposition) -> list[Disposition]:
    """Every decision there ever was about the same thing, newest first."""
    return list(
        Disposition.objects.filter(
            comment=disposition.comment_id,
            target=disposition.target_id,
            group=disposition.group_id,
        )
        .exclude(pk=disposition.pk)
        .select_related("proposed_by", "confirmed_by")
        .order_by("-pk")
    )
