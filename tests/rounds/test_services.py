"""Acts on consultations: who, when, with what reason, and what is kept of them."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.roles import Role
from common.models import LedgerEntry
from common.moves import IllegalMove
from common.stale import StaleEdit
from consultations.rounds import checks, services
from consultations.rounds.kinds import ExtensionKind
from consultations.rounds.models import Consultation
from consultations.rounds.signals import window_changed
from consultations.rounds.stages import Stage
from drafts import services as drafting
from drafts.kinds import EnclosureKind
from tests.make import make_consultation, make_user, make_version, publish

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 9, 1)


def last_act(consultation):
    return (
        LedgerEntry.objects.filter(stream=consultation.ledger_stream)
        .order_by("position")
        .last()
        .act
    )


@pytest.fixture
def ready():
    """A published version with its explanation, and the two people of a round."""
    version = make_version(published=False)
    staff = make_user(Role.LEGISLATIVE_STAFF)
    drafting.add_enclosure(
        version, by=staff, kind=EnclosureKind.EXPLANATION, title="说明", text="必要性。"
    )
    return publish(version), staff, make_user(Role.LEGISLATIVE_REVIEWER)


def create(version, by, days=30, **fields):
    return services.create_consultation(
        version,
        by=by,
        opens_on=TODAY,
        closes_on=TODAY + datetime.timedelta(days=days - 1),
        **{"organiser": "法工委", **fields},
    )


def test_create_stores_announced_days_as_half_open_window(ready):
    version, staff, _reviewer = ready

    consultation = create(version, staff)

    assert timezone.localtime(consultation.opens_at).isoformat() == (
        "2026-09-01T00:00:00+08:00"
    )
    assert timezone.localtime(consultation.closes_at).isoformat() == (
        "2026-10-01T00:00:00+08:00"
    )
    assert consultation.code == f"{version.document.code}-R1"
    assert last_act(consultation) == "rounds.create"


@pytest.mark.parametrize("role", [r for r in Role if r != Role.LEGISLATIVE_STAFF])
def test_create_refuses_every_other_role(role, ready):
    with pytest.raises(PermissionDenied):
        create(ready[0], make_user(role))

    assert Consultation.objects.count() == 0


def test_short_round_is_warned_never_blocked(ready):
    """Edge case E1: twelve days need a public reason, and nothing else."""
    version, staff, _reviewer = ready
    consultation = create(version, staff, days=12)

    with pytest.raises(ValidationError) as refused:
        services.submit_consultation(consultation, by=staff)
    assert "征求意见期为12天，少于规定的30天" in refused.value.messages[0]

    services.edit_consultation(
        consultation, by=staff, revision=1, short_reason="汛期将至，须尽快施行。"
    )
    consultation.refresh_from_db()
    services.submit_consultation(consultation, by=staff)
    assert consultation.stage == Stage.IN_REVIEW


def test_shortest_window_is_the_sites(ready, settings):
    version, staff, _reviewer = ready
    settings.MIN_CONSULTATION_DAYS = 20

    consultation = create(version, staff, days=20)

    assert consultation.min_days == 20
    assert checks.window_warning(consultation) == ""


def test_submit_names_the_missing_paper():
    version = make_version()
    staff = make_user(Role.LEGISLATIVE_STAFF)
    consultation = create(version, staff)

    with pytest.raises(ValidationError) as refused:
        services.submit_consultation(consultation, by=staff)

    assert refused.value.messages == ["还缺“起草说明”，请在文本页补上。"]


def test_unpublished_text_cannot_be_asked_about():
    version = make_version(published=False)
    staff = make_user(Role.LEGISLATIVE_STAFF)
    consultation = create(version, staff)

    with pytest.raises(ValidationError) as refused:
        services.submit_consultation(consultation, by=staff)

    assert "征求意见的文本还没有发布，请先发布文本。" in refused.value.messages


def test_nobody_approves_what_they_submitted(ready):
    version, staff, reviewer = ready
    both = make_user(Role.LEGISLATIVE_STAFF)
    both.memberships.create(
        role=Role.LEGISLATIVE_REVIEWER, starts_on=TODAY.replace(2020)
    )
    consultation = create(version, staff)
    services.submit_consultation(consultation, by=both)

    with pytest.raises(PermissionDenied):
        services.approve_consultation(consultation, by=both)

    services.approve_consultation(consultation, by=reviewer)
    assert (consultation.stage, consultation.approved_by) == (Stage.APPROVED, reviewer)


def test_second_edit_of_one_revision_is_told_both_texts(ready):
    version, staff, _reviewer = ready
    consultation = create(version, staff)
    services.edit_consultation(consultation, by=staff, revision=1, notice="甲写的")

    with pytest.raises(StaleEdit) as stale:
        services.edit_consultation(consultation, by=staff, revision=1, notice="乙写的")

    assert stale.value.differences == [("notice", "甲写的", "乙写的")]
    consultation.refresh_from_db()
    assert consultation.notice == "甲写的"


def test_edit_refuses_fields_that_are_moved_by_acts(ready):
    version, staff, _reviewer = ready
    consultation = create(version, staff)

    with pytest.raises(ValidationError):
        services.edit_consultation(
            consultation, by=staff, revision=1, stage=Stage.APPROVED
        )

    consultation.refresh_from_db()
    assert consultation.stage == Stage.DRAFT


def test_extension_is_public_and_announced(django_capture_on_commit_callbacks):
    consultation = make_consultation()
    reviewer = make_user(Role.LEGISLATIVE_REVIEWER)
    old = consultation.closes_at
    later = consultation.last_day + datetime.timedelta(days=10)
    heard = []
    window_changed.connect(lambda **news: heard.append(news["extension"]), weak=False)

    with django_capture_on_commit_callbacks(execute=True):
        extension = services.extend_consultation(
            consultation, by=reviewer, closes_on=later, reason="来信集中，延长十天。"
        )

    consultation.refresh_from_db()
    assert consultation.last_day == later
    assert (extension.kind, extension.old_closes_at) == (ExtensionKind.EXTEND, old)
    assert heard == [extension]
    assert last_act(consultation) == "rounds.extend"


def test_extension_after_closing_is_refused():
    consultation = make_consultation()
    reviewer = make_user(Role.LEGISLATIVE_REVIEWER)

    with pytest.raises(ValidationError):
        services.extend_consultation(
            consultation,
            by=reviewer,
            closes_on=consultation.last_day + datetime.timedelta(days=20),
            reason="补充征求。",
            at=consultation.closes_at,
        )


def test_closed_round_reopens_with_new_day_and_reason():
    consultation = make_consultation()
    reviewer = make_user(Role.LEGISLATIVE_REVIEWER)
    at = consultation.closes_at + datetime.timedelta(days=2)
    day = timezone.localdate(at) + datetime.timedelta(days=5)

    services.reopen_consultation(
        consultation, by=reviewer, closes_on=day, reason="漏发公告。", at=at
    )

    assert consultation.is_open(at)
    assert consultation.last_day == day


@pytest.mark.parametrize("reason", ["", "   "])
def test_window_changes_need_a_reason(reason):
    consultation = make_consultation()

    with pytest.raises(ValidationError):
        services.suspend_consultation(
            consultation, by=make_user(Role.LEGISLATIVE_REVIEWER), reason=reason
        )

    consultation.refresh_from_db()
    assert consultation.stage == Stage.APPROVED


def test_suspended_round_takes_no_comments_until_resumed():
    consultation = make_consultation()
    reviewer = make_user(Role.LEGISLATIVE_REVIEWER)

    services.suspend_consultation(consultation, by=reviewer, reason="系统检修。")
    assert not consultation.is_open()

    services.resume_consultation(consultation, by=reviewer, reason="检修完毕。")
    assert consultation.is_open()


def test_loser_of_two_moves_changes_nothing():
    consultation = make_consultation(stage=Stage.IN_REVIEW)
    same = Consultation.objects.get(pk=consultation.pk)
    reviewer = make_user(Role.LEGISLATIVE_REVIEWER)
    services.return_consultation(consultation, by=reviewer, reason="请补写公告。")

    with pytest.raises(IllegalMove):
        services.return_consultation(same, by=reviewer, reason="第二次退回。")

    acts = LedgerEntry.objects.filter(stream=consultation.ledger_stream)
    assert [entry.act for entry in acts] == ["rounds.return"]
