"""Say in Chinese the names that Wagtail gives to its first rows."""

from django.db import migrations

NAMES = {"Root": "全部页面", "Moderators approval": "审核人批准"}
COLLECTION = "全部文件"


def rename(apps, page, task, collection):
    pages = apps.get_model("wagtailcore", "Page").objects.filter(depth=1)
    pages.filter(title=page[0]).update(title=page[1], draft_title=page[1])
    tasks = apps.get_model("wagtailcore", "Task").objects
    tasks.filter(name=task[0]).update(name=task[1])
    collections = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1)
    collections.filter(name=collection[0]).update(name=collection[1])


def say(apps, schema_editor):
    rename(apps, *NAMES.items(), ("Root", COLLECTION))


def unsay(apps, schema_editor):
    back = [(chinese, english) for english, chinese in NAMES.items()]
    rename(apps, *back, (COLLECTION, "Root"))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_fault_report"),
        ("wagtailcore", "0040_page_draft_title"),
    ]

    operations = [migrations.RunPython(say, unsay)]
