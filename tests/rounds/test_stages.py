"""The moves of a consultation, and what its clock says."""

import datetime

import pytest

from common.moves import IllegalMove, apply_move
from consultations.rounds.stages import MOVES, Phase, Stage
from consultations.rounds.windows import midnight
from tests.make import make_consultation

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
# An instant at which the condition of a move holds, as days from the opening.
GOOD_INSTANTS = {
    "suspend": 5,
    "reopen": 40,
    "collate": 40,
    "cancel": -1,
}


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("stage", Stage)
def test_only_listed_moves_are_legal(name, stage):
    consultation = make_consultation(stage=stage)
    at = consultation.opens_at + GOOD_INSTANTS.get(name, 0) * DAY

    if stage in MOVES[name].sources:
        apply_move(consultation, name, MOVES, at=at)
        assert consultation.stage == MOVES[name].target
    else:
        with pytest.raises(IllegalMove):
            apply_move(consultation, name, MOVES, at=at)


@pytest.mark.parametrize(
    ("name", "stage", "days"),
    [
        ("collate", Stage.APPROVED, 5),
        ("reopen", Stage.APPROVED, 5),
        ("suspend", Stage.APPROVED, 40),
        ("cancel", Stage.APPROVED, 5),
    ],
)
def test_moves_refuse_the_wrong_moment(name, stage, days):
    consultation = make_consultation(stage=stage)

    with pytest.raises(IllegalMove):
        apply_move(consultation, name, MOVES, at=consultation.opens_at + days * DAY)

    consultation.refresh_from_db()
    assert consultation.stage == stage


def test_window_is_half_open():
    consultation = make_consultation()
    tick = datetime.timedelta(microseconds=1)

    assert not consultation.is_open(consultation.opens_at - tick)
    assert consultation.is_open(consultation.opens_at)
    assert consultation.is_open(consultation.closes_at - tick)
    assert not consultation.is_open(consultation.closes_at)


def test_days_count_first_and_last():
    opens_at = midnight(datetime.date(2024, 6, 28))
    closes_at = midnight(datetime.date(2024, 7, 28))

    consultation = make_consultation(opens_at=opens_at, closes_at=closes_at)

    assert consultation.days == 30
    assert consultation.last_day == datetime.date(2024, 7, 27)


@pytest.mark.parametrize(
    ("stage", "days", "phase"),
    [
        (Stage.DRAFT, 5, Phase.HIDDEN),
        (Stage.IN_REVIEW, 5, Phase.HIDDEN),
        (Stage.APPROVED, -1, Phase.SCHEDULED),
        (Stage.APPROVED, 5, Phase.OPEN),
        (Stage.APPROVED, 31, Phase.CLOSED),
        (Stage.SUSPENDED, 5, Phase.SUSPENDED),
        (Stage.COLLATING, 31, Phase.COLLATING),
    ],
)
def test_phase_joins_decision_and_clock(stage, days, phase):
    consultation = make_consultation(stage=stage)

    assert consultation.phase(consultation.opens_at + days * DAY) == phase
