"""Pages editors compose: notices, guides, and what presents a regulation."""

import pytest
from wagtail.models import Page

from accounts.roles import Role
from consultations.rounds.models import Consultation
from drafts.models import Regulation, RegulationPage
from home.models import GuidePage, HomePage, NoticePage
from tests.home.test_front_page import make_guide, make_notice
from tests.make import make_consultation, make_regulation, make_user, make_version

pytestmark = pytest.mark.django_db


def test_notice_and_guide_are_read_by_everybody(client):
    notice, guide = make_notice(source="办公室"), make_guide()

    shown = client.get(notice.url)
    assert shown.status_code == 200
    assert "<h1>试验公告</h1>" in shown.content.decode()
    assert "办公室" in shown.content.decode()
    assert "<h2>第一步</h2>" in client.get(guide.url).content.decode()


def test_chinese_pages_say_so_under_english(client):
    for chinese in (make_notice(), make_guide()):
        shown = client.get(chinese.url, headers={"accept-language": "en"})

        html = shown.content.decode()
        assert '<html lang="en"' in html
        article = html[html.index("<article") : html.index("<h1>")]
        assert 'lang="zh-Hans"' in article


def test_presenting_page_leads_to_the_regulation(client):
    regulation = make_version().document.regulation
    page = HomePage.objects.get().add_child(
        instance=RegulationPage(title="介绍", regulation=regulation)
    )

    response = client.get(page.url)

    assert response.status_code == 302
    assert response["Location"] == regulation.get_absolute_url()
    assert client.get(response["Location"]).status_code == 200


def test_presenting_page_of_a_hidden_regulation_is_not_there(client):
    regulation = make_version().document.regulation
    Regulation.objects.filter(pk=regulation.pk).update(is_public=False)
    page = HomePage.objects.get().add_child(
        instance=RegulationPage(title="介绍", regulation=regulation)
    )

    assert client.get(page.url).status_code == 404


def test_preview_of_a_presenting_page_shows_what_is_composed(rf):
    page = RegulationPage(
        title="介绍",
        regulation=make_regulation(),
        lead="一句话。",
        background="<p>为什么要立。</p>",
        questions=[("question", {"question": "管谁？", "answer": "<p>都管。</p>"})],
    )

    response = page.make_preview_request()

    html = response.render().content.decode()
    assert "一句话。" in html
    assert "为什么要立。" in html
    assert "管谁？" in html


def test_pages_never_change_rounds_and_projects():
    consultation = make_consultation()
    regulation = Regulation.objects.get(document=consultation.document)
    home = HomePage.objects.get()
    page = home.add_child(
        instance=RegulationPage(title="介绍", regulation=regulation, live=False)
    )
    other = make_notice()
    before = rows()

    page.save_revision(user=make_user(Role.LEGISLATIVE_REVIEWER)).publish()
    page.refresh_from_db()
    page.unpublish()
    page.move(other, pos="left")
    Page.objects.get(pk=page.pk).delete()

    assert rows() == before


def rows():
    return [
        list(Consultation.objects.order_by("pk").values()),
        list(Regulation.objects.order_by("pk").values()),
    ]


def test_page_tree_takes_its_own_kinds_only():
    home = HomePage.objects.get()

    assert set(HomePage.allowed_subpage_models()) >= {
        NoticePage,
        GuidePage,
        RegulationPage,
    }
    for model in (NoticePage, GuidePage, RegulationPage):
        assert model.allowed_parent_page_models() == [HomePage]
        assert model.allowed_subpage_models() == []
    assert HomePage.can_create_at(home.get_parent()) is False
    assert home.get_workflow().name == "页面审核"
