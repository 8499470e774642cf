"""Who wrote what waits for publication."""

from __future__ import annotations

from typing import Any

# What Wagtail keeps about a draft is not what the draft says.
BOOKKEEPING = frozenset(
    {
        "draft_title",
        "expire_at",
        "expired",
        "first_published_at",
        "go_live_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
    }
)


def author_id_of(obj: Any) -> int | None:
    """Return who first saved what the latest draft of ``obj`` says; one query.

    The admin saves a draft anew with every click, approval included; who saves it
    unaltered has not written it.
    """
    author_id = None
    newest: dict[str, Any] | None = None
    drafts = obj.revisions.order_by("-created_at", "-pk")
    for content, user_id in drafts.values_list("content", "user_id").iterator(10):
        said = {k: v for k, v in content.items() if k not in BOOKKEEPING}
        if newest is None:
            newest = said
        if said != newest:
            break
        author_id = user_id
    return author_id
