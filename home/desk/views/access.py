"""Who comes in to the workbench, and what a form meets when its author has left."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from common.caching import private
from common.kept import typed_words
from home.desk.drafts import note_taken

View = Callable[..., HttpResponseBase]
FOUND = 302


class DeskRequest(HttpRequest):
    """A request that has come past ``on_desk``: somebody is signed in."""

    # Nobody else is let in.
    user: User
    htmx: HtmxDetails


def on_desk(*roles: str) -> Callable[[View], View]:
    """Let in accounts that hold one of ``roles``, any role when none is named.

    Who is not signed in goes to sign in; a form sent after the sign-in has ended is
    answered with its own words to copy, and stores nothing.
    """

    def guard(view: View) -> View:
        @private
        @wraps(view)
        def entered(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            user = request.user
            if not user.is_authenticated:
                return signed_out(request)
            if not user.is_on_desk or (roles and not user.has_role(*roles)):
                raise PermissionDenied(_("这个页面只对承办工作的人员开放。"))
            response = view(request, *args, **kwargs)
            if request.method == "POST" and response.status_code == FOUND:
                note_taken(request, user)
            return by_button(request, response) if is_unasked(response) else response

        return entered

    return guard


def is_unasked(response: HttpResponseBase) -> bool:
    """Whether an act's address was opened as if it were a page."""
    return isinstance(response, HttpResponseNotAllowed)


def by_button(request: HttpRequest, refused: HttpResponseBase) -> HttpResponse:
    """Say that nothing was done and where to go on: signing in again leads here."""
    page = render(request, "405.html", status=405)
    page["Allow"] = refused["Allow"]
    return page


def signed_out(request: HttpRequest) -> HttpResponse:
    """Ask for sign-in, giving back what was typed."""
    if request.method != "POST":
        if getattr(request, "htmx", False):
            # A part of a page cannot ask; the whole page does.
            return HttpResponseClientRefresh()
        return redirect_to_login(request.get_full_path())
    kept = {"kept": typed_words(request.POST), "back": request.get_full_path()}
    return render(request, "desk/signed_out.html", kept, status=403)
