"""The front page: what is open, what was decided, where to ask."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from drafts.models import Regulation, RegulationPage
from feedback.dispositions import services as deciding
from feedback.reports.models import Publication
from feedback.reports.statistics import figures, public_figures
from home.models import GuidePage, HomePage, NoticePage
from home.nearby import COOKIE
from tests.dispositions.scene import make_scene
from tests.make import (
    make_comment,
    make_consultation,
    make_contact_point,
    make_regulation,
    make_version,
    provision,
)
from tests.reading.scene import SECOND, tell

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


def told_group(count=2, *, is_group=True):
    """A published result, a group of ``count`` comments behind a final article."""
    scene = make_scene(stage=RoundStage.REPORTED)
    final = scene.version(SECOND, final=True)
    said = [scene.comment(targets=("3.1.2",)) for _number in range(count)]
    subject = said[0]
    if is_group:
        subject = deciding.group_comments(
            scene.consultation, said, by=scene.staff, title="扩音", summary="管扩音器。"
        )
    scene.decide(subject, provision(final, "3.1.2"))
    return tell(scene)


def test_front_page_shows_the_open_round_with_days_left_and_one_big_button(client):
    consultation = make_consultation(notice="管理加装电梯。第二句不显示。\n第二段。")

    response = client.get("/")

    entry = response.context["open_rounds"][0]
    html = response.content.decode()
    text = consultation.version.get_absolute_url()
    assert response.status_code == 200
    assert (entry["round"], entry["is_open"]) == (consultation, True)
    assert entry["days_left"] == consultation.days_left()
    assert f'<span class="days">{entry["days_left"]}</span>' in html
    assert consultation.get_absolute_url() in html
    assert f'<a class="button" href="{text}">读草案，提意见</a>' in html
    assert '<p class="about">管理加装电梯。</p>' in html
    assert html.count('class="button" href') == 1


def test_one_line_of_what_it_is_about_comes_from_the_presenting_page(client):
    consultation = make_consultation(notice="公告的话。")
    page = RegulationPage(
        title="介绍",
        regulation=consultation.document.regulation,
        lead=f"{'老' * 69}楼要装电梯。",
    )
    HomePage.objects.get().add_child(instance=page)

    assert client.get("/").context["open_rounds"][0]["about"] == f"{'老' * 69}…"
    RegulationPage.objects.update(live=False)
    assert client.get("/").context["open_rounds"][0]["about"] == "公告的话。"


def test_the_round_that_ends_first_leads_and_coming_ones_follow(client):
    now = timezone.now()
    day = datetime.timedelta(days=1)
    coming = make_consultation(opens_at=now + day)
    later = make_consultation(opens_at=now - day, closes_at=now + 9 * day)
    sooner = make_consultation(opens_at=now - day, closes_at=now + 3 * day)

    response = client.get("/")

    entries = response.context["open_rounds"]
    assert [entry["round"] for entry in entries] == [sooner, later, coming]
    assert [entry["is_open"] for entry in entries] == [True, True, False]
    html = response.content.decode()
    assert html.count('class="lead-round"') == 1
    assert html.count('class="other-round"') == 2


def test_last_day_says_so_instead_of_a_nought(client):
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    make_consultation(closes_at=midnight + datetime.timedelta(days=1))

    html = client.get("/").content.decode()

    assert "今天截止" in html
    assert 'class="days"' not in html


def test_front_page_hides_what_is_not_announced(client):
    make_consultation(stage=RoundStage.DRAFT)
    make_consultation(make_version(make_regulation(is_public=False)))
    closed = timezone.now() - datetime.timedelta(days=1)
    make_consultation(closes_at=closed, opens_at=closed - datetime.timedelta(days=30))

    response = client.get("/")

    assert response.context["open_rounds"] == []
    assert "现在没有公开征求意见的草案" in response.content.decode()


def test_front_page_figures_are_those_of_the_result_page(client):
    result = make_result()

    response = client.get("/")

    shown = public_figures(result.figures)
    assert response.context["latest"] == result
    assert response.context["figures"] == shown
    html = response.content.decode()
    assert f'收到意见 <b class="days">{shown["counted"]}</b> 条' in html
    assert shown["counted"] == 6
    assert 'href="/c/?state=result_published"' in html


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

    assert client.get("/").context["latest"] == new


def test_result_of_a_hidden_project_is_not_shown(client):
    result = make_result()
    Regulation.objects.update(is_public=False)

    response = client.get("/")

    assert response.context["latest"] is None
    assert result.consultation.title not in response.content.decode()


def test_result_comes_with_one_comments_way_into_the_text(client):
    told_group(2)
    scene = told_group(3)

    response = client.get("/")

    journey = response.context["journey"]
    html = response.content.decode()
    assert response.context["latest"].consultation == scene.consultation
    assert journey.decision.consultation == scene.consultation
    assert journey.count == 3
    order = [html.index(said) for said in ("管扩音器。", "采纳</span>", "第三条第一款")]
    assert order == sorted(order)
    assert journey.provision.get_absolute_url() in html


def test_words_of_single_people_are_no_proof(client):
    told_group(1, is_group=False)

    response = client.get("/")

    assert response.context["latest"] is not None
    assert response.context["journey"] is None


def test_lookup_form_posts_to_the_lookup_page_without_a_token(client):
    response = client.get("/")

    html = response.content.decode()
    assert '<form method="post" action="/lookup/"' in html
    assert 'name="receipt_no"' in html
    assert 'name="code"' in html
    assert "csrfmiddlewaretoken" not in html
    assert response.cookies == {}
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_lookup_form_of_the_front_page_is_taken_from_this_site_alone():
    client = Client(enforce_csrf_checks=True)
    asked = {"receipt_no": "YJ-1", "code": ""}

    own = client.post("/lookup/", asked, headers={"Sec-Fetch-Site": "same-origin"})
    foreign = client.post("/lookup/", asked, headers={"Sec-Fetch-Site": "cross-site"})

    assert (own.status_code, foreign.status_code) == (422, 403)


def test_front_page_leads_to_the_directory_until_a_point_is_chosen(client):
    point = make_contact_point(public_phone="0999-5550177", address="临江区1号")

    before = client.get("/").content.decode()
    client.cookies[COOKIE] = point.code
    after = client.get("/").content.decode()

    assert '<a href="/points/">找就近的联系点</a>' in before
    assert point.name not in before
    assert point.name in after
    assert "临江区1号" in after
    assert 'href="tel:09995550177"' in after
    assert '<a href="/points/">换一个</a>' in after


def test_front_page_in_large_print_begins_with_a_few_big_choices(client):
    consultation = make_consultation()
    point = make_contact_point(public_phone="0999-5550177")
    client.cookies["mode"] = "elder"
    client.cookies[COOKIE] = point.code

    html = client.get("/").content.decode()

    start = html.index('class="big-choices"')
    choices = html[start : html.index("</nav>", start)]
    links = [part.split('"')[0] for part in choices.split(' href="')[1:]]
    text = consultation.version.get_absolute_url()
    assert links == [text, "/lookup/", "/points/", "tel:09995550177"]
    assert start < html.index('id="open"')
    assert 'name="receipt_no"' not in html


def test_keyboard_meets_the_answers_in_the_order_of_the_questions(client):
    consultation = make_consultation()
    result = make_result()

    html = client.get("/").content.decode()

    page = html[html.index('<main id="main"') : html.index("<footer")]
    stops = [
        consultation.version.get_absolute_url(),
        result.consultation.get_absolute_url(),
        'name="receipt_no"',
        'name="code"',
        'type="submit"',
        'href="/points/"',
    ]
    assert sorted(stops, key=page.index) == stops
    assert "tabindex" not in page.partition(">")[2]


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
        told_group()
        point = make_contact_point()
        make_notice()
        make_guide()
    client.cookies[COOKIE] = point.code

    # Wagtail keeps in the cache which site a page belongs to.
    client.get("/")

    # Site and page; rounds with their leads, results, a way into the text, own point,
    # notices and guides.
    with django_assert_num_queries(8):
        client.get("/")


def test_front_page_is_light(client):
    for _ in range(4):
        make_consultation(title="很长很长的标题" * 12, notice="很长的公告" * 200)
        make_notice(title="很长很长的公告" * 10)
        make_guide(title="很长很长的指南" * 10)
    told_group()

    assert len(client.get("/").content) < 40 * 1024


def test_front_page_takes_no_post(client):
    assert client.post("/", {"a": "1"}).status_code == 405
