"""Pages that show a collection cost the same for one row and for three."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from consultations.rounds.stages import Stage as RoundStage
from drafts import services as drafting
from drafts.models import Enclosure
from feedback.comments.models import Comment
from feedback.dispositions import services as deciding
from tests import make
from tests.reading.scene import SECOND, decided_scene

pytestmark = pytest.mark.django_db
DESK_BUDGET = 25


def scene_of(rows: int):
    """A round in collation with ``rows`` of everything its pages list."""
    scene = decided_scene(rows)
    scene.at_stage(RoundStage.COLLATING)
    for _row in range(rows):
        pair = [scene.comment(targets=("4",), name="某人") for _n in range(2)]
        group = deciding.group_comments(
            scene.consultation, pair, by=scene.staff, title="组", summary="归纳"
        )
        scene.propose(group, result="for_reference")
        scene.comment(targets=("3", "4"), stage="submitted")
        Enclosure.objects.create(
            version=scene.draft, kind="reference", title="资料", text="资料。"
        )
    for article in scene.draft.provisions.articles()[:rows]:
        drafting.write_explanation(article, by=scene.staff, body="大白话。")
    scene.group = group
    while scene.group.members.filter(removed_at=None).count() < rows + 1:
        deciding.add_to_group(
            scene.group, scene.comment(targets=("4",)), by=scene.staff
        )
    scene.hidden = make.make_version(
        scene.regulation, text=SECOND, published=False, base=scene.versions[-1]
    )
    return scene


def pages(scene) -> dict[str, str]:
    """Every page of the workbench that lists something."""
    code = [scene.consultation.code]
    receipt = Comment.objects.of(scene.consultation).first().receipt_no
    named = {
        "home": [],
        "regulations": [],
        "regulation": [scene.regulation.code],
        "version": [scene.draft.pk],
        "lineage": [scene.hidden.pk],
        "consultations": [],
        "consultation": code,
        "comments": code,
        "comment": [receipt],
        "groups": code,
        "group": [scene.group.pk],
        "decide-group": [scene.group.pk],
        "dispositions": code,
        "survivals": code,
        "results": code,
    }
    return {name: reverse(f"desk:{name}", args=args) for name, args in named.items()}


def counted(client, addresses) -> dict[str, int]:
    """Return how many queries each page takes, what is cached being cached."""
    found = {}
    for name, url in addresses.items():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        assert response.status_code == 200, name
        found[name] = len(captured)
    return found


def test_workbench_pages_cost_the_same_for_one_row_and_for_three():
    client = Client()
    client.force_login(make.make_user(Role.LEGISLATIVE_STAFF))

    few = counted(client, pages(scene_of(1)))
    many = counted(client, pages(scene_of(3)))

    growing = {n: (few[n], many[n]) for n in few if few[n] != many[n]}
    assert growing == {}
    assert {name: n for name, n in few.items() if n > DESK_BUDGET} == {}


def test_ledger_page_costs_the_same_for_any_number_of_rows():
    client = Client()
    client.force_login(make.make_user(Role.AUDIT_ADMIN))
    address = {"ledger": reverse("desk:ledger")}

    make.make_regulation()
    few = counted(client, address)
    scene_of(2)

    assert counted(client, address) == few
    assert few["ledger"] <= DESK_BUDGET
