"""The figures of decisions equal a recount in plain SQL (I8)."""

from __future__ import annotations

import random

import pytest
from django.db import connection

from feedback.comments.stages import Stage as CommentStage
from feedback.dispositions import services, survival
from feedback.dispositions.kinds import REFERRED_RESULTS, Result, SurvivalState
from feedback.dispositions.models import Survival
from feedback.dispositions.statistics import disposition_figures
from tests import make
from tests.dispositions.scene import Scene, make_scene

NEXT = make.TEXT.replace("保持安静", "保持安静并控制音量")
FINAL = NEXT.replace("学校、医院", "学校、幼儿园、医院")
ADDRESSES = ("1", "2", "3", "3.1.2", "4", "5")

# Every part of every counted comment, with the decision that holds for it: the
# target's own, else the comment's, else its group's.
PARTS = """
WITH counted AS (
  SELECT id, channel, signature_count, is_general FROM comments_comment
  WHERE consultation_id = %(round)s AND stage = 'accepted'
), decided AS (
  SELECT * FROM dispositions_disposition WHERE stage IN ('confirmed', 'published')
), part AS (
  SELECT c.id AS comment_id, t.id AS target_id FROM counted c
  JOIN comments_target t ON t.comment_id = c.id
  UNION ALL
  SELECT c.id, NULL FROM counted c
  WHERE c.is_general OR NOT EXISTS (
    SELECT 1 FROM comments_target t WHERE t.comment_id = c.id)
), held AS (
  SELECT part.comment_id, part.target_id, COALESCE(
    (SELECT d.id FROM decided d WHERE d.target_id = part.target_id),
    (SELECT d.id FROM decided d
      WHERE d.comment_id = part.comment_id AND d.target_id IS NULL),
    (SELECT d.id FROM decided d JOIN dispositions_groupmember m
      ON m.group_id = d.group_id AND m.removed_at IS NULL
      WHERE m.comment_id = part.comment_id)
  ) AS disposition_id FROM part
), answer AS (
  SELECT held.*, d.result FROM held
  JOIN dispositions_disposition d ON d.id = held.disposition_id
)
"""
SURVIVES = """
  EXISTS (SELECT 1 FROM dispositions_survival s
    JOIN dispositions_adoptionlink l ON l.id = s.link_id
    JOIN drafts_version v ON v.id = s.version_id
    WHERE l.disposition_id = a.disposition_id AND s.state IN ('present', 'kept')
    AND v.version_type = 'promulgated' AND v.stage = 'published')
"""


def rows(scene: Scene, query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(PARTS + query, {"round": scene.consultation.pk})
        return cursor.fetchall()


def one(scene: Scene, query: str) -> int:
    return rows(scene, query)[0][0]


def random_round(seed: int) -> Scene:
    """A round with comments, groups and decisions of all kinds, drawn by ``seed``."""
    dice = random.Random(seed)
    scene = make_scene()
    second = scene.version(NEXT)
    comments = [_random_comment(scene, dice) for _ in range(24)]
    accepted = [c for c in comments if c.stage == CommentStage.ACCEPTED]
    dice.shuffle(accepted)
    subjects = accepted[7:]
    for members in (accepted[:3], accepted[3:7]):
        subjects.append(
            services.group_comments(
                scene.consultation, members, by=scene.staff, title="组", summary="归纳"
            )
        )
    for comment in accepted:
        for target in comment.targets.all():
            if dice.random() < 0.3:
                subjects.append(target)
    for subject in subjects:
        _random_decision(scene, subject, second, dice)
    scene.version(FINAL, final=True)
    for row in Survival.objects.filter(state=SurvivalState.MODIFIED):
        if dice.random() < 0.7:
            state = dice.choice(["kept", "dropped"])
            survival.decide_survival(row, by=scene.staff, state=state, note="看过")
    return scene


def _random_comment(scene: Scene, dice: random.Random):
    return scene.comment(
        targets=tuple(dice.sample(ADDRESSES, dice.randint(0, 3))),
        is_general=dice.random() < 0.2,
        stance=dice.choice(["support", "amend", "oppose"]),
        channel=dice.choice(["web", "letter", "contact_point"]),
        signature_count=dice.randint(1, 9),
        stage=dice.choice([CommentStage.ACCEPTED] * 6 + [CommentStage.REJECTED]),
    )


def _random_decision(scene: Scene, subject, second, dice: random.Random) -> None:
    result = dice.choice([*Result, *[Result.ADOPTED, Result.PARTIALLY_ADOPTED] * 4])
    provisions = []
    if result in (Result.ADOPTED, Result.PARTIALLY_ADOPTED):
        addresses = dice.sample(ADDRESSES, dice.randint(1, 2))
        provisions = [make.provision(second, address) for address in addresses]
    fields = {
        "result": result,
        "reason_code": "immature" if result == Result.NOT_ADOPTED else "",
        "referred_to": "市城管局" if result in REFERRED_RESULTS else "",
    }
    chance = dice.random()
    if chance < 0.1:
        return
    if chance < 0.2:
        scene.propose(subject, result="for_reference")
        return
    decision = scene.decide(subject, *provisions, **fields)
    if chance < 0.3:
        correction = services.correct_disposition(
            decision,
            by=scene.staff,
            correction_reason="重新研究",
            result="out_of_scope",
            reason_text="不属本条例",
        )
        if chance < 0.27:
            scene.confirm(correction)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 4])
def test_figures_equal_an_independent_recount(seed):
    scene = random_round(seed)

    found = disposition_figures(scene.consultation)

    counted = one(scene, "SELECT count(*) FROM counted")
    undisposed = one(
        scene,
        "SELECT count(DISTINCT comment_id) FROM held WHERE disposition_id IS NULL",
    )
    assert (found["disposed"], found["undisposed"]) == (
        counted - undisposed,
        undisposed,
    )
    by_result = dict(
        rows(
            scene,
            "SELECT result, count(DISTINCT comment_id) FROM answer GROUP BY result",
        )
    )
    assert found["by_result"] == {r.value: by_result.get(r.value, 0) for r in Result}
    participations = dict(
        rows(
            scene,
            "SELECT result, sum(signature_count) FROM (SELECT DISTINCT result,"
            " comment_id FROM answer) x JOIN counted c ON c.id = x.comment_id"
            " GROUP BY result",
        )
    )
    assert found["participations_by_result"] == {
        r.value: participations.get(r.value, 0) for r in Result
    }
    adopted = "SELECT count(DISTINCT comment_id) FROM answer a WHERE result IN {}"
    adoptions = "('adopted', 'partially_adopted')"
    assert found["adopted"] == one(scene, adopted.format(adoptions))
    final = one(scene, adopted.format(adoptions) + " AND " + SURVIVES)
    assert found["adopted_final"] == final
    assert found["adoption_rate"]["numerator"] == final
    assert found["adoption_rate"]["denominator"] == counted
    assert found["referred"] == one(
        scene, adopted.format("('converted_supervision', 'transferred')")
    )
    assert found["several_results"] == one(
        scene,
        "SELECT count(*) FROM (SELECT comment_id FROM answer GROUP BY comment_id"
        " HAVING count(DISTINCT result) > 1) x",
    )
    crossed = rows(
        scene,
        "SELECT c.channel, a.result, count(DISTINCT c.id) FROM answer a"
        " JOIN counted c ON c.id = a.comment_id GROUP BY c.channel, a.result",
    )
    assert _flat(found["by_channel_and_result"]) == set(crossed)
    crossed = rows(
        scene,
        "SELECT art.address, a.result, count(DISTINCT a.comment_id) FROM answer a"
        " JOIN comments_target t ON t.id = a.target_id"
        " JOIN drafts_provision p ON p.id = t.provision_id"
        " JOIN drafts_provision art ON art.id = COALESCE(p.article_id, p.id)"
        " GROUP BY art.address, a.result",
    )
    assert _flat(found["by_article_and_result"]) == set(crossed)
    # The draw is worth something only if every kind of answer came up.
    assert 0 < final < found["adopted"]
    assert found["several_results"] > 0
    assert (found["groups"], found["points"]) == (2, 2 + counted - 7)


def _flat(table: dict[str, dict[str, int]]) -> set[tuple[str, str, int]]:
    return {
        (outer, inner, count)
        for outer, cells in table.items()
        for inner, count in cells.items()
    }


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 4])
def test_figures_cost_the_same_for_any_number_of_comments(
    count, django_assert_num_queries
):
    scene = make_scene()
    for _ in range(count):
        scene.refuse(scene.comment(targets=("3",)))

    with django_assert_num_queries(6):
        disposition_figures(scene.consultation)


@pytest.mark.django_db
def test_rate_names_its_denominator_and_has_none_without_comments():
    scene = make_scene()

    found = disposition_figures(scene.consultation)

    assert found["adoption_rate"] == {
        "numerator": 0,
        "denominator": 0,
        "denominator_name": "counted",
        "percent": "—",
    }


@pytest.mark.django_db
def test_correction_changes_the_figures():
    scene = make_scene()
    final = scene.version(NEXT, final=True)
    wrong = scene.decide(scene.comment(), make.provision(final, "3"))
    assert disposition_figures(scene.consultation)["adoption_rate"]["percent"] == "100%"

    scene.confirm(
        services.correct_disposition(
            wrong,
            by=scene.staff,
            correction_reason="误标为采纳",
            result="for_reference",
            reason_text="条文未改",
        )
    )

    found = disposition_figures(scene.consultation)
    assert (found["adopted"], found["by_result"]["adopted"]) == (0, 0)
    assert found["adoption_rate"]["percent"] == "0%"
