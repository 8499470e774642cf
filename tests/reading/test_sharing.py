"""Passing on: QR codes that lead home, posters, and what a round's page says of it."""

from __future__ import annotations

import datetime
import re
from xml.etree import ElementTree

import pytest
import segno
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.rounds.stages import Stage as RoundStage
from tests import make
from tests.reading.scene import decided_scene, tell

pytestmark = pytest.mark.django_db
RUN = re.compile(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?")


def drawn(image: bytes) -> list[list[int]]:
    """The modules an SVG draws, without its quiet zone: rows of 0 and 1."""
    root = ElementTree.fromstring(image)
    size = int(root.get("viewBox").split()[2])
    paths = root.findall("{http://www.w3.org/2000/svg}path")
    (dark,) = [path for path in paths if path.get("stroke")]
    rows = [[0] * size for _row in range(size)]
    x = y = 0.0
    for command, first, second in RUN.findall(dark.get("d")):
        if command == "M":
            x, y = float(first), float(second)
        elif command == "m":
            x, y = x + float(first), y + float(second)
        else:
            for place in range(int(x), int(x + float(first))):
                rows[int(y)][place] = 1
            x += float(first)
    return [row[4:-4] for row in rows[4:-4]]


def modules(address: str) -> list[list[int]]:
    """The modules an address must have."""
    code = segno.make(address, error="m", micro=False)
    return [[int(module) for module in row] for row in code.matrix]


def html_of(client, url, **query):
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


def test_qr_code_of_a_round_holds_its_address(client):
    consultation = make.make_consultation()

    response = client.get(reverse("rounds:qr", args=[consultation.code]))

    address = f"http://testserver{consultation.get_absolute_url()}"
    assert response["Content-Type"] == "image/svg+xml"
    assert drawn(response.content) == modules(address)
    assert drawn(response.content) != modules(address + "x")


def test_qr_code_of_an_article_holds_its_address(client):
    article = make.provision(make.make_version(), "3")
    version = article.version
    url = reverse(
        "reading:provision-qr", args=[version.document.code, version.slug, "3"]
    )

    image = client.get(url).content

    assert drawn(image) == modules(f"http://testserver{article.get_absolute_url()}")


def test_qr_code_carries_no_script_and_no_style(client):
    consultation = make.make_consultation()

    image = client.get(reverse("rounds:qr", args=[consultation.code])).content

    names = {element.tag for element in ElementTree.fromstring(image).iter()}
    assert names == {f"{{http://www.w3.org/2000/svg}}{n}" for n in ("svg", "path")}
    assert b"style" not in image


def test_round_offers_address_sentence_code_and_poster_and_no_third_party(client):
    consultation = make.make_consultation(title="甲条例征求意见")

    html = html_of(client, consultation.get_absolute_url())

    address = f"http://testserver{consultation.get_absolute_url()}"
    last = consultation.last_day
    sentence = (
        f"《{consultation.version.title}》公开征求意见，"
        f"{last.year}年{last.month}月{last.day}日24时截止：{address}"
    )
    assert f">{address}</p>" in html
    assert sentence in html
    assert f'src="{reverse("rounds:qr", args=[consultation.code])}"' in html
    assert f'href="{reverse("rounds:poster", args=[consultation.code])}"' in html
    subscribe = reverse("subscriptions:create", query={"round": consultation.code})
    assert f'href="{subscribe}"' in html
    elsewhere = re.findall(r'(?:src|href|action)="(?:https?:)?//([^/"]+)', html)
    assert set(elsewhere) <= {"testserver", "127.0.0.1:8000"}


def test_sentence_says_what_there_is_to_see(client):
    past = timezone.now() - datetime.timedelta(days=90)
    told = tell(decided_scene(1)).consultation
    closed = make.make_consultation(opens_at=past)

    assert "征求意见的采纳结果已经公布：http" in html_of(
        client, told.get_absolute_url()
    )
    assert f"《{closed.version.title}》征求意见：http" in html_of(
        client, closed.get_absolute_url()
    )


def test_poster_says_all_a_door_needs(client):
    point = make.make_contact_point(name="青石社区联系点")
    consultation = make.make_consultation()
    url = reverse("rounds:poster", args=[consultation.code])

    html = html_of(client, url)
    own = html_of(client, url, point=point.code)

    expected = (
        "请您提意见",
        consultation.contact_phone,
        consultation.contact_address,
        "24时",
        f"http://testserver{consultation.get_absolute_url()}",
        point.name,
        point.public_phone,
    )
    assert [words for words in expected if words not in html] == []
    # Paper hangs for weeks: it counts no days.
    assert "还剩" not in html
    assert own.count(point.name) == 1
    assert "联络员代为录入" in own
    assert client.get(url, {"point": "NOWHERE"}).status_code == 404


def test_poster_of_a_decided_round_calls_to_the_results(client):
    scene = tell(decided_scene(1))

    html = html_of(client, reverse("rounds:poster", args=[scene.consultation.code]))

    assert "大家的意见，怎么办了" in html
    assert "请您提意见" not in html


def test_what_people_typed_is_text_on_poster_and_page(client):
    bad = "<img src=x onerror=alert(1)>"
    consultation = make.make_consultation(title=bad, organiser=bad, contact_address=bad)
    point = make.make_contact_point(name=bad, address=bad)

    for url in (
        consultation.get_absolute_url(),
        reverse("rounds:poster", args=[consultation.code]),
        reverse("rounds:poster", args=[consultation.code]) + f"?point={point.code}",
        reverse("subscriptions:create", query={"round": consultation.code}),
    ):
        html = html_of(client, url)
        assert bad not in html
        assert "&lt;img src=x" in html


def test_round_says_what_comes_next_with_the_days_that_are_known(client):
    running = make.make_consultation()
    called_off = make.make_consultation(stage=RoundStage.CANCELLED)
    past = timezone.now() - datetime.timedelta(days=60)
    told = tell(decided_scene(1, opens_at=past, reported_at=past)).consultation

    now = html_of(client, running.get_absolute_url())
    then = html_of(client, told.get_absolute_url())

    assert now.count('data-kind="step" data-state="todo"') == 5
    assert "研究处理以后" in now
    # Everything up to the results lies behind; the law is not promulgated here.
    assert then.count('data-kind="step" data-state="todo"') == 1
    assert 'data-kind="step"' not in html_of(client, called_off.get_absolute_url())


def test_result_shows_where_in_the_text_the_comments_stand(client):
    scene = tell(decided_scene(2))

    html = html_of(client, scene.consultation.get_absolute_url())

    url = make.provision(scene.draft, "3").get_absolute_url()
    column = re.search(rf'<a href="{url}"[^>]*aria-label="([^"]+)"', html)
    assert column.group(1) == "第三条，2 条意见，有意见被采纳"
    assert 'data-level="5" data-changed' in html
    assert html.count("data-level=") == scene.draft.provisions.articles().count()
    assert "另有1条意见针对整个草案" in html
    # The same figure stands in the table.
    assert re.search(rf'<a href="{url}">第三条</a></th>.*?<td class="num">2</td>', html)


def test_columns_show_the_published_account_and_not_what_came_after(client):
    scene = tell(decided_scene(1))
    scene.comment(targets=("4",))

    html = html_of(client, scene.consultation.get_absolute_url())

    assert 'aria-label="第四条，0 条意见"' in html


def test_round_pages_keep_their_queries(client):
    found = []
    for answers in (1, 3):
        scene = tell(decided_scene(answers))
        for _number in range(answers):
            make.make_contact_point()
        running = make.make_consultation()
        found.append(
            [
                queries(client, scene.consultation.get_absolute_url()),
                queries(client, running.get_absolute_url()),
                queries(client, reverse("rounds:poster", args=[running.code])),
                queries(client, reverse("rounds:qr", args=[running.code])),
            ]
        )

    few, many = found
    assert few == many
    assert max(few) <= 10


def queries(client, url):
    client.get(url)  # what is cached once for all
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
