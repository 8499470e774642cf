"""What the tests of this room share."""

from tests.committing import committed

__all__ = ["committed"]
