"""Domain rules of deadlines, with the fixtures of the specification."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from common import workdays
from common.models import WorkCalendarDay
from common.workdays import Due, Light

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-13", 10, "2026-03-05"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-09-24", 5, "2026-10-09"),
        ("2026-09-30", 15, "2026-10-27"),
        ("2026-04-30", 20, "2026-06-01"),
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-02-27", -5, "2026-02-13"),
        ("2026-03-02", -1, "2026-02-28"),
    ],
)
def test_working_days_are_counted_by_the_notice(start, n, due):
    start, due = date.fromisoformat(start), date.fromisoformat(due)

    assert workdays.add_workdays(start, n) == Due(due, False)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-11-30", 6, "2026-06-01"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2026-07-01", 3, "2026-10-08"),
        ("2026-03-15", -1, "2026-02-24"),
    ],
)
def test_statutory_months_end_on_the_day_and_roll_over_holidays(start, months, due):
    start, due = date.fromisoformat(start), date.fromisoformat(due)

    assert workdays.add_months(start, months) == Due(due, False)


def test_period_that_does_not_roll_ends_on_the_day_itself():
    start = date(2025, 11, 30)

    assert workdays.add_months(start, 6, roll=False).day == date(2026, 5, 30)


def test_announced_periods_count_both_ends():
    first = date(2026, 9, 1)

    assert workdays.last_of_inclusive(first, 30) == date(2026, 9, 30)
    assert workdays.inclusive_days(first, date(2026, 9, 30)) == 30
    assert workdays.inclusive_days(date(2023, 6, 28), date(2023, 7, 27)) == 30


def test_days_between_do_not_count_the_start():
    assert workdays.workdays_between(date(2026, 2, 13), date(2026, 2, 27)) == 5
    assert workdays.workdays_between(date(2026, 2, 27), date(2026, 2, 13)) == -5
    assert workdays.workdays_between(date(2026, 2, 13), date(2026, 2, 13)) == 0


@pytest.mark.parametrize("n", [1, 4, 30])
def test_counting_forth_and_between_agree(n):
    for shift in range(60):
        start = date(2026, 1, 20) + timedelta(days=shift)
        due = workdays.add_workdays(start, n).day
        assert workdays.workdays_between(start, due) == n


@pytest.mark.parametrize(
    ("today", "light"),
    [
        ("2026-02-13", Light.YELLOW),
        ("2026-02-12", Light.GREEN),
        ("2026-02-27", Light.YELLOW),
        ("2026-02-28", Light.RED),
    ],
)
def test_light_turns_yellow_at_five_working_days_and_red_when_overdue(today, light):
    today = date.fromisoformat(today)

    assert workdays.light(date(2026, 2, 27), today=today) == light


def test_unknown_year_is_monday_to_friday_without_statutory_days_and_marked():
    # 2027-01-01 is a Friday; the notice for 2027 is not out.
    due = workdays.add_workdays(date(2026, 12, 30), 2)

    assert due == Due(date(2027, 1, 4), True)
    assert workdays.add_months(date(2026, 10, 1), 3) == Due(date(2027, 1, 4), True)
    assert not workdays.add_workdays(date(2026, 12, 30), 1).is_estimate


def test_statutory_days_of_an_unknown_year_are_thirteen():
    days = workdays.statutory_days(2027)

    assert sorted(days) == [
        date(2027, 1, 1),
        date(2027, 2, 5),
        date(2027, 2, 6),
        date(2027, 2, 7),
        date(2027, 2, 8),
        date(2027, 4, 5),
        date(2027, 5, 1),
        date(2027, 5, 2),
        date(2027, 6, 9),
        date(2027, 9, 15),
        date(2027, 10, 1),
        date(2027, 10, 2),
        date(2027, 10, 3),
    ]


@pytest.mark.parametrize("year", range(2008, 2027))
def test_tomb_sweeping_day_agrees_with_the_notices(year):
    day = WorkCalendarDay.objects.get(
        day=date(year, 4, workdays.tomb_sweeping_day(year))
    )

    assert (day.name, day.is_workday) == ("清明节", False)


def test_entered_notice_ends_the_estimate():
    WorkCalendarDay.objects.create(day=date(2027, 1, 4), is_workday=False, name="元旦")
    by_hand = workdays.add_workdays(date(2026, 12, 30), 2)
    WorkCalendarDay.objects.create(day=date(2027, 10, 1), is_workday=False, name="国庆")
    WorkCalendarDay.objects.create(day=date(2027, 1, 1), is_workday=False, name="元旦")

    assert by_hand == Due(date(2027, 1, 5), True)
    after_the_notice = workdays.add_workdays(date(2026, 12, 30), 2)
    assert after_the_notice == Due(date(2027, 1, 5), False)


def test_deadline_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        workdays.add_workdays(date(2026, 2, 13), 60)


@pytest.mark.corpus
def test_calendar_agrees_with_the_published_one():
    file = Path(settings.CORPUS) / "workdays_2019_2026.csv"
    if not file.is_file():
        pytest.skip(f"NOT COVERED: no calendar at {file}; set MINYI_CORPUS")
    with file.open(encoding="utf-8-sig") as lines:
        published = {
            date.fromisoformat(row["date"]): row["is_workday"] == "1"
            for row in csv.DictReader(lines)
        }
    first, last = date(2019, 1, 1), date(2026, 12, 31)
    calendar = workdays._Calendar(first, last)

    for shift in range((last - first).days + 1):
        day = first + timedelta(days=shift)
        expected = published.get(day, day.weekday() < 5)
        assert calendar.is_workday(day) == expected, day
    assert workdays.is_workday(date(2026, 2, 14))
