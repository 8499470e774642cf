"""The list of rounds, a round's notice, and its results."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from consultations.rounds import services as rounds
from consultations.rounds.stages import Stage as RoundStage
from drafts.models import Explanation
from tests import make
from tests.dispositions.scene import make_scene
from tests.reading.scene import SECOND, decided_scene, tell

pytestmark = pytest.mark.django_db


def html_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_list_puts_open_rounds_before_closed_and_decided_ones(client):
    past = timezone.now() - datetime.timedelta(days=90)
    titles = {
        "甲已公布": {"stage": RoundStage.RESULT_PUBLISHED, "opens_at": past},
        "乙征集中": {},
        "丙已截止": {"opens_at": past},
    }
    for title, fields in titles.items():
        make.make_consultation(title=title, **fields)

    html = html_of(client, reverse("rounds:list"))

    places = [html.index(t) for t in ("乙征集中", "丙已截止", "甲已公布")]
    assert places == sorted(places)
    assert '还剩 <span class="days">28</span> 天' in html


@pytest.mark.parametrize("page", ["0", "2", "x", "-1", "1e3"])
def test_page_that_is_not_there_is_not_found(client, page):
    make.make_consultation()

    assert client.get(reverse("rounds:list"), {"page": page}).status_code == 404
    assert client.get(reverse("reading:regulations"), {"page": page}).status_code == 404


def test_open_round_names_every_way_to_speak(client):
    point = make.make_contact_point(name="青石社区联系点")
    consultation = make.make_consultation(contact_email="fagongwei@example.invalid")

    html = html_of(client, consultation.get_absolute_url())

    expected = (
        "0999-5550101",
        "明川市临江区人民路1号",
        "fagongwei@example.invalid",
        point.name,
        point.public_phone,
        reverse("comments:create", args=[consultation.code]),
    )
    assert [way for way in expected if way not in html] == []


def test_extension_shows_both_days_and_its_reason(client):
    consultation = make.make_consultation()
    last = consultation.last_day + datetime.timedelta(days=10)
    rounds.extend_consultation(
        consultation,
        by=make.make_user(Role.LEGISLATIVE_REVIEWER),
        closes_on=last,
        reason="群众反映时间太紧。",
    )

    for url in (
        consultation.get_absolute_url(),
        consultation.version.get_absolute_url(),
    ):
        html = html_of(client, url)
        assert "群众反映时间太紧。" in html
        assert f"{last.year}年{last.month}月{last.day}日24时" in html


def test_short_round_gives_its_reason(client):
    consultation = make.make_consultation(short_reason="赶在汛期前施行。")

    assert "赶在汛期前施行。" in html_of(client, consultation.get_absolute_url())


def test_decisions_show_only_once_they_are_published(client):
    scene = decided_scene(1)

    before = html_of(client, scene.consultation.get_absolute_url())
    tell(scene)
    after = html_of(client, scene.consultation.get_absolute_url())

    assert "已在二次审议稿中写明" not in before
    assert after.count("已在二次审议稿中写明") == 2
    final = make.provision(scene.versions[-1], "3.1.2").get_absolute_url()
    assert f'href="{final}"' in after
    assert "条件尚不成熟" in after
    assert "共收到意见。" in after
    assert "现予公布。" in after


def test_origins_name_the_comment_the_role_and_what_changed(client):
    scene = tell(decided_scene(1))

    html = html_of(client, reverse("reading:origins", args=[scene.regulation.code]))

    assert "其中 1 条能查到意见来源" in html
    assert html.count("写明了期限") == 1
    assert "法工委复核人" in html
    assert html.count('class="traced"') == 1
    assert 'data-result="adopted"' in html
    assert html.count("晚上太吵") == 0


def test_origins_open_at_the_article_asked_for(client):
    scene = tell(decided_scene(1))
    article = make.provision(scene.versions[-1], "3")
    link = reverse("reading:origins", args=[scene.regulation.code]) + "?on=3"

    assert f'href="{link}#p3"' in html_of(client, article.get_absolute_url())
    assert 'id="p3"' in html_of(client, link)
    assert client.get(link + "3").status_code == 404


def test_decision_that_names_a_text_not_yet_public_does_not_show_it(client):
    scene = tell(decided_scene(1))
    text = make.make_version(scene.regulation, text=SECOND, published=False)
    late = scene.comment(targets=("4",))
    scene.decide(late, make.provision(text, "4"), reason_text="将写入下一稿")

    html = html_of(client, scene.consultation.get_absolute_url())

    assert "将写入下一稿" in html
    assert text.get_absolute_url() not in html
    assert html.count("写明了期限") == 1


def test_plain_words_that_wait_for_an_update_are_not_shown(client):
    version = make.make_version()
    first, second = version.provisions.articles()[:2]
    Explanation.objects.create(provision=first, body="还管用的话", live=True)
    Explanation.objects.create(
        provision=second, body="过时的话", live=True, needs_update=True
    )

    html = html_of(client, version.get_absolute_url())

    assert "还管用的话" in html
    assert "过时的话" not in html
    assert html.count("待更新") == 1


def test_regulation_page_lists_texts_newest_first(client):
    scene = decided_scene(1)

    html = html_of(client, scene.regulation.get_absolute_url())

    urls = [scene.versions[-1].get_absolute_url(), scene.draft.get_absolute_url()]
    places = [html.index(f'href="{url}"') for url in urls]
    assert places == sorted(places)


def test_list_of_regulations_filters_by_stage(client):
    make.make_regulation(title="甲条例", stage="voting")
    make.make_regulation(title="乙条例", stage="drafting")
    url = reverse("reading:regulations")

    html = html_of(client, f"{url}?stage=voting")

    assert ("甲条例" in html, "乙条例" in html) == (True, False)
    assert client.get(f"{url}?stage=nonsense").status_code == 404


@pytest.mark.parametrize(
    ("is_kept", "result", "label"),
    [(True, "adopted", "采纳"), (False, "dropped", "阶段采纳，终稿未保留")],
)
def test_published_decision_says_what_the_promulgated_text_did(
    client, is_kept, result, label
):
    scene = make_scene(stage=RoundStage.REPORTED)
    rule = "第五条　夜间二十二时至次日六时不得试验，但抢险救灾除外。\n\n"
    second = make.TEXT.replace("第五条", "第六条").replace("第三章", rule + "第三章")
    new = make.provision(scene.version(second), "5")
    scene.decide(scene.comment(targets=("4",)), new)
    tell(scene)
    final = scene.version(second if is_kept else make.TEXT, final=True)

    html = html_of(client, scene.consultation.get_absolute_url())

    stamp = f'<strong class="stamp" data-result="{result}"><span>{label}</span>'
    assert html.count(f"<p>{stamp}") == 1
    place = make.provision(final, "5").get_absolute_url()
    assert html.count(f'<p><a href="{place}">') == is_kept
