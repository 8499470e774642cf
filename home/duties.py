"""What the worker does now and then; the list is composed in ``config``."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from common import limits

logger = logging.getLogger("minyi.work")


@dataclass(frozen=True)
class Duty:
    """Something to be done every so many seconds; it is safe to do it twice."""

    name: str
    do: Callable[[], Any]
    every: int


_duties: dict[str, Duty] = {}


def register_duty(duty: Duty) -> None:
    """Add a duty; one of the same name takes the place of the older."""
    _duties[duty.name] = duty


def all_duties() -> list[Duty]:
    """Return the duties in the order of their registration."""
    return list(_duties.values())


def do_round(*, at_once: bool = False) -> dict[str, str]:
    """Do what is due, and return by name how it went: ``done`` or ``failed``.

    Of several workers one does each duty in its interval: the interval is taken in one
    statement of the database. ``at_once`` asks nobody. A duty that fails is logged
    with its trace and keeps no other from being done.
    """
    went: dict[str, str] = {}
    for duty in all_duties():
        try:
            if not (at_once or _is_ours(duty)):
                continue
            found = duty.do()
            went[duty.name] = "done"
            if found:
                logger.info("%s: %s", duty.name, found)
        except Exception:
            logger.exception("%s failed", duty.name)
            went[duty.name] = "failed"
    return went


def _is_ours(duty: Duty) -> bool:
    return limits.allow("duty", duty.name, limit=1, seconds=duty.every)
