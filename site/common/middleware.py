"""Headers every response must carry, whichever view made it."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from common.caching import revalidated

PRIVATE = "private, no-store"
CMS_PREFIX = "/cms/"
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


LOOPBACK = ("127.", "::1", "::ffff:127.")


class DoorMiddleware:
    """Turn away what no page can mean, before any page is asked.

    A zero byte is part of no address or filter of ours, and PostgreSQL takes none. The
    demonstration signs in without a second factor, so it answers this machine alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        if settings.DEMO and not is_local(request):
            raise PermissionDenied
        response = self.get_response(request)
        return explained(request, response) if is_bare(request, response) else response


def is_bare(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Say whether a page was asked for, and the method refused without a word."""
    return (
        response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        and not getattr(response, "content", b"x")
        and request.accepts("text/html")
        and not request.path_info.startswith(CMS_PREFIX)
    )


def explained(request: HttpRequest, refused: HttpResponseBase) -> HttpResponse:
    """Say that nothing was done and where to go on."""
    page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
    page["Allow"] = refused["Allow"]
    return page


def is_local(request: HttpRequest) -> bool:
    """Say whether the request comes from this machine."""
    return (request.META.get("REMOTE_ADDR") or "127.0.0.1").startswith(LOOPBACK)


class PrivateByDefaultMiddleware:
    """Keep personal answers out of every cache, the others fresh in the browser's own.

    The policies of the browser are set here as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_private(request, response):
            response["Cache-Control"] = PRIVATE
        else:
            response = revalidated(request, response)
        if request.path_info.startswith(CMS_PREFIX):
            relax_policy(response)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


def is_private(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Say whether the answer may differ for another visitor.

    Any session does, whether or not this view looked at it; so does a form, whose token
    belongs to one visitor.
    """
    return (
        getattr(request, "is_private", False)
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or request.session.modified
        or bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))
        or bool(response.cookies)
    )


def relax_policy(response: HttpResponseBase) -> None:
    """Let the editors' pages run the inline scripts they come with.

    ``CSPMiddleware`` stands further out and reads this when it writes the header.
    """
    own = getattr(response, "_csp_replace", None) or {}
    response._csp_replace = {  # type: ignore[attr-defined]  # django-csp's own name
        **settings.CMS_CONTENT_SECURITY_POLICY,
        **own,
    }
