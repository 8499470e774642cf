"""Taking back one's last act: for how long, and how it is refused."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

SECONDS = 10
# A page takes its time to arrive and a press its way back.
GRACE = 5


class CannotUndo(Exception):
    """Too late, or something has been built upon it; ``args[0]`` says so in words."""


def require_in_time(
    done_at: datetime.datetime, *, at: datetime.datetime | None = None
) -> None:
    """Refuse to take back what was done longer ago than ten seconds and some grace.

    Raises:
        CannotUndo: the time is over, or ``done_at`` lies ahead.
    """
    passed = ((at or timezone.now()) - done_at).total_seconds()
    if not 0 <= passed <= SECONDS + GRACE:
        raise CannotUndo(_("已经超过%d秒，不能直接撤销了。") % SECONDS)


def built_upon() -> CannotUndo:
    """Return the refusal of what others, or later acts, rely on."""
    return CannotUndo(_("在这之后又有人接着办了，不能直接撤销。"))
