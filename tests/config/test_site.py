"""The composed site: its probes, headers, checks of production, and the worker."""

import base64
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django_tasks_db.management.commands import db_worker

from accounts.roles import Role
from common.limits import allow
from common.models import RateCounter
from config import checks, health
from home import duties
from tests.make import make_user

ROOT = Path(__file__).resolve().parent.parent.parent
CMS_ONLY = "'unsafe-inline'"


def key(letter):
    return base64.b64encode(bytes(range(31)) + letter).decode()


EXAMPLE = {
    "PATH": os.environ["PATH"],
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "MINYI_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQ",
    "MINYI_MASTER_KEY": key(b"m"),
    "MINYI_PEPPER": key(b"p"),
    "MINYI_ALLOWED_HOSTS": "minyi.example.cn",
    "MINYI_BASE_URL": "https://minyi.example.cn",
    "DATABASE_URL": "sqlite:////nowhere/minyi.sqlite3",
}


def check_deploy(**changes):
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**EXAMPLE, **changes},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_production_passes_its_own_checks():
    found = check_deploy()

    assert "no issues" in found.stdout + found.stderr, found.stderr
    assert found.returncode == 0


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("MINYI_SECRET_KEY", "short", "config.E003"),
        ("MINYI_MASTER_KEY", "bm90IDMyIGJ5dGVz", "config.E001"),
        ("MINYI_PEPPER", EXAMPLE["MINYI_MASTER_KEY"], "config.E002"),
        ("MINYI_PROCESSES", "4", "config.E007"),
        ("MINYI_STAFF_SECOND_FACTOR", "0", "config.W001"),
        ("MINYI_ALLOWED_HOSTS", "*", "MINYI_ALLOWED_HOSTS"),
        ("MINYI_BASE_URL", "http://127.0.0.1:8000", "config.E008"),
    ],
)
def test_unsafe_production_is_refused_with_its_remedy(variable, value, said):
    found = check_deploy(**{variable: value})

    assert found.returncode == 1
    assert said in found.stderr


def test_debug_and_demonstration_are_refused(settings):
    settings.DEBUG = True
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["*"]

    found = {check.id for check in checks.nothing_is_open(None)}

    assert found == {
        f"config.{code}" for code in ("E004", "E005", "E006", "E008", "W001")
    }


@pytest.mark.parametrize("value", ["", "x", key(b"m")[:-4], "A" * 43 + "="])
def test_what_is_no_key_is_no_key(value):
    assert checks.is_key(value) is False
    assert checks.is_key(key(b"m")) is True


def test_livez_asks_nothing(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/livez")

    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_is_ready_with_all_migrations(client):
    assert client.get("/readyz").status_code == 200
    assert client.post("/readyz").status_code == 405


@pytest.mark.django_db
def test_readyz_keeps_what_is_missing_to_the_log(client, caplog):
    recorder = MigrationRecorder(connection)
    (last,) = MigrationLoader(connection).graph.leaf_nodes("home")
    recorder.record_unapplied(*last)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"not ready")
    assert "migrations to apply" in caplog.text
    assert "migrations to apply" in health.what_is_missing()


def test_robots_stay_out_of_work_and_comments(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /desk/", "Disallow: /cms/", "Disallow: /lookup/"} <= set(lines)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/r/", "/c/", "/lookup/", "/accounts/login/"])
def test_public_pages_allow_no_inline_code(client, path):
    policy = client.get(path)["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "relaxed"), [("/desk/", False), ("/cms/", True)])
def test_only_the_admin_runs_inline_code(client, path, relaxed):
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))

    response = client.get(path)

    assert response.status_code == 200
    assert (CMS_ONLY in response["Content-Security-Policy"]) == relaxed
    assert "private" in response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]


@pytest.fixture
def own_duties(monkeypatch):
    monkeypatch.setattr(duties, "_duties", {})
    done = []

    def add(name, fails=False, every=60):
        def do():
            done.append(name)
            if fails:
                raise RuntimeError(name)

        duties.register_duty(duties.Duty(name, do, every))

    return add, done


@pytest.mark.django_db
def test_failed_duty_keeps_no_other_from_being_done(own_duties, caplog):
    add, done = own_duties
    add("first", fails=True)
    add("second")

    assert duties.do_round() == {"first": "failed", "second": "done"}
    assert done == ["first", "second"]
    assert "first failed" in caplog.text


@pytest.mark.django_db
def test_second_worker_finds_the_interval_taken(own_duties):
    add, done = own_duties
    add("once a minute")

    assert [duties.do_round(), duties.do_round()] == [{"once a minute": "done"}, {}]
    assert done == ["once a minute"]


@pytest.mark.django_db
def test_work_once_does_all_and_says_what_failed(own_duties, capsys):
    add, done = own_duties
    add("first")
    call_command("work", once=True)
    assert capsys.readouterr().out == "做完了 1 件。\n"
    add("second", fails=True)

    with pytest.raises(CommandError, match="second"):
        call_command("work", once=True)
    assert done == ["first", "first", "second"]


@pytest.mark.django_db
def test_composed_duties_all_run(monkeypatch):
    # The queue's worker closes its connection, which here is the test's own.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    allow("试", "某人", limit=1, seconds=-1)

    went = duties.do_round(at_once=True)

    assert set(went.values()) == {"done"}
    assert set(went) >= {"notices", "queued tasks", "scheduled pages"}
    assert not RateCounter.objects.filter(scope="试").exists()


def test_worker_ends_cleanly_when_asked(tmp_path):
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    seen = []
    for line in worker.stderr:
        seen.append(line)
        # Its duties fail on an empty database, and it goes on.
        if "expired sessions failed" in line:
            break
    time.sleep(0.2)
    worker.send_signal(signal.SIGTERM)

    _out, rest = worker.communicate(timeout=20)
    assert "worker started" in seen[0]
    assert "worker stopped" in rest
    assert worker.returncode == 0
