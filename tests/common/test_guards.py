"""What the database itself refuses, and that table remakes do not undo it."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction

from common import guards, receivers
from common.models import LedgerEntry

MESSAGE = "已公布的条文'不能'修改，100%不能。"


@pytest.fixture
def table(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE guarded (id integer PRIMARY KEY, words text, note text,"
            " published_at timestamptz)"
        )
        cursor.execute("INSERT INTO guarded VALUES (1, '原文', '', NULL)")
        cursor.execute("INSERT INTO guarded VALUES (2, '原文', '', '2026-03-01')")
    return "guarded"


def run(statement):
    """Return how many rows a statement changed, or the refusal's first line."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.rowcount
    except IntegrityError as refusal:
        return str(refusal).splitlines()[0]


@pytest.mark.parametrize("pk", [1, 2])
def test_guard_refuses_update_and_delete_of_every_row(table, pk):
    guards.forbid_update_delete(table, message=MESSAGE).ensure(connection)

    assert run(f"UPDATE guarded SET words = '改' WHERE id = {pk}") == MESSAGE
    assert run(f"DELETE FROM guarded WHERE id = {pk}") == MESSAGE
    assert run("INSERT INTO guarded VALUES (3, '新', '', NULL)") == 1


def test_condition_looks_at_the_stored_row(table):
    guard = guards.forbid_update_delete(
        table, when="OLD.published_at IS NOT NULL", message=MESSAGE
    )
    guard.ensure(connection)

    assert run("UPDATE guarded SET words = '改' WHERE id = 1") == 1
    assert run("UPDATE guarded SET published_at = NULL WHERE id = 2") == MESSAGE
    assert run("DELETE FROM guarded WHERE id = 2") == MESSAGE
    assert run("DELETE FROM guarded WHERE id = 1") == 1


def test_columns_narrow_the_ban_to_values_that_differ(table):
    guard = guards.forbid_update_delete(table, columns=["words"], message=MESSAGE)
    guard.ensure(connection)

    assert run("UPDATE guarded SET words = '原文', note = '注' WHERE id = 1") == 1
    assert run("UPDATE guarded SET words = NULL WHERE id = 1") == MESSAGE
    assert run("DELETE FROM guarded WHERE id = 1") == MESSAGE


def test_delete_may_be_left_free(table):
    guard = guards.forbid_update_delete(table, allow_delete=True, message=MESSAGE)
    guard.ensure(connection)

    assert run("UPDATE guarded SET note = '注' WHERE id = 1") == MESSAGE
    assert run("DELETE FROM guarded WHERE id = 1") == 1


def test_guard_can_be_set_twice_and_is_reversible(table):
    guard = guards.forbid_update_delete(table, message=MESSAGE)
    guard.ensure(connection)
    guard.ensure(connection)
    assert run("DELETE FROM guarded WHERE id = 1") == MESSAGE

    lifting = SimpleNamespace(connection=connection, execute=_execute)
    guard.reverse_code(None, lifting)
    assert run("DELETE FROM guarded WHERE id = 1") == 1
    guard.code(None, lifting)
    assert run("DELETE FROM guarded WHERE id = 2") == MESSAGE


def test_guard_describes_itself_for_people_and_for_copies():
    guard = guards.forbid_update_delete("t", columns=["a"], message=MESSAGE)

    _name, args, options = guard.deconstruct()
    copy = guards.Guard(*args, **options)
    assert copy.statements("sqlite") == guard.statements("sqlite")
    assert copy.statements("postgresql") == guard.statements("postgresql")
    assert guard.describe() == "Guard t against changes"


def _execute(statement, params):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_guards_outlive_a_table_remake(private_database):
    def remake():
        with transaction.atomic():
            LedgerEntry.objects.create(
                stream="a", position=1, at="2026-01-01T00:00:00Z", act="x.y"
            )
        if connection.vendor == "sqlite":
            with connection.schema_editor() as editor:
                editor._remake_table(LedgerEntry)
            # The trap: without restoring, nothing refuses any more.
            assert LedgerEntry.objects.update(reason="改了") == 1
            receivers.restore_guards_lost_to_table_remakes(sender=None, using="default")
        with pytest.raises(IntegrityError, match="操作流水只能追加"):
            LedgerEntry.objects.update(reason="又改")
        return LedgerEntry.objects.exclude(reason="又改").count()

    assert private_database.call(remake) == 1


def test_restoring_can_be_part_of_a_migration(private_database):
    def restore():
        operation = guards.restore_guards()
        with connection.schema_editor() as editor:
            for statement in _ledger_guard().lifting(connection.vendor):
                editor.execute(statement, params=None)
            operation.code(None, editor)
        with transaction.atomic():
            LedgerEntry.objects.create(
                stream="a", position=1, at="2026-01-01T00:00:00Z", act="x.y"
            )
        with pytest.raises(IntegrityError, match="操作流水只能追加"):
            LedgerEntry.objects.all().delete()
        return LedgerEntry.objects.count()

    assert private_database.call(restore) == 1


def _ledger_guard():
    return next(guard for guard in guards._applied(connection))
