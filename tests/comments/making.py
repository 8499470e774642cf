"""Comments handed in as a visitor does."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.roles import Role
from common import idempotency
from feedback.comments import services
from feedback.comments.kinds import ConsentKind
from feedback.comments.models import Comment
from feedback.comments.services import Receipt
from feedback.comments.words import SubmitterData, Words
from tests.make import make_user

PERSON = SubmitterData(name="王某某", phone="13800138000")


def words(body: str = "请写明距离。", **fields: Any) -> Words:
    """Words on article 4 of the ordinary text."""
    fields.setdefault("targets", ("4",))
    return Words(body=body, **fields)


def words_with_person(body: str = "请写明距离。", **fields: Any) -> Words:
    """Words of somebody who left a name and a number."""
    fields.setdefault("consents", frozenset({ConsentKind.PRIVACY}))
    return words(body, submitter=PERSON, **fields)


def hand_in(consultation: Any, said: Words | None = None, **options: Any) -> Receipt:
    """Submit, under a key of its own unless one is given."""
    options.setdefault("key", idempotency.new_key())
    options.setdefault("visitor", "v" * 64)
    return services.submit_comment(consultation, words=said or words(), **options)


def screened(
    comment: Comment, act: str, by: User | None = None, **said: Any
) -> Comment:
    """Decide about a comment, and return it as stored."""
    by = by or make_user(Role.CONTENT_MODERATOR)
    services.screen_comment(comment, act, by=by, **said)
    return fresh(comment)


def fresh(comment: Comment) -> Comment:
    """The comment as the database has it, with all a page needs."""
    return (
        Comment.objects.select_related("consultation", "version")
        .prefetch_related("wordings", "targets__provision", "screenings")
        .get(pk=comment.pk)
    )
