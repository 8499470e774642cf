"""Twins: what a list shows and what a single question says are the same."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.roles import Role
from consultations.rounds.models import Consultation
from consultations.rounds.permissions import can_view
from consultations.rounds.stages import Stage
from tests.make import make_consultation, make_regulation, make_user, make_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize("role", [None, "nobody", *Role])
def test_visible_to_equals_can_view(role, is_public):
    version = make_version(make_regulation(is_public=is_public))
    for stage in Stage:
        make_consultation(version, stage=stage)
    user = (
        AnonymousUser() if role is None else make_user(role if role in Role else None)
    )
    rows = Consultation.objects.for_listing()

    seen = set(rows.visible_to(user))

    assert seen == {row for row in rows if can_view(user, row)}
