"""What the front of house gives every template."""

from __future__ import annotations

from django.http import HttpRequest  # noqa: TID251 -- only as a type
from django.utils.functional import SimpleLazyObject

from home import nearby as calling


def nearby(request: HttpRequest) -> dict[str, object]:
    """Give templates whom to call; asked only by a page that says it."""
    return {"nearby": SimpleLazyObject(lambda: calling.nearby(request))}
