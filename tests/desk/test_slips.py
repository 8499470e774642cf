"""Small slips of a tired clerk at the workbench: what the desk says to them."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from drafts.models import Regulation
from feedback.comments.stages import Stage
from tests import make

pytestmark = pytest.mark.django_db

PROJECT = {
    "title": "《明川市养犬管理条例》",
    "kind": "local_regulation",
    "act_type": "enact",
    "organiser": "明川市人大常委会法制工作委员会",
}


@pytest.fixture
def clerk(as_user, db):
    return as_user(make.make_user(Role.LEGISLATIVE_STAFF))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("《明川市养犬管理条例》", "明川市养犬管理条例"),
        ("实施《动物防疫法》办法", "实施《动物防疫法》办法"),
        ("《甲法》和《乙法》", "《甲法》和《乙法》"),
    ],
)
def test_title_loses_only_marks_around_the_whole(clerk, typed, kept):
    clerk.post(reverse("desk:regulation-create"), PROJECT | {"title": typed})

    assert Regulation.objects.get().title == kept


def test_missing_title_and_organiser_are_asked_for_by_name(clerk):
    response = clerk.post(reverse("desk:regulation-create"), {"act_type": "enact"})

    assert response.status_code == 422
    assert response.context["form"].errors["title"] == ["请写名称。"]
    assert response.context["form"].errors["organiser"] == ["请写主办机关。"]


def test_address_of_a_button_opened_as_a_page_leads_on(clerk):
    comment = make.make_comment(stage=Stage.SUBMITTED)

    response = clerk.get(reverse("desk:comment-screen", args=[comment.receipt_no]))

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert f'href="{reverse("desk:home")}"' in response.content.decode()


def test_accepting_a_batch_keeps_the_filters(clerk):
    comment = make.make_comment(stage=Stage.SUBMITTED)
    url = reverse("desk:comments-accept", args=[comment.consultation.code])
    picked = {"comment": f"{comment.pk}:{comment.revision}"}

    shown = clerk.post(f"{url}?state=waiting", picked)
    seen = {"fingerprint": shown.context["batch"].fingerprint}
    done = clerk.post(f"{url}?state=waiting", picked | seen)

    assert f'action="{url}?state=waiting"' in shown.content.decode()
    queue = reverse("desk:comments", args=[comment.consultation.code])
    assert done.url == f"{queue}?state=waiting"
    comment.refresh_from_db()
    assert comment.stage == Stage.ACCEPTED


def test_preview_shows_the_words_of_an_item_with_subitems(clerk):
    regulation = make.make_regulation()
    text = """明川市养犬管理条例

第一条　办理登记，提交下列材料：
（一）身份证明；
（二）住所证明，包括下列材料之一：
1．不动产权属证书；
2．租赁合同。
"""
    url = reverse("desk:import", args=[regulation.code])

    response = clerk.post(url, {"version_type": "draft", "plain": text})

    assert "住所证明，包括下列材料之一：</summary>" in response.content.decode()


def test_text_leads_back_to_its_project_and_to_its_preview(clerk):
    version = make.make_version()

    shown = clerk.get(reverse("desk:version", args=[version.pk])).content.decode()

    project = reverse("desk:regulation", args=[version.document.regulation.code])
    assert f'<a href="{project}">回到项目：' in shown
    assert f'<a href="{version.get_absolute_url()}">' in shown


def test_unconfirmed_lineage_waits_on_the_first_page(clerk):
    first = make.make_version()
    second = make.make_version(first.document.regulation, base=first)

    tasks = clerk.get(reverse("desk:home")).context["tasks"]

    assert [(task.label, task.url) for task in tasks] == [
        (
            f"核对条文沿革：{second.title}",
            reverse("desk:lineage", args=[second.pk]),
        )
    ]
