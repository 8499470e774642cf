"""Stage changes: only listed moves, one winner, everyone told why."""

from datetime import UTC, datetime

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps
from model_utils.fields import AutoLastModifiedField, MonitorField

from common.moves import IllegalMove, Move, apply_move, legal_moves

pytestmark = pytest.mark.django_db

BEFORE = datetime(2026, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 4, 1, tzinfo=UTC)


class Stage(models.TextChoices):
    DRAFT = "draft", "草拟"
    IN_REVIEW = "in_review", "送审"
    APPROVED = "approved", "已批准"
    CANCELLED = "cancelled", "已取消"


def is_due(errand, at):
    return at >= NOW


MOVES = {
    "submit": Move(frozenset({Stage.DRAFT}), Stage.IN_REVIEW),
    "return": Move(frozenset({Stage.IN_REVIEW}), Stage.DRAFT),
    "approve": Move(frozenset({Stage.IN_REVIEW}), Stage.APPROVED, when=is_due),
    "cancel": Move(frozenset({Stage.DRAFT, Stage.IN_REVIEW}), Stage.CANCELLED),
}


@pytest.fixture
def make_errand(db):
    with isolate_apps("common"):

        class Errand(models.Model):
            stage = models.CharField(choices=Stage.choices, default=Stage.DRAFT)
            stage_changed_at = MonitorField(monitor="stage", default=BEFORE)
            modified = AutoLastModifiedField()
            reason = models.CharField()

            class Meta:
                app_label = "common"
                db_table = "moves_errand"

            def __str__(self):
                return self.stage

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE moves_errand (id integer PRIMARY KEY, stage varchar(20),"
            " stage_changed_at timestamptz, modified timestamptz, reason varchar(80))"
        )

    def make(stage=Stage.DRAFT):
        return Errand.objects.create(pk=1, stage=stage, reason="")

    return make


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("stage", Stage)
def test_only_listed_moves_are_legal(name, stage, make_errand):
    errand = make_errand(stage)

    if stage in MOVES[name].sources:
        apply_move(errand, name, MOVES, at=NOW)
        assert errand.stage == MOVES[name].target
    else:
        with pytest.raises(IllegalMove):
            apply_move(errand, name, MOVES, at=NOW)
        assert errand.stage == stage
    stored = type(errand).objects.get()
    assert stored.stage == errand.stage


def test_move_keeps_its_instant_and_the_fields_given(make_errand):
    errand = make_errand()
    apply_move(errand, "submit", MOVES, at=NOW, reason="材料齐全")
    stored = type(errand).objects.get()

    for seen in (errand, stored):
        assert (seen.stage_changed_at, seen.modified) == (NOW, NOW)
        assert seen.reason == "材料齐全"


def test_saving_after_a_move_does_not_move_again(make_errand):
    errand = make_errand()
    apply_move(errand, "submit", MOVES, at=NOW)
    errand.save()

    assert type(errand).objects.get().stage_changed_at == NOW


def test_move_is_one_query(make_errand, django_assert_num_queries):
    errand = make_errand()

    with django_assert_num_queries(1):
        apply_move(errand, "submit", MOVES)


def test_second_of_two_people_is_refused_and_sees_the_new_stage(make_errand):
    errand = make_errand()
    same = type(errand).objects.get()
    apply_move(errand, "cancel", MOVES)

    with pytest.raises(IllegalMove, match="现在是“已取消”"):
        apply_move(same, "submit", MOVES, reason="晚了一步")

    assert same.stage == Stage.CANCELLED
    assert type(errand).objects.get().reason == ""


def test_condition_is_asked_at_the_given_instant(make_errand):
    errand = make_errand(Stage.IN_REVIEW)

    with pytest.raises(IllegalMove):
        apply_move(errand, "approve", MOVES, at=BEFORE)
    assert legal_moves(errand, MOVES, at=BEFORE) == ["return", "cancel"]
    assert legal_moves(errand, MOVES, at=NOW) == ["return", "approve", "cancel"]


def test_refusal_names_the_stage_and_what_is_possible(make_errand):
    errand = make_errand(Stage.DRAFT)

    with pytest.raises(IllegalMove) as refusal:
        apply_move(errand, "approve", MOVES, at=NOW)

    assert str(refusal.value) == (
        "现在是“草拟”，不能转为“已批准”；现在可以转为：“送审”、“已取消”。"
    )


def test_refusal_at_the_end_says_that_nothing_is_possible(make_errand):
    errand = make_errand(Stage.CANCELLED)

    with pytest.raises(IllegalMove, match="也没有其他可以进行的操作"):
        apply_move(errand, "submit", MOVES)
