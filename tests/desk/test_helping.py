"""Filters by name, the list of keys and its switch, and the first page."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from common.models import LedgerEntry
from consultations.rounds.models import Consultation
from feedback.comments.models import Comment
from feedback.comments.stages import Stage
from feedback.dispositions import services
from home.saved import SavedFilter
from tests import make
from tests.desk.conftest import queue_url

pytestmark = pytest.mark.django_db


def save(client, scene, name="等我看的", query="?state=waiting&article=4"):
    url = reverse("desk:filter-save", args=[scene.consultation.code]) + query
    return client.post(url, {"name": name})


def names(client, scene):
    return [kept.name for kept in client.get(queue_url(scene)).context["filters"]]


def tasks(client, name="tasks"):
    found = client.get(reverse("desk:home")).context[name]
    return [(task.label, task.count, task.days) for task in found]


def test_filter_is_kept_and_found_again(scene, staff):
    scene.comment(targets=("4",), stage=Stage.SUBMITTED)
    scene.comment(targets=("4",))

    save(staff, scene)

    kept = SavedFilter.objects.get()
    found = staff.get(queue_url(scene, f"?{kept.query}"))
    assert names(staff, scene) == ["等我看的"]
    assert found.context["slice"].total == 1
    assert LedgerEntry.objects.latest("pk").act == "desk.save_filter"


@pytest.mark.parametrize(
    ("query", "is_everywhere"),
    [
        ("?state=waiting", True),
        ("?article=general", True),
        ("?group=none", True),
        ("?article=4", False),
        ("?article=第四条", False),
        ("?group=3", False),
    ],
)
def test_filter_of_one_text_stays_with_its_round(scene, staff, query, is_everywhere):
    other = make.make_consultation()

    save(staff, scene, query=query)

    elsewhere = staff.get(reverse("desk:comments", args=[other.code]))
    assert (len(elsewhere.context["filters"]) == 1) is is_everywhere


def test_filter_is_ones_own(scene, staff, moderator):
    save(staff, scene)
    url = reverse("desk:filter-delete", args=[SavedFilter.objects.get().pk])

    assert names(moderator, scene) == []
    assert moderator.post(url).status_code == 404
    assert staff.post(url).status_code == 302
    assert not SavedFilter.objects.exists()
    assert LedgerEntry.objects.latest("pk").act == "desk.delete_filter"


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("", "?state=waiting"),
        ("字" * 31, "?state=waiting"),
        ("空的", ""),
        ("空的", "?state=nonsense"),
        ("已有的", "?state=waiting"),
    ],
)
def test_filter_that_makes_no_sense_is_not_kept(scene, staff, name, query):
    save(staff, scene, name="已有的", query="?mine=on")

    response = save(staff, scene, name=name, query=query)

    assert response.status_code == 422
    assert response.context["filter_form"]["name"].value() == name
    assert SavedFilter.objects.count() == 1


def test_thirty_filters_are_enough(scene, staff, monkeypatch):
    monkeypatch.setattr("home.desk.saving.MOST", 1)
    save(staff, scene)

    assert save(staff, scene, name="又一个").status_code == 422


def test_keys_are_listed_and_can_be_turned_off(scene, staff):
    listed = staff.get(reverse("desk:keys"))
    before = staff.get(queue_url(scene)).content.decode()

    response = staff.post(reverse("desk:keys"), {"off": "1", "back": queue_url(scene)})
    after = staff.get(queue_url(scene)).content.decode()
    staff.post(reverse("desk:keys"), {"on": "1"})
    again = staff.get(queue_url(scene)).content.decode()

    assert "<kbd>J</kbd>" in listed.content.decode()
    assert response.url == queue_url(scene)
    assert ["keys.js" in page for page in (before, after, again)] == [True, False, True]
    assert ["aria-keyshortcuts" in page for page in (before, after)] == [True, False]


def test_typed_words_are_kept_until_the_form_is_taken(scene, staff, comment):
    url = reverse("desk:decide-comment", args=[comment.receipt_no])
    name = f"desk:{scene.staff.pk}:{url}"
    asked = staff.get(url).content.decode()
    refused = staff.post(url, {"reason_text": "写了很久的理由", "step": "save"})
    said = {"result": "for_reference", "reason_text": "写了很久的理由"}

    taken = staff.post(url, {**said, "step": "save", "links": "1"}, follow=True)
    after = staff.get(queue_url(scene)).content.decode()

    assert f'data-draft="{name}"' in asked
    assert 'data-draft-sent="reason_text step"' in refused.content.decode()
    assert f'data-draft-done="{name}"' in taken.content.decode()
    assert "data-draft-done" not in after


def test_first_page_puts_the_oldest_first_and_says_how_long(scene, staff):
    days = [datetime.timedelta(days=n) for n in (3, 9)]
    new, old = scene.comment(), scene.comment(stage=Stage.SUBMITTED)
    now = timezone.now()
    Comment.objects.filter(pk=new.pk).update(stage_changed_at=now - days[0])
    Comment.objects.filter(pk=old.pk).update(submitted_at=now - days[1])

    title = scene.consultation.title
    found = [row for row in tasks(staff) if row[2]]

    assert found == [(f"审核意见：{title}", 1, 9), (f"拟定处理结果：{title}", 1, 3)]


def test_first_page_of_who_decides_names_what_waits_for_others(scene, staff, reviewer):
    services.propose_disposition(
        scene.comment(),
        by=scene.staff,
        result="for_reference",
        reason_text="留作参考。",
    )

    title = scene.consultation.title
    assert tasks(staff, "handed_on") == [(f"等人确认我拟定的结果：{title}", 1, 0)]
    assert tasks(reviewer, "handed_on") == []
    assert tasks(reviewer) == [(f"确认处理结果：{title}", 1, 0)]


def test_what_one_has_written_is_not_ones_own_to_confirm(scene, as_user):
    both = make.make_user(Role.LEGISLATIVE_REVIEWER)
    today = datetime.date(2020, 1, 1)
    both.memberships.create(role=Role.LEGISLATIVE_STAFF, starts_on=today)
    row = scene.propose(scene.comment(), by=both, result="for_reference")
    services.edit_disposition(
        row,
        by=scene.staff,
        revision=row.revision,
        result="for_reference",
        reason_text="改过的理由。",
    )

    labels = [label for label, _count, _days in tasks(as_user(both))]

    assert not [label for label in labels if label.startswith("确认处理结果")]


def test_first_page_names_rounds_that_close_within_a_week(staff):
    soon, later = make.make_consultation(), make.make_consultation()
    ends = timezone.now() + datetime.timedelta(days=3)
    Consultation.objects.filter(pk=soon.pk).update(closes_at=ends)

    due = staff.get(reverse("desk:home")).context["due"]

    assert due == [soon]
    assert later not in due
