"""What every test about comments starts from."""

from __future__ import annotations

import copy
import os
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.common.conftest import PrivateDatabase
from tests.make import make_consultation


@pytest.fixture
def consultation(db):
    """An open round."""
    return make_consultation()


@pytest.fixture
def private_site(django_db_setup, django_db_blocker, tmp_path):
    """A whole database of its own, for real commits over several connections."""
    with django_db_blocker.unblock():
        settings = copy.deepcopy(connections["default"].settings_dict)
        settings["NAME"] = _copy(settings["NAME"], tmp_path)
        yield PrivateDatabase(settings)
        if connection.vendor == "postgresql":
            _on_server(f'DROP DATABASE "{settings["NAME"]}" WITH (FORCE)')


def _copy(name: str, folder: Path) -> str:
    """Return a copy of the suite's database, which no test leaves anything in."""
    if connection.vendor == "sqlite":
        copied = str(folder / "private.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [copied])
        return copied
    copied = f"minyi_comments_{os.getpid()}"
    connection.close()
    _on_server(f'DROP DATABASE IF EXISTS "{copied}" WITH (FORCE)')
    _on_server(f'CREATE DATABASE "{copied}" TEMPLATE "{name}"')
    return copied


def _on_server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
