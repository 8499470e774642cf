"""Where the provisions a comment speaks about stand in the newest text (C2)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from drafts.lineage import Followed, FollowState, follow_many
from drafts.models import Provision, Version
from feedback.comments.models import Comment, Target


@dataclass(frozen=True)
class Whereabouts:
    """What became of one provision, in words, and the ones to read now."""

    version: Version
    words: str
    provisions: list[Provision] = field(default_factory=list)


def whereabouts_of(comment: Comment) -> list[tuple[Target, Whereabouts | None]]:
    """Return each target with its place in the newest published text, if newer.

    Needs ``targets__provision`` loaded.
    """
    targets = list(comment.targets.all())
    newest = (
        Version.objects.published()
        .filter(
            document=comment.version.document_id,
            sequence__gt=comment.version.sequence,
        )
        .select_related("document")
        .order_by("sequence")
        .last()
    )
    if newest is None or not targets:
        return [(target, None) for target in targets]
    followed = follow_many([target.provision for target in targets], newest)
    return [
        (target, _told(target.provision, followed[target.provision_id], newest))
        for target in targets
    ]


def _told(old: Provision, found: Followed, newest: Version) -> Whereabouts:
    if found.state == FollowState.UNCONFIRMED:
        return Whereabouts(newest, _("沿革还没有确认"))
    new = _("、").join(provision.citation for provision in found.provisions)
    words = _("原%(old)s → 现%(new)s") % {
        "old": old.citation,
        "new": new or _("已删去"),
    }
    doubt = "" if found.is_certain else _("（待确认）")
    return Whereabouts(newest, words + doubt, found.provisions)
