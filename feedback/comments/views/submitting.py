"""The way of a comment: write, check, receipt. One address, all without scripts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import ContactPoint
from common import display, idempotency, limits
from common.caching import private
from common.own_pages import own_pages_or_token
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Phase
from feedback.comments import services
from feedback.comments.forms import CommentForm
from feedback.comments.quoting import Quoted
from feedback.comments.refusals import WindowClosed
from feedback.comments.views import asking, receipts, writing

GONE = frozenset(
    {
        Phase.CLOSED,
        Phase.COLLATING,
        Phase.REPORTED,
        Phase.SUMMARY_PUBLISHED,
        Phase.RESULT_PUBLISHED,
        Phase.ARCHIVED,
        Phase.CANCELLED,
    }
)


@private
@own_pages_or_token
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, code: str) -> HttpResponse:
    """Show the step asked for; nothing is stored before the last."""
    step = request.POST.get("step", "")
    if step == "submit":
        return submit(request, code)
    consultation = public_round(request, code)
    if not consultation.is_open():
        return not_open(request, consultation)
    if request.method != "POST":
        quotes = writing.known(consultation, writing.asked_for(request))
        return write(request, consultation, quotes, CommentForm(quotes=quotes))
    quotes = writing.known(consultation, writing.changed_targets(request, step))
    if step == "check":
        return examined(request, consultation, quotes)
    if display.chosen(request).is_elder:
        return asking.turn(request, consultation, quotes, step)
    # Adding, removing and coming back are no mistakes: nothing is complained of.
    form = writing.unchecked(request.POST, quotes)
    return write(request, consultation, quotes, form)


def examined(
    request: HttpRequest,
    consultation: Consultation,
    quotes: list[Quoted],
    status: int = 200,
) -> HttpResponse:
    """Show what will be sent, or the form with what is wrong; nothing typed is lost."""
    form = CommentForm(request.POST, quotes=quotes)
    if not form.is_valid():
        return write(request, consultation, quotes, form, status=422)
    return writing.check(request, consultation, quotes, form, status)


def public_round(request: HttpRequest, code: str) -> Consultation:
    """Return the round, or a 404 for one the visitor may not know of."""
    rounds = Consultation.objects.visible_to(request.user)
    return get_object_or_404(rounds.for_listing(), code=code)


def write(
    request: HttpRequest,
    consultation: Consultation,
    quotes: list[Quoted],
    form: CommentForm,
    status: int = 200,
) -> HttpResponse:
    """Show the form: whole, or in 关怀版 by the first question it needs."""
    if not display.chosen(request).is_elder:
        return writing.whole(request, consultation, quotes, form, status)
    if form.errors:
        return asking.point_out(request, consultation, quotes, form)
    return asking.show(request, consultation, quotes, asking.WORDS, data=request.POST)


def submit(request: HttpRequest, code: str) -> HttpResponse:
    """Page 3: the receipt. The service alone decides; the happy way asks it nothing."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return again(request, code)
    try:
        receipt = services.submit_to_code(
            code,
            words=form.words,
            key=request.POST.get("key", ""),
            visitor=limits.visitor(request),
        )
    except WindowClosed:
        return not_open(request, public_round(request, code))
    except idempotency.KeyReused as refusal:
        return reused(request, public_round(request, code), str(refusal))
    except (idempotency.BadKey, ValidationError):
        return again(request, code)
    return receipts.show(request, receipt, writing.draft_name(request))


def again(request: HttpRequest, code: str) -> HttpResponse:
    """Give the form back with what is wrong, nothing typed lost."""
    consultation = public_round(request, code)
    if not consultation.is_open():
        return not_open(request, consultation)
    quotes = writing.known(consultation, writing.changed_targets(request, "check"))
    return examined(request, consultation, quotes, status=422)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the words typed, labelled, for a page that cannot take them."""
    form = CommentForm(request.POST)
    words = [
        (str(form.fields[name].label), request.POST.get(name, ""))
        for name in ("body", "reason")
    ]
    words += [(_("您建议的条文"), text) for text in form.proposed().values()]
    return [(label, text) for label, text in words if text.strip()]


def reused(request: HttpRequest, consultation: Consultation, why: str) -> HttpResponse:
    """The key came with other words: keep these, and offer to send them as new."""
    context = {
        "consultation": consultation,
        "why": why,
        "typed": typed(request),
        "carried": writing.carried(request.POST),
    }
    return render(request, "comments/comment_reused.html", context, status=409)


def not_open(request: HttpRequest, consultation: Consultation) -> HttpResponse:
    """Say that the round takes nothing now, keep the text, and name the other ways."""
    phase = consultation.phase()
    context: dict[str, Any] = {
        "consultation": consultation,
        "phase": phase,
        "typed": typed(request) if request.method == "POST" else [],
        "contact_points": ContactPoint.objects.filter(is_active=True)[:20],
    }
    status = 422 if request.method == "POST" else 410 if phase in GONE else 403
    return render(request, "comments/comment_closed.html", context, status=status)
