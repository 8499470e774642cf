"""Drawing up a decision: what it must say, and about what."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.roles import Role
from common.moves import IllegalMove
from common.stale import StaleEdit
from consultations.rounds.stages import DECIDING_STAGES
from consultations.rounds.stages import Stage as RoundStage
from feedback.comments.stages import Stage as CommentStage
from feedback.dispositions import permissions, services
from feedback.dispositions.kinds import REFERRED_RESULTS, Result
from feedback.dispositions.models import AdoptionLink, Disposition
from feedback.dispositions.services import LinkData
from feedback.dispositions.stages import Stage
from tests import make
from tests.committing import together
from tests.dispositions.scene import make_scene

NEXT = make.TEXT.replace("保持安静", "保持安静并控制音量")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"result": "wonderful"}, "result"),
        ({"reason_text": "  "}, "reason_text"),
        ({"result": "not_adopted"}, "reason_code"),
        ({"result": "not_adopted", "reason_code": "because"}, "reason_code"),
        ({"result": "for_reference", "reason_code": "immature"}, "reason_code"),
        ({"result": "transferred"}, "referred_to"),
        ({"result": "converted_supervision", "referred_to": " "}, "referred_to"),
        (
            {"result": "not_adopted", "reason_code": "other", "reason_text": ""},
            "reason_text",
        ),
    ],
)
def test_incomplete_terms_are_refused_by_field(fields, named):
    scene = make_scene()

    with pytest.raises(ValidationError) as refusal:
        scene.propose(scene.comment(), **fields)

    assert list(refusal.value.message_dict) == [named]
    assert not Disposition.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("result", Result.values)
def test_every_result_can_be_proposed_with_what_it_asks_for(result):
    scene = make_scene()
    fields = {
        "reason_code": "other" if result == Result.NOT_ADOPTED else "",
        "referred_to": "市城管局" if result in REFERRED_RESULTS else "",
    }

    disposition = scene.propose(scene.comment(), result=result, **fields)

    assert (disposition.stage, disposition.result) == (Stage.PROPOSED, result)
    assert disposition.proposed_by == scene.staff


@pytest.mark.django_db
def test_link_must_lead_to_a_later_version_or_another_regulation():
    scene = make_scene()
    later = scene.version(NEXT)
    elsewhere = make.make_version(text=make.TEXT)
    comment = scene.comment()

    for provision in (make.provision(later, "3"), make.provision(elsewhere, "1")):
        disposition = scene.decide(comment, provision)
        assert disposition.stage == Stage.CONFIRMED
        services.revoke_disposition(disposition, by=scene.reviewer, reason="换一条")
    with pytest.raises(ValidationError) as refusal:
        scene.decide(comment, make.provision(scene.draft, "3"))

    assert list(refusal.value.message_dict) == ["links"]


@pytest.mark.django_db
def test_already_covered_may_point_at_the_text_commented_on():
    scene = make_scene()

    disposition = scene.decide(
        scene.comment(), make.provision(scene.draft, "4"), result="already_covered"
    )

    assert disposition.links.get().provision.address == "4"


@pytest.mark.django_db
def test_results_without_change_take_no_links():
    scene = make_scene()
    later = scene.version(NEXT)
    link = LinkData(make.provision(later, "3").pk)

    with pytest.raises(ValidationError):
        scene.propose(scene.comment(), result="for_reference", links=[link])


@pytest.mark.django_db
def test_links_are_checked_for_doubles_ghosts_and_degrees():
    scene = make_scene()
    provision = make.provision(scene.version(NEXT), "3")
    comment = scene.comment()
    bad = (
        [LinkData(provision.pk), LinkData(provision.pk)],
        [LinkData(987654321)],
        [LinkData(provision.pk, "enormous")],
        [LinkData(provision.pk, "full", "长" * 301)],
    )

    for links in bad:
        with pytest.raises(ValidationError):
            scene.propose(comment, links=links)

    assert not AdoptionLink.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_only_legislative_staff_propose(role):
    scene = make_scene()
    user = make.make_user(role)

    if role == Role.LEGISLATIVE_STAFF:
        assert scene.propose(scene.comment(), by=user).proposed_by == user
    else:
        with pytest.raises(PermissionDenied):
            scene.propose(scene.comment(), by=user)


@pytest.mark.django_db
@pytest.mark.parametrize("stage", RoundStage)
def test_decisions_belong_to_rounds_that_are_being_decided(stage):
    scene = make_scene()
    scene.at_stage(stage)

    may = permissions.can_propose(scene.staff, scene.consultation)

    assert may == (stage in DECIDING_STAGES)


@pytest.mark.django_db
def test_comment_that_does_not_count_needs_no_decision():
    scene = make_scene()

    for stage in set(CommentStage) - {CommentStage.ACCEPTED}:
        with pytest.raises(ValidationError):
            scene.propose(scene.comment(stage=stage))


@pytest.mark.django_db
def test_comment_has_one_decision_and_each_target_its_own():
    scene = make_scene()
    comment = scene.comment(targets=("3", "4"))
    third, fourth = comment.targets.order_by("provision__position")
    scene.propose(comment)

    with pytest.raises(ValidationError):
        scene.propose(comment)
    scene.propose(third)
    scene.propose(fourth)
    with pytest.raises(ValidationError):
        scene.propose(fourth)

    assert Disposition.objects.count() == 3


@pytest.mark.django_db
def test_database_refuses_a_second_open_decision():
    scene = make_scene()
    disposition = scene.propose(scene.comment())
    disposition.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        disposition.save(force_insert=True)


@pytest.mark.django_db
def test_stale_edit_carries_both_texts_and_stores_nothing():
    scene = make_scene()
    disposition = scene.propose(scene.comment())
    services.edit_disposition(
        disposition,
        by=scene.staff,
        revision=1,
        result="for_reference",
        reason_text="先到的",
    )

    with pytest.raises(StaleEdit) as refusal:
        services.edit_disposition(
            disposition,
            by=scene.staff,
            revision=1,
            result="out_of_scope",
            reason_text="后到的",
        )

    assert refusal.value.current["reason_text"] == "先到的"
    assert refusal.value.mine["reason_text"] == "后到的"
    disposition.refresh_from_db()
    assert (disposition.reason_text, disposition.revision) == ("先到的", 2)


@pytest.mark.django_db
def test_edit_replaces_links_and_returns_it_to_the_reviewer():
    scene = make_scene()
    later = scene.version(NEXT)
    disposition = scene.propose(
        scene.comment(), links=[LinkData(make.provision(later, "3").pk)]
    )
    services.return_disposition(disposition, by=scene.reviewer, note="关联错了")
    disposition.refresh_from_db()

    edited = services.edit_disposition(
        disposition,
        by=scene.staff,
        revision=disposition.revision,
        result="adopted",
        reason_text="改了第四条",
        links=[LinkData(make.provision(later, "4").pk, "partial")],
    )

    assert edited.stage == Stage.PROPOSED
    assert list(edited.links.values_list("provision__address", "contribution")) == [
        ("4", "partial")
    ]


@pytest.mark.django_db
def test_confirmed_decision_is_not_edited():
    scene = make_scene()
    disposition = scene.refuse(scene.comment())

    with pytest.raises(IllegalMove):
        services.edit_disposition(
            disposition,
            by=scene.staff,
            revision=disposition.revision,
            result="for_reference",
            reason_text="改口",
        )


def test_of_twenty_edits_from_one_revision_one_wins(committed):
    scene = make_scene()
    disposition = scene.propose(scene.comment())

    def edit(number: int) -> tuple[str, str]:
        try:
            services.edit_disposition(
                disposition,
                by=scene.staff,
                revision=1,
                result="for_reference",
                reason_text=f"理由{number}",
            )
        except StaleEdit as refusal:
            return refusal.current["reason_text"], refusal.mine["reason_text"]
        return "won", f"理由{number}"

    results = together(edit, 20)

    disposition.refresh_from_db()
    winner = disposition.reason_text
    assert sorted(results) == sorted(
        ("won" if f"理由{number}" == winner else winner, f"理由{number}")
        for number in range(20)
    )
    assert disposition.revision == 2
    assert _ledger_count("dispositions.edit") == 1


def test_of_twenty_proposals_about_one_comment_one_wins(committed):
    scene = make_scene()
    comment = scene.comment()

    def propose(number: int) -> bool:
        try:
            scene.propose(comment, reason_text=f"理由{number}")
        except ValidationError:
            return False
        return True

    assert sum(together(propose, 20)) == 1
    assert Disposition.objects.count() == 1


def _ledger_count(act: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM common_ledgerentry WHERE act = %s", [act])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"confirmed": "proposer"},
        {"stage": Stage.CONFIRMED},
        {"result": "not_adopted"},
        {"reason_text": ""},
        {"result": "transferred"},
        {"is_correction": True},
        {"comment": None},
    ],
)
def test_database_refuses_what_the_rules_forbid(fields):
    scene = make_scene()
    other = scene.refuse(scene.comment())
    values = {
        "consultation": scene.consultation,
        "comment": scene.comment(),
        "result": "for_reference",
        "reason_text": "理由",
        "proposed_by": scene.staff,
        "proposed_at": timezone.now(),
    }
    if fields.pop("confirmed", None):
        values |= {"confirmed_by": scene.staff, "stage": Stage.CONFIRMED}
    if fields.pop("is_correction", None):
        values |= {"supersedes": other}

    with pytest.raises(IntegrityError), transaction.atomic():
        Disposition.objects.create(**{**values, **fields})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"reason_text": "改写"},
        {"result": "adopted"},
        {"confirmed_by": None},
        {"proposed_by": "other"},
    ],
)
def test_database_refuses_to_rewrite_or_delete_a_confirmed_decision(change):
    scene = make_scene()
    disposition = scene.refuse(scene.comment())
    if change.get("proposed_by"):
        change = {"proposed_by": make.make_user(Role.LEGISLATIVE_STAFF)}

    with pytest.raises(IntegrityError), transaction.atomic():
        Disposition.objects.filter(pk=disposition.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposition.objects.filter(pk=disposition.pk).delete()

    disposition.refresh_from_db()
    assert disposition.reason_text == "已在二次审议稿中写明"
