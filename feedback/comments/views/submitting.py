"""The way of a comment: write, check, receipt. One address, all without scripts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import ContactPoint
from common import idempotency, limits
from common.caching import private
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Phase
from feedback.comments import privacy, services
from feedback.comments.forms import ADDRESS, OWN, CommentForm
from feedback.comments.kinds import BODY_LIMIT, Stance
from feedback.comments.quoting import Quoted, difference, is_same_text, quoted
from feedback.comments.refusals import WindowClosed
from feedback.comments.services.submitting import own_wordings
from feedback.comments.views import receipts
from feedback.comments.views.choosing import choices_by_chapter

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
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "step", "add", "remove", "key"})


@private
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
        return write(request, consultation, known(consultation, asked_for(request)))
    quotes = known(consultation, changed_targets(request, step))
    form = CommentForm(request.POST, quotes=quotes)
    if step != "check":
        # Adding, removing and coming back are no mistakes: nothing is complained of.
        return write(request, consultation, quotes, unchecked(request, quotes))
    if not form.is_valid():
        return write(request, consultation, quotes, form, status=422)
    return check(request, consultation, quotes, form)


def public_round(request: HttpRequest, code: str) -> Consultation:
    """Return the round, or a 404 for one the visitor may not know of."""
    rounds = Consultation.objects.visible_to(request.user)
    return get_object_or_404(rounds.for_listing(), code=code)


def asked_for(request: HttpRequest) -> list[str]:
    """Return the addresses of ``?on=16.2&on=20``."""
    return list(dict.fromkeys(request.GET.getlist("on")))


def changed_targets(request: HttpRequest, step: str) -> list[str]:
    """Return the addresses of the form, with one added or taken away if asked."""
    addresses = list(dict.fromkeys(request.POST.getlist("on")))
    extra = request.POST.get("add", "")
    if step == "add" and extra and extra not in addresses:
        addresses.append(extra)
    return [name for name in addresses if name != request.POST.get("remove")]


def known(consultation: Consultation, addresses: list[str]) -> list[Quoted]:
    """Return the provisions, or a 404: what is not of this version is not spoken of."""
    if not all(ADDRESS.fullmatch(address) for address in addresses):
        raise Http404
    quotes = quoted(consultation.version_id, addresses)
    if len(quotes) != len(addresses):
        raise Http404
    return quotes


def unchecked(request: HttpRequest, quotes: list[Quoted]) -> CommentForm:
    """Return the form as typed, without a word on what is missing yet."""
    form = CommentForm(quotes=quotes)
    for name in form.fields:
        if name in request.POST:
            form.initial[name] = request.POST[name]
    return form


def write(
    request: HttpRequest,
    consultation: Consultation,
    quotes: list[Quoted],
    form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Page 1: the provisions and the form."""
    form = form or CommentForm(quotes=quotes)
    context = {
        "consultation": consultation,
        "quotes": [rewriting(quote, form) for quote in quotes],
        "form": form,
        "groups": choices_by_chapter(consultation.version, quotes),
        "key": kept_key(request),
        "privacy": privacy,
        "body_limit": BODY_LIMIT,
        "person_is_open": person_is_open(form),
        "crumbs": crumbs(consultation, _("提意见")),
    }
    return render(request, "comments/comment_form.html", context, status=status)


def rewriting(quote: Quoted, form: CommentForm) -> tuple[Quoted, Any, bool]:
    """Return a provision, the field for one's own wording of it, whether it is used."""
    name = OWN + quote.provision.address
    if name not in form.fields:
        return quote, None, False
    return quote, form[name], not is_same_text(form[name].value() or "", quote.text)


def person_is_open(form: CommentForm) -> bool:
    """Say whether the part about who speaks must not stay folded."""
    names = ("name", "phone", "email", "occupation", "guardian_name", "privacy")
    ticks = ("under_14", "guardian", "public_words", "public_name", "forward")
    return any(form[name].value() or form[name].errors for name in (*names, *ticks))


def kept_key(request: HttpRequest) -> str:
    """Return the form's own key, so that coming back and sending again is one act."""
    key = request.POST.get("key", "")
    return key if idempotency.WELL_FORMED.fullmatch(key) else idempotency.new_key()


def crumbs(consultation: Consultation, here: str) -> list[tuple[str, str]]:
    """Return the way to the page."""
    return [
        (_("首页"), "/"),
        (consultation.title, consultation.get_absolute_url()),
        (here, ""),
    ]


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what the form said, for hidden fields of the next page."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_CARRIED
        for value in values
    ]


def check(
    request: HttpRequest,
    consultation: Consultation,
    quotes: list[Quoted],
    form: CommentForm,
    status: int = 200,
) -> HttpResponse:
    """Page 2: what will be sent, to be corrected or confirmed."""
    own = own_wordings(form.words.proposed, quotes)
    context = {
        "consultation": consultation,
        "quotes": quotes,
        "words": form.words,
        "form": form,
        "stance": Stance(form.words.stance).label,
        "own": [
            (quote, difference(quote.text, own[quote.provision.address]))
            for quote in quotes
            if quote.provision.address in own
        ],
        "consents": [
            form.fields[name].label
            for name in ("public_words", "public_name", "forward")
            if form.cleaned_data.get(name) and not form.words.under_14
        ],
        "carried": carried(request),
        "key": kept_key(request),
        "crumbs": crumbs(consultation, _("核对")),
    }
    return render(request, "comments/comment_check.html", context, status=status)


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
    return receipts.show(request, receipt)


def again(request: HttpRequest, code: str) -> HttpResponse:
    """Give the form back with what is wrong, nothing typed lost."""
    consultation = public_round(request, code)
    if not consultation.is_open():
        return not_open(request, consultation)
    quotes = known(consultation, changed_targets(request, "check"))
    form = CommentForm(request.POST, quotes=quotes)
    if not form.is_valid():
        return write(request, consultation, quotes, form, status=422)
    return check(request, consultation, quotes, form, status=422)


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
        "carried": carried(request),
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
