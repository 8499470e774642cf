"""I3: no act without its row, no row without its act, no altered row unnoticed."""

from __future__ import annotations

import importlib
import inspect

import pytest
from django.db import connection, transaction

from common import guards, ledger
from common.models import LedgerEntry, LedgerHead
from tests.databases import ROOT
from tests.site.answering import ReadyToAnswer
from tests.site.services import Ready

common = importlib.import_module("common.migrations.0001_ledger")

MODULES = (
    "accounts.services",
    "drafts.services.enclosures",
    "drafts.services.explanations",
    "drafts.services.lineage",
    "drafts.services.regulations",
    "drafts.services.versions",
    "consultations.rounds.services",
    "feedback.comments.services.correcting",
    "feedback.comments.services.looking_up",
    "feedback.comments.services.screening",
    "feedback.comments.services.submitting",
    "feedback.comments.services.undoing",
    "feedback.comments.personal",
    "feedback.dispositions.services.confirming",
    "feedback.dispositions.services.correcting",
    "feedback.dispositions.services.grouping",
    "feedback.dispositions.services.proposing",
    "feedback.dispositions.services.undoing",
    "feedback.dispositions.survival",
    "feedback.reports.services",
    "feedback.reports.notices",
    "feedback.reports.subscriptions",
    "feedback.reports.deliveries",
    "home.desk.files",
    "home.desk.saving",
)
# Public, but no act of somebody: they read, or are steps within an act of the list.
NO_ACTS = {
    "accounts.services": {"sync_groups", "sync_all_groups", "held_on", "open_account"},
    "drafts.services.explanations": {"reattach_explanations"},
    "feedback.comments.services.correcting": {"may_correct", "may_withdraw"},
    "feedback.comments.services.looking_up": {"find_by_code", "normalised_receipt_no"},
    "feedback.comments.services.submitting": {
        "wording_fields",
        "own_wordings",
        "next_receipt_no",
        "seal_context",
    },
    "feedback.comments.personal": {"masked"},
    "feedback.comments.services.undoing": {"stage_before"},
    "feedback.dispositions.services.grouping": {"join_free", "touch"},
    "home.desk.saving": {"place_of", "filters_of"},
    "feedback.dispositions.services.confirming": {
        "had_a_hand",
        "publish_confirmed",
    },
    "feedback.dispositions.services.proposing": {"store", "locked", "refuse_stale"},
    "feedback.dispositions.survival": {"trace_links", "is_frozen"},
    # Part of the act that changed the figures; writes its own row when they did.
    "feedback.reports.services": {"refresh_results", "as_stored"},
    # A notice is the record of itself: queued within the act, marked when sent.
    "feedback.reports.notices": {
        "queue_results",
        "queue_for_disposition",
        "send_due",
        "delay_after",
    },
    # Finding, proving and forgetting; ``ask`` guards the act that it calls.
    "feedback.reports.subscriptions": {
        "find_to_confirm",
        "find_to_leave",
        "confirm_token",
        "leave_token",
        "address_of",
        "address_hash",
        "normalised",
        "forget_unconfirmed",
        "ask",
    },
    # A mail is the record of itself, as a notice is.
    "feedback.reports.deliveries": {"announce", "send_due", "prune"},
    "home.desk.files": {"comments_table", "file_name"},
}
TRIED = {**vars(Ready), **vars(ReadyToAnswer)}
ACTS = sorted(name for name in TRIED if not name.startswith("_"))


def public_functions():
    for name in MODULES:
        module = importlib.import_module(name)
        for function, value in vars(module).items():
            is_own = inspect.isfunction(value) and value.__module__ == name
            if is_own and not function.startswith("_"):
                yield name, function


def services_modules():
    for file in [*ROOT.glob("**/services.py"), *ROOT.glob("**/services/*.py")]:
        parts = file.relative_to(ROOT).with_suffix("").parts
        if parts[0] not in (".venv", "var", "tests"):
            yield ".".join(parts).removeprefix("site.")


def test_every_public_service_is_tried_or_named_as_no_act():
    acts = {f for name, f in public_functions() if f not in NO_ACTS.get(name, ())}

    assert acts == set(ACTS)


def test_no_services_module_is_forgotten():
    steps = ("__init__", "rules", "storing", "terms")
    found = {m for m in services_modules() if m.rsplit(".", 1)[1] not in steps}

    assert found - set(MODULES) == set()


@pytest.mark.parametrize("name", ACTS)
def test_service_leaves_its_row_in_the_same_transaction(world, name):
    act = getattr(ReadyToAnswer(world), name)()
    before = LedgerEntry.objects.count()

    with transaction.atomic():
        act()
        written = list(LedgerEntry.objects.order_by("pk")[before:])
        transaction.set_rollback(True)

    assert written != []
    assert all(entry.act and entry.entry_hash for entry in written)
    assert LedgerEntry.objects.count() == before
    assert ledger.verify().ok


@pytest.fixture
def unguarded(world):
    """A database whose own guards somebody has lifted, as an attacker would."""
    (guard,) = (
        operation
        for operation in common.Migration.operations
        if isinstance(operation, guards.Guard)
    )
    with connection.cursor() as cursor:
        for statement in guard.lifting(connection.vendor):
            cursor.execute(statement)
    return world


ALTERED = {
    "act": "rounds.invented",
    "role": "legislative_reviewer",
    "reason": "改过的理由",
    "object_id": "999999",
    "actor_id": 999_999,
    "after_hash": "0" * 64,
    "previous_hash": "0" * 64,
    "entry_hash": "0" * 64,
}


def test_altering_any_row_of_a_real_history_is_named(unguarded):
    rows = list(LedgerEntry.objects.order_by("pk"))
    assert len(rows) > 15
    missed = []

    for number, row in enumerate(rows):
        field = list(ALTERED)[number % len(ALTERED)]
        with transaction.atomic():
            LedgerEntry.objects.filter(pk=row.pk).update(**{field: ALTERED[field]})
            found = ledger.verify(row.stream)
            transaction.set_rollback(True)
        if found.broken != (row.stream, row.position):
            missed.append((row.stream, row.position, field, found.broken))

    assert missed == []
    assert ledger.verify().ok


def test_removing_the_last_rows_is_named(unguarded):
    head = LedgerHead.objects.order_by("-position").first()
    last = LedgerEntry.objects.get(stream=head.stream, position=head.position)

    LedgerEntry.objects.filter(pk=last.pk).delete()

    assert ledger.verify().broken == (head.stream, head.position)
