"""What later versions keep (S2, S3, S4, S8), and where provisions come from."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from consultations.rounds.kinds import DisplayPolicy
from consultations.rounds.stages import Stage as RoundStage
from drafts import services as drafting
from drafts.kinds import VersionType
from feedback.comments.kinds import ConsentKind
from feedback.comments.models import Submitter
from feedback.dispositions import services, survival
from feedback.dispositions.answers import answer_of, published_answers
from feedback.dispositions.kinds import SurvivalState
from feedback.dispositions.models import Survival
from feedback.dispositions.origins import (
    origins_of,
    outcomes_of_disposition,
)
from feedback.dispositions.outcomes import Fate, fates_of
from feedback.dispositions.statistics import disposition_figures
from tests import make
from tests.dispositions.scene import make_scene

ADDED = "第五条　夜间二十二时至次日六时不得试验，但抢险救灾除外。\n\n"
NEXT = make.TEXT.replace("第三章　附", ADDED + "第三章　附").replace(
    "第五条　本条例自", "第六条　本条例自"
)
MODIFIED = NEXT.replace("夜间二十二时", "夜间二十一时三十分")
RENUMBERED = NEXT.replace(
    "第三条　试验人", "第三条　试验应当提前三日备案。\n\n第四条　试验人"
)
for old, new in (
    ("第六条　本", "第七条　本"),
    ("第五条　夜", "第六条　夜"),
    ("第四条　禁", "第五条　禁"),
):
    RENUMBERED = RENUMBERED.replace(old, new)


def states(version) -> list[tuple[str | None, str, bool]]:
    rows = Survival.objects.filter(version=version).order_by("pk")
    return list(rows.values_list("provision__address", "state", "is_certain"))


@pytest.mark.django_db
def test_unchanged_words_are_present_under_their_new_number():
    scene = make_scene()
    second = scene.version(NEXT)
    scene.decide(scene.comment(), make.provision(second, "5"))

    final = scene.version(RENUMBERED, final=True)

    assert states(second) == [("5", SurvivalState.PRESENT, True)]
    assert states(final) == [("6", SurvivalState.PRESENT, True)]


@pytest.mark.django_db
def test_dropped_adoption_is_told_as_adopted_on_the_way_only():
    scene = make_scene()
    comment = scene.comment()
    decision = scene.decide(comment, make.provision(scene.version(NEXT), "5"))
    services.publish_confirmed(scene.consultation)
    assert disposition_figures(scene.consultation)["adopted"] == 1

    final = scene.version(make.TEXT, final=True)

    assert states(final) == [(None, SurvivalState.DROPPED, True)]
    assert fates_of([decision]) == {decision.pk: Fate.DROPPED}
    assert [a.result_label for a in published_answers(comment)] == [
        "阶段采纳，终稿未保留"
    ]
    figures = disposition_figures(scene.consultation)
    assert (figures["adopted"], figures["adopted_final"]) == (1, 0)
    assert origins_of(final) == {}


@pytest.mark.django_db
def test_modified_words_wait_for_a_person():
    scene = make_scene()
    comment = scene.comment()
    scene.decide(comment, make.provision(scene.version(NEXT), "5"))
    final = scene.version(MODIFIED, final=True)
    row = Survival.objects.get(version=final)

    assert row.state == SurvivalState.MODIFIED
    assert answer_of(comment)[0].fate == Fate.PENDING
    assert disposition_figures(scene.consultation)["adopted_final"] == 0
    survival.decide_survival(row, by=scene.staff, state="kept", note="时段未缩短")

    assert answer_of(comment)[0].fate == Fate.KEPT
    assert disposition_figures(scene.consultation)["adopted_final"] == 1


@pytest.mark.django_db
def test_a_persons_word_outlives_a_second_confirmation_of_the_lineage():
    scene = make_scene()
    scene.decide(scene.comment(), make.provision(scene.version(NEXT), "5"))
    final = scene.version(MODIFIED, final=True)
    row = Survival.objects.get(version=final)
    survival.decide_survival(row, by=scene.staff, state="dropped", note="例外变宽")

    drafting.confirm_lineage(final, by=scene.reviewer)

    assert states(final) == [("5", SurvivalState.DROPPED, True)]


@pytest.mark.django_db
def test_survival_is_decided_with_a_note_about_changed_words_by_those_who_decide():
    scene = make_scene()
    second = scene.version(NEXT)
    scene.decide(scene.comment(), make.provision(second, "5"))
    present = Survival.objects.get(version=second)
    changed = Survival.objects.get(version=scene.version(MODIFIED))

    with pytest.raises(PermissionDenied):
        survival.decide_survival(
            changed, by=make.make_user(Role.CONTENT_MODERATOR), state="kept", note="在"
        )
    for row, state, note in (
        (changed, "kept", " "),
        (changed, "present", "在"),
        (present, "dropped", "不在"),
    ):
        with pytest.raises(ValidationError):
            survival.decide_survival(row, by=scene.staff, state=state, note=note)


@pytest.mark.django_db
def test_settled_survival_is_frozen_once_law_and_results_are_public():
    scene = make_scene()
    scene.decide(scene.comment(), make.provision(scene.version(NEXT), "5"))
    final = scene.version(MODIFIED, final=True)
    row = Survival.objects.get(version=final)
    services.publish_confirmed(scene.consultation)
    scene.at_stage(RoundStage.RESULT_PUBLISHED)

    # What still waits may be settled, once.
    survival.decide_survival(row, by=scene.staff, state="kept", note="保留")
    with pytest.raises(ValidationError):
        survival.decide_survival(row, by=scene.staff, state="dropped", note="改口")
    survival.recompute(final)

    assert states(final) == [("5", SurvivalState.KEPT, True)]


@pytest.mark.django_db
def test_unconfirmed_lineage_claims_nothing():
    scene = make_scene()
    comment = scene.comment()
    second = scene.version(NEXT)
    scene.decide(comment, make.provision(second, "5"))

    final = make.make_version(
        scene.regulation, text=NEXT, version_type=VersionType.PROMULGATED, base=second
    )

    assert states(final) == []
    assert answer_of(comment)[0].fate == Fate.PENDING


@pytest.mark.django_db
def test_chain_confirmed_out_of_order_is_followed_to_the_end():
    scene = make_scene()
    first = scene.version(NEXT)
    scene.decide(scene.comment(), make.provision(first, "5"))
    second = make.make_version(scene.regulation, text=NEXT, base=first)
    final = make.make_version(
        scene.regulation,
        text=RENUMBERED,
        base=second,
        version_type=VersionType.PROMULGATED,
    )

    drafting.confirm_lineage(final, by=scene.reviewer)
    assert states(final) == []
    drafting.confirm_lineage(second, by=scene.reviewer)

    assert states(final) == [("6", SurvivalState.PRESENT, True)]


@pytest.mark.django_db
def test_link_straight_to_the_final_text_is_present():
    scene = make_scene()
    comment = scene.comment()
    final = scene.version(NEXT, final=True)

    scene.decide(comment, make.provision(final, "5"))

    assert states(final) == [("5", SurvivalState.PRESENT, True)]
    assert disposition_figures(scene.consultation)["adopted_final"] == 1


@pytest.mark.django_db
def test_adoption_into_two_articles_counts_once():
    scene = make_scene()
    comment = scene.comment()
    second = scene.version(NEXT)
    scene.decide(
        comment,
        make.provision(second, "5"),
        make.provision(second, "3"),
        result="partially_adopted",
    )

    final = scene.version(make.TEXT, final=True)

    assert {address: state for address, state, _ in states(final)} == {
        None: "dropped",
        "3": "present",
    }
    figures = disposition_figures(scene.consultation)
    assert (figures["adopted"], figures["adopted_final"]) == (1, 1)
    assert figures["by_result"]["partially_adopted"] == 1


@pytest.mark.django_db
def test_adoption_into_three_regulations_links_them_all_and_counts_once():
    scene = make_scene()
    comment = scene.comment()
    finals = [
        make.make_version(text=NEXT, version_type=VersionType.PROMULGATED)
        for _ in range(2)
    ]
    own = scene.version(NEXT, final=True)

    scene.decide(comment, *(make.provision(v, "5") for v in [*finals, own]))
    services.publish_confirmed(scene.consultation)

    for version in [*finals, own]:
        assert [o.receipt_no for o in origins_of(version).popitem()[1]] == [
            comment.receipt_no
        ]
    assert disposition_figures(scene.consultation)["adopted_final"] == 1


@pytest.mark.django_db
def test_origin_names_comment_summary_change_role_and_day():
    scene = make_scene()
    comments = [scene.comment(), scene.comment(channel="letter")]
    group = services.group_comments(
        scene.consultation,
        comments,
        by=scene.staff,
        title="夜间",
        summary="要求夜间停止",
    )
    final = scene.version(NEXT, final=True)
    provision = make.provision(final, "5")
    decision = scene.decide(group, provision)
    assert origins_of(final) == {}

    services.publish_confirmed(scene.consultation)
    origins = origins_of(final)[provision.pk]

    decision.refresh_from_db()
    assert [
        (o.receipt_no, o.channel, o.summary, o.words, o.changed, o.decided_by_role)
        for o in origins
    ] == [
        (c.receipt_no, channel, "要求夜间停止", "", "写明了期限", "法工委复核人")
        for c, channel in zip(comments, ["网上提交", "信函"], strict=True)
    ]
    assert {o.decided_on for o in origins} == {
        timezone.localdate(decision.confirmed_at)
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lacking", "shown"),
    [
        (None, "请打〔电话〕，夜间太吵"),
        ("consent", ""),
        ("policy", ""),
        ("stage", ""),
        ("withdrawal", ""),
        ("child", ""),
        ("taken_back", ""),
    ],
)
def test_words_are_public_only_with_consent_policy_and_results(lacking, shown):
    policy = "summary_only" if lacking == "policy" else DisplayPolicy.ADOPTED_ONLY
    scene = make_scene(display_policy=policy)
    comment = scene.comment(
        body="请打13812345678，夜间太吵",
        consents=set() if lacking == "consent" else {ConsentKind.PUBLIC_WORDS},
    )
    if lacking == "child":
        comment.consents.model.objects.get_or_create(
            comment=comment,
            kind=ConsentKind.PUBLIC_WORDS,
            defaults={"text_version": "1", "given_at": comment.submitted_at},
        )
        Submitter.objects.create(comment=comment, kind="minor")
    if lacking == "withdrawal":
        type(comment).objects.filter(pk=comment.pk).update(
            withdrawal_requested_at=comment.submitted_at
        )
    if lacking == "taken_back":
        comment.consents.update(withdrawn_at=comment.submitted_at)
    final = scene.version(NEXT, final=True)
    scene.decide(comment, make.provision(final, "5"))
    services.publish_confirmed(scene.consultation)
    if lacking != "stage":
        scene.at_stage(RoundStage.RESULT_PUBLISHED)

    (origin,) = origins_of(final)[make.provision(final, "5").pk]

    assert origin.words == shown


@pytest.mark.django_db
def test_decision_lists_its_articles_with_their_way_to_the_final_text():
    scene = make_scene()
    second = scene.version(NEXT)
    decision = scene.decide(scene.comment(), make.provision(second, "5"))
    services.publish_confirmed(scene.consultation)
    scene.version(RENUMBERED, final=True)

    (outcome,) = outcomes_of_disposition(decision, Fate.KEPT)

    assert [(s.version.slug, s.provision.address) for s in outcome.survivals] == [
        ("v2", "5"),
        ("v3", "6"),
    ]


@pytest.mark.django_db
def test_code_names_the_article_of_the_promulgated_text():
    scene = make_scene()
    comment = scene.comment()
    scene.decide(comment, make.provision(scene.version(NEXT), "5"))
    services.publish_confirmed(scene.consultation)
    final = scene.version(RENUMBERED, final=True)

    (answer,) = published_answers(comment)

    assert [(link.url, link.note) for link in answer.links] == [
        (make.provision(scene.versions[0], "5").get_absolute_url(), "写明了期限"),
        (make.provision(final, "6").get_absolute_url(), "保留"),
    ]


@pytest.mark.django_db
def test_origins_cost_the_same_for_one_comment_and_for_many():
    costs = []
    for count in (1, 4):
        scene = make_scene(display_policy=DisplayPolicy.ADOPTED_ONLY)
        final = scene.version(NEXT, final=True)
        for _ in range(count):
            comment = scene.comment(consents={ConsentKind.PUBLIC_WORDS})
            scene.decide(comment, make.provision(final, "5"))
            pair = [scene.comment(), scene.comment()]
            group = services.group_comments(
                scene.consultation, pair, by=scene.staff, title="组", summary="归纳"
            )
            scene.decide(group, make.provision(final, "3"))
        services.publish_confirmed(scene.consultation)
        scene.at_stage(RoundStage.RESULT_PUBLISHED)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            origins = origins_of(final)
        assert sum(map(len, origins.values())) == count * 3
        costs.append(len(queries))

    assert costs == [4, 4]
