"""The front page: what is open, what was decided, where to ask."""

import datetime

import pytest
from django.core.cache import caches
from django.utils import timezone
from wagtail.models import Page, Site

from accounts.roles import Role
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from drafts.models import Regulation, RegulationPage
from feedback.reports.models import Publication
from feedback.reports.statistics import figures, public_figures
from home import remembered
from home.models import GuidePage, HomePage, NoticePage, SiteSettings
from tests.make import (
    make_comment,
    make_consultation,
    make_contact_point,
    make_regulation,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db


def make_notice(**fields):
    fields.setdefault("title", "试验公告")
    fields.setdefault("published_on", datetime.date(2026, 1, 5))
    fields.setdefault("body", "<p>正文。</p>")
    return HomePage.objects.get().add_child(instance=NoticePage(**fields))


def make_guide(**fields):
    fields.setdefault("title", "怎样提意见")
    fields.setdefault("body", [("heading", "第一步"), ("text", "<p>选一条。</p>")])
    return HomePage.objects.get().add_child(instance=GuidePage(**fields))


def make_result(**fields):
    consultation = make_consultation(stage=RoundStage.COLLATING)
    for _ in range(6):
        make_comment(consultation)
    Consultation.objects.filter(pk=consultation.pk).update(
        stage=RoundStage.RESULT_PUBLISHED
    )
    consultation.refresh_from_db()
    return Publication.objects.create(
        consultation=consultation,
        kind=Publication.Kind.RESULT,
        text="前言",
        figures=figures(consultation),
        published_at=timezone.now(),
        **fields,
    )


def test_front_page_shows_open_rounds_with_days_left(client):
    consultation = make_consultation()

    response = client.get("/")

    entry = response.context["open_rounds"][0]
    assert response.status_code == 200
    assert entry["round"] == consultation
    assert entry["days_left"] == consultation.days_left()
    assert (
        f'<span class="days">{entry["days_left"]}</span>' in response.content.decode()
    )
    assert consultation.get_absolute_url() in response.content.decode()


def test_front_page_hides_what_is_not_announced(client):
    make_consultation(stage=RoundStage.DRAFT)
    make_consultation(make_version(make_regulation(is_public=False)))

    assert client.get("/").context["open_rounds"] == []


def test_front_page_figures_are_those_of_the_result_page(client):
    result = make_result()

    response = client.get("/")

    shown = public_figures(result.figures)
    assert response.context["latest"] == result
    assert response.context["results"] == [(result, shown)]
    values = {item["label"]: item["value"] for item in response.context["totals"]}
    assert values["收到意见（已受理）"] == shown["counted"] == 6
    notes = {item["label"]: item.get("note") for item in response.context["totals"]}
    assert notes["写入公布文本"].startswith("占收到意见 6 条的 0")


def test_corrected_result_is_shown_as_it_stands(client):
    old = make_result()
    new = Publication.objects.create(
        consultation=old.consultation,
        kind=Publication.Kind.RESULT,
        text="更正",
        figures=old.figures,
        supersedes=old,
        published_at=timezone.now(),
    )

    assert [r for r, _ in client.get("/").context["results"]] == [new]


def test_lookup_form_posts_to_the_lookup_page(client):
    response = client.get("/")

    html = response.content.decode()
    assert '<form method="post" action="/lookup/"' in html
    assert 'name="receipt_no"' in html
    assert 'name="code"' in html
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_front_page_names_points_with_phones_only(client):
    point = make_contact_point(public_phone="0999-5550177")
    make_contact_point(public_phone="")
    make_contact_point(is_active=False)

    response = client.get("/")

    assert response.context["points"] == [point]
    assert 'href="tel:09995550177"' in response.content.decode()


def test_front_page_lists_live_notices_newest_first_and_guides(client):
    old = make_notice(title="旧公告", published_on=datetime.date(2025, 1, 1))
    new = make_notice(title="新公告")
    make_notice(title="草稿", live=False)
    guide = make_guide()

    context = client.get("/").context

    assert context["notices"] == [new, old]
    assert context["guides"] == [guide]


@pytest.mark.parametrize("count", [1, 3])
def test_front_page_query_count_is_flat(client, django_assert_num_queries, count):
    for _ in range(count):
        make_consultation()
        make_result()
        make_contact_point()
        make_notice()
        make_guide()

    # Wagtail keeps in the cache which site a page belongs to.
    client.get("/")

    with django_assert_num_queries(8):
        client.get("/")


def test_front_page_takes_no_post(client):
    assert client.post("/", {"a": "1"}).status_code == 405


def test_notice_and_guide_are_read_by_everybody(client):
    notice, guide = make_notice(source="办公室"), make_guide()

    shown = client.get(notice.url)
    assert shown.status_code == 200
    assert "<h1>试验公告</h1>" in shown.content.decode()
    assert "办公室" in shown.content.decode()
    assert "<h2>第一步</h2>" in client.get(guide.url).content.decode()


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


def test_settings_of_the_site_cost_no_query_once_known(
    client, django_assert_num_queries
):
    SiteSettings.for_request(client.get("/r/").wsgi_request)

    request = client.get("/r/").wsgi_request

    with django_assert_num_queries(0):
        assert SiteSettings.for_request(request).pk
    assert client.get("/r/").context["settings"].home.SiteSettings.pk


def test_saved_settings_show_at_once(client):
    client.get("/r/")
    settings = SiteSettings.objects.get_or_create(
        site=Site.objects.get(is_default_site=True)
    )[0]
    settings.phone = "0999-5550188"

    settings.save()

    assert "0999-5550188" in client.get("/r/").content.decode()


def test_another_process_follows_within_a_minute(client):
    """Its own memory is the only one it has, and that is short."""
    client.get("/r/")

    kept = caches[remembered.MEMORY]

    assert remembered.SECONDS <= 60
    assert "locmem" in type(kept).__module__
