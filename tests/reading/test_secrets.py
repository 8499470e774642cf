"""What is not public shows on no page; what is hostile stays text."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.roles import Role
from consultations.rounds.stages import Stage as RoundStage
from drafts.models import Explanation, Lineage, RegulationStep
from tests import make
from tests.reading.scene import SECOND, decided_scene, tell
from tests.reading.test_budgets import addresses

pytestmark = pytest.mark.django_db
CANARY = "金丝雀七七八八"
HOSTILE = '<script>alert("x")</script><img src=x onerror=y>'


def texts(client, urls):
    return {url: client.get(url).content.decode(errors="replace") for url in urls}


def test_unpublished_text_and_unannounced_round_leak_nowhere(client):
    scene = tell(decided_scene(1))
    hidden = make.make_version(
        scene.regulation,
        text=SECOND.replace("明川市试验条例", CANARY).replace("购买保险", CANARY),
        published=False,
        base=scene.versions[-1],
        title=CANARY,
    )
    rows = zip(
        scene.versions[-1].provisions.articles(),
        hidden.provisions.articles(),
        strict=True,
    )
    for old, new in rows:
        Lineage.objects.create(
            old_version=scene.versions[-1],
            new_version=hidden,
            old=old,
            new=new,
            level="article",
            relation="modified",
            confirmed_at=scene.consultation.opens_at,
        )
    make.make_consultation(hidden, stage=RoundStage.IN_REVIEW, title=CANARY)
    make.make_regulation(title=CANARY, is_public=False)
    Explanation.objects.create(
        provision=scene.draft.provisions.articles()[0], body=CANARY, live=False
    )
    code = hidden.document.code
    gone = [
        hidden.get_absolute_url(),
        make.provision(hidden, "4").get_absolute_url(),
        reverse("reading:compare", args=[code, "v2", hidden.slug]),
        reverse("reading:compare-word", args=[code, "v2", hidden.slug]),
        reverse("reading:compare", args=[code, hidden.slug, "v1"]),
        reverse("rounds:detail", args=[f"{code}-R2"]),
        reverse("reading:compare-choose", args=[code]) + f"?old=v1&new={hidden.slug}",
    ]

    shown = texts(client, addresses(scene).values())

    assert [url for url, text in shown.items() if CANARY in text] == []
    assert [url for url in gone if client.get(url).status_code != 404] == []
    assert [url for url, text in shown.items() if f"/{hidden.slug}/" in text] == []


def test_what_is_hidden_exists_for_those_who_work_on_it(client):
    hidden = make.make_version(text=SECOND, published=False)
    draft = make.make_consultation(hidden, stage=RoundStage.DRAFT)
    client.force_login(make.make_user(Role.LEGISLATIVE_STAFF))

    urls = [
        hidden.document.regulation.get_absolute_url(),
        hidden.get_absolute_url(),
        draft.get_absolute_url(),
        reverse("rounds:list"),
    ]

    assert [client.get(url).status_code for url in urls] == [200] * 4


def test_regulation_that_is_not_public_is_not_found(client):
    version = make.make_version(make.make_regulation(is_public=False))
    consultation = make.make_consultation(version)

    urls = [
        version.document.regulation.get_absolute_url(),
        version.get_absolute_url(),
        reverse("reading:origins", args=[version.document.code]),
        consultation.get_absolute_url(),
    ]

    assert [client.get(url).status_code for url in urls] == [404] * 4


def test_people_and_their_words_show_on_no_public_page(client):
    scene = decided_scene(1, display_policy="adopted_only")
    scene.comment(targets=("3",), body=CANARY, name="金丝雀", phone="13800000000")
    scene.refuse(scene.comment(targets=("4",), body=CANARY, reason=CANARY))
    from feedback.comments.models import Comment  # noqa: PLC0415 -- one use

    scene.refuse(Comment.objects.get(targets__provision__address="3"))
    tell(scene)

    shown = texts(client, addresses(scene).values())

    assert [url for url, text in shown.items() if "金丝雀" in text] == []
    assert [url for url, text in shown.items() if "13800000000" in text] == []
    assert [url for url, text in shown.items() if "扩音器" in text] == []


def test_words_show_in_origins_only_with_consent_and_policy(client):
    scene = decided_scene(0, display_policy="adopted_only")
    text = scene.versions[-1]
    comment = scene.comment(
        targets=("3.1.2",),
        body="晚上太吵，请管一管扩音器。",
        name="某人",
        consents={"public_words"},
    )
    scene.decide(comment, make.provision(text, "3.1.2"))
    tell(scene)

    html = client.get(addresses(scene)["origins"]).content.decode()

    assert html.count("晚上太吵，请管一管扩音器。") == 1
    assert "某人" not in html


def test_hostile_text_is_escaped_everywhere(client):
    scene = tell(decided_scene(1))
    text = make.make_version(
        scene.regulation,
        text=SECOND.replace("购买保险", HOSTILE),
        base=scene.versions[-1],
        title=HOSTILE,
        correction_note=HOSTILE,
    )
    Explanation.objects.create(
        provision=make.provision(text, "4"), body=HOSTILE, who=HOSTILE, live=True
    )
    consultation = make.make_consultation(
        text, title=HOSTILE, notice=HOSTILE, short_reason=HOSTILE, organiser=HOSTILE
    )
    RegulationStep.objects.create(
        regulation=scene.regulation, stage="drafting", reached_on="2026-01-01"
    )
    code = text.document.code
    urls = [
        *addresses(scene).values(),
        text.get_absolute_url(),
        make.provision(text, "4").get_absolute_url(),
        consultation.get_absolute_url(),
        reverse("reading:compare", args=[code, "v2", text.slug]),
        reverse("reading:compare", args=[code, "v2", text.slug]) + "?view=inline",
    ]

    shown = texts(client, urls)

    assert [url for url, html in shown.items() if "<img src=x" in html] == []
    assert [url for url, html in shown.items() if "<script>" in html] == []
    assert "&lt;script&gt;" in shown[text.get_absolute_url()]


def test_pages_speak_english_when_asked(client):
    scene = tell(decided_scene(1))
    client.cookies["django_language"] = "en"

    for url in addresses(scene).values():
        response = client.get(url)
        assert response.status_code == 200
        if "html" in response["Content-Type"]:
            assert '<html lang="en"' in response.content.decode()
