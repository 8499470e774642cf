"""The pages of common: how the reader wants the site drawn, and in which language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import i18n
from django.views.decorators.http import require_http_methods, require_safe

from common import display, specimens
from common.own_pages import own_pages_only

# Choosing a language sets a cookie and nothing else, as the display does.
set_language = own_pages_only(i18n.set_language)


@own_pages_only
@require_http_methods(["GET", "HEAD", "POST"])
def set_display(request: HttpRequest) -> HttpResponse:
    """Show the choices; keep those sent in cookies, and go back to the page."""
    if request.method != "POST":
        return render(
            request, "display.html", {"back": back_from(request.GET, request)}
        )
    response = redirect(back_from(request.POST, request))
    for name, value in display.cookies_of(request.POST).items():
        keep(response, name, value, is_secure=request.is_secure())
    return response


def back_from(values: object, request: HttpRequest) -> str:
    """Return the page of this site to go back to, else the front page."""
    back = str(values.get("next", "/"))  # type: ignore[attr-defined]  # a QueryDict
    allowed = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    return back if allowed else "/"


def keep(response: HttpResponse, name: str, value: str, *, is_secure: bool) -> None:
    """Set a cookie of the display, or take it away where nothing is chosen."""
    if not value:
        response.delete_cookie(name, samesite="Lax")
        return
    response.set_cookie(
        name,
        value,
        max_age=display.KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=is_secure,
    )


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, for those who build pages."""
    return render(request, "styleguide.html", specimens.specimens())
