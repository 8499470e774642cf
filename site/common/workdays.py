"""Working days and statutory periods, by the table of public holidays.

The start day never counts. A year whose notice by the State Council is not yet in the
table is taken as Monday to Friday without the 13 statutory days; such results are
marked as estimates. Announced closing dates never roll: no business of this module.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import WorkCalendarDay

ONE_DAY = timedelta(days=1)
SATURDAY = 5
YELLOW_FROM = 5

# 元旦, 劳动节 and 国庆节. Source: 《全国年节及纪念日放假办法》（2024年修订）第二条.
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
# First days of 春节 (初一), 端午 and 中秋, which the moon decides.
LUNAR = {
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
    2036: ((1, 28), (5, 30), (10, 4)),
}


class Light(models.TextChoices):
    """How near a deadline is."""

    GREEN = "green", _("正常")
    YELLOW = "yellow", _("临近")
    RED = "red", _("超期")


@dataclass(frozen=True)
class Due:
    """The day something is due, an estimate until that year's holidays are known."""

    day: date
    is_estimate: bool


def add_workdays(day: date, n: int) -> Due:
    """Return the n-th working day after ``day``, before it when ``n`` is negative."""
    step = ONE_DAY if n >= 0 else -ONE_DAY
    # Even around 春节 a fortnight holds five working days.
    days = _Calendar(day, day + step * (3 * abs(n) + 15))
    current = day
    for _count in range(abs(n)):
        current += step
        while not days.is_workday(current):
            current += step
    return Due(current, days.has_estimates(day, current))


def workdays_between(start: date, end: date) -> int:
    """Count the working days after ``start`` up to and including ``end``.

    Negative when ``end`` comes before ``start``.
    """
    if end < start:
        return -workdays_between(end, start)
    days = _Calendar(start, end)
    return sum(days.is_workday(day) for day in _days_after(start, end))


def add_months(day: date, n: int, roll: bool = True) -> Due:
    """Return the end of a statutory period of ``n`` calendar months after ``day``.

    It ends on the same day number, or at the month's end; when that is a day off it
    rolls to the next working day unless ``roll`` is False.

    Source: 《民法典》第二百零一条至第二百零三条.
    """
    months = day.year * 12 + day.month - 1 + n
    year, month = months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    end = date(year, month, min(day.day, last))
    return next_workday(end) if roll else Due(end, False)


def next_workday(day: date) -> Due:
    """Return ``day`` itself when it is worked, or the first working day after it."""
    days = _Calendar(day, day + 20 * ONE_DAY)
    end = day
    while not days.is_workday(end):
        end += ONE_DAY
    return Due(end, days.has_estimates(day, end))


def is_workday(day: date) -> bool:
    """Say whether ``day`` is worked, by the table or by estimate."""
    return _Calendar(day, day).is_workday(day)


def inclusive_days(first: date, last: date) -> int:
    """Count natural days with both ends, as periods for comment are announced."""
    return (last - first).days + 1


def last_of_inclusive(first: date, days: int) -> date:
    """Return the last of ``days`` natural days of which ``first`` is the first."""
    return first + (days - 1) * ONE_DAY


def light(due: date, *, today: date) -> Light:
    """Return green with over five working days left, red once ``due`` has passed."""
    if today > due:
        return Light.RED
    if workdays_between(today, due) > YELLOW_FROM:
        return Light.GREEN
    return Light.YELLOW


class _Calendar:
    """The table's days between two dates, read once."""

    def __init__(self, one: date, other: date) -> None:
        first, last = min(one, other).year, max(one, other).year
        rows = WorkCalendarDay.objects.filter(
            day__range=(date(first, 1, 1), date(last, 12, 31))
        )
        self.entered = dict(rows.values_list("day", "is_workday"))
        # A year's notice always names 1 October; once that day is entered, so is the
        # year. Before, a day entered by hand still counts for itself.
        self.known = {
            day.year for day in self.entered if (day.month, day.day) == (10, 1)
        }

    def is_workday(self, day: date) -> bool:
        if day in self.entered:
            return self.entered[day]
        if day.weekday() >= SATURDAY:
            return False
        return day.year in self.known or day not in statutory_days(day.year)

    def has_estimates(self, one: date, other: date) -> bool:
        first, last = min(one, other), max(one, other)
        return not set(range(first.year, last.year + 1)) <= self.known


def statutory_days(year: int) -> frozenset[date]:
    """Return the statutory days of ``year``, beyond 2036 without those of the moon."""
    days = {date(year, month, day) for month, day in FIXED}
    days.add(date(year, 4, tomb_sweeping_day(year)))
    if year in LUNAR:
        spring, dragon_boat, mid_autumn = (date(year, *day) for day in LUNAR[year])
        days |= {spring + shift * ONE_DAY for shift in range(-1, 3)}
        days |= {dragon_boat, mid_autumn}
    return frozenset(days)


def tomb_sweeping_day(year: int) -> int:
    """Return the day in April of 清明 in a year of this century."""
    past = year % 100
    return int(past * 0.2422 + 4.81) - past // 4


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + shift * ONE_DAY for shift in range(1, (end - start).days + 1))
