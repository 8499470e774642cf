"""What may stand in an address of a public page."""

from __future__ import annotations


class VersionConverter:
    """``v2`` names the second version of a document."""

    regex = r"v[1-9]\d{0,3}"

    def to_python(self, value: str) -> int:
        return int(value[1:])

    def to_url(self, value: int | str) -> str:
        return value if isinstance(value, str) else f"v{value}"


class AddressConverter:
    """The stable name of a provision inside its version: ``16``, ``10-1``, ``16.2``."""

    regex = r"[A-Za-z0-9][A-Za-z0-9.\-]{0,59}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
