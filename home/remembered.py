"""The settings of the site as each process remembers them, for up to a minute.

Every page reads them, and they change a few times a year. The memory is the process's
own, so that no page waits for a cache server; another process follows within a minute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.cache import caches
from django.db.models.signals import post_delete, post_save
from wagtail.models import Site

if TYPE_CHECKING:
    from django.http import HttpRequest  # noqa: TID251 -- only as a type

MEMORY = "process"
SECONDS = 60


def recall(request: HttpRequest, find: Callable[[HttpRequest], Any]) -> Any:
    """Return what ``find`` found for this host less than a minute ago, else ask it."""
    memory, key = caches[MEMORY], _key(request)
    found = memory.get(key)
    if found is None:
        found = find(request)
        memory.set(key, found, SECONDS)
    return found


def forget(**_news: Any) -> None:
    """Ask again next time: settings or sites were saved or taken away."""
    caches[MEMORY].clear()


def listen(settings: type[Any]) -> None:
    """Forget whenever ``settings`` or the sites they belong to change."""
    for model in (settings, Site):
        for signal in (post_save, post_delete):
            signal.connect(forget, sender=model, dispatch_uid=f"forget {model}")


def _key(request: HttpRequest) -> str:
    # The sender writes the host; hashed, it may be of any length and any characters.
    host = f"{request._get_raw_host()}:{request.get_port()}"  # type: ignore[attr-defined]  # Wagtail asks the same
    return f"settings-{hashlib.sha256(host.encode()).hexdigest()}"
