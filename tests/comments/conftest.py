"""What every test about comments starts from."""

from __future__ import annotations

import pytest

from tests.make import make_consultation


@pytest.fixture
def consultation(db):
    """An open round."""
    return make_consultation()
