"""F01: a server killed twenty times under sixteen posting clients loses nothing."""

from __future__ import annotations

import collections
import http.client
import json
import os
import random
import sqlite3
import threading
import time
import urllib.error

import pytest
from django.db import connection

from tests import databases, serving
from tests.posting import Citizen

CLIENTS = 16
KILLS = int(os.environ.get("MINYI_KILLS", "20"))
LEAST_ACKNOWLEDGED = 50 * KILLS
SECONDS = 360
FAILED = (urllib.error.URLError, http.client.HTTPException, OSError)


@pytest.fixture
def site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        name = databases.fresh_copy("kill")
        site = serving.Server(databases.address_of(name))
        site.file = name
    try:
        site.seed = site.run("tests.browser.seed", "bare")
        site.start()
        yield site
    finally:
        site.forget()
        with django_db_blocker.unblock():
            databases.take_away(name)


class Log:
    """What was acknowledged, on disk before the next thing is done."""

    def __init__(self, path) -> None:
        self.file = path.open("a", encoding="utf-8")
        self.lock = threading.Lock()
        self.count = 0

    def note(self, key: str, number: str, code: str) -> None:
        with self.lock:
            self.file.write(json.dumps([key, number, code]) + "\n")
            self.file.flush()
            os.fsync(self.file.fileno())
            self.count += 1


def post_on(site, log, ended, repeats) -> None:
    """Comment after comment; the same key until an answer comes."""
    citizen = Citizen(site.address, site.seed["round"], timeout=20)
    number = 0
    while not ended.is_set():
        try:
            key = citizen.open_form()
        except (*FAILED, TypeError):
            time.sleep(0.2)
            continue
        number += 1
        tries = 0
        while True:
            tries += 1
            try:
                status, receipt, code = citizen.confirm(key, f"第{number}条，{key}")
            except FAILED:
                time.sleep(0.2)
                continue
            if status == 200:
                log.note(key, receipt, code)
                repeats.append(tries)
                break
            time.sleep(0.2)


@pytest.mark.nightly
def test_killing_the_server_loses_no_acknowledged_comment(site, tmp_path):
    log, ended, repeats = Log(tmp_path / "acknowledged"), threading.Event(), []
    clients = [
        threading.Thread(target=post_on, args=(site, log, ended, repeats))
        for _number in range(CLIENTS)
    ]
    chance, began, recoveries = random.Random(20), time.monotonic(), []
    for client in clients:
        client.start()

    for _kill in range(KILLS):
        time.sleep(chance.uniform(1, 6))
        site.kill()
        back = time.monotonic()
        site.start()
        recoveries.append(time.monotonic() - back)
    while log.count < LEAST_ACKNOWLEDGED and time.monotonic() - began < SECONDS:
        time.sleep(1)
    ended.set()
    for client in clients:
        client.join()
    log.file.close()

    lines = (tmp_path / "acknowledged").read_text().splitlines()
    said = [tuple(json.loads(line)) for line in lines]
    counts = site.run("tests.browser.seed", "counts")
    stored = collections.Counter(counts["receipts"])
    receipts = {number for _key, number, _code in said}
    twice = sum(tries > 1 for tries in repeats)
    print(
        f"{KILLS} kills, {len(said)} acknowledged ({twice} after repeating), "
        f"{len(stored)} stored, answering again after at most {max(recoveries):.1f} s"
    )
    assert receipts - set(stored) == set()
    assert [number for number, times in stored.items() if times > 1] == []
    # One key, one receipt: as many different receipts as acknowledged keys.
    assert len(receipts) == len({key for key, _number, _code in said}) == len(said)
    assert len(stored) == counts["acts"] == len(said)
    assert counts["ledger"]
    assert len(said) >= LEAST_ACKNOWLEDGED
    if connection.vendor == "sqlite":
        read = sqlite3.connect(site.file)
        assert read.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        read.close()
