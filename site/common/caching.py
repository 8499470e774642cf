"""Marks for responses that no cache may keep."""

from collections.abc import Callable
from functools import wraps
from typing import Any


def private(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view whose answers, refusals included, are for this visitor alone."""

    @wraps(view)
    def marked(request: Any, *args: Any, **kwargs: Any) -> Any:
        request.is_private = True
        return view(request, *args, **kwargs)

    return marked
