"""Rows the database itself keeps from being changed or deleted, on both vendors.

In a migration::

    operations = [
        guards.forbid_update_delete(
            "drafts_provision", columns=["text"], message="已公布的条文不能修改。"
        )
    ]

Trap: on SQLite Django alters a table by making it anew, and the old table takes its
triggers with it. Guards of applied migrations are therefore restored after every
``migrate`` (``common.apps``); a migration that alters a guarded table and then relies
on the guard, in the same run, calls ``guards.restore_guards()`` as its last operation.
"""

from collections.abc import Sequence
from typing import Any

from django.apps.registry import Apps
from django.db import connections, migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader


class Guard(migrations.RunPython):
    """A migration operation that sets the triggers of one table."""

    def __init__(
        self,
        table: str,
        when: str | None,
        columns: Sequence[str],
        allow_delete: bool,
        message: str,
    ) -> None:
        self.table = table
        self.when = when
        self.columns = tuple(columns)
        self.allow_delete = allow_delete
        self.message = message
        super().__init__(self._set, self._lift)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        names = ("table", "when", "columns", "allow_delete", "message")
        return (
            type(self).__qualname__,
            [],
            {name: getattr(self, name) for name in names},
        )

    def describe(self) -> str:
        return f"Guard {self.table} against changes"

    def ensure(self, connection: BaseDatabaseWrapper) -> None:
        """Set the triggers, replacing those that are there."""
        with connection.cursor() as cursor:
            for statement in self.statements(connection.vendor):
                cursor.execute(statement)

    def statements(self, vendor: str) -> list[str]:
        """Return the SQL that lifts an older guard and sets this one."""
        setting = [self._trigger(vendor, event) for event in self._events()]
        if vendor == "postgresql":
            setting.insert(0, self._function())
        return [*self.lifting(vendor), *setting]

    def lifting(self, vendor: str) -> list[str]:
        """Return the SQL that lifts this guard."""
        on = f" ON {self.table}" if vendor == "postgresql" else ""
        dropping = [
            f"DROP TRIGGER IF EXISTS {self._name(event)}{on}"
            for event in ("UPDATE", "DELETE")
        ]
        if vendor == "postgresql":
            dropping.append(f"DROP FUNCTION IF EXISTS {self._name('')}()")
        return dropping

    def _events(self) -> list[str]:
        return ["UPDATE"] if self.allow_delete else ["UPDATE", "DELETE"]

    def _name(self, event: str) -> str:
        return f"guard_{self.table}_{event.lower()}".rstrip("_")

    def _quoted_message(self) -> str:
        return "'" + self.message.replace("'", "''") + "'"

    def _condition(self, vendor: str, event: str) -> str:
        parts = [f"({self.when})"] if self.when else []
        if event == "UPDATE" and self.columns:
            # Django's save() names every column: what counts is whether one differs.
            differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
            changed = (f"OLD.{name} {differs} NEW.{name}" for name in self.columns)
            parts.append("(" + " OR ".join(changed) + ")")
        return f" WHEN ({' AND '.join(parts)})" if parts else ""

    def _trigger(self, vendor: str, event: str) -> str:
        if vendor == "postgresql":
            action = f"EXECUTE FUNCTION {self._name('')}()"
        else:
            action = f"BEGIN SELECT RAISE(ABORT, {self._quoted_message()}); END"
        return (
            f"CREATE TRIGGER {self._name(event)} BEFORE {event} ON {self.table}"
            f" FOR EACH ROW{self._condition(vendor, event)} {action}"
        )

    def _function(self) -> str:
        # restrict_violation is a class 23 error: Django's IntegrityError, as on SQLite.
        return (
            f"CREATE FUNCTION {self._name('')}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION USING MESSAGE = {self._quoted_message()},"
            f" ERRCODE = 'restrict_violation'; END $$"
        )

    def _set(self, apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in self.statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def _lift(self, apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in self.lifting(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)


def forbid_update_delete(
    table: str,
    *,
    when: str | None = None,
    columns: Sequence[str] = (),
    allow_delete: bool = False,
    message: str,
) -> Guard:
    """Return a reversible operation: UPDATE and DELETE of rows fail with ``message``.

    ``when`` is SQL both vendors know about the stored row (``"OLD.published_at IS NOT
    NULL"``), without subqueries; ``columns`` narrows the ban on UPDATE to those whose
    value would change; ``allow_delete`` leaves DELETE free. Refusals arrive as
    ``IntegrityError``. One guard per table.
    """
    return Guard(table, when, columns, allow_delete, message)


def restore_guards() -> migrations.RunPython:
    """Return an operation that sets the guards of all applied migrations again."""

    def restore(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        restore_applied(schema_editor.connection.alias)

    return migrations.RunPython(restore, migrations.RunPython.noop)


def restore_applied(using: str) -> None:
    """Set the guards of applied migrations again, the newest of each table."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    newest = {guard.table: guard for guard in _applied(connection)}
    for guard in newest.values():
        if guard.table in tables:
            guard.ensure(connection)


def _applied(connection: BaseDatabaseWrapper) -> list[Guard]:
    loader = MigrationLoader(connection)
    # Within an app the names' numbers are the order.
    return [
        operation
        for key in sorted(loader.applied_migrations)
        if key in loader.disk_migrations
        for operation in loader.disk_migrations[key].operations
        if isinstance(operation, Guard)
    ]
