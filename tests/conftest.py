"""One database for the suite: migrated once into a template, then copied."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections

# Playwright's sync API keeps an event loop in the main thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("django", "wagtail", "django-allauth", "django-tasks-db", "taggit")


def corpus() -> Path:
    """Where the real laws lie; tests that need them skip loudly without."""
    return Path(settings.CORPUS)


@pytest.fixture(scope="session")
def laws() -> Path:
    """The folder of real laws, or a skip that says what is missing."""
    folder = corpus() / "laws"
    if not folder.is_dir():
        pytest.skip(f"NOT COVERED: no real laws at {folder}; set MINYI_CORPUS")
    return folder


def schema_mark() -> str:
    """A name for the schema: all migrations of ours, and the packages' versions."""
    digest = hashlib.sha256()
    for name in PACKAGES:
        try:
            digest.update(f"{name}={version(name)}".encode())
        except Exception:  # noqa: BLE001 -- a package under another name is no matter
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
        for stale in cache_folder.glob("test-template-*.sqlite3*"):
            stale.unlink()
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


def postgres_copy() -> str:
    """Return a database cloned from a migrated template database of this schema."""
    connection = connections["default"]
    template = f"minyi_template_{schema_mark()}"
    copy = f"minyi_test_{os.getpid()}"
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Give the suite a copy of the template, and take it away afterwards."""
    with django_db_blocker.unblock():
        connection = connections["default"]
        is_sqlite = connection.vendor == "sqlite"
        name = sqlite_copy() if is_sqlite else postgres_copy()
        point_at(name)
    yield
    with django_db_blocker.unblock():
        connection.close()
        if is_sqlite:
            shutil.rmtree(Path(name).parent, ignore_errors=True)
        else:
            point_at("postgres")
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def _empty_cache():
    """Counters and pages of one test are no matter of the next."""
    cache.clear()
