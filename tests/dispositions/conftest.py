"""A whole database of their own for tests that need real commits from threads."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from tests import conftest as suite


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Point the site at a fresh copy of the schema, and back afterwards.

    The guards forbid the emptying of tables by which Django resets a database.
    """
    with django_db_blocker.unblock():
        name = settings.DATABASES["default"]["NAME"]
        is_sqlite = connection.vendor == "sqlite"
        suite.point_at(suite.sqlite_copy() if is_sqlite else _postgres_copy(name))
        yield
        own = settings.DATABASES["default"]["NAME"]
        suite.point_at(name)
        if is_sqlite:
            shutil.rmtree(Path(own).parent, ignore_errors=True)
        else:
            _on_server(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')


def _postgres_copy(name: str) -> str:
    own = f"{name}_own"
    _on_server(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
    template = f"minyi_template_{suite.schema_mark()}"
    _on_server(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
    return own


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def together(function: Callable[[int], Any], count: int) -> list[Any]:
    """Return the results of ``count`` calls that begin at the same moment."""
    barrier = threading.Barrier(count)

    def begin(number: int) -> Any:
        barrier.wait()
        try:
            return function(number)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))
