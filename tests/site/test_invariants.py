"""Tests that try to break I1, I2, I4, I7 and I8 from the outside."""

from __future__ import annotations

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction
from django.utils import timezone

from common import idempotency
from common.moves import IllegalMove
from consultations.rounds.models import Consultation
from drafts import services as drafting
from drafts.models import Provision, Version
from drafts.text.parsing import parse
from feedback.comments import services as comments
from feedback.comments.models import Comment, Wording
from feedback.comments.refusals import WindowClosed
from feedback.comments.words import Words
from feedback.dispositions import services as deciding
from feedback.dispositions.models import Disposition
from feedback.dispositions.stages import DECIDED
from feedback.reports.statistics import figures
from tests import make

MICROSECOND = datetime.timedelta(microseconds=1)
REFUSED = (Error, IllegalMove, PermissionDenied, ValidationError)


def is_refused(act) -> bool:
    """Say whether ``act`` is turned down, and leaves nothing."""
    try:
        with transaction.atomic():
            act()
    except REFUSED:
        return True
    return False


def text_of(version):
    rows = Provision.objects.filter(version=version).order_by("position")
    return list(rows.values_list("address", "label", "heading", "text", "position"))


def test_published_text_cannot_be_changed_by_any_way_in(world):
    version, staff = world.told.draft, world.people["legislative_staff"]
    before, row = text_of(version), make.provision(version, "2")
    rows = Provision.objects.filter(version=version)
    ways = {
        "row": lambda: rows.filter(pk=row.pk).update(text="改"),
        "label": lambda: rows.filter(pk=row.pk).update(label="第九条"),
        "save": lambda: Provision(**(vars_of(row) | {"text": "改"})).save(),
        "delete": lambda: rows.filter(pk=row.pk).delete(),
        "move": lambda: rows.filter(pk=row.pk).update(version=world.hidden),
        "add": lambda: Provision(
            **(vars_of(row) | {"id": None, "address": "77", "position": 777})
        ).save(force_insert=True),
        "replace": lambda: drafting.replace_text(version, parse(make.TEXT), by=staff),
        "discard": lambda: drafting.discard_version(version, by=staff),
        "title": lambda: Version.objects.filter(pk=version.pk).update(title="改"),
        "unpublish": lambda: Version.objects.filter(pk=version.pk).update(
            stage="editing"
        ),
        "remove": lambda: Version.objects.filter(pk=version.pk).delete(),
    }

    taken = [name for name, way in ways.items() if not is_refused(way)]

    assert taken == []
    assert text_of(version) == before


def vars_of(row):
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
    }


def test_words_of_a_comment_cannot_be_changed_or_deleted(world):
    comment = make.make_comment(world.open, targets=("3",), body="原话一字不改。")
    said = Wording.objects.filter(comment=comment)
    before = list(said.values())
    ways = {
        "body": lambda: said.update(body="改"),
        "reason": lambda: said.update(reason="改"),
        "proposed": lambda: said.update(proposed={"3": "改"}),
        "time": lambda: said.update(written_at=timezone.now()),
        "hash": lambda: said.update(words_hash="0" * 64),
        "delete": lambda: said.delete(),
        "comment": lambda: Comment.objects.filter(pk=comment.pk).delete(),
        "quoted": lambda: comment.targets.update(quoted_text="改"),
    }

    taken = [name for name, way in ways.items() if not is_refused(way)]

    assert taken == []
    assert list(said.values()) == before


def test_no_page_of_the_workbench_changes_words(world):
    receipt = world.places["new comment"]["receipt"]
    before = list(Wording.objects.order_by("pk").values())
    forged = {"body": "伪造", "reason": "伪造", "act": "accept", "revision": "1"}

    for who in ("legislative_staff", "legislative_reviewer", "content_moderator"):
        for name in ("comment", "comment-screen", "comment-who", "decide-comment"):
            url = world.address(f"desk:{name}", "new comment")
            world.client(who).post(url, {**forged, "comment": receipt})

    assert list(Wording.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("edge", "is_taken"),
    [
        (lambda c: c.opens_at - MICROSECOND, False),
        (lambda c: c.opens_at, True),
        (lambda c: c.closes_at - MICROSECOND, True),
        (lambda c: c.closes_at, False),
    ],
    ids=["before", "opening", "last", "closing"],
)
def test_service_takes_words_in_the_half_open_window(world, edge, is_taken):
    count = Comment.objects.count()

    try:
        comments.submit_comment(
            world.open,
            words=Words(body="准点"),
            key=idempotency.new_key(),
            visitor="v",
            at=edge(world.open),
        )
    except WindowClosed:
        assert not is_taken

    assert Comment.objects.count() == count + is_taken


def test_page_opened_before_and_sent_after_the_closing_keeps_the_text(world):
    client, url = (
        world.client("visitor"),
        world.address("comments:create", "open round"),
    )
    key = client.get(url).context["key"]
    past = timezone.now() - datetime.timedelta(seconds=1)
    Consultation.objects.filter(pk=world.open.pk).update(closes_at=past)
    count = Comment.objects.count()

    said = {"body": "写了半小时的话", "step": "submit", "key": key}
    response = client.post(url, said)

    assert response.status_code == 422
    assert "写了半小时的话" in response.content.decode()
    assert Comment.objects.count() == count


def test_late_words_are_received_and_not_counted_as_in_time(world):
    before = figures(world.told.consultation)
    late = make.make_comment(
        world.told.consultation, is_late=True, made_on="2026-01-01"
    )

    after = figures(world.told.consultation)

    assert late.is_late
    assert after["late"] == before["late"] + 1


def test_nobody_confirms_what_they_proposed(world):
    """Even somebody who holds both roles, and even past the service."""
    user = make.make_user("legislative_staff")
    make.Membership.objects.create(
        user=user, role="legislative_reviewer", starts_on=datetime.date(2020, 1, 1)
    )
    scene = world.deciding
    row = scene.propose(scene.comment(targets=("4",)), by=user, result="for_reference")
    rows = Disposition.objects.filter(pk=row.pk)
    now = timezone.now()
    ways = {
        "service": lambda: deciding.confirm_disposition(
            row, by=user, revision=row.revision
        ),
        "row": lambda: rows.update(
            stage="confirmed", confirmed_by=user, confirmed_at=now
        ),
        "nobody": lambda: rows.update(stage="confirmed", confirmed_at=now),
    }

    assert [name for name, way in ways.items() if not is_refused(way)] == []


def test_decision_needs_its_grounds(world):
    scene = world.deciding
    reviewer = world.people["legislative_reviewer"]

    def confirmed(**terms):
        comment = scene.comment(targets=("4",))
        row = scene.propose(comment, **terms)
        deciding.confirm_disposition(row, by=reviewer, revision=row.revision)

    ways = {
        "no link": lambda: confirmed(result="adopted"),
        "part, no link": lambda: confirmed(result="partially_adopted"),
        "no code": lambda: confirmed(result="not_adopted"),
        "no reason": lambda: confirmed(result="for_reference", reason_text=" "),
        "no addressee": lambda: confirmed(result="converted_supervision"),
    }

    assert [name for name, way in ways.items() if not is_refused(way)] == []


def test_decided_rows_are_superseded_and_never_overwritten(world):
    row = Disposition.objects.filter(stage__in=DECIDED).order_by("pk").first()
    rows = Disposition.objects.filter(pk=row.pk)
    ways = {
        "reason": lambda: rows.update(reason_text="改"),
        "result": lambda: rows.update(result="for_reference"),
        "delete": lambda: rows.delete(),
        "edit": lambda: deciding.edit_disposition(
            row,
            by=world.people["legislative_staff"],
            revision=row.revision,
            result="for_reference",
            reason_text="改",
        ),
    }

    assert [name for name, way in ways.items() if not is_refused(way)] == []


def test_figures_of_page_and_command_equal_a_recount(world):
    """One round with every state, counted by hand in plain loops."""
    consultation = world.told.consultation
    for stage in ("submitted", "held", "rejected", "accepted"):
        make.make_comment(consultation, targets=("2",), stage=stage)
    rows = list(Comment.objects.filter(consultation=consultation))
    counted = [row for row in rows if row.stage in ("accepted", "collated", "closed")]

    found = figures(consultation)

    assert found["received"] == len(rows)
    assert found["counted"] == len(counted)
    assert found["participations"] == sum(row.signature_count for row in counted)


def test_no_model_lets_a_comment_vanish_with_what_it_speaks_of():
    """Removing or splitting a provision never deletes its comments."""
    from django.db.models import CASCADE  # noqa: PLC0415 -- one use

    rooms = ("comments", "dispositions", "reports")
    cascading = {
        f"{model.__name__}.{field.name}"
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.fields
        if field.remote_field and field.remote_field.on_delete is CASCADE
    }

    # What was mailed to a follower goes with the follower's address.
    assert cascading == {"Delivery.subscription"}
