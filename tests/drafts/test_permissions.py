"""Who may do what to texts: role by act."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from drafts import permissions, services
from drafts.kinds import VersionType
from drafts.models import Regulation, Version
from drafts.text.parsing import parse
from tests.make import TEXT, make_regulation, make_user, make_version, provision

pytestmark = pytest.mark.django_db

STAFF, REVIEWER = Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER
ALLOWED = {
    "edit": {STAFF, REVIEWER},
    "review": {REVIEWER},
    "publish": {REVIEWER},
    "move": {REVIEWER},
    "confirm": {STAFF, REVIEWER},
    "write": {STAFF, REVIEWER},
}


def answers(user, version):
    return {
        "edit": permissions.can_edit_text(user),
        "review": permissions.can_review_version(user),
        "publish": permissions.can_publish_version(user, version),
        "move": permissions.can_move_regulation(user, version.document.regulation),
        "confirm": permissions.can_confirm_lineage(user, version),
        "write": permissions.can_write_explanations(user),
    }


@pytest.mark.parametrize("role", [*Role, None])
def test_roles_may_what_the_table_says(role):
    base = make_version()
    version = make_version(base.document.regulation, base=base)
    user = make_user(role)

    assert answers(user, version) == {act: role in ALLOWED[act] for act in ALLOWED}


def test_visitors_may_nothing():
    assert not any(answers(AnonymousUser(), make_version()).values())


def test_superuser_without_a_role_may_nothing():
    assert not any(answers(make_user(is_superuser=True), make_version()).values())


def test_who_submitted_does_not_publish():
    version = make_version(published=False)
    both = make_user(REVIEWER)
    services.submit_version(version, by=both)

    assert not permissions.can_publish_version(both, version)
    assert permissions.can_publish_version(make_user(REVIEWER), version)


def acts(user, regulation, version):
    parsed = parse(TEXT)
    return {
        "create": lambda: services.create_regulation(
            by=user, title="甲", organiser="乙"
        ),
        "move": lambda: services.move_regulation(
            regulation, "draft", by=user, on=regulation.steps.get().reached_on
        ),
        "import": lambda: services.import_version(
            regulation.document, parsed, by=user, version_type=VersionType.DRAFT
        ),
        "replace": lambda: services.replace_text(version, parsed, by=user),
        "discard": lambda: services.discard_version(version, by=user),
        "submit": lambda: services.submit_version(version, by=user),
        "return": lambda: services.return_version(version, by=user, reason="丙"),
        "publish": lambda: services.publish_version(version, by=user),
        "confirm": lambda: services.confirm_lineage(version, by=user),
        "enclose": lambda: services.add_enclosure(
            version, by=user, kind="explanation", title="甲", text="乙"
        ),
        "explain": lambda: services.write_explanation(
            provision(version, "1"), by=user, body="甲"
        ),
    }


@pytest.mark.parametrize("role", [r for r in Role if r not in (STAFF, REVIEWER)])
def test_services_refuse_every_other_role(role):
    base = make_version()
    regulation = base.document.regulation
    version = make_version(regulation, base=base, published=False)
    before = Regulation.objects.count(), Version.objects.count()
    user = make_user(role)

    for act in acts(user, regulation, version).values():
        with pytest.raises(PermissionDenied):
            act()

    assert (Regulation.objects.count(), Version.objects.count()) == before


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("is_public", [True, False])
def test_visible_texts_are_published_ones_of_public_projects(role, is_public):
    regulation = make_regulation(is_public=is_public)
    published = make_version(regulation)
    edited = make_version(regulation, published=False)
    user = make_user(role)

    found = set(Version.objects.filter(document=regulation.document).visible_to(user))

    if role in (STAFF, REVIEWER):
        assert found == {published, edited}
    else:
        assert found == ({published} if is_public else set())
