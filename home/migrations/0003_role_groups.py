"""A group for each role, with what it does in the admin, and the pages' workflow."""

from django.db import migrations

ROLES = [
    "point_coordinator",
    "cppcc_member",
    "cppcc_staff",
    "legislative_staff",
    "legislative_reviewer",
    "content_moderator",
    "unit_officer",
    "system_admin",
    "security_admin",
    "audit_admin",
]
EDITORS = ["legislative_staff", "legislative_reviewer"]
ENTERING = [*EDITORS, "system_admin", "security_admin"]
ON_PAGES = {
    "legislative_staff": ["add_page", "change_page"],
    "legislative_reviewer": [
        "add_page",
        "change_page",
        "publish_page",
        "lock_page",
        "unlock_page",
    ],
}
ON_FILES = [
    ("wagtailimages", "image", ["add_image", "change_image", "choose_image"]),
    (
        "wagtaildocs",
        "document",
        ["add_document", "change_document", "choose_document"],
    ),
]
WORKFLOW = "页面审核"
TASK = "页面复核"


def make(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    # Wagtail's own groups and workflow know no roles.
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in ROLES}
    enter = permission(apps, "wagtailadmin", "admin", "access_admin")
    for name in ENTERING:
        groups[name].permissions.add(enter)
    grant_pages(apps, groups)
    grant_files(apps, groups)
    make_workflow(apps, groups["legislative_reviewer"])


def grant_pages(apps, groups):
    front = apps.get_model("home", "HomePage").objects.get()
    rows = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for name, codenames in ON_PAGES.items():
        for codename in codenames:
            rows.get_or_create(
                group=groups[name],
                page_id=front.pk,
                permission=permission(apps, "wagtailcore", "page", codename),
            )


def grant_files(apps, groups):
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    rows = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for app, model, codenames in ON_FILES:
        for codename in codenames:
            for name in EDITORS:
                rows.get_or_create(
                    group=groups[name],
                    collection=root,
                    permission=permission(apps, app, model, codename),
                )


def make_workflow(apps, group):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    pages = apps.get_model("wagtailcore", "WorkflowPage").objects
    steps = apps.get_model("wagtailcore", "WorkflowTask").objects
    old = Workflow.objects.filter(name="Moderators approval")
    pages.filter(workflow__in=old).delete()
    steps.filter(workflow__in=old).delete()
    old.delete()
    Task = apps.get_model("wagtailcore", "Task")
    Task.objects.filter(name="Moderators approval").update(active=False)
    task = apps.get_model("drafts", "SecondPersonTask").objects.create(
        name=TASK,
        active=True,
        content_type=content_type(apps, "drafts", "secondpersontask"),
    )
    task.groups.add(group)
    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    steps.create(workflow=workflow, task_id=task.pk, sort_order=0)
    front = apps.get_model("home", "HomePage").objects.get()
    pages.create(workflow=workflow, page_id=front.pk)


def unmake(apps, schema_editor):
    workflows = apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW)
    for model in ("WorkflowPage", "WorkflowTask"):
        rows = apps.get_model("wagtailcore", model).objects
        rows.filter(workflow__in=workflows).delete()
    workflows.delete()
    apps.get_model("drafts", "SecondPersonTask").objects.filter(name=TASK).delete()
    # The reviewers' group belongs to the workflow of plain words as well.
    groups = apps.get_model("auth", "Group").objects.filter(name__in=ROLES)
    for model in ("GroupPagePermission", "GroupCollectionPermission"):
        rows = apps.get_model("wagtailcore", model).objects
        rows.filter(group__in=groups).delete()
    groups.exclude(name="legislative_reviewer").delete()


def permission(apps, app, model, codename):
    # Permissions are otherwise made after all migrations.
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type(apps, app, model),
        codename=codename,
        defaults={"name": codename.replace("_", " ").capitalize()},
    )[0]


def content_type(apps, app, model):
    return apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )[0]


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_front_page"),
        ("drafts", "0005_explanation_workflow"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(make, unmake)]
