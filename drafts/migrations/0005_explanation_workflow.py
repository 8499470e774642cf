"""The workflow 「民言民语审核」: plain words go live once a second person approved them."""

from django.db import migrations

NAME = "民言民语审核"
TASK = "法工委复核"
GROUP = "legislative_reviewer"


def make(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Task = apps.get_model("drafts", "SecondPersonTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    task_type = _content_type(ContentType, "secondpersontask")
    task = Task.objects.create(name=TASK, active=True, content_type=task_type)
    task.groups.add(group)
    workflow = Workflow.objects.create(name=NAME, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task=task, sort_order=0
    )
    apps.get_model("wagtailcore", "WorkflowContentType").objects.create(
        workflow=workflow, content_type=_content_type(ContentType, "explanation")
    )


def unmake(apps, schema_editor):
    workflows = apps.get_model("wagtailcore", "Workflow").objects.filter(name=NAME)
    for model in ("WorkflowContentType", "WorkflowTask"):
        rows = apps.get_model("wagtailcore", model).objects
        rows.filter(workflow__in=workflows).delete()
    workflows.delete()
    apps.get_model("drafts", "SecondPersonTask").objects.filter(name=TASK).delete()


def _content_type(ContentType, model):
    # Content types are otherwise made after all migrations.
    return ContentType.objects.get_or_create(app_label="drafts", model=model)[0]


class Migration(migrations.Migration):

    dependencies = [
        ("drafts", "0004_second_person_task"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make, unmake)]
