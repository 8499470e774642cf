"""How a reader wants the site drawn: chosen on any page, kept in three cookies.

``mode`` holds 关怀版 (``elder``: larger print, one column, large targets) and 高对比
(``contrast``), alone or together; ``size`` the step of larger print, ``scheme`` a light
or dark ground where the system's own wish is not followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MODES = ("elder", "contrast")
# Steps of larger print: 20, 24 and 30 pixels.
SIZES = ("1", "2", "3")
SCHEMES = ("light", "dark")
# A choice is remembered for a year.
KEPT_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True)
class Display:
    """What one reader has chosen; anything unknown counts as not chosen."""

    modes: tuple[str, ...] = ()
    size: int = 1
    scheme: str = ""

    @property
    def mode(self) -> str:
        """The modes as ``data-mode`` and the cookie hold them."""
        return " ".join(self.modes)

    @property
    def is_elder(self) -> bool:
        return "elder" in self.modes

    @property
    def is_contrast(self) -> bool:
        return "contrast" in self.modes

    @property
    def mode_without_elder(self) -> str:
        return self._switched("elder", on=False)

    @property
    def mode_with_elder(self) -> str:
        return self._switched("elder", on=True)

    def _switched(self, mode: str, *, on: bool) -> str:
        return " ".join(
            known for known in MODES if (on if known == mode else known in self.modes)
        )


def chosen(request: Any) -> Display:
    """Return what the cookies of ``request`` ask for."""
    return read(request.COOKIES)


def read(values: Mapping[str, str]) -> Display:
    """Return the choice that ``values`` (mode, size, scheme) make."""
    size, scheme = values.get("size", ""), values.get("scheme", "")
    return Display(
        modes=known_modes(values.get("mode", "").split()),
        size=int(size) if size in SIZES else 1,
        scheme=scheme if scheme in SCHEMES else "",
    )


def known_modes(names: Iterable[str]) -> tuple[str, ...]:
    """Return the modes among ``names``, each once and in one order."""
    named = set(names)
    return tuple(mode for mode in MODES if mode in named)


def cookies_of(posted: Any) -> dict[str, str]:
    """Return the cookies a posted choice sets; an empty one is taken away.

    Only what was sent is touched: a button that sends ``mode`` leaves the ground alone.
    ``mode`` may come several times, or as one word list.
    """
    made = {}
    if "mode" in posted:
        made["mode"] = " ".join(known_modes(" ".join(posted.getlist("mode")).split()))
    for name, known in (("size", SIZES), ("scheme", SCHEMES)):
        if name in posted:
            made[name] = posted[name] if posted[name] in known else ""
    return made


def display(request: Any) -> dict[str, Display]:
    """Give every template the reader's choice."""
    return {"display": chosen(request)}
