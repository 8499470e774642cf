"""What waits for this account today, oldest first, and the place of each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Count, Min, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from common.models import LedgerEntry
from consultations.rounds.models import Consultation
from consultations.rounds.stages import DECIDING_STAGES
from consultations.rounds.stages import Stage as RoundStage
from drafts.models import Explanation, Version
from drafts.stages import VersionStage
from feedback.comments.models import Comment
from feedback.comments.stages import WAITING
from feedback.dispositions.answers import unanswered
from feedback.dispositions.models import Disposition
from feedback.dispositions.services.confirming import WRITING_ACTS
from feedback.dispositions.stages import LIVE
from feedback.dispositions.stages import Stage as DispositionStage
from home.faults import can_mend
from home.models import FaultReport

if TYPE_CHECKING:
    from accounts.models import User

MOST_ROWS = 20
LONG_DAYS = 7
SOON = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """One thing to do: what, where, how many, and since when the oldest waits."""

    label: str
    url: str
    count: int = 1
    since: datetime.datetime | None = None

    @property
    def days(self) -> int:
        """How many days the oldest of it has waited."""
        if self.since is None:
            return 0
        today = timezone.localdate()
        return max(0, (today - timezone.localtime(self.since).date()).days)

    @property
    def is_long(self) -> bool:
        return self.days >= LONG_DAYS


def tasks_of(user: User) -> list[Task]:
    """Return what waits for ``user``, oldest first; at most thirteen queries."""
    tasks: list[Task] = faults_to_mend() if can_mend(user) else []
    if user.has_role(Role.CONTENT_MODERATOR, Role.LEGISLATIVE_STAFF):
        tasks += comments_to_screen()
    if user.has_role(Role.LEGISLATIVE_REVIEWER):
        others = ~Q(submitted_by=user)
        tasks += versions_in(VersionStage.IN_REVIEW, _("复核文本：%s"), others)
        tasks += rounds_in(RoundStage.IN_REVIEW, _("批准征求意见：%s"), others)
        tasks += rounds_in(RoundStage.REPORTED, _("发布情况通报：%s"))
        tasks += decisions_to_confirm(user)
        tasks += drafts_of_plain_words()
    if user.has_role(Role.LEGISLATIVE_STAFF):
        tasks += versions_in(VersionStage.EDITING, _("核对文本并送复核：%s"))
        tasks += lineages_to_confirm()
        tasks += rounds_in(RoundStage.DRAFT, _("完成征求意见的准备：%s"))
        returned = Disposition.objects.filter(stage=DispositionStage.RETURNED)
        tasks += decisions_by_round(returned, _("修改退回的处理结果：%s"), "returned")
        tasks += rounds_to_collate()
        tasks += rounds_in(RoundStage.COLLATING, _("办理并报送：%s"))
        tasks += comments_to_decide()
    return oldest_first(tasks)


def waiting_for_others(user: User) -> list[Task]:
    """Return what ``user`` has handed on and another has yet to look at."""
    if not user.has_role(Role.LEGISLATIVE_STAFF):
        return []
    own = Q(submitted_by=user)
    drawn_up = Disposition.objects.filter(
        stage=DispositionStage.PROPOSED, proposed_by=user
    )
    return oldest_first(
        [
            *decisions_by_round(drawn_up, _("等人确认我拟定的结果：%s"), "proposed"),
            *versions_in(VersionStage.IN_REVIEW, _("等人复核我送的文本：%s"), own),
            *rounds_in(RoundStage.IN_REVIEW, _("等人批准我送审的征求意见：%s"), own),
        ]
    )


def rounds_due() -> list[Consultation]:
    """Return the rounds that close within a week, the first to close first."""
    now = timezone.now()
    return list(
        Consultation.objects.filter(
            stage=RoundStage.APPROVED,
            opens_at__lte=now,
            closes_at__gt=now,
            closes_at__lte=now + SOON,
        ).order_by("closes_at", "pk")[:MOST_ROWS]
    )


def oldest_first(tasks: Iterable[Task]) -> list[Task]:
    """Sort by how long the oldest of each waits; what has no date comes last."""
    now = timezone.now()
    return sorted(tasks, key=lambda task: task.since or now)


def faults_to_mend() -> list[Task]:
    """Faults of the site that readers have reported."""
    waiting = FaultReport.objects.filter(handled_at=None)
    seen = waiting.aggregate(count=Count("pk"), since=Min("reported_at"))
    url = reverse("about:faults")
    return [Task(_("处理网站找错"), url, **seen)] if seen["count"] else []


def comments_to_screen() -> list[Task]:
    """Comments nobody has screened, by round."""
    waiting = Comment.objects.filter(stage__in=WAITING)
    rows = by_round(waiting, "submitted_at")
    return [task(row, _("审核意见：%s"), "comments", "?state=waiting") for row in rows]


def comments_to_decide() -> list[Task]:
    """Accepted comments for which nobody has drawn anything up, by round."""
    accepted = Comment.objects.counted().filter(consultation__stage__in=DECIDING_STAGES)
    rows = by_round(unanswered(accepted, stages=LIVE), "stage_changed_at")
    return [task(row, _("拟定处理结果：%s"), "dispositions", "") for row in rows]


def decisions_to_confirm(user: User) -> list[Task]:
    """Proposed decisions in which ``user`` has had no hand, by round."""
    own = LedgerEntry.objects.filter(
        object_type=Disposition._meta.label_lower,
        act__in=WRITING_ACTS,
        actor_id=user.pk,
    ).values(row=Cast("object_id", BigIntegerField()))
    rows = Disposition.objects.filter(stage=DispositionStage.PROPOSED)
    rows = rows.exclude(proposed_by=user).exclude(pk__in=own)
    return decisions_by_round(rows, _("确认处理结果：%s"), "proposed")


def decisions_by_round(
    decisions: QuerySet[Disposition], label: str, tab: str
) -> list[Task]:
    """Count decisions by round, with the tab of the list that shows them."""
    rows = by_round(decisions, "stage_changed_at")
    return [task(row, label, "dispositions", f"?tab={tab}") for row in rows]


def by_round(rows: QuerySet[Any], since: str) -> list[dict[str, Any]]:
    """Count rows by round, with the earliest ``since`` of each; one query."""
    return list(
        rows.order_by()
        .values("consultation__code", "consultation__title")
        .annotate(waiting=Count("pk"), since=Min(since))
        .order_by("consultation__code")[:MOST_ROWS]
    )


def task(row: dict[str, Any], label: str, place: str, query: str) -> Task:
    """Return the task of one row of :func:`by_round`."""
    url = reverse(f"desk:{place}", args=[row["consultation__code"]]) + query
    title = label % row["consultation__title"]
    return Task(title, url, row["waiting"], row["since"])


def versions_in(stage: str, label: str, whose: Q | None = None) -> list[Task]:
    """Texts at ``stage``."""
    rows = Version.objects.filter(
        whose or Q(), stage=stage, document__regulation__isnull=False
    )
    return [
        Task(
            label % version.title,
            reverse("desk:version", args=[version.pk]),
            since=version.modified,
        )
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
        Task(
            _("核对条文沿革：%s") % row.title,
            reverse("desk:lineage", args=[row.pk]),
            since=row.published_at,
        )
        for row in rows.order_by("pk")[:MOST_ROWS]
    ]


def rounds_in(stage: str, label: str, whose: Q | None = None) -> list[Task]:
    """Rounds at ``stage``."""
    rows = Consultation.objects.filter(whose or Q(), stage=stage)
    return [
        Task(label % row.title, row_url(row), since=row.stage_changed_at)
        for row in rows.order_by("pk")[:MOST_ROWS]
    ]


def rounds_to_collate() -> list[Task]:
    """Rounds whose window has passed and that nobody has taken up."""
    rows = Consultation.objects.filter(
        stage=RoundStage.APPROVED, closes_at__lte=timezone.now()
    ).order_by("closes_at", "pk")[:MOST_ROWS]
    return [
        Task(_("已截止，进入汇总：%s") % row.title, row_url(row), since=row.closes_at)
        for row in rows
    ]


def drafts_of_plain_words() -> list[Task]:
    """Explanations with words nobody has published, or that no longer fit."""
    rows = (
        Explanation.objects.filter(
            Q(has_unpublished_changes=True) | Q(needs_update=True)
        )
        .values("provision__version_id", "provision__version__title")
        .annotate(waiting=Count("pk"), since=Min("latest_revision__created_at"))
        .order_by("provision__version_id")[:MOST_ROWS]
    )
    return [
        Task(
            _("发布解读：%s") % row["provision__version__title"],
            reverse("desk:version", args=[row["provision__version_id"]]) + "#drafts",
            row["waiting"],
            row["since"],
        )
        for row in rows
    ]


def row_url(consultation: Consultation) -> str:
    """Where a round is worked on."""
    return reverse("desk:consultation", args=[consultation.code])
