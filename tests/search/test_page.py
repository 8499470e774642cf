"""The search page: what it finds, in which order, and how it says so."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from common.models import RateCounter
from drafts import services as drafting
from home.models import GuidePage, HomePage, NoticePage, SiteSettings
from home.search import views
from tests import make
from tests.reading.scene import SECOND, decided_scene, tell
from tests.search.asking import ask, facets, found

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(db):
    SiteSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))


def publish(page):
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def make_everything():
    """One find of each kind for the word 扩音."""
    scene = decided_scene(0, display_policy="adopted_only")
    text = scene.versions[-1]
    comment = scene.comment(
        targets=("3.1.2",), body="晚上扩音太吵。", consents={"public_words"}
    )
    scene.decide(
        comment, make.provision(text, "3.1.2"), reason_text="扩音设备写进了第三条"
    )
    drafting.edit_regulation(scene.regulation, by=scene.staff, short_title="扩音条例")
    explain(scene, make.provision(text, "3"), "不要用扩音的喇叭。")
    tell(scene)
    make.make_version(make.make_regulation(), text=make.TEXT)
    make.make_consultation(text, title="再次征求扩音意见")
    publish(
        NoticePage(title="扩音公告", published_on="2026-11-01", body="<p>请看。</p>")
    )
    publish(GuidePage(title="指南", body=[("text", "<p>什么是扩音设备</p>")]))
    return scene


def explain(scene, provision, body):
    explanation = drafting.write_explanation(provision, by=scene.staff, body=body)
    drafting.publish_explanation(explanation, by=scene.reviewer)
    return explanation


def test_every_kind_is_found_with_its_number(client):
    scene = make_everything()

    assert facets(client, "扩音") == {
        "regulation": 1,
        "provision": 1,
        "explanation": 1,
        "consultation": 1,
        "disposition": 1,
        "public_comment": 1,
        "page": 2,
    }
    urls = [url for url, _title in found(client, "扩音")]
    code = scene.regulation.code
    final = scene.versions[-1]
    decision = scene.consultation
    assert urls[:3] == [
        f"/r/{code}/",
        make.provision(final, "3").get_absolute_url(),
        make.provision(final, "3").get_absolute_url(),
    ]
    assert urls[3].startswith("/c/")
    assert urls[4].startswith("/search/decisions/")
    assert urls[5] == f"/r/{code}/origins/?on=3#p3"
    answered = client.get(urls[4])
    assert answered["Location"].startswith(f"{decision.get_absolute_url()}#d")
    assert [client.get(url.split("#")[0]).status_code for url in urls[:4]] == [200] * 4
    assert "晚上扩音太吵" in client.get(urls[5].split("#")[0]).content.decode()


def test_snippets_are_cut_around_the_words_and_mark_them(client):
    make_everything()

    html = ask(client, "扩音 喇叭").content.decode()

    assert "不要用<mark>扩音</mark>的<mark>喇叭</mark>。" in html
    assert facets(client, "扩音 喇叭") == {"explanation": 1}


def test_a_kind_shows_its_finds_alone_and_keeps_the_other_numbers(client):
    make_everything()

    assert len(found(client, "扩音", kind="page")) == 2
    assert facets(client, "扩音", kind="page") == facets(client, "扩音")
    assert ask(client, "扩音", kind="people").status_code == 404
    assert ask(client, "扩音", stage="people").status_code == 404


def test_newest_version_stands_first_and_earlier_ones_are_folded(client):
    scene = decided_scene(1)

    ((url, title),) = found(client, "设备", kind="provision")
    # The first draft does not hold the word, so nothing is folded below.
    assert title.endswith("第三条")
    assert "另有" not in ask(client, "设备", kind="provision").content.decode()
    ((url, title),) = found(client, "医院周边", kind="provision")
    html = ask(client, "医院周边", kind="provision").content.decode()
    final = scene.versions[-1]
    assert url == make.provision(final, "5").get_absolute_url()
    assert "另有 1 个版本" in html
    assert make.provision(scene.draft, "4").get_absolute_url() in html
    assert facets(client, "医院周边") == {"provision": 1}


def test_versions_without_confirmed_lineage_are_not_folded(client):
    regulation = make.make_regulation()
    draft = make.make_version(regulation)
    make.make_version(regulation, text=SECOND, base=draft)

    assert len(found(client, "医院周边", kind="provision")) == 2


def test_lineage_confirmed_late_folds_what_was_found_apart(client):
    scene = decided_scene(0)
    last = scene.versions[-1]
    third = make.make_version(
        scene.regulation, text=SECOND.replace("保险", "意外保险"), base=last
    )
    assert len(found(client, "医院周边", kind="provision")) == 2

    drafting.confirm_lineage(third, by=scene.reviewer)

    ((url, _title),) = found(client, "医院周边", kind="provision")
    assert url == make.provision(third, "5").get_absolute_url()
    assert "另有 2 个版本" in ask(client, "医院周边").content.decode()


def test_title_and_article_lead_to_the_article(client):
    scene = decided_scene(0)
    title = "明川市獬豸条例"
    drafting.edit_regulation(scene.regulation, by=scene.staff, title=title)
    make.make_version()

    urls = [u for u, _t in found(client, f"{title} 第三条", kind="provision")]
    assert urls == [make.provision(scene.versions[-1], "3").get_absolute_url()]
    deeper = found(client, f"《{title}》第3条第二款", kind="provision")
    assert deeper[0][0] == make.provision(scene.versions[-1], "3.2").get_absolute_url()
    assert found(client, f"{title}3条")[0][0] == scene.regulation.get_absolute_url()
    assert found(client, "别的条例 第三条", kind="provision") == []


def test_number_alone_finds_the_articles_of_that_number_first(client):
    make.make_version(
        text="试验条例\n\n第一条　依照第三条办理。\n\n第二条　略。\n\n第三条　到此。"
    )

    for query in ("第三条", "第3条", "3 条", "３条"):
        titles = [title[-3:] for _url, title in found(client, query, kind="provision")]
        assert titles == ["第三条", "第一条"], query


def test_exact_title_comes_first(client):
    older = make.make_regulation(title="明川市养犬条例")
    make.make_regulation(title="明川市养犬条例实施办法")

    titles = [t for _u, t in found(client, "明川市养犬条例", kind="regulation")]
    assert titles == ["明川市养犬条例", "明川市养犬条例实施办法"]
    assert found(client, older.code)[0][1] == "明川市养犬条例"


def test_headings_printed_with_blanks_are_found(client):
    version = make.make_version()

    ((url, title),) = found(client, "总则", kind="provision")
    assert title.endswith("第一章　总则")
    assert client.get(url, follow=True).status_code == 200
    assert url.startswith(version.get_absolute_url())


@pytest.mark.parametrize(
    ("stage", "kinds"),
    [
        ("open", {"consultation", "provision"}),
        ("making", {"consultation", "provision"}),
        ("law", set()),
        ("", {"consultation", "provision", "page"}),
    ],
)
def test_texts_are_narrowed_by_where_they_stand(stage, kinds, client):
    make.make_consultation(make.make_version(), title="试验人应当做什么")
    publish(NoticePage(title="试验人须知", published_on="2026-11-01", body="<p>无</p>"))

    assert set(facets(client, "试验人", stage=stage)) == kinds


def test_law_in_force_is_found_as_such(client):
    make.make_version(make.make_regulation(stage="in_force"))

    assert set(facets(client, "试验人", stage="law")) == {"provision"}
    assert facets(client, "试验人", stage="making") == {}


def test_pages_of_finds_lead_on_and_end(client, monkeypatch):
    for _number in range(3):
        make.make_version()
    monkeypatch.setattr(views, "PER_PAGE", 2)

    first = found(client, "学校", kind="provision")
    second = found(client, "学校", kind="provision", page="2")

    assert (len(first), len(second)) == (2, 1)
    assert set(first).isdisjoint(second)
    assert ask(client, "学校", kind="provision", page="3").status_code == 404
    assert ask(client, "学校", kind="provision", page="x").status_code == 404
    html = ask(client, "学校", kind="provision").content.decode()
    assert 'rel="next nofollow"' in html
    assert "page=2" in html


def test_lists_are_bounded(client, monkeypatch):
    for _number in range(3):
        make.make_version()
    monkeypatch.setattr(views, "PER_PAGE", 1)
    monkeypatch.setattr(views, "MOST_PAGES", 2)

    last = ask(client, "学校", kind="provision", page="2")
    assert "只列到这里" in last.content.decode()
    assert ask(client, "学校", kind="provision", page="3").status_code == 404


@pytest.mark.parametrize("page", ["0", "00", "-1", "²", "x", "999999"])
@pytest.mark.parametrize("kind", ["", "provision", "page"])
def test_page_that_no_list_has_is_not_found(client, kind, page):
    response = ask(client, "试验", kind=kind, page=page)

    assert response.status_code == 404


def test_page_asks_for_words_first(client):
    for address in ("/search/", "/search/?q=", "/search/?q=%E3%80%80"):
        response = client.get(address)
        assert response.status_code == 200
        assert "怎样找得准" in response.content.decode()
    assert not RateCounter.objects.exists()


def test_too_long_a_query_is_given_back(client):
    response = ask(client, "长" * 61)

    html = response.content.decode()
    assert response.status_code == 422
    assert "搜索词最多 60 字，现在是 61 字，请删减。" in html
    assert "长" * 61 in html
    assert ask(client, "长" * 60).status_code == 200


def test_nothing_found_says_what_else_to_try(client):
    html = ask(client, "养犬管理条例 獬豸").content.decode()

    assert "没有找到" in html
    suggested = re.findall(r'<li><a href="\?q=[^"]*"[^>]*>([^<]*)</a></li>', html)
    assert suggested == ["养犬管理条例", "獬豸"]
    html = ask(client, "獬豸管理办法").content.decode()
    suggested = re.findall(r'<li><a href="\?q=[^"]*"[^>]*>([^<]*)</a></li>', html)
    assert suggested == ["獬豸", "管理办法"]
    assert "标点不算" in ask(client, "，。！").content.decode()


def test_no_engine_keeps_the_page_and_no_robot_follows(client):
    make_everything()

    response = ask(client, "扩音")

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    html = response.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in html
    own = re.findall(r'<a [^>]*href="\?[^>]*>', html)
    assert own
    assert [link for link in own if "nofollow" not in link] == []


def test_visitor_searches_only_so_often(client, monkeypatch):
    monkeypatch.setattr(views, "MOST_SEARCHES", 2)

    codes = [ask(client, "试验").status_code for _time in range(3)]

    assert codes == [200, 200, 429]
    assert "请过" in ask(client, "试验").content.decode()
    client.force_login(make.make_user("legislative_staff"))
    assert ask(client, "试验").status_code == 200


def test_what_is_typed_is_escaped(client):
    make_everything()

    html = ask(client, '"><script>alert(1)</script>扩音').content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_page_speaks_english_and_marks_the_law_as_chinese(client):
    make_everything()
    client.cookies["django_language"] = "en"

    html = ask(client, "扩音").content.decode()

    assert '<html lang="en"' in html
    assert html.count('<h3 lang="zh-Hans">') == 8


def counted(client, **narrow):
    ask(client, "扩音", **narrow)  # what is cached once for all
    with CaptureQueriesContext(connection) as captured:
        assert ask(client, "扩音", **narrow).status_code == 200
    return len(captured)


@pytest.mark.parametrize("kind", ["", "provision", "explanation", "public_comment"])
def test_queries_are_few_and_flat(kind, client):
    make_everything()
    few = counted(client, kind=kind)
    for _more in range(2):
        make_everything()

    assert counted(client, kind=kind) == few
    assert few <= 10


def test_decisions_on_a_later_page_of_their_round_are_reached(client, monkeypatch):
    from home.reading import results  # noqa: PLC0415 -- one use

    scene = tell(decided_scene(3))
    monkeypatch.setattr(results, "PER_PAGE", 2)

    urls = [u for u, _t in found(client, "不成熟 写明", kind="disposition")]
    places = [client.get(u)["Location"] for u, _t in found(client, "写明")]

    assert urls == []
    assert places
    for place in places:
        address, anchor = place.split("#")
        assert f'id="{anchor}"' in client.get(address).content.decode()
    assert {reverse("rounds:detail", args=[scene.consultation.code])} == {
        place.split("?")[0].split("#")[0] for place in places
    }
