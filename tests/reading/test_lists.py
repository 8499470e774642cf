"""The two public lists: every filter alone and together, against a plain scan."""

from __future__ import annotations

import datetime
import itertools
import re

import pytest
from django.utils import timezone

from accounts.models import Division
from accounts.roles import Role
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from drafts.models import Regulation
from drafts.stages import Stage
from tests.make import (
    make_consultation,
    make_division,
    make_regulation,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
ROUNDS, REGULATIONS = "/c/", "/r/"
DAY = datetime.timedelta(days=1)
SUBJECTS = ("城乡建设", "基层治理", "")
AREAS = ("9901", "990101", "990102", None)


@pytest.fixture
def places():
    """A city of two districts, and a city next to it."""
    city = make_division(code="9901", name="明川市", kind=Division.Kind.CITY)
    make_division(code="990101", name="临江区", parent=city)
    make_division(code="990102", name="松岭区", parent=city)
    make_division(code="9902", name="邻市", kind=Division.Kind.CITY)
    return {d.code: d for d in Division.objects.all()}


@pytest.fixture
def projects(places):
    """Regulations of every subject and area, one in four of them hidden."""
    stages = itertools.cycle([Stage.FIRST_READING, Stage.DRAFTING, Stage.IN_FORCE])
    return [
        make_regulation(
            subject_area=subject,
            jurisdiction=places.get(area),
            stage=next(stages),
            is_public=number % 4 != 3,
        )
        for number, (subject, area) in enumerate(itertools.product(SUBJECTS, AREAS))
    ]


@pytest.fixture
def rounds(projects):
    """A round about every project, in turn in each state and in three years."""
    now = timezone.now()
    year = datetime.timedelta(days=365)
    windows = itertools.cycle(
        [
            (RoundStage.APPROVED, now - DAY, now + DAY),
            (RoundStage.APPROVED, now + DAY, now + 30 * DAY),
            (RoundStage.APPROVED, now - year, now - year + 30 * DAY),
            (RoundStage.SUMMARY_PUBLISHED, now - year, now - year + 30 * DAY),
            (RoundStage.ARCHIVED, now - 2 * year, now - 2 * year + 30 * DAY),
            (RoundStage.DRAFT, now - DAY, now + 30 * DAY),
            (RoundStage.RESULT_PUBLISHED, now - year, now - year + 30 * DAY),
        ]
    )
    made = []
    for project in projects:
        stage, opens_at, closes_at = next(windows)
        version = make_version(project)
        made.append(
            make_consultation(
                version, stage=stage, opens_at=opens_at, closes_at=closes_at
            )
        )
    return made


def state_of(consultation):
    """The state a reader would name, told by the row alone."""
    now = timezone.now()
    if consultation.stage == RoundStage.APPROVED:
        if now < consultation.opens_at:
            return "scheduled"
        return "open" if now < consultation.closes_at else "closed"
    if consultation.stage in (RoundStage.RESULT_PUBLISHED, RoundStage.ARCHIVED):
        return "result_published"
    return "closed"


def holds_in(regulation, area, places):
    """A rule of one's own place, of what it belongs to, or of a part of it."""
    if not area or regulation.jurisdiction is None:
        return True
    code, asked = regulation.jurisdiction.code, places[area].code
    return code.startswith(asked) or asked.startswith(code)


def is_shown(consultation):
    public = consultation.document.regulation.is_public
    return public and consultation.stage != RoundStage.DRAFT


def year_of(consultation):
    return str(timezone.localtime(consultation.opens_at).year)


def listed(client, path, **asked):
    response = client.get(path, {name: value for name, value in asked.items() if value})
    assert response.status_code == 200, asked
    return list(response.context["page"].object_list)


def counts(client, path, name, **asked):
    found = client.get(path, asked).context["filters"].shown[name]
    return {"": found.all_count} | {o.value: o.count for o in found.options}


def test_every_combination_of_rounds_is_what_a_scan_finds(client, rounds, places):
    states = ("", "open", "scheduled", "closed", "result_published")
    years = ("", year_of(rounds[2]))
    asked = itertools.product(
        states, ("", *SUBJECTS[:2]), ("", "990101", "9902"), years
    )

    for state, subject, area, year in asked:
        expected = {
            c.pk
            for c in rounds
            if is_shown(c)
            and state in ("", state_of(c))
            and subject in ("", c.document.regulation.subject_area)
            and holds_in(c.document.regulation, area, places)
            and year in ("", year_of(c))
        }
        found = listed(
            client, ROUNDS, state=state, subject=subject, area=area, year=year
        )
        assert {c.pk for c in found} == expected, (state, subject, area, year)


def test_every_combination_of_regulations_is_what_a_scan_finds(
    client, projects, places
):
    stages = ("", Stage.FIRST_READING, Stage.DRAFTING, Stage.VOTING)
    asked = itertools.product(stages, ("", *SUBJECTS[:2]), ("", *places))

    for stage, subject, area in asked:
        expected = {
            r.pk
            for r in projects
            if r.is_public
            and stage in ("", r.stage)
            and subject in ("", r.subject_area)
            and holds_in(r, area, places)
        }
        found = listed(client, REGULATIONS, stage=stage, subject=subject, area=area)
        assert {r.pk for r in found} == expected, (stage, subject, area)


@pytest.mark.parametrize("path", [ROUNDS, REGULATIONS])
def test_every_count_is_what_the_choice_then_shows(client, rounds, path):
    for chosen in ({}, {"subject": "城乡建设"}, {"area": "990101"}):
        shown = client.get(path, chosen).context["filters"].shown
        for name in shown:
            for value, count in counts(client, path, name, **chosen).items():
                asked = chosen | {name: value}
                assert len(listed(client, path, **asked)) == count, asked


def test_what_one_may_not_see_is_in_no_count(client, projects, rounds):
    before = [counts(client, p, "subject") for p in (ROUNDS, REGULATIONS)]
    secret = make_regulation(subject_area="城乡建设", is_public=False)
    make_consultation(make_version(secret))
    make_consultation(make_version(make_regulation()), stage=RoundStage.DRAFT)
    make_regulation(subject_area="机密领域", is_public=False)

    after = [counts(client, p, "subject") for p in (ROUNDS, REGULATIONS)]

    assert after[0] == before[0]
    # The project behind the round that is not announced is public itself.
    assert after[1] == before[1] | {"": before[1][""] + 1}
    assert client.get(REGULATIONS, {"subject": "机密领域"}).status_code == 404
    assert client.get(ROUNDS, {"state": "hidden"}).status_code == 404
    for path in (ROUNDS, REGULATIONS):
        assert "机密领域" not in client.get(path).content.decode()


def test_who_prepares_rounds_finds_the_hidden_ones(client, rounds):
    client.force_login(make_user(Role.LEGISLATIVE_STAFF))

    found = listed(client, ROUNDS, state="hidden")

    drafts = Consultation.objects.filter(stage=RoundStage.DRAFT)
    assert {c.pk for c in found} == {c.pk for c in drafts}


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (ROUNDS, {"state": "collating"}),
        (ROUNDS, {"subject": "没有"}),
        (ROUNDS, {"area": "1"}),
        (ROUNDS, {"year": "1999"}),
        (ROUNDS, {"year": "２０２６"}),
        (ROUNDS, {"kind": "topic"}),
        (ROUNDS, {"page": "99"}),
        (REGULATIONS, {"stage": "open"}),
        (REGULATIONS, {"subject": "没有"}),
        (REGULATIONS, {"area": "99010x"}),
    ],
)
def test_unknown_value_is_not_there(client, rounds, path, asked):
    assert client.get(path, asked).status_code == 404


def test_empty_fields_of_the_form_ask_for_nothing(client, rounds):
    asked = {"state": "", "subject": "", "area": "", "year": "", "kind": ""}

    response = client.get(ROUNDS, asked)

    assert response.status_code == 200
    assert len(response.context["page"].object_list) == len(
        [c for c in rounds if is_shown(c)]
    )


def test_open_rounds_come_first_and_of_those_the_one_that_ends_first(client):
    now = timezone.now()
    decided = make_consultation(stage=RoundStage.RESULT_PUBLISHED)
    coming_later = make_consultation(opens_at=now + 2 * DAY)
    coming = make_consultation(opens_at=now + DAY)
    later = make_consultation(opens_at=now - DAY, closes_at=now + 9 * DAY)
    sooner = make_consultation(opens_at=now - DAY, closes_at=now + 3 * DAY)
    closed = make_consultation(opens_at=now - 9 * DAY, closes_at=now - DAY)

    response = client.get(ROUNDS)

    assert [entry["round"] for entry in response.context["entries"]] == [
        sooner,
        later,
        coming,
        coming_later,
        closed,
        decided,
    ]
    groups = re.findall(r'<h2 class="chapter">(.+)</h2>', response.content.decode())
    assert groups == [
        "正在征求意见",
        "即将开始",
        "已截止，正在处理",
        "采纳结果已公布",
    ]


def test_filters_are_a_plain_form_that_keeps_what_is_chosen(client, rounds):
    asked = {"state": "open", "subject": "城乡建设"}

    html = client.get(ROUNDS, asked).content.decode()

    assert '<form class="filters" method="get" action="/c/">' in html
    assert '<input type="hidden" name="state" value="open">' in html
    assert re.search(
        r'<option value="城乡建设" selected>城乡建设（\d+）</option>', html
    )
    assert 'aria-current="true">征集中' in html
    assert '<a href="/c/">清除筛选</a>' in html


def test_turning_the_page_keeps_what_is_chosen(client, places):
    for _number in range(21):
        make_regulation(subject_area="城乡建设", jurisdiction=places["9901"])
    make_regulation(subject_area="基层治理")

    html = client.get(REGULATIONS, {"subject": "城乡建设"}).content.decode()

    assert 'rel="next" href="?subject=%E5%9F%8E%E4%B9%A1' in html
    assert html.count('<article class="entry">') == 20
    assert len(listed(client, REGULATIONS, subject="城乡建设", page="2")) == 1


@pytest.mark.parametrize("path", [ROUNDS, REGULATIONS])
def test_nothing_found_says_what_to_do_next(client, places, path):
    near = make_regulation(subject_area="城乡建设", jurisdiction=places["990101"])
    make_consultation(make_version(near))
    asked = {"subject": "城乡建设", "area": "9902"}

    html = client.get(path, asked).content.decode()

    assert "可以少选一个条件再试" in html
    assert f'<a href="{path}">看全部' in html


def test_choice_of_one_is_no_choice(client):
    make_consultation()

    filters = client.get(ROUNDS).context["filters"]

    assert filters.shown == {}


@pytest.mark.parametrize("path", [ROUNDS, REGULATIONS])
@pytest.mark.parametrize("count", [1, 3])
def test_query_count_is_flat(client, django_assert_num_queries, path, count, places):
    for _number in range(count):
        for area in AREAS:
            project = make_regulation(
                subject_area="城乡建设", jurisdiction=places.get(area)
            )
            make_consultation(make_version(project))
    client.get(path)

    # Divisions, counts, number of rows, rows, and what belongs to them.
    with django_assert_num_queries(5):
        client.get(path, {"area": "990101", "subject": "城乡建设"})


@pytest.mark.parametrize("path", [ROUNDS, REGULATIONS])
def test_a_full_page_is_light(client, places, path):
    version = make_version(make_regulation(subject_area="城乡建设"))
    for number in range(1, 21):
        make_regulation(title="很长很长的名称" * 12, subject_area=f"领域{number}")
        make_consultation(version, title="很长很长的名称" * 12, number=number)
    assert Regulation.objects.count() == 21

    assert len(client.get(path).content) < 40 * 1024
