"""What stands between a round and its publications."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from drafts.models import Version
from drafts.stages import VersionStage
from feedback.comments.models import Comment
from feedback.dispositions.answers import undisposed
from feedback.dispositions.models import AdoptionLink
from feedback.dispositions.stages import DECIDED

SHOWN = 10


class GateClosed(Exception):
    """A publication is refused; ``missing`` lists the receipts that lack something.

    ``obstacles`` says in Chinese what to do next, one sentence each.
    """

    def __init__(self, missing: Sequence[str], obstacles: Sequence[str]) -> None:
        super().__init__("\n".join(obstacles))
        self.missing = list(missing)
        self.obstacles = list(obstacles)


def check_summary(consultation: Consultation) -> None:
    """Refuse an account of a round in which somebody still waits to be heard.

    Raises:
        GateClosed: comments are not screened; ``missing`` names them.
    """
    waiting = _receipts(Comment.objects.of(consultation).waiting())
    if waiting:
        raise GateClosed(waiting, [_unscreened(waiting)])


def check_result(consultation: Consultation) -> None:
    """Refuse results while one author lacks an answer (S6).

    Raises:
        GateClosed: comments unscreened or without a confirmed decision, or links into
            a version that is not published.
    """
    waiting = _receipts(Comment.objects.of(consultation).waiting())
    open_ones = _receipts(undisposed(consultation))
    obstacles = []
    if waiting:
        obstacles.append(_unscreened(waiting))
    if open_ones:
        obstacles.append(
            _("还有%(count)d条意见没有确认的处理结果，请逐条处理后再公布：%(list)s。")
            % {"count": len(open_ones), "list": _some(open_ones)}
        )
    obstacles += [
        _("处理结果关联了还没有发布的“%s”，请先发布这个版本。") % version
        for version in _unpublished(consultation)
    ]
    if obstacles:
        raise GateClosed([*waiting, *open_ones], obstacles)


def _receipts(comments: QuerySet[Comment]) -> list[str]:
    return list(comments.order_by("pk").values_list("receipt_no", flat=True))


def _unscreened(receipts: Sequence[str]) -> str:
    return _("还有%(count)d条意见没有审核，请先审核：%(list)s。") % {
        "count": len(receipts),
        "list": _some(receipts),
    }


def _some(receipts: Sequence[str]) -> str:
    listed = _("、").join(receipts[:SHOWN])
    return listed + (_("等") if len(receipts) > SHOWN else "")


def _unpublished(consultation: Consultation) -> list[Version]:
    links = AdoptionLink.objects.filter(
        disposition__consultation=consultation, disposition__stage__in=DECIDED
    )
    return list(
        Version.objects.filter(pk__in=links.values("provision__version"))
        .exclude(stage=VersionStage.PUBLISHED)
        .order_by("pk")
    )
