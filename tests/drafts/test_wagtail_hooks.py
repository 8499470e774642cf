"""Plain words in the Wagtail admin: roles, filters, the workflow's second person."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Workflow

from accounts.roles import Role
from drafts import services
from drafts.models import Explanation, SecondPersonTask
from drafts.permissions import can_publish_explanation
from tests.make import make_regulation, make_user, make_version, provision

pytestmark = pytest.mark.django_db

STAFF, REVIEWER = Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER
INDEX = "wagtailsnippets_drafts_explanation:list"
EDIT = "wagtailsnippets_drafts_explanation:edit"


def editor(role):
    """A user with a role who may enter the admin at all."""
    user = make_user(role)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def words(version=None, address="3", by=None):
    version = version or make_version()
    return services.write_explanation(
        provision(version, address), by=by, body="开展试验要戴标识。"
    )


@pytest.mark.parametrize(
    ("role", "status"), [(STAFF, 200), (REVIEWER, 200), (Role.CONTENT_MODERATOR, 302)]
)
def test_those_who_work_on_texts_edit_plain_words(client, role, status):
    explanation = words()
    client.force_login(editor(role))

    assert client.get(reverse(INDEX)).status_code == status
    assert client.get(reverse(EDIT, args=[explanation.pk])).status_code == status


def test_list_is_narrowed_to_a_version_and_searched(client):
    regulation = make_regulation()
    first, second = make_version(regulation), make_version(regulation)
    words(first), words(second, "4")
    client.force_login(editor(STAFF))

    def shown(**query):
        page = client.get(reverse(INDEX), query)
        return [e.provision.address for e in page.context["object_list"]]

    assert "Version title" not in client.get(reverse(INDEX)).content.decode()
    assert sorted(shown()) == ["3", "4"]
    assert shown(version=second.pk) == ["4"]
    assert shown(q="第三条") == ["3"]


def test_edit_form_offers_review_and_no_publishing(client):
    explanation = words()
    client.force_login(editor(REVIEWER))

    page = client.get(reverse(EDIT, args=[explanation.pk])).content.decode()

    assert 'name="action-submit"' in page
    assert 'name="action-publish"' not in page


def test_forged_publishing_saves_a_draft_only(client):
    explanation = words()
    client.force_login(editor(REVIEWER))

    client.post(
        reverse(EDIT, args=[explanation.pk]),
        {"body": "抢发", "who": "", "changed": "", "action-publish": "1"},
    )

    explanation.refresh_from_db()
    assert (explanation.live, explanation.body) == (False, "抢发")


def test_workflow_is_there_for_plain_words_alone():
    workflow = Workflow.objects.get(name="民言民语审核")
    task = SecondPersonTask.objects.get(name="法工委复核")

    assert Explanation().get_workflow() == workflow
    assert [t.specific for t in workflow.tasks] == [task]
    assert list(task.groups.all()) == [Group.objects.get(name=REVIEWER.value)]


def test_author_does_not_approve_and_another_person_does(client):
    author = editor(REVIEWER)
    explanation = words(by=author)
    explanation.get_workflow().start(
        explanation.get_latest_revision_as_object(), author
    )
    url = reverse(
        "wagtailsnippets_drafts_explanation:workflow_action",
        args=[explanation.pk, "approve", explanation.current_workflow_task_state.pk],
    )

    client.force_login(author)
    client.post(url, {"comment": ""})
    explanation.refresh_from_db()
    assert not explanation.live

    client.force_login(editor(STAFF))
    client.post(url, {"comment": ""})
    explanation.refresh_from_db()
    assert not explanation.live

    client.force_login(editor(REVIEWER))
    # As the edit form sends it: the unaltered words are saved once more.
    client.post(
        reverse(EDIT, args=[explanation.pk]),
        {
            "body": "开展试验要戴标识。",
            "who": "",
            "changed": "",
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
        },
    )
    explanation.refresh_from_db()
    assert explanation.live


def test_reviewer_who_alters_the_words_has_written_them(client):
    explanation = words(by=make_user(STAFF))
    reviewer = editor(REVIEWER)
    services.write_explanation(explanation.provision, by=reviewer, body="改过的话")
    explanation.refresh_from_db()

    assert not can_publish_explanation(reviewer, explanation)
    assert can_publish_explanation(editor(REVIEWER), explanation)


def test_preview_shows_the_words_escaped(client):
    explanation = words()
    explanation.body = "<script>alert(1)</script>"

    page = explanation.make_preview_request().content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("name", ["regulations", "versions"])
@pytest.mark.parametrize(
    ("role", "status"), [(STAFF, 200), (REVIEWER, 200), (Role.CONTENT_MODERATOR, 302)]
)
def test_registers_are_read_by_those_who_work_on_texts(client, name, role, status):
    version = make_version()
    pk = version.pk if name == "versions" else version.document.regulation.pk
    client.force_login(editor(role))

    assert client.get(reverse(f"{name}:index")).status_code == status
    assert client.get(reverse(f"{name}:inspect", args=[pk])).status_code == status


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_registers_are_changed_by_nobody(client, act):
    version = make_version()
    client.force_login(editor(REVIEWER))

    assert client.get(reverse("versions:add")).status_code == 302
    assert client.get(reverse(f"versions:{act}", args=[version.pk])).status_code == 302
