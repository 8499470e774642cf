"""Writing a comment on one page, and reading it over before it is sent."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from common import idempotency
from consultations.rounds.models import Consultation
from feedback.comments import privacy
from feedback.comments.forms import ADDRESS, OWN, CommentForm
from feedback.comments.kinds import BODY_LIMIT, Stance
from feedback.comments.masking import personal_numbers_in
from feedback.comments.quoting import Quoted, difference, is_same_text, quoted
from feedback.comments.services.submitting import own_wordings
from feedback.comments.views.choosing import choices_by_chapter

NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "step", "add", "remove", "key", "at"})
# The provisions one began with: the name of the draft on the person's own device.
DRAFT = re.compile(r"[A-Za-z0-9.,\-]{0,200}", re.ASCII)


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


def unchecked(data: QueryDict, quotes: list[Quoted]) -> CommentForm:
    """Return the form as typed, without a word on what is missing yet."""
    form = CommentForm(quotes=quotes)
    for name in form.fields:
        if name in data:
            form.initial[name] = data[name]
    return form


def shared(
    request: HttpRequest, consultation: Consultation, form: CommentForm, here: str
) -> dict[str, Any]:
    """Return what every page of the way needs."""
    return {
        "consultation": consultation,
        "form": form,
        "key": kept_key(request),
        "draft": draft_name(request),
        # What came back from the server is newer than the draft on the device.
        "sent": " ".join(name for name in form.fields if name in request.POST),
        "crumbs": crumbs(consultation, here),
    }


def whole(
    request: HttpRequest,
    consultation: Consultation,
    quotes: list[Quoted],
    form: CommentForm,
    status: int = 200,
) -> HttpResponse:
    """Page 1: the provisions and the form."""
    context = {
        **shared(request, consultation, form, _("提意见")),
        "quotes": [rewriting(quote, form) for quote in quotes],
        "groups": choices_by_chapter(consultation.version, quotes),
        "privacy": privacy,
        "body_limit": BODY_LIMIT,
        "person_is_open": person_is_open(form),
    }
    return render(request, "comments/comment_form.html", context, status=status)


def rewriting(quote: Quoted, form: CommentForm) -> tuple[Quoted, Any, bool]:
    """Return a provision, the field for one's own wording of it, whether it is used."""
    name = OWN + quote.provision.address
    if name not in form.fields:
        return quote, None, False
    is_used = bool(form[name].errors) or not is_same_text(
        form[name].value() or "", quote.text
    )
    return quote, form[name], is_used


def person_is_open(form: CommentForm) -> bool:
    """Say whether the part about who speaks must not stay folded."""
    names = ("name", "phone", "email", "occupation", "guardian_name", "privacy")
    ticks = ("under_14", "guardian", "public_words", "public_name", "forward")
    return any(form[name].value() or form[name].errors for name in (*names, *ticks))


def kept_key(request: HttpRequest) -> str:
    """Return the form's own key, so that coming back and sending again is one act."""
    key = request.POST.get("key", "")
    return key if idempotency.WELL_FORMED.fullmatch(key) else idempotency.new_key()


def draft_name(request: HttpRequest) -> str:
    """Return the name of the draft, the same from the first page to the receipt."""
    asked = ",".join(asked_for(request))
    name = request.POST.get("draft", asked)
    return name if DRAFT.fullmatch(name) else ""


def crumbs(consultation: Consultation, here: str) -> list[tuple[str, str]]:
    """Return the way to the page."""
    return [
        (_("首页"), "/"),
        (consultation.title, consultation.get_absolute_url()),
        (here, ""),
    ]


def carried(
    data: QueryDict, without: Container[str] = frozenset()
) -> list[tuple[str, str]]:
    """Return what the form said, for hidden fields of the next page."""
    return [
        (name, value)
        for name, values in data.lists()
        if name not in NOT_CARRIED and name not in without
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
    words = form.words
    own = own_wordings(words.proposed, quotes)
    context = {
        **shared(request, consultation, form, _("核对")),
        "quotes": quotes,
        "words": words,
        "stance": Stance(words.stance).label if form.cleaned_data["stance"] else "",
        "own": [
            (quote, difference(quote.text, own[quote.provision.address]))
            for quote in quotes
            if quote.provision.address in own
        ],
        "numbers": personal_numbers_in(
            "\n".join([words.body, words.reason, *own.values()])
        ),
        "consents": [
            form.fields[name].label
            for name in ("public_words", "public_name", "forward")
            if form.cleaned_data.get(name) and not words.under_14
        ],
        "carried": carried(cast("QueryDict", form.data), without={"from", "draft"}),
    }
    return render(request, "comments/comment_check.html", context, status=status)
