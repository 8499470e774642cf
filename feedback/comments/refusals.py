"""Why an act on a comment is refused, in words for the person who asked."""

from __future__ import annotations


class WindowClosed(Exception):
    """The round takes no comments at this instant; nothing was stored."""


class MistypedCode(ValueError):
    """The check character does not fit: a slip of the finger, not counted as a try."""


class Locked(Exception):
    """Too many wrong codes; ``seconds`` until the next try is heard."""

    def __init__(self, seconds: int) -> None:
        super().__init__("locked")
        self.seconds = seconds
