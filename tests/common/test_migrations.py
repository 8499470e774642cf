"""Migrations of the common room go forth and back on either database."""

from datetime import date

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from common import searching, workdays


def test_migrations_can_be_taken_back_and_made_again(private_database):
    def back_and_forth():
        latest = MigrationExecutor(connection).loader.graph.leaf_nodes("common")
        MigrationExecutor(connection).migrate([("common", None)])
        tables = set(connection.introspection.table_names())
        MigrationExecutor(connection).migrate(latest)
        searching.index("comment", 1, "居民区")
        found = list(searching.find("民区", kinds="comment"))
        return tables, found, workdays.is_workday(date(2026, 2, 14))

    tables, found, is_workday = private_database.call(back_and_forth)

    assert {name for name in tables if name.startswith("common_")} == set()
    assert (found, is_workday) == ([1], True)
