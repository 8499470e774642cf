"""Services of comments, decisions and reports, made ready to be called once (I3)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from common import idempotency
from drafts import services as drafting
from feedback.comments import services as comments
from feedback.comments.personal import reveal
from feedback.comments.words import Words
from feedback.dispositions import services as deciding
from feedback.dispositions import survival
from feedback.dispositions.models import Survival
from feedback.reports import services as reports
from feedback.reports import subscriptions
from feedback.reports.topics import EVERYTHING
from home.desk import files, saving
from home.desk.forms.comments import QueueForm
from tests import make
from tests.reading.scene import SECOND
from tests.site.services import WHY, Act, Ready


class ReadyToAnswer(Ready):
    """Adds the rooms that answer."""

    # comments
    def submit_comment(self) -> Act:
        return lambda: comments.submit_comment(
            self.world.open,
            words=Words(body="试验意见"),
            key=idempotency.new_key(),
            visitor="v",
        )

    def submit_to_code(self) -> Act:
        return lambda: comments.submit_to_code(
            self.world.open.code,
            words=Words(body="试验意见"),
            key=idempotency.new_key(),
            visitor="v",
        )

    def _fresh(self, **fields: Any) -> Any:
        return make.make_comment(self.world.open, stage="submitted", **fields)

    def correct_comment(self) -> Act:
        comment = self._fresh()
        return lambda: comments.correct_comment(comment, words=Words(body="更正后"))

    def withdraw_comment(self) -> Act:
        comment = self._fresh()
        return lambda: comments.withdraw_comment(comment)

    def screen_comment(self) -> Act:
        comment = self._fresh()
        return lambda: comments.screen_comment(comment, "accept", by=self.moderator)

    def undo_screening(self) -> Act:
        comment, now = self._fresh(), timezone.now()
        comments.screen_comment(comment, "accept", by=self.moderator, at=now)
        return lambda: comments.undo_screening(
            comment.consultation, now, by=self.moderator
        )

    def reveal(self) -> Act:
        comment = self._fresh(name="某人")
        return lambda: reveal(comment, by=self.staff, reason=WHY)

    # dispositions
    def _pair(self) -> list[Any]:
        return [self.scene.comment(targets=("4",)) for _n in range(2)]

    def _group(self) -> Any:
        return deciding.group_comments(
            self.scene.consultation,
            self._pair(),
            by=self.staff,
            title="组",
            summary="归纳",
        )

    def group_comments(self) -> Act:
        pair = self._pair()
        return lambda: deciding.group_comments(
            self.scene.consultation, pair, by=self.staff, title="组", summary="归纳"
        )

    def edit_group(self) -> Act:
        group = self._group()
        return lambda: deciding.edit_group(
            group, by=self.staff, title="改名", summary="归纳"
        )

    def add_to_group(self) -> Act:
        group, comment = self._group(), self.scene.comment(targets=("4",))
        return lambda: deciding.add_to_group(group, comment, by=self.staff)

    def remove_from_group(self) -> Act:
        member = self._group().members.first()
        return lambda: deciding.remove_from_group(member, by=self.staff, reason=WHY)

    def dissolve_group(self) -> Act:
        group = self._group()
        return lambda: deciding.dissolve_group(group, by=self.staff, reason=WHY)

    def undo_grouping(self) -> Act:
        group, now = self._group(), timezone.now()
        return lambda: deciding.undo_grouping(
            group, now, by=self.staff, revision=group.revision
        )

    def undo_joining(self) -> Act:
        group, now = self._group(), timezone.now()
        comment = self.scene.comment(targets=("4",))
        deciding.add_to_group(group, comment, by=self.staff, at=now)
        return lambda: deciding.undo_joining(group, now, by=self.staff, revision=2)

    def undo_removal(self) -> Act:
        member, now = self._group().members.first(), timezone.now()
        deciding.remove_from_group(member, by=self.staff, reason=WHY, at=now)
        return lambda: deciding.undo_removal(member, now, by=self.staff, revision=2)

    def undo_proposal(self) -> Act:
        row = self._proposed()
        return lambda: deciding.undo_proposal(
            row, row.proposed_at, by=self.staff, revision=row.revision
        )

    def undo_return(self) -> Act:
        row, now = self._proposed(), timezone.now()
        row = deciding.return_disposition(row, by=self.reviewer, note=WHY, at=now)
        return lambda: deciding.undo_return(
            row, now, by=self.reviewer, revision=row.revision
        )

    def leave_after_withdrawal(self) -> Act:
        comment = self._group().members.first().comment
        return lambda: deciding.leave_after_withdrawal(comment)

    def _proposed(self) -> Any:
        return self.scene.propose(
            self.scene.comment(targets=("4",)),
            by=self.staff,
            result="not_adopted",
            reason_code="immature",
        )

    def propose_disposition(self) -> Act:
        return self._proposed

    def edit_disposition(self) -> Act:
        row = self._proposed()
        return lambda: deciding.edit_disposition(
            row,
            by=self.staff,
            revision=row.revision,
            result="for_reference",
            reason_text="留作参考。",
        )

    def confirm_disposition(self) -> Act:
        row = self._proposed()
        return lambda: deciding.confirm_disposition(
            row, by=self.reviewer, revision=row.revision
        )

    def return_disposition(self) -> Act:
        row = self._proposed()
        return lambda: deciding.return_disposition(row, by=self.reviewer, note=WHY)

    def revoke_disposition(self) -> Act:
        row = self._proposed()
        return lambda: deciding.revoke_disposition(row, by=self.reviewer, reason=WHY)

    def correct_disposition(self) -> Act:
        row = self.scene.confirm(self._proposed(), by=self.reviewer)
        return lambda: deciding.correct_disposition(
            row,
            by=self.staff,
            correction_reason=WHY,
            result="for_reference",
            reason_text="留作参考。",
        )

    def recompute(self) -> Act:
        version = make.make_version(
            self.scene.regulation, text=SECOND, base=self.scene.versions[-1]
        )
        return lambda: drafting.confirm_lineage(version, by=self.staff)

    def decide_survival(self) -> Act:
        row = Survival.objects.filter(state="modified").get()
        return lambda: survival.decide_survival(
            row, by=self.staff, state="kept", note=WHY
        )

    # reports
    def publish_summary(self) -> Act:
        consultation = self._round("reported")
        return lambda: reports.publish_summary(
            consultation, by=self.reviewer, text="通报"
        )

    def publish_result(self) -> Act:
        consultation = self._round("summary_published")
        return lambda: reports.publish_result(
            consultation, by=self.reviewer, preface="公告"
        )

    def correct_publication(self) -> Act:
        first = self.world.told.consultation.publications.first()
        return lambda: reports.correct_publication(
            first, by=self.reviewer, text="更正", note=WHY
        )

    # subscriptions
    def request_subscription(self) -> Act:
        return lambda: subscriptions.request_subscription(EVERYTHING, "a@example.cn")

    def confirm_subscription(self) -> Act:
        row = self.request_subscription()()
        return lambda: subscriptions.confirm_subscription(row)

    def unsubscribe(self) -> Act:
        row = self.request_subscription()()
        return lambda: subscriptions.unsubscribe(row)

    def take(self) -> Act:
        return lambda: files.take(
            self.world.told.consultation, "summary", by=self.staff
        ).close()

    # what people keep for themselves
    def _asked(self) -> Any:
        return QueueForm({"state": "waiting"})

    def save_filter(self) -> Act:
        return lambda: saving.save_filter(
            self.scene.consultation, self._asked(), by=self.staff, name="等我看的"
        )

    def delete_filter(self) -> Act:
        kept = saving.save_filter(
            self.scene.consultation, self._asked(), by=self.staff, name="等我看的"
        )
        return lambda: saving.delete_filter(kept, by=self.staff)
