"""I5 over HTTP: one key, fifty posts at once, one row and one receipt."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests import databases, serving
from tests.posting import Citizen

POSTS = 50


@pytest.fixture
def running(django_db_setup, django_db_blocker):
    """A daphne over a database of its own, with an open round."""
    with django_db_blocker.unblock():
        name = databases.fresh_copy("parallel")
        site = serving.Server(databases.address_of(name))
    try:
        site.seed = site.run("tests.browser.seed", "bare")
        site.start()
        yield site
    finally:
        site.forget()
        with django_db_blocker.unblock():
            databases.take_away(name)


def test_fifty_posts_of_one_key_leave_one_row_and_one_receipt(running):
    code = running.seed["round"]
    citizens = [Citizen(running.address, code) for _n in range(POSTS)]
    keys = [citizen.open_form() for citizen in citizens]
    barrier = Barrier(POSTS)

    def post(citizen):
        barrier.wait()
        return citizen.confirm(keys[0], "请写明距离。")

    with ThreadPoolExecutor(POSTS) as pool:
        answers = set(pool.map(post, citizens))
    other = citizens[0].confirm(keys[0], "换了别的话。")

    ((status, number, query_code),) = answers
    assert (status, bool(number), bool(query_code)) == (200, True, True)
    assert other == (409, "", "")
    counts = running.run("tests.browser.seed", "counts")
    assert counts == {"receipts": [number], "acts": 1, "ledger": True}
