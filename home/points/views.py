"""Public pages about contact points."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import ContactPoint
from common.display import KEPT_SECONDS
from common.own_pages import own_pages_only
from common.views import back_from
from home.filters import UnknownChoice
from home.nearby import COOKIE, own_point
from home.points import directory
from home.reading.views import page_of


@require_safe
def point_list(request: HttpRequest) -> HttpResponse:
    try:
        found = directory.search(request.GET)
    except UnknownChoice as wrong:
        raise Http404 from wrong
    context = {
        "page": page_of(request, found.rows),
        "filters": found.filters,
        "words": found.words,
        "own": own_point(request),
    }
    return render(request, "points/point_list.html", context)


@own_pages_only
@require_POST
def keep_as_mine(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a point in the reader's browser for a year, or keep it no longer."""
    response = redirect(back_from(request.POST, request))
    if request.POST.get("keep") == "no":
        response.delete_cookie(COOKIE, samesite="Lax")
        return response
    active = ContactPoint.objects.filter(is_active=True)
    get_object_or_404(active, code=code)
    response.set_cookie(
        COOKIE,
        code,
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
