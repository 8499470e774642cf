"""Pages for requests that cannot be answered; the typed text is given back."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from common.display import chosen
from common.kept import typed_words
from common.own_pages import host_of


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token: cookies off, or the page lay open long."""
    context = {"kept": typed_words(request.POST), "back": sent_from(request)}
    return render(request, "403_csrf.html", context, status=403)


def sent_from(request: HttpRequest) -> str:
    """Return the page of this site that a form was on, to be opened anew."""
    referer = request.headers.get("Referer", "")
    if host_of(referer) != request.get_host():
        return ""
    sender = urlsplit(referer)
    if sender.path.startswith("//"):
        return ""
    return f"{sender.path}?{sender.query}" if sender.query else sender.path


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that makes no sense, or is larger than any form of ours."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who sees a thing but may not do this with it."""
    return render(
        request,
        "403.html",
        {"why": str(exception) if exception.args else ""},
        status=403,
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a wrong address, and one the reader may not know of, alike."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours: without the context, which may be what is broken."""
    page = loader.get_template("500.html").render({"display": chosen(request)})
    return HttpResponseServerError(page)
