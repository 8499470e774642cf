"""Services of accounts, texts and rounds, each made ready to be called once (I3)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts import services as accounts
from accounts.models import Membership
from accounts.roles import Role
from consultations.rounds import services as rounds
from drafts import services as drafting
from drafts.kinds import VersionType
from drafts.models import Version
from drafts.text.parsing import parse
from tests import make
from tests.reading.scene import SECOND
from tests.site.world import World

WHY = "试验的理由"
Act = Callable[[], Any]
TODAY = datetime.date(2026, 5, 6)


class Ready:
    """Makes services ready over one world: method ``x`` returns the call of ``x``."""

    def __init__(self, world: World) -> None:
        self.world = world
        people = world.people
        self.staff = people[Role.LEGISLATIVE_STAFF]
        self.reviewer = people[Role.LEGISLATIVE_REVIEWER]
        self.system = people[Role.SYSTEM_ADMIN]
        self.security = people[Role.SECURITY_ADMIN]
        self.moderator = people[Role.CONTENT_MODERATOR]
        self.scene = world.deciding

    # accounts
    def create_account(self) -> Act:
        return lambda: accounts.create_account("xin", "新人", by=self.system)

    def create_admin(self) -> Act:
        Membership.objects.filter(role=Role.AUDIT_ADMIN).update(ends_on="2021-01-01")
        return lambda: accounts.create_admin(Role.AUDIT_ADMIN, "shenji", "审计")

    def close_account(self) -> Act:
        user = make.make_user()
        return lambda: accounts.close_account(user, by=self.system, reason=WHY)

    def reopen_account(self) -> Act:
        user = make.make_user(is_active=False)
        return lambda: accounts.reopen_account(user, by=self.system, reason=WHY)

    def rename_account(self) -> Act:
        user = make.make_user()
        return lambda: accounts.rename_account(
            user, by=self.system, display_name="改名", email=""
        )

    def renew_password(self) -> Act:
        user = make.make_user()
        return lambda: accounts.renew_password(user, by=self.system, reason=WHY)

    def grant_role(self) -> Act:
        user = make.make_user()
        return lambda: accounts.grant_role(
            user, Role.CONTENT_MODERATOR, by=self.security, starts_on=TODAY, reason=WHY
        )

    def end_role(self) -> Act:
        held = Membership.objects.get(user=make.make_user(Role.CONTENT_MODERATOR))
        day = timezone.localdate()
        return lambda: accounts.end_role(
            held, by=self.security, ends_on=day, reason=WHY
        )

    # drafts
    def create_regulation(self) -> Act:
        return lambda: drafting.create_regulation(
            by=self.staff, title="新条例", organiser="法工委"
        )

    def edit_regulation(self) -> Act:
        return lambda: drafting.edit_regulation(
            self.scene.regulation, by=self.staff, title="改过的条例"
        )

    def move_regulation(self) -> Act:
        regulation = make.make_regulation()
        return lambda: drafting.move_regulation(
            regulation, "draft", by=self.reviewer, on=timezone.localdate()
        )

    def import_version(self) -> Act:
        document = self.scene.regulation.document
        return lambda: drafting.import_version(
            document, parse(SECOND), by=self.staff, version_type=VersionType.VOTE
        )

    def _text(self, stage: str = "editing", **fields: Any) -> Version:
        fields.setdefault("base", self.scene.draft)
        version = make.make_version(
            self.scene.regulation, text=SECOND, published=False, **fields
        )
        if stage == "in_review":
            drafting.submit_version(version, by=self.staff)
        return version

    def replace_text(self) -> Act:
        version = self._text()
        return lambda: drafting.replace_text(version, parse(make.TEXT), by=self.staff)

    def discard_version(self) -> Act:
        version = self._text()
        return lambda: drafting.discard_version(version, by=self.staff)

    def submit_version(self) -> Act:
        version = self._text()
        return lambda: drafting.submit_version(version, by=self.staff)

    def return_version(self) -> Act:
        version = self._text("in_review")
        return lambda: drafting.return_version(version, by=self.reviewer, reason=WHY)

    def publish_version(self) -> Act:
        version = self._text("in_review")
        return lambda: drafting.publish_version(
            version, by=self.reviewer, override_reason=WHY
        )

    def confirm_lineage(self) -> Act:
        version = self._text()
        return lambda: drafting.confirm_lineage(version, by=self.staff)

    def _paper(self, version: Version) -> Any:
        return drafting.add_enclosure(
            version, by=self.staff, kind="explanation", title="说明", text="说明。"
        )

    def add_enclosure(self) -> Act:
        version = self._text()
        return lambda: self._paper(version)

    def remove_enclosure(self) -> Act:
        paper = self._paper(self._text())
        return lambda: drafting.remove_enclosure(paper, by=self.staff)

    def _plain(self) -> Any:
        article = make.provision(self.scene.draft, "2")
        return drafting.write_explanation(article, by=self.staff, body="大白话。")

    def write_explanation(self) -> Act:
        return self._plain

    def publish_explanation(self) -> Act:
        plain = self._plain()
        return lambda: drafting.publish_explanation(plain, by=self.reviewer)

    def withdraw_explanation(self) -> Act:
        plain = self._plain()
        drafting.publish_explanation(plain, by=self.reviewer)
        return lambda: drafting.withdraw_explanation(
            plain, by=self.reviewer, reason=WHY
        )

    def carry_explanations(self) -> Act:
        plain = self._plain()
        drafting.publish_explanation(plain, by=self.reviewer)
        version = self._text(version_type=VersionType.SECOND_DRAFT)
        make.publish(version)
        return lambda: drafting.confirm_lineage(version, by=self.staff)

    # rounds
    def _round(self, stage: str = "approved", **window: Any) -> Any:
        version = make.make_version(text=make.TEXT)
        self._paper_after(version)
        return make.make_consultation(version, stage=stage, **window)

    def _paper_after(self, version: Version) -> None:
        from drafts.models import Enclosure  # noqa: PLC0415 -- app ready

        Enclosure.objects.create(
            version=version, kind="explanation", title="说明", text="说明。"
        )

    def _closed_round(self) -> Any:
        now = timezone.now()
        day = datetime.timedelta(days=1)
        return self._round(opens_at=now - 40 * day, closes_at=now - day)

    def create_consultation(self) -> Act:
        version = make.make_version()
        return lambda: rounds.create_consultation(
            version,
            by=self.staff,
            opens_on=TODAY,
            closes_on=TODAY + datetime.timedelta(days=40),
            organiser="法工委",
        )

    def edit_consultation(self) -> Act:
        consultation = self._round("draft")
        return lambda: rounds.edit_consultation(
            consultation, by=self.staff, revision=1, notice="改过的公告"
        )

    def submit_consultation(self) -> Act:
        consultation = self._round("draft")
        return lambda: rounds.submit_consultation(consultation, by=self.staff)

    def return_consultation(self) -> Act:
        consultation = self._round("in_review")
        return lambda: rounds.return_consultation(
            consultation, by=self.reviewer, reason=WHY
        )

    def approve_consultation(self) -> Act:
        consultation = self._round("in_review")
        return lambda: rounds.approve_consultation(consultation, by=self.reviewer)

    def extend_consultation(self) -> Act:
        consultation = self._round()
        later = timezone.localdate() + datetime.timedelta(days=90)
        return lambda: rounds.extend_consultation(
            consultation, by=self.reviewer, closes_on=later, reason=WHY
        )

    def suspend_consultation(self) -> Act:
        consultation = self._round()
        return lambda: rounds.suspend_consultation(
            consultation, by=self.reviewer, reason=WHY
        )

    def resume_consultation(self) -> Act:
        consultation = self._round("suspended")
        return lambda: rounds.resume_consultation(
            consultation, by=self.reviewer, reason=WHY
        )

    def cancel_consultation(self) -> Act:
        consultation = self._round("in_review")
        return lambda: rounds.cancel_consultation(
            consultation, by=self.reviewer, reason=WHY
        )

    def reopen_consultation(self) -> Act:
        consultation = self._closed_round()
        later = timezone.localdate() + datetime.timedelta(days=30)
        return lambda: rounds.reopen_consultation(
            consultation, by=self.reviewer, closes_on=later, reason=WHY
        )

    def collate_consultation(self) -> Act:
        consultation = self._closed_round()
        return lambda: rounds.collate_consultation(consultation, by=self.staff)

    def report_consultation(self) -> Act:
        consultation = self._round("collating")
        return lambda: rounds.report_consultation(consultation, by=self.staff)

    def archive_consultation(self) -> Act:
        consultation = self._round("result_published")
        return lambda: rounds.archive_consultation(consultation, by=self.reviewer)
