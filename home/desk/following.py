"""The words for what became of a provision."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drafts.lineage import Followed, FollowState

LABELS = {
    FollowState.PRESENT: gettext_lazy("文字没有改"),
    FollowState.CHANGED: gettext_lazy("文字有改动"),
    FollowState.SPLIT: gettext_lazy("已拆分"),
    FollowState.MERGED: gettext_lazy("已与其他条文合并"),
    FollowState.DELETED: gettext_lazy("已删去"),
    FollowState.ADDED: gettext_lazy("新增"),
    FollowState.UNCONFIRMED: gettext_lazy("沿革还没有确认"),
}


def followed_label(followed: Followed) -> str:
    """Return what happened, and whether a person has yet to look at it."""
    label = str(LABELS[followed.state])
    if followed.is_certain or followed.state == FollowState.UNCONFIRMED:
        return label
    if followed.is_article_only:
        return _("%s（只能跟到整条，待确认）") % label
    return _("%s（待确认）") % label
