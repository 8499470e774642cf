"""I3: what was recorded stays as it was, or the first change is named."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from common import ciphers, guards, ledger
from common.models import LedgerEntry, LedgerHead, NumberSequence

pytestmark = pytest.mark.django_db

# Any saved row can be acted on.
THING = NumberSequence(series="LF-2026-012", last=1)


def record(act="rounds.publish", **options):
    options = {"by": None, "stream": "a"} | options
    return ledger.record(THING, act, **options)


@pytest.fixture
def unguarded(db):
    """Someone with all rights on the database takes the triggers away."""
    loader = MigrationLoader(connection)
    (guard,) = (
        operation
        for operation in loader.disk_migrations["common", "0001_ledger"].operations
        if isinstance(operation, guards.Guard)
    )
    with connection.cursor() as cursor:
        for statement in guard.lifting(connection.vendor):
            cursor.execute(statement)


def test_rows_of_a_stream_are_numbered_and_chained():
    first, second = record(), record()
    other = record(stream="b")

    assert [first.position, second.position, other.position] == [1, 2, 1]
    assert second.previous_hash == first.entry_hash
    assert other.previous_hash == ""
    assert ledger.verify() == ledger.Verification(3, True, None)
    assert ledger.verify("a") == ledger.Verification(2, True, None)


def test_row_says_who_did_what_to_which_object_and_why(django_user_model):
    user = django_user_model(pk=7)
    entry = record(by=user, role="reviewer", reason="材料齐全")
    entry.refresh_from_db()

    assert (entry.actor_kind, entry.actor_id, entry.role) == ("user", 7, "reviewer")
    assert (entry.act, entry.reason) == ("rounds.publish", "材料齐全")
    assert entry.object_type == "common.numbersequence"
    assert entry.object_id == "LF-2026-012"


@pytest.mark.parametrize(("by", "kind"), [(None, "system"), ("submitter", "submitter")])
def test_actor_may_be_the_system_or_a_submitter(by, kind):
    entry = record(by=by)

    assert (entry.actor_kind, entry.actor_id) == (kind, None)


def test_stream_is_the_objects_own_or_the_sites():
    owned = NumberSequence(series="x", last=1)
    owned.ledger_stream = "LF-2026-012"

    assert record(stream=None).stream == "site"
    assert ledger.record(owned, "x.y", by=None).stream == "LF-2026-012"


def test_values_are_hashed_and_never_stored():
    entry = record(before={"电话": "13800138000"}, after={"电话": "13900139000"})
    entry.refresh_from_db()

    stored = json.dumps(
        LedgerEntry.objects.values().get(pk=entry.pk), default=str, ensure_ascii=False
    )
    assert "13800138000" not in stored
    assert "13900139000" not in stored
    expected = ciphers.salted_hash({"电话": "13800138000"}, entry.salt)
    assert entry.before_hash == expected
    assert entry.before_hash != entry.after_hash


def test_same_value_has_another_hash_in_every_row():
    assert record(after="是").after_hash != record(after="是").after_hash


def test_given_salt_is_the_callers_to_destroy():
    entry = record(after={"words": "原文"}, salt=b"per-comment secret")
    entry.refresh_from_db()

    assert entry.salt == ""
    expected = ciphers.salted_hash({"words": "原文"}, b"per-comment secret")
    assert entry.after_hash == expected


def test_false_and_nought_are_values_too():
    entry = record(before=False, after=0)

    assert len(entry.before_hash) == len(entry.after_hash) == 64


def test_recording_takes_three_queries(django_assert_num_queries):
    with django_assert_num_queries(3):
        record(before={"a": 1})
    with django_assert_num_queries(3):
        record(before={"a": 1})


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(reason="改了"),
        lambda rows: rows.update(reason=""),
        lambda rows: rows.delete(),
        lambda rows: rows._raw_delete("default"),
    ],
)
def test_database_refuses_to_change_or_delete_rows(change):
    record()

    with pytest.raises(IntegrityError, match="操作流水只能追加"), transaction.atomic():
        change(LedgerEntry.objects.all())

    assert LedgerEntry.objects.get().reason == ""


CHANGES = {
    "at": "2026-01-01T00:00:00Z",
    "actor_kind": "user",
    "actor_id": 99,
    "role": "chair",
    "act": "rounds.cancel",
    "object_type": "rounds.consultation",
    "object_id": "2",
    "reason": "补写的理由",
    "salt": "00",
    "before_hash": "0" * 64,
    "after_hash": "0" * 64,
    "algorithm": "sm3",
    "previous_hash": "0" * 64,
    "entry_hash": "0" * 64,
    "stream": "aa",
    "position": 9,
}


@pytest.mark.parametrize("field", CHANGES)
def test_altered_field_is_found_at_its_row(field, unguarded):
    record(), record(after=1), record()

    LedgerEntry.objects.filter(position=2).update(**{field: CHANGES[field]})

    assert ledger.verify().broken == ("a", 2)
    assert not ledger.verify().ok


def test_every_field_is_covered_by_the_hash():
    fields = {field.name for field in LedgerEntry._meta.fields}

    assert fields == {"id", *CHANGES}


@pytest.mark.parametrize(
    ("gone", "broken"), [([1], 1), ([2], 2), ([3], 3), ([2, 3], 2)]
)
def test_missing_rows_are_found_even_at_the_end(gone, broken, unguarded):
    record(), record(), record()

    LedgerEntry.objects.filter(position__in=gone).delete()

    assert ledger.verify().broken == ("a", broken)


def test_vanished_stream_is_found(unguarded):
    record(), record(stream="b")

    LedgerEntry.objects.filter(stream="a").delete()

    assert ledger.verify().broken == ("a", 1)


def test_vanished_end_mark_is_found():
    record()

    LedgerHead.objects.all().delete()

    assert ledger.verify().broken == ("a", 2)


def test_chain_cannot_be_written_anew_without_the_pepper(unguarded, settings):
    record(), record()
    settings.PEPPER = "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg="
    first = LedgerEntry.objects.get(position=1)
    first.reason = "伪造"
    LedgerEntry.objects.filter(pk=first.pk).update(
        reason=first.reason, entry_hash=ledger.entry_hash(first)
    )
    settings.PEPPER = "cHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHA="

    assert ledger.verify().broken == ("a", 1)


def test_hash_follows_the_cipher_and_older_rows_still_verify(settings):
    assert record().algorithm == "sha256"
    settings.CIPHER = "sm4-gcm"
    assert record().algorithm == "sm3"

    assert ledger.verify() == ledger.Verification(2, True, None)


def test_refused_act_leaves_neither_row_nor_gap():
    record()
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    record()

    assert list(LedgerEntry.objects.values_list("position", flat=True)) == [1, 2]
    assert ledger.verify().ok


def test_recording_outside_a_transaction_is_refused(private_database):
    def attempt():
        with pytest.raises(transaction.TransactionManagementError):
            record()
        return LedgerEntry.objects.count()

    assert private_database.call(attempt) == 0


def test_writers_at_once_leave_one_whole_chain(private_database):
    def write(_number):
        for _ in range(5):
            with transaction.atomic():
                record()

    private_database.together(write, 8)

    def read():
        positions = LedgerEntry.objects.order_by("position")
        return list(positions.values_list("position", flat=True)), ledger.verify()

    positions, verification = private_database.call(read)
    assert positions == list(range(1, 41))
    assert verification == ledger.Verification(40, True, None)


def run_command(*args):
    out = StringIO()
    try:
        call_command("verify_ledger", *args, stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def test_command_reports_a_whole_ledger():
    record()

    code, out = run_command("--json")
    assert (code, json.loads(out)) == (0, {"rows": 1, "ok": True})
    assert run_command() == (0, "操作流水 1 条，全部完好。\n")


def test_command_names_the_first_broken_row(unguarded):
    record(), record()
    LedgerEntry.objects.filter(position=2).update(reason="改了")

    code, out = run_command("--json")
    broken = {"stream": "a", "position": 2}
    assert (code, json.loads(out)) == (1, {"rows": 2, "ok": False, "broken": broken})
    code, out = run_command()
    assert (code, out.startswith("流水“a”第 2 条被改动或缺失。")) == (1, True)
