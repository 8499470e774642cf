"""Drawing up, confirming, returning, revoking and correcting decisions at the desk."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from feedback.dispositions import services
from feedback.dispositions.models import Disposition
from feedback.dispositions.stages import Stage
from tests import make
from tests.desk.conftest import OTHERS, act_on, decide_url, linked, terms, url_of

pytestmark = pytest.mark.django_db

CHANGED = make.TEXT.replace("学校、医院周边", "学校、医院周边一百米内")


def test_staff_draw_up_an_adoption_with_its_provision(scene, comment, staff):
    place = make.provision(scene.version(CHANGED), "4")
    data = terms(result="adopted", internal_note="会上议过", **linked(place))

    response = staff.post(decide_url(comment), data)

    stored = Disposition.objects.get()
    assert response.url == url_of(stored)
    assert (stored.comment, stored.stage) == (comment, Stage.PROPOSED)
    assert stored.proposed_by == scene.staff
    assert stored.internal_note == "会上议过"
    assert [(link.provision, link.note) for link in stored.links.all()] == [
        (place, "写明一百米")
    ]


def test_one_target_is_decided_by_itself(scene, staff):
    comment = scene.comment(targets=("3", "4"))
    target = comment.targets.get(provision__address="4")
    url = reverse("desk:decide-target", args=[comment.receipt_no, target.pk])

    staff.post(url, terms())

    assert Disposition.objects.get().target == target


def test_target_of_another_comment_is_not_found(scene, comment, staff):
    foreign = scene.comment(targets=("4",)).targets.get()
    url = reverse("desk:decide-target", args=[comment.receipt_no, foreign.pk])

    assert staff.post(url, terms()).status_code == 404


def test_successors_of_what_was_said_are_offered_first(scene, comment, staff):
    place = make.provision(scene.version(CHANGED), "4")

    form = staff.get(decide_url(comment)).context["desk"].rows.forms[0]
    choices = form.fields["provision"].choices

    assert [pk for pk, _label in choices[1][1]] == [place.pk]
    assert [label for label, _rows in choices[2:]] == [
        "第一章　总则",
        "第二章　管理",
        "第三章　附则",
    ]


def test_endless_number_of_rows_is_one_row(comment, staff):
    data = terms(result="adopted", links="9" * 5000, step="add")

    rows = staff.post(decide_url(comment), data).context["desk"].rows

    assert len(rows.forms) == 2


def test_one_more_row_keeps_everything(scene, comment, staff):
    place = make.provision(scene.version(CHANGED), "4")
    data = terms(result="adopted", **linked(place), step="add", reason_text="写了一半")

    response = staff.post(decide_url(comment), data)

    desk = response.context["desk"]
    assert response.status_code == 200
    assert len(desk.rows.forms) == 2
    assert desk.rows.forms[0]["provision"].value() == str(place.pk)
    assert desk.rows.forms[0]["note"].value() == "写明一百米"
    assert desk.form["reason_text"].value() == "写了一半"
    assert not desk.form.errors
    assert not Disposition.objects.exists()


def test_another_text_keeps_what_was_chosen_in_the_first(scene, comment, staff):
    place = make.provision(scene.version(CHANGED), "4")
    final = scene.version(CHANGED, final=True)
    data = terms(**linked(place), step="text", text=final.pk)

    desk = staff.post(decide_url(comment), data).context["desk"]

    choices = desk.rows.forms[0].fields["provision"].choices
    assert desk.texts.chosen == final
    assert desk.rows.forms[0]["provision"].value() == str(place.pk)
    assert choices[-1] == ("已经选的", [(place.pk, place.cited())])


def test_preview_shows_the_public_words_only(scene, comment, staff):
    place = make.provision(scene.version(CHANGED), "4")
    data = terms(
        result="adopted", internal_note="不要给人看", **linked(place), step="preview"
    )

    response = staff.post(decide_url(comment), data)

    assert response.context["desk"].preview == {
        "result": "adopted",
        "label": "采纳",
        "reason": "留作修改配套规定时研究。",
        "links": [{"label": place.cited(), "note": "写明一百米"}],
    }
    assert not Disposition.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"result": ""}, "result"),
        ({"reason_text": " "}, "reason_text"),
        ({"result": "not_adopted"}, "reason_code"),
        ({"result": "transferred"}, "referred_to"),
        ({"link-0-note": "写明了"}, "__all__"),
        ({"link-0-provision": "99999"}, "__all__"),
    ],
)
def test_incomplete_terms_keep_what_was_typed(comment, staff, said, field):
    response = staff.post(decide_url(comment), terms(internal_note="备注", **said))

    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == [field]
    assert form["internal_note"].value() == "备注"
    assert not Disposition.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.CONTENT_MODERATOR, Role.LEGISLATIVE_REVIEWER, *OTHERS]
)
def test_only_staff_propose(scene, comment, as_user, role):
    client = as_user(role)

    assert client.get(decide_url(comment)).status_code == 403
    assert client.post(decide_url(comment), terms()).status_code == 403
    assert not Disposition.objects.exists()


def test_reviewer_confirms(scene, comment, reviewer):
    disposition = scene.propose(comment, result="for_reference")
    page = reviewer.get(url_of(disposition))

    response = act_on(reviewer, disposition, "confirm", revision=disposition.revision)

    disposition.refresh_from_db()
    assert page.context["may_confirm"] is True
    assert response.status_code == 302
    assert (disposition.stage, disposition.confirmed_by) == (
        Stage.CONFIRMED,
        scene.reviewer,
    )


def test_proposer_sees_no_confirm_button_and_is_refused(scene, comment, as_user):
    both = make.make_user(Role.LEGISLATIVE_STAFF)
    make.Membership.objects.create(
        user=both, role=Role.LEGISLATIVE_REVIEWER, starts_on="2020-01-01"
    )
    disposition = scene.propose(comment, by=both, result="for_reference")
    client = as_user(both)

    page = client.get(url_of(disposition))
    forced = act_on(client, disposition, "confirm", revision=1)

    assert "确认这个结果" not in page.content.decode()
    assert forced.status_code == 403
    disposition.refresh_from_db()
    assert disposition.stage == Stage.PROPOSED


def test_earlier_editor_sees_no_confirm_button(scene, comment, as_user):
    both = make.make_user(Role.LEGISLATIVE_STAFF)
    make.Membership.objects.create(
        user=both, role=Role.LEGISLATIVE_REVIEWER, starts_on="2020-01-01"
    )
    disposition = scene.propose(comment, by=both, result="for_reference")
    services.edit_disposition(
        disposition,
        by=scene.staff,
        revision=1,
        result="for_reference",
        reason_text="改过",
    )

    page = as_user(both).get(url_of(disposition))

    assert page.context["may_confirm"] is False


@pytest.mark.parametrize("role", [Role.CONTENT_MODERATOR, Role.LEGISLATIVE_STAFF])
def test_only_reviewers_confirm_return_and_revoke(scene, comment, as_user, role):
    disposition = scene.propose(comment, result="for_reference")
    client = as_user(role)

    assert act_on(client, disposition, "confirm", revision=1).status_code == 403
    assert act_on(client, disposition, "return", note="x").status_code == 403
    assert act_on(client, disposition, "revoke", reason="x").status_code == 403
    disposition.refresh_from_db()
    assert disposition.stage == Stage.PROPOSED


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_are_refused(scene, comment, as_user, role):
    disposition = scene.propose(comment, result="for_reference")
    client = as_user(role)
    listing = reverse("desk:dispositions", args=[scene.consultation.code])
    survival = reverse("desk:survivals", args=[scene.consultation.code])

    for url in (url_of(disposition), listing, survival):
        assert client.get(url).status_code == 403


def test_confirming_what_changed_meanwhile_is_a_conflict(scene, comment, reviewer):
    disposition = scene.propose(comment, result="for_reference")
    services.edit_disposition(
        disposition,
        by=scene.staff,
        revision=1,
        result="for_reference",
        reason_text="刚改的理由",
    )

    response = act_on(reviewer, disposition, "confirm", revision=1)

    disposition.refresh_from_db()
    assert response.status_code == 409
    assert "刚改的理由" in response.content.decode()
    assert disposition.stage == Stage.PROPOSED


def test_adoption_without_a_provision_is_not_confirmed(scene, comment, reviewer):
    disposition = scene.propose(comment)

    response = act_on(reviewer, disposition, "confirm", revision=1)

    assert response.status_code == 422
    assert "至少要关联一条" in response.content.decode()


def test_returned_decision_goes_back_with_its_note(scene, comment, staff, reviewer):
    disposition = scene.propose(comment, result="for_reference")

    empty = act_on(reviewer, disposition, "return", note=" ")
    act_on(reviewer, disposition, "return", note="理由写具体些")
    form = staff.get(url_of(disposition, "disposition-edit"))

    disposition.refresh_from_db()
    assert empty.status_code == 422
    assert disposition.stage == Stage.RETURNED
    assert "理由写具体些" in form.content.decode()

    revision = form.context["form"]["revision"].value()
    data = terms(reason_text="具体的理由", revision=revision)
    staff.post(url_of(disposition, "disposition-edit"), data)

    disposition.refresh_from_db()
    assert (disposition.stage, disposition.reason_text) == (
        Stage.PROPOSED,
        "具体的理由",
    )


def test_stale_edit_shows_both_and_keeps_mine(scene, comment, staff):
    disposition = scene.propose(comment, result="for_reference", reason_text="原先")
    services.edit_disposition(
        disposition,
        by=scene.staff,
        revision=1,
        result="for_reference",
        reason_text="别人写的",
    )
    url = url_of(disposition, "disposition-edit")

    response = staff.post(url, terms(reason_text="我写的", revision=1))

    assert response.status_code == 409
    assert response.context["desk"].conflict == [("公开的理由", "别人写的", "我写的")]
    assert response.context["form"]["reason_text"].value() == "我写的"

    renewed = response.context["form"]["revision"].value()
    again = staff.post(url, terms(reason_text="合成的", revision=renewed))
    disposition.refresh_from_db()
    assert again.status_code == 302
    assert disposition.reason_text == "合成的"


def test_reviewer_revokes_with_a_reason(scene, comment, reviewer):
    disposition = scene.refuse(comment)

    refused = act_on(reviewer, disposition, "revoke", reason="")
    act_on(reviewer, disposition, "revoke", reason="依据有误")

    disposition.refresh_from_db()
    assert refused.status_code == 422
    assert disposition.stage == Stage.REVOKED


def test_correction_stands_beside_what_it_corrects(scene, comment, staff, reviewer):
    old = scene.refuse(comment)
    data = terms(result="for_reference", reason_text="重新研究后的理由")

    missing = staff.post(url_of(old, "disposition-correct"), data)
    response = staff.post(
        url_of(old, "disposition-correct"), {**data, "correction_reason": "依据有误"}
    )

    new = Disposition.objects.latest("pk")
    old.refresh_from_db()
    assert missing.status_code == 422
    assert list(missing.context["form"].errors) == ["correction_reason"]
    assert response.url == url_of(new)
    assert (new.supersedes, old.stage) == (old, Stage.CONFIRMED)

    act_on(reviewer, new, "confirm", revision=new.revision)
    page = reviewer.get(url_of(new))

    old.refresh_from_db()
    assert old.stage == Stage.SUPERSEDED
    assert page.context["chain"] == [old]
