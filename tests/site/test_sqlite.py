"""Twenty writers on one SQLite file: nobody is told that the database is locked."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from django.db import connection

from tests import serving

WRITERS = 20
TRANSACTIONS = 100
# A tmpfs where there is one: what is tried is the queue of writers, not the disk. The
# settings (WAL, FULL, IMMEDIATE) are the site's own either way.
MEMORY = Path("/dev/shm")


@pytest.fixture
def shared_file(django_db_setup, django_db_blocker):
    if connection.vendor != "sqlite":
        pytest.skip("NOT COVERED here: this suite runs on PostgreSQL")
    folder = Path(tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
    copy = folder / "writers.sqlite3"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    yield copy
    shutil.rmtree(folder)


def test_twenty_writers_wait_for_each_other(shared_file):
    site = serving.Server(f"sqlite:///{shared_file}")

    said = site.run("tests.site.writers", str(WRITERS), str(TRANSACTIONS))

    site.forget()
    print(f"{WRITERS} × {TRANSACTIONS} transactions: {said['seconds']} s")  # noqa: T201 -- a figure to read
    assert said["errors"] == []
    assert said["modes"] == [["wal", 2, 1, 20_000, "IMMEDIATE"]]
    assert rows_in(shared_file) == {
        "number": WRITERS * TRANSACTIONS,
        "keys": WRITERS * TRANSACTIONS,
        "entries": WRITERS * TRANSACTIONS,
        "integrity": "ok",
    }


def rows_in(file: Path) -> dict[str, object]:
    read = sqlite3.connect(file)
    one = {
        "number": "SELECT last FROM common_numbersequence WHERE series = 'writers'",
        "keys": "SELECT COUNT(*) FROM common_idempotencykey",
        "entries": "SELECT COUNT(*) FROM common_ledgerentry",
        "integrity": "PRAGMA integrity_check",
    }
    found = {name: read.execute(sql).fetchone()[0] for name, sql in one.items()}
    read.close()
    return found
