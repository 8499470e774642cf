"""A database of their own for tests that need real commits and several connections."""

import copy
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor


class PrivateDatabase:
    """A database that holds the common room only; each call has its own connection."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    def call(self, function: Callable[..., Any], *args: Any) -> Any:
        """Return what ``function`` returns in a thread connected to this database."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(self._connected, function, *args).result()

    def together(self, function: Callable[[int], Any], count: int) -> list[Any]:
        """Return the results of ``count`` calls that begin at the same moment."""
        barrier = threading.Barrier(count)

        def begin(number: int) -> Any:
            barrier.wait()
            return function(number)

        with ThreadPoolExecutor(count) as pool:
            futures = [pool.submit(self._connected, begin, n) for n in range(count)]
            return [future.result() for future in futures]

    def _connected(self, function: Callable[..., Any], *args: Any) -> Any:
        own = type(connections["default"])(copy.deepcopy(self.settings), "default")
        connections["default"] = own
        try:
            return function(*args)
        finally:
            own.close()


@pytest.fixture
def private_database(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock():
        settings = copy.deepcopy(connections["default"].settings_dict)
        if connection.vendor == "sqlite":
            settings["NAME"] = str(tmp_path / "private.sqlite3")
        else:
            settings["NAME"] = f"minyi_private_{os.getpid()}"
            _on_server(f'DROP DATABASE IF EXISTS "{settings["NAME"]}" WITH (FORCE)')
            _on_server(f'CREATE DATABASE "{settings["NAME"]}"')
        database = PrivateDatabase(settings)
        database.call(_migrate_common)
        yield database
        if connection.vendor == "postgresql":
            _on_server(f'DROP DATABASE "{settings["NAME"]}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _migrate_common() -> None:
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes("common")
    executor.migrate(leaves)
