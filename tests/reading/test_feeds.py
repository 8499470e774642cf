"""Feeds: well formed, right in their times, and of nothing that is not public."""

from __future__ import annotations

import datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from consultations.rounds import services as rounds
from consultations.rounds.stages import Stage as RoundStage
from drafts.models import RegulationStep
from feedback.reports import services as reports
from tests import make
from tests.reading.scene import decided_scene, tell

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = datetime.timedelta(days=1)
ALL, RESULTS = "rounds:feed", "rounds:results-feed"


def feed(client, name=ALL, *args, **options):
    """A feed as read: its element, and the entries by title."""
    response = client.get(reverse(name, args=args), options)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    return root


def texts(root, name):
    return [entry.findtext(ATOM + name) for entry in root.iter(f"{ATOM}entry")]


def happened(root):
    return [title.split("：")[0] for title in texts(root, "title")]


def test_feed_has_what_the_format_demands(client):
    consultation = make.make_consultation()

    root = feed(client)

    entry = root.find(f"{ATOM}entry")
    for name in ("title", "id", "updated"):
        assert root.findtext(ATOM + name)
        assert entry.findtext(ATOM + name)
    assert root.find(f"{ATOM}author/{ATOM}name").text == "民意直通车"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://testserver/c/feed/",
        "alternate": "http://testserver/c/",
    }
    assert entry.find(f"{ATOM}link").get("href") == (
        f"http://testserver{consultation.get_absolute_url()}"
    )
    ids = [root.findtext(f"{ATOM}id"), *texts(root, "id")]
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("tag:") for name in ids)


def test_feed_follows_a_round_from_its_opening_to_its_results(client):
    scene = tell(decided_scene(1))
    soon = make.make_consultation(title="快截止的")
    type(soon).objects.filter(pk=soon.pk).update(
        opens_at=soon.opens_at - 27 * DAY,
        approved_at=soon.opens_at - 27 * DAY,
        closes_at=soon.closes_at - 27 * DAY,
    )

    assert sorted(happened(feed(client))) == [
        "开始征求意见",
        "开始征求意见",
        "征求意见情况已通报",
        "还有3天截止",
        "采纳结果已公布",
    ]
    assert happened(feed(client, RESULTS)) == ["采纳结果已公布", "征求意见情况已通报"]
    assert sorted(happened(feed(client, "rounds:round-feed", soon.code))) == [
        "开始征求意见",
        "还有3天截止",
    ]
    of_law = feed(client, "reading:feed", scene.regulation.code)
    assert happened(of_law).count("公布文本") == 1
    assert happened(of_law).count("新的文本") == 1


def test_entry_has_the_time_at_which_it_became_public(client):
    opens = timezone.now().replace(microsecond=0) - 3 * DAY
    make.make_consultation(opens_at=opens, approved_at=opens + DAY)

    root = feed(client)

    (published,) = texts(root, "published")
    assert datetime.datetime.fromisoformat(published) == opens + DAY
    assert root.findtext(f"{ATOM}updated") == texts(root, "updated")[0]


def test_corrected_account_renews_its_entry(client):
    scene = tell(decided_scene(1))
    code = scene.consultation.code
    first = feed(client, "rounds:round-feed", code)
    account = scene.consultation.publications.get(kind="result")
    later = reports.correct_publication(
        account, by=scene.reviewer, text="更正。", note="笔误"
    )

    second = feed(client, "rounds:round-feed", code)

    assert texts(first, "id") == texts(second, "id")
    place = happened(second).index("采纳结果已公布")
    updated = datetime.datetime.fromisoformat(texts(second, "updated")[place])
    assert updated == later.published_at


def test_window_changes_are_told_with_their_reasons(client):
    consultation = make.make_consultation()
    reviewer = make.make_user(Role.LEGISLATIVE_REVIEWER)
    last = consultation.last_day + 10 * DAY
    rounds.extend_consultation(
        consultation, by=reviewer, closes_on=last, reason="<b>时间</b>太紧。"
    )

    root = feed(client)

    # Summaries are HTML by the format: what people typed is text in it.
    said = [s for s in texts(root, "summary") if "时间" in s and "太紧" in s]
    assert len(said) == 1
    assert "&lt;b&gt;时间&lt;/b&gt;" in said[0]


@pytest.mark.parametrize("who", ["visitor", "staff"])
def test_nothing_hidden_appears_for_anybody(client, who):
    regulation = make.make_regulation(is_public=False, title="机密条例")
    make.make_consultation(make.make_version(regulation, title="机密稿"))
    make.make_consultation(stage=RoundStage.DRAFT, title="机密轮次甲")
    make.make_consultation(stage=RoundStage.IN_REVIEW, title="机密轮次乙")
    open_one = make.make_regulation()
    make.make_version(open_one, published=False, title="机密未发布")
    make.make_consultation(
        opens_at=timezone.now() + DAY, approved_at=timezone.now(), title="机密将来"
    )
    scene = decided_scene(1)
    if who == "staff":
        client.force_login(scene.staff)

    pages = [
        client.get(reverse(ALL)),
        client.get(reverse(RESULTS)),
        client.get(reverse("reading:feed", args=[open_one.code])),
        client.get(reverse("rounds:round-feed", args=[scene.consultation.code])),
    ]

    assert [page.status_code for page in pages] == [200] * 4
    everything = "".join(page.content.decode() for page in pages)
    for hidden in ("机密", "已在二次审议稿中写明", "晚上太吵"):
        assert hidden not in everything
    hidden_feed = reverse("reading:feed", args=[regulation.code])
    assert client.get(hidden_feed).status_code == 404


def test_steps_of_a_project_are_in_its_feed(client):
    regulation = make.make_regulation()
    today = timezone.localdate()
    for day in (today - DAY, today + DAY):
        RegulationStep.objects.create(
            regulation=regulation, stage="second_reading", reached_on=day
        )

    root = feed(client, "reading:feed", regulation.code)

    step = f"立法进程：{regulation.title}，二审"
    assert texts(root, "title").count(step) == 1


def test_who_has_the_feed_is_told_that_nothing_changed(client):
    consultation = make.make_consultation()
    url = reverse(ALL)
    first = client.get(url)

    by_tag = client.get(url, headers={"If-None-Match": first["ETag"]})
    by_time = client.get(url, headers={"If-Modified-Since": first["Last-Modified"]})
    rounds.suspend_consultation(
        consultation, by=make.make_user(Role.LEGISLATIVE_REVIEWER), reason="维护。"
    )
    after = client.get(url, headers={"If-None-Match": first["ETag"]})

    assert (by_tag.status_code, by_time.status_code, after.status_code) == (
        304,
        304,
        200,
    )
    opened = parsedate_to_datetime(first["Last-Modified"])
    assert opened == consultation.opens_at
    assert parsedate_to_datetime(after["Last-Modified"]) > opened


def test_empty_feed_does_not_change_by_being_asked_for(client):
    assert client.get(reverse(ALL))["ETag"] == client.get(reverse(ALL))["ETag"]


def test_feed_is_chinese_unless_english_is_asked_for(client):
    make.make_consultation()
    english = {"Accept-Language": "en"}
    url = reverse(ALL)

    plain = client.get(url, headers=english).content
    asked = client.get(url, {"lang": "en"}).content

    assert 'xml:lang="zh-Hans"' in plain.decode()
    assert 'xml:lang="en"' in asked.decode()
    assert client.get(url, {"lang": "fr"}).status_code == 404


def test_feeds_cost_the_same_for_any_number_of_rounds(client):
    counts = []
    for scene in (tell(decided_scene(1)), tell(decided_scene(3))):
        for _number in range(len(counts) * 2):
            make.make_consultation()
        urls = [
            reverse(ALL),
            reverse(RESULTS),
            reverse("rounds:round-feed", args=[scene.consultation.code]),
            reverse("reading:feed", args=[scene.regulation.code]),
        ]
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            found.append(len(captured))
        counts.append(found)

    assert counts[0] == counts[1] == [3, 1, 4, 6]


def test_pages_name_their_feeds(client):
    scene = tell(decided_scene(1))
    html = client.get(scene.consultation.get_absolute_url()).content.decode()

    url = reverse("rounds:round-feed", args=[scene.consultation.code])
    assert (
        f'type="application/atom+xml" title="{scene.consultation.title}" href="{url}"'
        in html
    )
