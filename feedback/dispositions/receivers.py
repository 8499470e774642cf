"""What this room does when the rooms below have news."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from common.undo import built_upon
from drafts.models import Version
from drafts.signals import lineage_confirmed
from feedback.comments.models import Comment
from feedback.comments.signals import comment_unscreening, comment_withdrawn
from feedback.comments.stages import Stage
from feedback.dispositions import services, survival
from feedback.dispositions.models import Disposition, GroupMember


@receiver(lineage_confirmed, dispatch_uid="dispositions.follow_lineage")
def follow_lineage(sender: Any, version: Version, **kwargs: Any) -> None:
    """Follow adopted words into the version whose lineage was just confirmed."""
    survival.recompute(version)


@receiver(comment_withdrawn, dispatch_uid="dispositions.let_go")
def let_go(sender: Any, comment: Comment, **kwargs: Any) -> None:
    """Take a withdrawn comment out of its group.

    After the round was reported a withdrawal only hides the words; the answer stays.
    """
    if comment.stage == Stage.WITHDRAWN:
        services.leave_after_withdrawal(comment)


@receiver(comment_unscreening, dispatch_uid="dispositions.hold_on")
def hold_on(sender: Any, comments: list[Comment], **kwargs: Any) -> None:
    """Keep comments accepted that are in a group, or have a decision, by now."""
    grouped = GroupMember.objects.filter(comment__in=comments, removed_at=None)
    decided = Disposition.objects.live().filter(comment__in=comments)
    if grouped.exists() or decided.exists():
        raise built_upon()
