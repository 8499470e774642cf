"""People at the desk, and a round with comments to work on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from feedback.comments.models import Comment
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


PROJECT = {
    "title": "明川市养犬管理条例",
    "short_title": "",
    "kind": "local_regulation",
    "act_type": "enact",
    "subject_area": "",
    "organiser": "明川市人大常委会法制工作委员会",
    "drafting_unit": "",
    "proposer": "",
}


@pytest.fixture
def staff_user(db):
    return make_user(Role.LEGISLATIVE_STAFF)


@pytest.fixture
def clerk(as_user, staff_user):
    """A browser of the one who prepares texts and rounds."""
    return as_user(staff_user)


@pytest.fixture
def second(as_user, db):
    """A browser of the one who checks and publishes."""
    return as_user(Role.LEGISLATIVE_REVIEWER)


@pytest.fixture
def comment(scene):
    """An accepted comment on article 4."""
    return scene.comment(targets=("4",))


def version_url(version, name="version", *more):
    return reverse(f"desk:{name}", args=[version.pk, *more])


def version_act(client, version, name, **data):
    return client.post(version_url(version, "version-act", name), data)


def round_act(client, consultation, name, **data):
    url = reverse("desk:consultation-act", args=[consultation.code, name])
    return client.post(url, data)


def decide_url(comment):
    return reverse("desk:decide-comment", args=[comment.receipt_no])


def url_of(disposition, name="disposition", *more):
    return reverse(f"desk:{name}", args=[disposition.pk, *more])


def terms(**said):
    base = {"result": "for_reference", "reason_text": "留作修改配套规定时研究。"}
    return {**base, "links": "1", "step": "save", **said}


def linked(provision, row=0, note="写明一百米"):
    return {
        f"link-{row}-provision": provision.pk,
        f"link-{row}-contribution": "full",
        f"link-{row}-note": note,
    }


def act_on(client, disposition, name, **data):
    return client.post(url_of(disposition, "disposition-act", name), data)


def queue_url(scene, query=""):
    return reverse("desk:comments", args=[scene.consultation.code]) + query


def page_url(comment):
    return reverse("desk:comment", args=[comment.receipt_no])


def receipts(response):
    return [row.receipt_no for row in response.context["slice"].rows]


def stages(*comments):
    return [Comment.objects.get(pk=comment.pk).stage for comment in comments]


def ticked(*comments):
    """What the boxes before some comments send."""
    return [f"{comment.pk}:{comment.revision}" for comment in comments]
