"""The days of 2004 to 2026 that differ from Monday to Friday, or carry a holiday.

Source: the State Council's yearly notices, as the chinesecalendar package has them.
"""

import chinese_calendar
from django.db import migrations

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
LAST_YEAR = 2026


def fill(apps, schema_editor):
    WorkCalendarDay = apps.get_model("common", "WorkCalendarDay")
    known = {False: chinese_calendar.holidays, True: chinese_calendar.workdays}
    WorkCalendarDay.objects.bulk_create(
        (
            WorkCalendarDay(day=day, is_workday=is_workday, name=NAMES[name])
            for is_workday, days in known.items()
            for day, name in sorted(days.items())
            # A newer package may know more years; they come with a migration of theirs.
            if day.year <= LAST_YEAR
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


def empty(apps, schema_editor):
    apps.get_model("common", "WorkCalendarDay").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [("common", "0005_work_calendar_day")]

    operations = [migrations.RunPython(fill, empty, elidable=False)]
