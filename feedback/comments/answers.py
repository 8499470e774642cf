"""What upper rooms say to an author: they register a source, the look-up page asks."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from feedback.comments.models import Comment


@dataclass(frozen=True)
class AnswerLink:
    """A provision the words went into."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """The published decision about a comment, or about one of its targets.

    ``target_id`` is None for the comment as a whole; ``result`` is a value the stamp
    component draws, ``result_label`` its name.
    """

    target_id: int | None
    result: str
    result_label: str
    reason: str = ""
    links: Sequence[AnswerLink] = field(default=())
    decided_on: datetime.date | None = None


AnswerSource = Callable[[Comment], Sequence[Answer]]
_sources: list[AnswerSource] = []


def register_answer_source(source: AnswerSource) -> None:
    """Add what an upper room knows; called once, when the site is composed.

    ``source`` gives only what its author may read, that is, what is published.
    """
    if source not in _sources:
        _sources.append(source)


def unregister_answer_source(source: AnswerSource) -> None:
    """Take a source away again."""
    if source in _sources:
        _sources.remove(source)


def answers_for(comment: Comment) -> list[Answer]:
    """Return every published answer to ``comment``, in the order of the sources."""
    return [answer for source in _sources for answer in source(comment)]
