"""The Wagtail admin: who comes in, what they see there, and what nobody can do."""

import json

import pytest
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, Workflow

from accounts.models import ContactPoint
from accounts.roles import Role
from common.models import LedgerEntry
from drafts.models import RegulationPage
from home.models import HomePage, NoticePage
from tests.home.test_front_page import make_notice
from tests.make import make_division, make_regulation, make_user

pytestmark = pytest.mark.django_db
EDITORS = {Role.LEGISLATIVE_STAFF, Role.LEGISLATIVE_REVIEWER}
ENTERING = EDITORS | {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
CHINESE = {"HTTP_ACCEPT_LANGUAGE": "zh-CN"}
PLACES = {
    "/cms/pages/": EDITORS,
    "/cms/images/": EDITORS,
    "/cms/documents/": EDITORS,
    "/cms/snippets/drafts/explanation/": EDITORS,
    "/cms/regulations/": EDITORS,
    "/cms/users/": {Role.SYSTEM_ADMIN},
    "/cms/users/new/": {Role.SYSTEM_ADMIN},
    "/cms/divisions/": {Role.SYSTEM_ADMIN},
    "/cms/contact-points/new/": {Role.SYSTEM_ADMIN},
    "/cms/settings/home/sitesettings/": {Role.SYSTEM_ADMIN},
    "/cms/memberships/": {Role.SECURITY_ADMIN},
    "/cms/memberships/new/": {Role.SECURITY_ADMIN},
    "/cms/groups/": set(),
    "/cms/workflows/list/": set(),
    "/cms/sites/": set(),
    "/cms/redirects/": set(),
}


def enter(client, role):
    user = make_user(role)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", Role)
def test_admin_opens_for_those_who_work_there(client, role):
    enter(client, role)

    response = client.get("/cms/", **CHINESE)

    assert response.status_code == (200 if role in ENTERING else 403)
    if role in ENTERING:
        assert 'lang="zh-hans"' in response.content.decode()


def test_visitor_is_sent_to_the_one_door(client):
    assert client.get("/cms/")["Location"] == "/accounts/login/?next=/cms/"


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("role", sorted(ENTERING))
def test_places_of_the_admin_by_role(client, role, path):
    enter(client, role)

    response = client.get(path, follow=True, **CHINESE)

    # Wagtail sends those who may not back to its front page.
    arrived = response.wsgi_request.path.startswith(path)
    assert response.status_code == 200
    assert arrived == (role in PLACES[path])


def test_editor_opens_a_page_in_chinese(client):
    notice = make_notice()
    enter(client, Role.LEGISLATIVE_STAFF)

    response = client.get(f"/cms/pages/{notice.pk}/edit/", **CHINESE)

    assert response.status_code == 200
    assert "保存草稿" in response.content.decode()
    assert "提交给页面审核" in response.content.decode()


def rich(text, url):
    return json.dumps(
        {
            "blocks": [
                {
                    "key": "aaaaa",
                    "text": text,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [{"offset": 0, "length": 2, "key": 0}],
                }
            ],
            "entityMap": {
                "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}
            },
        }
    )


def save(client, page, **fields):
    return client.post(
        f"/cms/pages/{page.pk}/edit/",
        {
            "title": page.title,
            "slug": page.slug,
            "published_on": "2026-01-05",
            "source": "",
            "seo_title": "",
            "search_description": "",
            "body": rich("正文", "https://example.cn/"),
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "comments-MAX_NUM_FORMS": "",
            **fields,
        },
    )


@pytest.mark.parametrize(
    ("url", "stays"),
    [
        ("https://example.cn/", True),
        ("http://example.cn/", True),
        ("mailto:a@example.cn", True),
        ("tel:09995550100", True),
        ("ftp://example.cn/", False),
        ("javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
    ],
)
def test_links_of_rich_text_lead_to_known_places(client, url, stays):
    notice = make_notice()
    enter(client, Role.LEGISLATIVE_REVIEWER)

    save(client, notice, body=rich("正文", url))

    notice = NoticePage.objects.get(pk=notice.pk)
    body = notice.get_latest_revision_as_object().body
    assert (f'href="{url}"' in body) == stays
    assert ("href" in body) == stays


def test_markup_typed_into_rich_text_is_text(client):
    notice = make_notice()
    enter(client, Role.LEGISLATIVE_REVIEWER)

    save(
        client,
        notice,
        title="<b>粗</b>",
        body=rich("<script>alert(1)</script>", "https://example.cn/"),
        **{"action-publish": "1"},
    )

    html = client.get(notice.url).content.decode()
    assert "<script>alert" not in html
    assert "&lt;b&gt;粗&lt;/b&gt;" in html


def test_author_sends_a_page_to_review_and_somebody_else_publishes_it(client):
    notice = make_notice(live=False)
    enter(client, Role.LEGISLATIVE_STAFF)
    save(client, notice, title="改过的公告", **{"action-submit": "1"})
    state = Page.objects.get(pk=notice.pk).current_workflow_state
    assert state.workflow == Workflow.objects.get(name="页面审核")

    enter(client, Role.LEGISLATIVE_REVIEWER)
    client.post(
        f"/cms/pages/workflow/action/{notice.pk}/approve/{state.current_task_state_id}/"
    )

    notice = NoticePage.objects.get(pk=notice.pk)
    assert (notice.live, notice.title) == (True, "改过的公告")


def test_page_with_a_chinese_title_numbers_its_address(client):
    home = HomePage.objects.get()
    make_notice()
    enter(client, Role.LEGISLATIVE_REVIEWER)

    client.post(
        f"/cms/pages/add/home/noticepage/{home.pk}/",
        {
            "title": "又一则公告",
            "slug": "",
            "published_on": "2026-01-05",
            "body": rich("正文", "https://example.cn/"),
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "action-publish": "1",
        },
    )

    assert NoticePage.objects.get(title="又一则公告").slug.startswith("notice-")


def test_author_does_not_publish_alone(client):
    notice = make_notice(live=False)
    enter(client, Role.LEGISLATIVE_STAFF)

    save(client, notice, **{"action-publish": "1"})

    assert not NoticePage.objects.get(pk=notice.pk).live


def test_editors_rights_end_with_their_role(client):
    user = enter(client, Role.LEGISLATIVE_STAFF)
    assert client.get("/cms/").status_code == 200
    user.memberships.update(ends_on="2020-12-31")

    assert client.get("/cms/").status_code == 403
    assert user.groups.count() == 0


def test_groups_have_the_rights_of_the_table():
    rights = GroupPagePermission.objects.values_list(
        "group__name", "permission__codename"
    )

    assert sorted(rights) == [
        ("legislative_reviewer", "add_page"),
        ("legislative_reviewer", "change_page"),
        ("legislative_reviewer", "lock_page"),
        ("legislative_reviewer", "publish_page"),
        ("legislative_reviewer", "unlock_page"),
        ("legislative_staff", "add_page"),
        ("legislative_staff", "change_page"),
    ]


def test_contact_point_is_entered_with_its_row_in_the_ledger(client):
    enter(client, Role.SYSTEM_ADMIN)

    client.post(
        "/cms/contact-points/new/",
        {
            "code": "LXD-9901-77",
            "name": "试验村联系点",
            "type": ContactPoint.Type.COMMUNITY_VILLAGE,
            "level": ContactPoint.Level.MUNICIPAL,
            "host_unit": "试验村村民委员会",
            "division": make_division().pk,
            "is_active": "on",
        },
    )

    assert ContactPoint.objects.get().name == "试验村联系点"
    assert LedgerEntry.objects.get().act == "accounts.add_entry"


@pytest.mark.parametrize("role", sorted(ENTERING))
def test_procedure_cannot_be_changed_in_the_admin(client, role):
    regulation = make_regulation()
    enter(client, role)

    client.post("/cms/regulations/new/", {"title": "x", "stage": "promulgated"})
    client.post(f"/cms/regulations/edit/{regulation.pk}/", {"stage": "promulgated"})
    client.post(f"/cms/regulations/delete/{regulation.pk}/")

    before = regulation.stage
    regulation.refresh_from_db()
    assert regulation.stage == before
    assert type(regulation).objects.count() == 1


@pytest.mark.parametrize("act", ["delete", "unpublish"])
def test_front_page_stays(client, act):
    home = HomePage.objects.get()
    enter(client, Role.LEGISLATIVE_REVIEWER)

    client.post(f"/cms/pages/{home.pk}/{act}/")
    client.post(f"/cms/bulk/wagtailcore/page/{act}/?id={home.pk}", {"include": "on"})

    assert HomePage.objects.filter(live=True).count() == 1


def test_presenting_page_cannot_be_closed_while_its_words_are_public(client):
    regulation = make_regulation()
    page = HomePage.objects.get().add_child(
        instance=RegulationPage(title="介绍", regulation=regulation, lead="导语")
    )
    enter(client, Role.LEGISLATIVE_REVIEWER)

    response = client.post(
        f"/cms/pages/{page.pk}/privacy/", {"restriction_type": "login"}, **CHINESE
    )

    assert response.status_code == 200
    assert not PageViewRestriction.objects.exists()
