"""Migrated databases, made once for a schema and then copied."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("django", "wagtail", "django-allauth", "django-tasks-db", "django-taggit")


def schema_mark() -> str:
    """A name for the schema: all migrations of ours, and the packages' versions."""
    digest = hashlib.sha256()
    for name in PACKAGES:
        try:
            digest.update(f"{name}={version(name)}".encode())
        except PackageNotFoundError:
            digest.update(name.encode())
    for file in sorted(ROOT.glob("*/**/migrations/*.py")):
        if ".venv" not in file.parts:
            digest.update(file.relative_to(ROOT).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def migrate(alias: str = "default") -> None:
    """Make the schema in the database the connection points at."""
    call_command("migrate", verbosity=0, interactive=False, database=alias)
    connections[alias].close()


def point_at(name: str) -> None:
    """Point the default connection at another database of the same server."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def sqlite_copy() -> str:
    """Return a fresh copy of the migrated template file, building it if need be."""
    cache_folder = ROOT / "var"
    cache_folder.mkdir(exist_ok=True)
    template = cache_folder / f"test-template-{schema_mark()}.sqlite3"
    if not template.exists():
        long_ago = time.time() - 3600
        for stale in cache_folder.glob("test-template-*"):
            if stale.stat().st_mtime < long_ago:
                stale.unlink(missing_ok=True)
        making = template.with_suffix(f".{os.getpid()}")
        point_at(str(making))
        migrate()
        with connections["default"].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections["default"].close()
        making.rename(template)
    folder = Path(tempfile.mkdtemp(prefix="minyi-test-"))
    copy = folder / "test.sqlite3"
    shutil.copy(template, copy)
    return str(copy)


def postgres_copy(purpose: str = "test") -> str:
    """Return a database cloned from a migrated template database of this schema."""
    connection = connections["default"]
    template = f"minyi_template_{schema_mark()}"
    copy = f"minyi_{purpose}_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        names = {row[0] for row in cursor.fetchall()}
        if template not in names:
            for name in names:
                if name.startswith("minyi_template_"):
                    cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{template}_making"')
            point_at(f"{template}_making")
            migrate()
            cursor.execute(f'ALTER DATABASE "{template}_making" RENAME TO "{template}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')
    return copy


def fresh_copy(purpose: str = "test") -> str:
    """Return the name of a new migrated database on the configured server."""
    if connections["default"].vendor == "sqlite":
        return sqlite_copy()
    return postgres_copy(purpose)


def take_away(name: str) -> None:
    """Remove a copy again."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        shutil.rmtree(Path(name).parent, ignore_errors=True)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def address_of(name: str) -> str:
    """Return the DATABASE_URL another process needs for a copy."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    given = connection.settings_dict
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    port = given["PORT"] or 5432
    return f"postgresql://{given['USER']}{password}@{given['HOST']}:{port}/{name}"
