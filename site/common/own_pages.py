"""Forms without a token: for choices of the reader that a stranger gains nothing by.

A token needs a cookie, and a page with a cookie can be kept by nobody. The display and
the language are therefore chosen by forms without one, and the browser itself says
which site a form was sent from.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

READING = ("GET", "HEAD", "OPTIONS")


def own_pages_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let ``view`` take forms without a token, from pages of this site alone.

    Never for an act that leaves more behind than a preference in the browser.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method not in READING and not is_from_own_page(request):
            raise PermissionDenied(_("这个选择只能在本站的页面上做。什么也没有改动。"))
        return view(request, *args, **kwargs)

    return guarded


def own_pages_or_token(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let ``view`` take forms that prove this site as their sender, or hold a token.

    For citizens' forms, where no cookie permits anything: a cookie lost while somebody
    was writing must not cost the words. A sender that proves nothing needs the token.
    """
    with_token = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method in READING or (
            names_sender(request) and is_from_own_page(request)
        ):
            return view(request, *args, **kwargs)
        return with_token(request, *args, **kwargs)

    return guarded


def names_sender(request: Any) -> bool:
    """Say whether the browser told at all where the form came from."""
    headers = ("Sec-Fetch-Site", "Origin", "Referer")
    return any(request.headers.get(name) for name in headers)


def is_from_own_page(request: Any) -> bool:
    """Say whether no header of the browser names another site as the sender.

    Browsers older than ``Sec-Fetch-Site`` send ``Origin`` or ``Referer`` with a form;
    one that sends nothing at all is believed.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    return sender is None or host_of(sender) == request.get_host()


def host_of(address: str) -> str:
    """Return the host and port an address names; nothing for what is no address."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
