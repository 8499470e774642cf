"""What waits for this account today: counts with the place where each is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from drafts.models import Explanation, Version
from drafts.stages import VersionStage
from feedback.comments.models import Comment
from feedback.comments.stages import WAITING
from feedback.dispositions.models import Disposition
from feedback.dispositions.stages import Stage as DispositionStage

if TYPE_CHECKING:
    from accounts.models import User

MOST_ROWS = 20


@dataclass(frozen=True)
class Task:
    """One thing to do: what, where, how many."""

    label: str
    url: str
    count: int = 1


def tasks_of(user: User) -> list[Task]:
    """Return what waits for ``user``, most pressing first; at most eleven queries."""
    tasks: list[Task] = []
    if user.has_role(Role.CONTENT_MODERATOR, Role.LEGISLATIVE_STAFF):
        tasks += comments_to_screen()
    if user.has_role(Role.LEGISLATIVE_REVIEWER):
        tasks += versions_in(VersionStage.IN_REVIEW, _("复核文本：%s"), user)
        tasks += rounds_in(RoundStage.IN_REVIEW, _("批准征求意见：%s"))
        tasks += rounds_in(RoundStage.REPORTED, _("发布情况通报：%s"))
        tasks += decisions_in(
            DispositionStage.PROPOSED, _("确认处理结果：%s"), proposed_by=user
        )
        tasks += drafts_of_plain_words()
    if user.has_role(Role.LEGISLATIVE_STAFF):
        tasks += versions_in(VersionStage.EDITING, _("核对文本并送复核：%s"), None)
        tasks += lineages_to_confirm()
        tasks += rounds_in(RoundStage.DRAFT, _("完成征求意见的准备：%s"))
        tasks += decisions_in(DispositionStage.RETURNED, _("修改退回的处理结果：%s"))
        tasks += rounds_to_collate()
        tasks += rounds_in(RoundStage.COLLATING, _("办理并报送：%s"))
    return tasks


def comments_to_screen() -> list[Task]:
    """Comments nobody has screened, by round."""
    rows = (
        Comment.objects.filter(stage__in=WAITING)
        .values("consultation__code", "consultation__title")
        .annotate(waiting=Count("pk"))
        .order_by("consultation__code")[:MOST_ROWS]
    )
    return [
        Task(
            _("审核意见：%s") % row["consultation__title"],
            reverse("desk:comments", args=[row["consultation__code"]])
            + "?state=waiting",
            row["waiting"],
        )
        for row in rows
    ]


def decisions_in(stage: str, label: str, **own: User) -> list[Task]:
    """Decisions at ``stage`` by round; for a reviewer without those of ``own``."""
    rows = (
        Disposition.objects.filter(stage=stage)
        .exclude(**own)
        .values("consultation__code", "consultation__title")
        .annotate(waiting=Count("pk"))
        .order_by("consultation__code")[:MOST_ROWS]
    )
    return [
        Task(
            label % row["consultation__title"],
            reverse("desk:dispositions", args=[row["consultation__code"]])
            + f"?tab={stage}",
            row["waiting"],
        )
        for row in rows
    ]


def versions_in(stage: str, label: str, user: User | None) -> list[Task]:
    """Texts at ``stage``; for a reviewer those that somebody else has sent."""
    rows = Version.objects.filter(stage=stage, document__regulation__isnull=False)
    if user is not None:
        rows = rows.exclude(submitted_by=user)
    return [
        Task(label % version.title, reverse("desk:version", args=[version.pk]))
        for version in rows.order_by("pk")[:MOST_ROWS]
    ]


def lineages_to_confirm() -> list[Task]:
    """Published texts whose lineage readers cannot see yet."""
    rows = Version.objects.filter(
        stage=VersionStage.PUBLISHED,
        base__isnull=False,
        lineage_confirmed_at=None,
        document__regulation__isnull=False,
    )
    return [
        Task(_("核对条文沿革：%s") % row.title, reverse("desk:lineage", args=[row.pk]))
        for row in rows.order_by("pk")[:MOST_ROWS]
    ]


def rounds_in(stage: str, label: str) -> list[Task]:
    """Rounds at ``stage``."""
    rows = Consultation.objects.filter(stage=stage).order_by("pk")[:MOST_ROWS]
    return [Task(label % row.title, row_url(row)) for row in rows]


def rounds_to_collate() -> list[Task]:
    """Rounds whose window has passed and that nobody has taken up."""
    rows = Consultation.objects.filter(
        stage=RoundStage.APPROVED, closes_at__lte=timezone.now()
    ).order_by("closes_at", "pk")[:MOST_ROWS]
    return [Task(_("已截止，进入汇总：%s") % row.title, row_url(row)) for row in rows]


def drafts_of_plain_words() -> list[Task]:
    """Explanations with words nobody has published, or that no longer fit."""
    rows = (
        Explanation.objects.filter(
            Q(has_unpublished_changes=True) | Q(needs_update=True)
        )
        .values("provision__version_id", "provision__version__title")
        .annotate(waiting=Count("pk"))
        .order_by("provision__version_id")[:MOST_ROWS]
    )
    return [
        Task(
            _("发布解读：%s") % row["provision__version__title"],
            reverse("desk:version", args=[row["provision__version_id"]]),
            row["waiting"],
        )
        for row in rows
    ]


def row_url(consultation: Consultation) -> str:
    """Where a round is worked on."""
    return reverse("desk:consultation", args=[consultation.code])
