"""A whole database of their own for tests that need real commits from threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from tests import databases


@pytest.fixture
def committed(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Point the site at a fresh copy of the schema, and back afterwards.

    The guards forbid the emptying of tables by which Django resets a database.
    """
    with django_db_blocker.unblock():
        name = connections["default"].settings_dict["NAME"]
        own = databases.fresh_copy("own")
        databases.point_at(own)
        yield
        databases.point_at(name)
        databases.take_away(own)


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
