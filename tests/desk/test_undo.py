"""Ten seconds to take back what one has just done, and kind words afterwards."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from common import ledger
from common.models import LedgerEntry
from feedback.comments import services as screening
from feedback.comments.models import Comment, Screening
from feedback.comments.stages import Stage
from feedback.dispositions import services
from feedback.dispositions.models import Disposition, GroupMember
from feedback.dispositions.stages import Stage as DecisionStage
from feedback.reports.models import Notice
from home.desk import undoing
from tests import make
from tests.desk.conftest import decide_url, stages, terms, ticked, url_of

pytestmark = pytest.mark.django_db

URL = "/desk/undo/"
NAMED = {"title": "写明距离", "summary": "建议写明距离。"}


def offer_in(client):
    """The token of the offer that the next page of the desk shows."""
    page = client.get(reverse("desk:home")).content.decode()
    start = page.index('name="token" value="') + len('name="token" value="')
    return page[start : page.index('"', start)]


def accept(client, comment):
    url = reverse("desk:comment-accept", args=[comment.receipt_no])
    return client.post(url, {"revision": comment.revision})


def press(client, token=None):
    return client.post(URL, {"token": token or offer_in(client), "back": "/desk/c/"})


def acts():
    return list(LedgerEntry.objects.order_by("pk").values_list("act", flat=True))


def group_of(scene, count=2):
    comments = [scene.comment() for _ in range(count)]
    return services.group_comments(
        scene.consultation, comments, by=scene.staff, **NAMED
    )


def live(group):
    return group.members.filter(removed_at=None).count()


def test_acceptance_is_taken_back_and_both_stay_on_record(scene, staff):
    comment = scene.comment(stage=Stage.SUBMITTED)
    accept(staff, comment)

    response = press(staff)

    assert response.url == "/desk/c/"
    assert stages(comment) == [Stage.SUBMITTED]
    assert acts()[-2:] == ["comments.accept", "comments.undo"]
    kept = Screening.objects.filter(comment=comment).values_list("act", flat=True)
    assert list(kept) == ["accept", "undo"]
    assert ledger.verify().ok


def test_batch_is_taken_back_as_one(scene, staff):
    comments = [scene.comment(stage=Stage.SUBMITTED) for _ in range(3)]
    url = reverse("desk:comments-accept", args=[scene.consultation.code])
    looked = staff.post(url, {"comment": ticked(*comments)})
    seen = looked.context["batch"].fingerprint
    staff.post(url, {"comment": ticked(*comments), "fingerprint": seen})
    before = stages(*comments)

    press(staff)

    assert before == [Stage.ACCEPTED] * 3
    assert stages(*comments) == [Stage.SUBMITTED] * 3


def test_button_works_once(scene, staff):
    comment = scene.comment(stage=Stage.SUBMITTED)
    accept(staff, comment)
    token = offer_in(staff)
    press(staff, token)
    screening.screen_comment(comment, "accept", by=scene.staff)

    response = press(staff, token)

    assert response.status_code == 409
    assert stages(comment) == [Stage.ACCEPTED]
    assert b'name="token"' not in staff.get(reverse("desk:home")).content


def test_button_belongs_to_who_pressed_before(scene, staff, as_user):
    comment = scene.comment(stage=Stage.SUBMITTED)
    accept(staff, comment)
    token = offer_in(staff)

    response = press(as_user(Role.LEGISLATIVE_STAFF), token)

    assert response.status_code == 409
    assert stages(comment) == [Stage.ACCEPTED]


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_forged_token_is_refused(staff, token):
    response = staff.post(URL, {"token": token})

    assert response.status_code == 409


@pytest.mark.parametrize(("seconds", "status"), [(9, 302), (14, 302), (16, 409)])
def test_time_is_the_servers(scene, staff, seconds, status):
    comment = scene.comment(stage=Stage.SUBMITTED)
    done = timezone.now() - datetime.timedelta(seconds=seconds)
    screening.screen_comment(comment, "accept", by=scene.staff, at=done)
    session = {}
    undoing.offer(
        session, "screen", scene.consultation, "已受理", by=scene.staff, done_at=done
    )

    response = press(staff, session[undoing.KEY]["token"])

    assert response.status_code == status
    expected = Stage.SUBMITTED if status == 302 else Stage.ACCEPTED
    assert stages(comment) == [expected]


def test_refusal_says_what_else_can_be_done(scene, staff):
    comment = scene.comment(stage=Stage.SUBMITTED)
    accept(staff, comment)
    token = offer_in(staff)
    services.propose_disposition(
        comment, by=scene.staff, result="for_reference", reason_text="留作参考。"
    )

    response = press(staff, token)

    assert response.status_code == 409
    assert response.context["why"][0] == "在这之后又有人接着办了，不能直接撤销。"
    assert "拟定处理结果" in response.context["why"][1]
    assert stages(comment) == [Stage.ACCEPTED]


def test_offer_lasts_ten_seconds(scene, staff, monkeypatch):
    accept(staff, scene.comment(stage=Stage.SUBMITTED))
    offered = b'name="token"' in staff.get(reverse("desk:home")).content
    later = timezone.now() + datetime.timedelta(seconds=11)
    monkeypatch.setattr("home.desk.undoing.timezone.now", lambda: later)

    assert offered
    assert b'name="token"' not in staff.get(reverse("desk:home")).content


@pytest.mark.parametrize(
    ("before", "act", "said"),
    [
        (Stage.SUBMITTED, "hold", {}),
        (Stage.HELD, "return", {"note": "请写明是哪一款"}),
        (Stage.SUBMITTED, "reject", {"reason": "spam"}),
        (Stage.SUBMITTED, "transfer", {"transferred_to": "12345热线"}),
        (Stage.RETURNED, "accept", {}),
    ],
)
def test_every_screening_goes_back_to_where_it_came_from(
    scene, moderator, before, act, said
):
    comment = scene.comment(stage=Stage.SUBMITTED)
    ways = {Stage.HELD: "hold", Stage.RETURNED: "return"}
    if before in ways:
        screening.screen_comment(
            comment,
            ways[before],
            by=make.make_user(Role.CONTENT_MODERATOR),
            note="请补充",
        )
    comment = Comment.objects.get(pk=comment.pk)
    url = reverse("desk:comment-screen", args=[comment.receipt_no])
    moderator.post(url, {"act": act, "revision": comment.revision, **said})

    assert press(moderator).status_code == 302
    assert stages(comment) == [before]


def test_new_group_is_dissolved_again(scene, staff):
    comments = [scene.comment() for _ in range(2)]
    url = reverse("desk:group-create", args=[scene.consultation.code])
    looked = staff.post(url, {"comment": ticked(*comments)})
    seen = looked.context["batch"].fingerprint
    staff.post(url, {"comment": ticked(*comments), "fingerprint": seen, **NAMED})

    press(staff)

    assert not GroupMember.objects.filter(removed_at=None).exists()
    assert acts()[-1] == "dispositions.undo_grouping"


def test_joining_and_leaving_are_taken_back(scene, staff):
    group, extra = group_of(scene), scene.comment()
    staff.post(
        reverse("desk:group-add", args=[group.pk]), {"receipts": extra.receipt_no}
    )
    press(staff)
    after_joining = live(group)
    member = group.members.filter(removed_at=None).first()
    url = reverse("desk:group-remove", args=[group.pk, member.pk])
    staff.post(url, {"reason": "说的是另一件事"})
    after_leaving = live(group)

    press(staff)

    assert (after_joining, after_leaving, live(group)) == (2, 1, 2)
    assert acts()[-1] == "dispositions.undo_removal"


def test_proposal_is_withdrawn_by_its_author(scene, staff, comment):
    staff.post(decide_url(comment), terms())

    press(staff)

    assert Disposition.objects.get().stage == DecisionStage.REVOKED
    assert acts()[-1] == "dispositions.undo_proposal"
    assert staff.post(decide_url(comment), terms()).status_code == 302


def test_returned_decision_waits_again(scene, reviewer, comment):
    proposed = scene.propose(comment, result="for_reference")
    reviewer.post(url_of(proposed, "disposition-act", "return"), {"note": "再写细些"})

    press(reviewer)

    proposed.refresh_from_db()
    assert (proposed.stage, proposed.return_note) == (DecisionStage.PROPOSED, "")


def test_confirmation_is_not_offered_to_be_taken_back(scene, reviewer, comment):
    proposed = scene.propose(comment, result="for_reference")
    reviewer.post(url_of(proposed, "disposition-act", "confirm"), {"revision": 1})

    assert b'name="token"' not in reviewer.get(reverse("desk:home")).content


def test_what_can_be_taken_back_tells_no_author(scene, staff, moderator, comment):
    fresh = scene.comment(stage=Stage.SUBMITTED, email="someone@example.cn")
    accept(staff, fresh)
    staff.post(decide_url(comment), terms())
    group_of(scene)

    assert not Notice.objects.exists()


def test_way_back_stays_at_the_desk(scene, staff):
    comment = scene.comment(stage=Stage.SUBMITTED)
    accept(staff, comment)
    token = offer_in(staff)

    response = staff.post(URL, {"token": token, "back": "//evil.example/desk/"})

    assert response.url == reverse("desk:home")
