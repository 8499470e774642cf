"""People at the desk, and a round with comments to work on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from tests.dispositions.scene import make_scene
from tests.make import make_user

READERS = (Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER, Role.CONTENT_MODERATOR)
OTHERS = tuple(role for role in Role if role not in READERS)


@pytest.fixture
def scene(db):
    """A first draft whose round is being collated, with its two people."""
    return make_scene()


@pytest.fixture
def as_user():
    """A browser signed in as an account, or as a new one of a role."""

    def sign_in(who):
        user = who if hasattr(who, "pk") else make_user(who)
        client = Client()
        client.force_login(user)
        # The first page of a site writes its settings; what is counted comes after.
        client.get(reverse("desk:home"))
        return client

    return sign_in


@pytest.fixture
def staff(scene, as_user):
    """A browser of the one who draws up decisions."""
    return as_user(scene.staff)


@pytest.fixture
def reviewer(scene, as_user):
    """A browser of the one who confirms them."""
    return as_user(scene.reviewer)


@pytest.fixture
def moderator(as_user, db):
    """A browser of one who screens comments and decides nothing else."""
    return as_user(Role.CONTENT_MODERATOR)
