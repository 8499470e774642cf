"""Two people editing one thing: the second sees both texts."""

from collections.abc import Mapping
from typing import Any


class StaleEdit(Exception):
    """Somebody saved since the form was opened; nothing of mine was stored.

    ``current`` is what is stored now, ``mine`` what the form holds; both map field
    names to values, so that a page can set them side by side.
    """

    def __init__(self, *, current: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
        super().__init__("stale edit")
        self.current = dict(current)
        self.mine = dict(mine)

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """Names with both values, for what differs and was typed."""
        return [
            (name, self.current.get(name, ""), value)
            for name, value in self.mine.items()
            if str(self.current.get(name, "")) != str(value)
        ]
