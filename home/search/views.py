"""The search page, and the way from a decision found to its place on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import limits
from feedback.dispositions.search import published
from home.reading.results import page_with
from home.reading.views import number_of
from home.search.asking import Question
from home.search.finding import Asked, counted, taken
from home.search.forms import SearchForm
from home.search.kinds import Kind
from home.search.showing import Entry, show

PER_KIND = 3
MOST_ARTICLES = 5
PER_PAGE = 20
MOST_PAGES = 50
SCOPE, MOST_SEARCHES, SECONDS = "search", 40, 60


@dataclass(frozen=True)
class Finds:
    """Some finds of one kind, and how many there are."""

    kind: Kind
    entries: list[Entry]
    total: int


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    if not request.GET.get("q", "").strip():
        return answer(request, {"form": SearchForm(), "is_bound": False})
    form = SearchForm(request.GET)
    if not form.is_valid():
        if set(form.errors) - {"q"}:
            raise Http404
        return answer(request, {"form": form, "is_bound": False}, status=422)
    if request.user.is_anonymous and not may_search(request):
        return too_often(request)
    given = form.cleaned_data
    asked = Asked(Question(given["q"]), request.user, given["stage"])
    page = number_of(request, "page")
    context = overview(asked) if not given["kind"] else one(asked, given["kind"], page)
    return answer(request, {"form": form, "is_bound": True, **given} | context)


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to a published decision on the page of its round."""
    rows = published(request.user).select_related("consultation")
    found = get_object_or_404(rows, pk=pk)
    page = page_with(found.consultation, found.pk)
    query = f"?page={page}" if page > 1 else ""
    return redirect(f"{found.consultation.get_absolute_url()}{query}#d{found.pk}")


def may_search(request: HttpRequest) -> bool:
    """Count a search of this visitor, and say whether it is within measure."""
    who = limits.visitor(request)
    return limits.allow(SCOPE, who, limit=MOST_SEARCHES, seconds=SECONDS)


def too_often(request: HttpRequest) -> HttpResponse:
    context = {
        "why": _("从您这里来的搜索太密了，请稍等片刻。"),
        "retry_after": limits.retry_after(SCOPE, limits.visitor(request)),
    }
    return render(request, "429.html", context, status=429)


def overview(asked: Asked) -> dict[str, Any]:
    """Return the first finds of every kind; ten queries at most."""
    groups = []
    for kind in Kind:
        most = MOST_ARTICLES if kind == Kind.PROVISION else PER_KIND
        found, total = taken(asked, kind, 0, most)
        if total:
            groups.append(Finds(kind, show(asked, kind, found), total))
    counts = {group.kind: group.total for group in groups}
    return {"groups": groups, **summary(asked, counts)}


def one(asked: Asked, kind: str, number: int) -> dict[str, Any]:
    """Return one page of the finds of one kind, and the numbers of the others."""
    start = (number - 1) * PER_PAGE
    found, total = taken(asked, kind, start, start + PER_PAGE)
    if number > 1 and (not found or number > MOST_PAGES):
        raise Http404
    counts = {k: total if k == kind else counted(asked, k) for k in Kind}
    last = min(-(-total // PER_PAGE), MOST_PAGES)
    return {
        "groups": [Finds(Kind(kind), show(asked, kind, found), total)] if total else [],
        "number": number,
        "last": last,
        "is_cut": number == last and total > MOST_PAGES * PER_PAGE,
        **summary(asked, counts),
    }


def summary(asked: Asked, counts: dict[Any, int]) -> dict[str, Any]:
    """Return what stands above the finds: kinds with numbers, or what else to ask."""
    total = sum(counts.values())
    return {
        "facets": [(kind, n) for kind, n in counts.items() if n],
        "total": total,
        "suggestions": [] if total else asked.question.shorter(),
        "is_empty": not asked.question.terms,
    }


def answer(
    request: HttpRequest, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return the page, which no search engine is to keep."""
    response = render(request, "search/search.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
