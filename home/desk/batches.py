"""One act on many comments: what exactly would change, what not, and why."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.moves import legal_moves
from feedback.comments.models import Comment
from feedback.comments.stages import COUNTED, MOVES, Stage
from feedback.dispositions.models import Group
from feedback.dispositions.stages import DECIDED


@dataclass(frozen=True)
class Change:
    """One comment with what is now, and what would be."""

    comment: Comment
    before: str
    after: str


@dataclass(frozen=True)
class Skip:
    """One comment that would stay as it is, and why."""

    comment: Comment
    reason: str


@dataclass(frozen=True)
class Batch:
    """A set of comments looked at before an act is made.

    ``fingerprint`` names the set and the state of each: whoever confirms sends it
    back, and another one means that something has changed since.
    """

    changes: list[Change]
    skipped: list[Skip]
    fingerprint: str

    @property
    def comments(self) -> list[Comment]:
        return [change.comment for change in self.changes]

    @property
    def steps(self) -> list[tuple[str, str, int]]:
        """From what to what, and how many: 待审核 → 已受理, 12."""
        counts = Counter((c.before, c.after) for c in self.changes)
        return [(before, after, n) for (before, after), n in counts.items()]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why comments are skipped, and how many for each reason."""
        return list(Counter(skip.reason for skip in self.skipped).items())


def accepting(comments: Iterable[Comment]) -> Batch:
    """Look at comments that are to be accepted."""

    def why_not(comment: Comment) -> str:
        if "accept" in legal_moves(comment, MOVES):
            return ""
        if comment.stage == Stage.ACCEPTED:
            return _("已经受理")
        return _("%s，不能直接受理") % comment.get_stage_display()

    accepted = str(Stage.ACCEPTED.label)
    return _sorted_out(
        comments, why_not, lambda c: str(c.get_stage_display()), accepted
    )


def grouping(comments: Iterable[Comment]) -> Batch:
    """Look at comments that are to become a group; needs their state loaded."""
    return _sorted_out(
        comments, why_not_grouped, lambda c: _("单独"), _("归入新的一组")
    )


def joining(comments: Iterable[Comment], group: Group) -> Batch:
    """Look at comments that are to join a group; needs their state loaded."""
    title = _("归入“%s”") % group.title
    return _sorted_out(
        comments,
        why_not_grouped,
        lambda c: _("单独"),
        title,
        [f"group:{group.pk}:{group.revision}"],
    )


def why_not_grouped(comment: Any) -> str:
    """Say why a comment cannot be put into a group; nothing if it can."""
    if comment.stage not in COUNTED:
        return _("没有受理")
    if comment.groupings:
        return _("已归并到“%s”") % comment.groupings[0].group.title
    whole = [d for d in comment.decisions if d.target_id is None]
    if not whole:
        return ""
    is_decided = any(d.stage in DECIDED for d in whole)
    return _("已有单独的处理结果") if is_decided else _("已单独拟定处理结果")


def _sorted_out(
    comments: Iterable[Comment],
    why_not: Callable[[Comment], str],
    before: Callable[[Comment], str],
    after: str,
    also: Iterable[str] = (),
) -> Batch:
    changes, skipped = [], []
    marks = list(also)
    for comment in comments:
        reason = why_not(comment)
        if reason:
            skipped.append(Skip(comment, reason))
        else:
            changes.append(Change(comment, before(comment), after))
        marks.append(f"{comment.pk}:{comment.revision}:{not reason:d}")
    digest = hashlib.sha256("\n".join(sorted(marks)).encode()).hexdigest()
    return Batch(changes, skipped, digest[:32])
