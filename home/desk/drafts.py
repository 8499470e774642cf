"""Which typed words a device need keep no longer: those of a form that was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest  # noqa: TID251 -- only as a type

    from accounts.models import User

DONE = "desk_draft_done"
# Fields of our own making; a form with nothing else holds no words.
NOT_TYPED = frozenset(
    {"csrfmiddlewaretoken", "revision", "comment", "all", "fingerprint", "token"}
    | {"back", "on", "off"}
)


def draft_name(user: User, path: str) -> str:
    """Under which name a device keeps what this account types into one form."""
    return f"desk:{user.pk}:{path}"


def note_taken(request: HttpRequest, user: User) -> None:
    """Let the next page say that what was typed here is stored."""
    if set(request.POST) - NOT_TYPED:
        request.session[DONE] = draft_name(user, request.path)
