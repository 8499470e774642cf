"""Windows of rounds: announced days, both included, kept as a half-open span."""

from __future__ import annotations

import datetime

from django.utils import timezone

ONE_DAY = datetime.timedelta(days=1)


def midnight(day: datetime.date) -> datetime.datetime:
    """Return the first instant of ``day`` in Asia/Shanghai."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def closing_of(last_day: datetime.date) -> datetime.datetime:
    """Return the instant at which a window closes whose last day is ``last_day``."""
    return midnight(last_day + ONE_DAY)


def window_of(
    opens_on: datetime.date, closes_on: datetime.date
) -> dict[str, datetime.datetime]:
    """Return the window of two announced days."""
    return {"opens_at": midnight(opens_on), "closes_at": closing_of(closes_on)}
