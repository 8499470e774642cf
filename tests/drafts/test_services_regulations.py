"""Projects opened and moved along the road."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.roles import Role
from common.models import LedgerEntry
from common.moves import IllegalMove
from drafts import services
from drafts.models import Regulation
from drafts.signals import regulation_moved
from drafts.stages import MOVES, Stage
from tests.make import make_regulation, make_user

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 3, 1)


def create(**fields):
    return services.create_regulation(
        **{"by": None, "title": "明川市试验条例", "organiser": "法工委", "on": DAY}
        | fields
    )


def test_codes_are_gapless_within_a_year():
    codes = [create().code, create().code]
    with pytest.raises(ValidationError):
        create(title="")
    codes += [create().code, create(on=datetime.date(2026, 1, 5)).code]

    assert codes == ["LF-2025-001", "LF-2025-002", "LF-2025-003", "LF-2026-001"]


def test_project_has_a_document_of_its_code_and_a_first_step():
    regulation = create(by=make_user(Role.LEGISLATIVE_STAFF), short_title="试验条例")

    assert regulation.document.code == regulation.code
    assert regulation.short_title == "试验条例"
    assert list(regulation.steps.values_list("stage", "reached_on")) == [
        (Stage.PLANNING, DAY)
    ]
    assert LedgerEntry.objects.get().act == "drafts.create_regulation"


def test_refused_project_leaves_no_document():
    with pytest.raises(ValidationError), transaction.atomic():
        create(kind="decree")

    assert not Regulation.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_move_writes_a_step_a_row_and_news():
    regulation = create()
    reviewer = make_user(Role.LEGISLATIVE_REVIEWER)
    news = []
    regulation_moved.connect(
        lambda **sent: news.append((sent["regulation"].pk, sent["move"])),
        weak=False,
        dispatch_uid="test",
    )

    services.move_regulation(
        regulation, "read_first", by=reviewer, on=DAY, note="第二十次会议"
    )

    regulation_moved.disconnect(dispatch_uid="test")
    assert news == [(regulation.pk, "read_first")]
    assert regulation.stage == Stage.FIRST_READING
    step = regulation.steps.last()
    assert (step.stage, step.reached_on, step.note, step.recorded_by) == (
        Stage.FIRST_READING,
        DAY,
        "第二十次会议",
        reviewer,
    )
    assert LedgerEntry.objects.last().reason == "第二十次会议"


def test_promulgation_and_force_leave_their_dates():
    regulation = make_regulation(on=DAY, stage=Stage.VOTING)

    services.move_regulation(regulation, "promulgate", by=None, on=DAY)
    later = DAY + datetime.timedelta(days=60)
    services.move_regulation(regulation, "enter_into_force", by=None, on=later)

    regulation.refresh_from_db()
    assert (regulation.promulgated_on, regulation.effective_on) == (DAY, later)


def test_promulgation_is_not_skipped():
    regulation = make_regulation(on=DAY, stage=Stage.VOTING)

    with pytest.raises(IllegalMove):
        services.move_regulation(regulation, "enter_into_force", by=None, on=DAY)


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (timezone.localdate() + datetime.timedelta(days=1), "不能晚于今天"),
        (DAY - datetime.timedelta(days=1), "不能早于上一步"),
    ],
)
def test_impossible_days_are_refused(on, message):
    regulation = create()

    with pytest.raises(ValidationError, match=message):
        services.move_regulation(regulation, "draft", by=None, on=on)

    assert regulation.steps.count() == 1


def test_unknown_move_is_refused():
    with pytest.raises(ValidationError, match="没有这样的进程"):
        services.move_regulation(create(), "teleport", by=None, on=DAY)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("stage", Stage)
def test_only_listed_moves_are_legal(name, stage):
    regulation = make_regulation(on=DAY, stage=stage)

    if stage in MOVES[name].sources:
        services.move_regulation(regulation, name, by=None, on=DAY)
        assert regulation.stage == MOVES[name].target
    else:
        with pytest.raises(IllegalMove):
            services.move_regulation(regulation, name, by=None, on=DAY)
