"""One world for a whole module; what a test changes in it is undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.site import world as worlds


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[worlds.World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(made, django_db_blocker) -> Iterator[worlds.World]:
    """The module's world, within a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield made
        transaction.set_rollback(True)
