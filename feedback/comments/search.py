"""What is searched of comments: the staff's entry, and apart from it the public's.

Two kinds that never mix. ``comment`` holds the words as they were written, of every
wording, and is asked by those who read comments only, through :func:`matching`.
``public_comment`` holds the masked words of those whose authors agreed; it is written
by the room above, which knows what has been published, and forgotten here.

For the workbench's queue: ``rows.filter(pk__in=search.matching(words, consultation))``
in the place of a LIKE; it finds words, parts of Han runs, and numbers of receipts.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from common import searching
from common.indexing import Source
from consultations.rounds.models import Consultation
from feedback.comments.masking import mask_personal_numbers
from feedback.comments.models import Comment, Wording
from feedback.comments.stages import Stage

COMMENT, PUBLIC_COMMENT = "comment", "public_comment"


def matching(query: str, consultation: Consultation | None = None) -> QuerySet:
    """Return the ids of comments whose words or receipt number hold ``query``.

    Fit for ``pk__in`` of rows that the reader may see; a round narrows it. Nothing
    asked, or punctuation alone, finds nothing.
    """
    scope = consultation.code if consultation else None
    return searching.find(query, kinds=COMMENT, scope=scope)


def words_of(wordings: Iterable[Wording]) -> str:
    """Return everything an author wrote, one wording after the other."""
    said = [
        words
        for wording in wordings
        for words in (wording.body, wording.reason, *wording.proposed.values())
    ]
    return "\n".join(words for words in said if words)


def public_words(body: str) -> str:
    """Return the body of a wording as a page may show it: masked."""
    return mask_personal_numbers(body)


def index_wordings(comment: Comment, wordings: Iterable[Wording]) -> None:
    """Make a comment searchable at the desk; needs ``consultation``, one query."""
    searching.index(
        COMMENT,
        comment.pk,
        _entry(comment, wordings),
        scope=comment.consultation.code,
    )


def follow_withdrawal(comment: Comment) -> None:
    """Keep no public words of a withdrawn comment, and at the desk what stays there.

    Before the report nothing stays to be found; after it the words without numbers.
    """
    searching.forget(PUBLIC_COMMENT, comment.pk)
    if comment.stage == Stage.WITHDRAWN:
        searching.forget(COMMENT, comment.pk)
    else:
        index_wordings(comment, comment.wordings.all())


def index_comments(comments: Iterable[Comment]) -> None:
    """Index many comments; needs ``consultation`` and ``wordings``."""
    rows = list(comments)
    searching.index_many(
        COMMENT,
        ((row.pk, _entry(row, row.wordings.all())) for row in rows),
        scope={row.pk: row.consultation.code for row in rows},
    )


def sources() -> list[Source]:
    """Return how the kind of this room is indexed anew."""
    return [Source(COMMENT, _searchable, index_comments)]


def _searchable() -> QuerySet[Comment]:
    return (
        Comment.objects.exclude(stage=Stage.WITHDRAWN)
        .select_related("consultation")
        .prefetch_related("wordings")
    )


def _entry(comment: Comment, wordings: Iterable[Wording]) -> str:
    words = words_of(wordings)
    if comment.withdrawal_requested_at:
        words = mask_personal_numbers(words)
    # People say the last digits only.
    number = comment.receipt_no.rpartition("-")[2].lstrip("0")
    return f"{comment.receipt_no} {number}\n{words}"
