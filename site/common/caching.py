"""What a cache may not keep, and how the browser asks again about the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils.cache import (
    get_conditional_response,
    patch_vary_headers,
    set_response_etag,
)

# The browser keeps the page and asks whether it still holds; proxies keep nothing.
ASK_AGAIN = "private, no-cache"
# The display and the language are chosen by cookies, else the browser's own language.
VARIES = ("Cookie", "Accept-Language")


def private(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view whose answers, refusals included, are for this visitor alone."""

    @wraps(view)
    def marked(request: Any, *args: Any, **kwargs: Any) -> Any:
        request.is_private = True
        return view(request, *args, **kwargs)

    return marked


def revalidated(request: Any, response: Any) -> Any:
    """Let the browser keep an answer that is the same for all, and ask by its tag.

    A second visit that finds nothing new costs a 304 instead of the page. Answers that
    say themselves how long they hold, refusals and streams stay as they are.
    """
    if (
        request.method not in ("GET", "HEAD")
        or response.status_code != 200
        or response.streaming
        or response.has_header("Cache-Control")
    ):
        return response
    response["Cache-Control"] = ASK_AGAIN
    patch_vary_headers(response, VARIES)
    set_response_etag(response)
    return get_conditional_response(
        request, etag=response.get("ETag"), response=response
    )
