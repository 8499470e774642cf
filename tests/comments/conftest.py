"""What every test about comments starts from."""

from __future__ import annotations

import copy

import pytest
from django.db import connections

from tests import databases
from tests.common.conftest import PrivateDatabase
from tests.make import make_consultation


@pytest.fixture
def consultation(db):
    """An open round."""
    return make_consultation()


@pytest.fixture
def private_site(django_db_setup, django_db_blocker):
    """A whole database of its own, for real commits over several connections."""
    with django_db_blocker.unblock():
        settings = copy.deepcopy(connections["default"].settings_dict)
        settings["NAME"] = databases.fresh_copy("comments")
        yield PrivateDatabase(settings)
        databases.take_away(settings["NAME"])
