"""One database for the suite: migrated once into a template, then copied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from hypothesis import settings as hypothesis_settings

from tests import databases

# Playwright's sync API keeps an event loop in the main thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# The suite tries the same examples every time, so that a red run can be repeated;
# `make nightly` draws fresh ones.
hypothesis_settings.register_profile("steady", derandomize=True)
if "MINYI_RANDOM" not in os.environ:
    hypothesis_settings.load_profile("steady")


@pytest.fixture(scope="session")
def laws() -> Path:
    """The folder of real laws, or a skip that says what is missing."""
    folder = Path(settings.CORPUS) / "laws"
    if not folder.is_dir():
        pytest.skip(f"NOT COVERED: no real laws at {folder}; set MINYI_CORPUS")
    return folder


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Give the suite a copy of the template, and take it away afterwards."""
    with django_db_blocker.unblock():
        original = connections["default"].settings_dict["NAME"]
        name = databases.fresh_copy()
        databases.point_at(name)
    yield
    with django_db_blocker.unblock():
        databases.point_at(original)
        databases.take_away(name)


@pytest.fixture(autouse=True)
def _empty_cache():
    """Counters and pages of one test are no matter of the next."""
    for name in settings.CACHES:
        caches[name].clear()
