"""关怀版: the same form, one question a page; what was answered travels hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.rounds.models import Consultation
from feedback.comments import privacy
from feedback.comments.forms import OWN, CommentForm
from feedback.comments.kinds import BODY_LIMIT
from feedback.comments.quoting import Quoted
from feedback.comments.views import writing
from feedback.comments.views.choosing import choices_by_chapter


@dataclass(frozen=True)
class Question:
    """One page: its fields, and which of them are emptied when it is passed over."""

    name: str
    title: str | Promise
    fields: frozenset[str]
    skipped: frozenset[str] = frozenset()

    def has(self, field: str) -> bool:
        return field in self.fields or (self is OWN_WORDS and field.startswith(OWN))


CONTACT_FIELDS = frozenset(
    {
        *("phone", "email", "name", "occupation", "privacy"),
        *("guardian_name", "guardian"),
    }
)
WORDS = Question("words", _("想说什么"), frozenset({"body"}))
STANCE = Question("stance", _("您的态度"), frozenset({"stance"}), frozenset({"stance"}))
# That a child speaks is no contact: it stays when the contacts go.
CONTACT = Question(
    "contact", _("联系方式"), CONTACT_FIELDS | {"under_14"}, CONTACT_FIELDS
)
# Off the way, for those who ask for it.
OWN_WORDS = Question("own", _("改写和理由"), frozenset({"reason"}))
PUBLIC = Question(
    "public",
    _("公开和转交"),
    frozenset({"public_words", "public_name", "forward"}),
)
WAY = (WORDS, STANCE, CONTACT)
QUESTIONS = {asked.name: asked for asked in (*WAY, OWN_WORDS, PUBLIC)}
# 改写 is asked for from the first page, and leads on to the second.
AFTER = {"words": STANCE, "own": STANCE, "stance": CONTACT}
BEFORE = {"own": WORDS, "stance": WORDS, "contact": STANCE}


def turn(
    request: HttpRequest, consultation: Consultation, quotes: list[Quoted], step: str
) -> HttpResponse:
    """Go to the page that ``step`` asks for; only going on looks for mistakes."""
    here = QUESTIONS.get(request.POST.get("at", ""), WORDS)
    if step in ("next", "skip"):
        return go_on(request, consultation, quotes, here, is_skipped=step == "skip")
    if step.startswith("ask-"):
        there = QUESTIONS.get(step.removeprefix("ask-"), WORDS)
    elif step == "back":
        there = BEFORE.get(here.name, WORDS)
    else:
        there = OWN_WORDS if step == "add" or "remove" in request.POST else WORDS
    return show(request, consultation, quotes, there, data=request.POST)


def go_on(
    request: HttpRequest,
    consultation: Consultation,
    quotes: list[Quoted],
    here: Question,
    *,
    is_skipped: bool,
) -> HttpResponse:
    """Show the next question, the check after the last, or what is wrong here."""
    data = emptied(request.POST, here) if is_skipped else request.POST
    form = CommentForm(data, quotes=quotes)
    keep_errors_of(form, here)
    if form.errors:
        return show(request, consultation, quotes, here, form=form, status=422)
    there = AFTER.get(here.name)
    if there:
        return show(request, consultation, quotes, there, data=data)
    whole = CommentForm(data, quotes=quotes)
    if not whole.is_valid():
        return point_out(request, consultation, quotes, whole)
    return writing.check(request, consultation, quotes, whole)


def point_out(
    request: HttpRequest,
    consultation: Consultation,
    quotes: list[Quoted],
    form: CommentForm,
) -> HttpResponse:
    """Show the first question whose answer cannot be taken."""
    wrong = next(
        (asked for asked in QUESTIONS.values() if any(map(asked.has, form.errors))),
        WORDS,
    )
    keep_errors_of(form, wrong)
    return show(request, consultation, quotes, wrong, form=form, status=422)


def emptied(data: QueryDict, passed_over: Question) -> QueryDict:
    """Return ``data`` without the answer to a question passed over."""
    rest = data.copy()
    for name in passed_over.skipped & set(rest):
        del rest[name]
    return rest


def keep_errors_of(form: CommentForm, here: Question) -> None:
    """Leave out what is wrong on other pages; it is told there."""
    for name in [name for name in form.errors if name != "__all__"]:
        if not here.has(name):
            del form.errors[name]


def show(
    request: HttpRequest,
    consultation: Consultation,
    quotes: list[Quoted],
    there: Question,
    *,
    data: QueryDict | None = None,
    form: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show one question, with all other answers in hidden fields."""
    said = cast("QueryDict", form.data) if form else data or QueryDict()
    form = form or writing.unchecked(said, quotes)
    shown = {name for name in form.fields if there.has(name)}
    context = {
        **writing.shared(request, consultation, form, str(there.title)),
        "asked": there.name,
        "number": WAY.index(there) + 1 if there in WAY else 0,
        "count": len(WAY),
        "quotes": [writing.rewriting(quote, form) for quote in quotes],
        "carried": writing.carried(said, without=shown | {"on", "draft", "from"}),
        "from_check": "check" in (request.POST.get("at"), request.POST.get("from")),
        "privacy": privacy,
        "body_limit": BODY_LIMIT,
    }
    if there is OWN_WORDS:
        context["groups"] = choices_by_chapter(consultation.version, quotes)
    return render(request, "comments/question.html", context, status=status)
