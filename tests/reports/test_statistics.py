"""The figures of a round: one source, and what the public may see of it (I8)."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from consultations.rounds.models import Consultation
from feedback.comments.statistics import comment_figures
from feedback.dispositions.statistics import disposition_figures
from feedback.reports import services
from feedback.reports.services import as_stored
from feedback.reports.statistics import figures, public_figures, table
from tests.dispositions.scene import make_scene
from tests.dispositions.test_statistics import random_round
from tests.reading.scene import SECOND, decided_scene, tell


@pytest.mark.django_db
def test_figures_are_those_of_the_rooms_that_own_the_rows():
    scene = random_round(7)

    found = figures(scene.consultation)

    for part in (
        comment_figures(scene.consultation),
        disposition_figures(scene.consultation),
    ):
        assert {name: found[name] for name in part} == part
    assert not set(comment_figures(scene.consultation)) & set(
        disposition_figures(scene.consultation)
    )


@pytest.mark.django_db
def test_command_prints_what_the_result_page_shows():
    scene = random_round(8)
    code = scene.consultation.code

    def printed(*flags: str) -> dict:
        out = StringIO()
        call_command("statistics", f"--consultation={code}", *flags, stdout=out)
        return json.loads(out.getvalue())

    found = figures(scene.consultation)
    assert printed("--json") == public_figures(found)
    assert printed("--json", "--internal") == found


@pytest.mark.django_db
def test_command_speaks_plainly_and_refuses_unknown_codes():
    scene = make_scene()
    out = StringIO()
    call_command("statistics", f"--consultation={scene.consultation.code}", stdout=out)
    assert "counted\t0" in out.getvalue().splitlines()

    with pytest.raises(CommandError) as refusal:
        call_command("statistics", "--consultation=LF-0000-000-R1", stdout=out)
    assert refusal.value.returncode == 1


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 9, "b": 7}, {"a": 9, "b": 7}),
        ({"a": 9, "b": 0}, {"a": 9, "b": 0}),
        ({"a": 9, "b": 7, "c": 4}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 3, "c": 4}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 1, "c": 1}, {"a": None, "b": None, "c": None}),
        ({"a": 3, "b": 0}, {"a": None, "b": None}),
    ],
)
def test_small_cells_hide_with_what_would_give_them_away(counts, shown):
    assert table(counts) == shown


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_no_public_figure_about_people_is_small_or_can_be_subtracted(seed):
    found = figures(random_round(seed).consultation)

    shown = public_figures(found)

    assert "by_channel_and_result" not in shown
    assert shown["counted"] == found["counted"]
    for name in ("by_stance", "by_channel"):
        cells = shown[name]
        assert not [n for n in cells.values() if n is not None and 0 < n < 5]
        hidden = [found[name][cell] for cell, n in cells.items() if n is None]
        assert (
            not hidden
            or (len(hidden) > 1 and sum(hidden) > 4)
            or not any(n is not None for n in cells.values())
        )
    if shown["late"] is not None:
        assert not 0 < found["late"] < 5
        assert not 0 < found["counted"] - found["late"] < 5


@pytest.mark.django_db
def test_results_published_one_by_one_are_counted_openly():
    found = figures(random_round(11).consultation)

    shown = public_figures(found)

    for name in ("by_result", "by_article", "adopted", "adopted_final", "disposed"):
        assert shown[name] == found[name]


@pytest.mark.django_db
def test_published_figures_follow_the_final_text_and_keep_the_first_account():
    scene = tell(decided_scene(2, final=False))
    first = scene.consultation.publications.get(kind="result")

    scene.version(SECOND, final=True)

    standing = scene.consultation.publications.get(kind="result", superseded_by=None)
    assert (first.figures["adopted_final"], standing.figures["adopted_final"]) == (0, 2)
    assert (standing.supersedes, standing.text) == (first, first.text)
    assert standing.note == "后一稿文本的条文沿革已经核对，数字随之更新。"
    assert standing.figures == as_stored(figures(scene.consultation))


@pytest.mark.django_db
def test_nothing_is_published_anew_where_the_figures_still_hold():
    scene = tell(decided_scene(2))

    services.refresh_results(Consultation.objects.all(), note="不应出现")

    assert scene.consultation.publications.filter(kind="result").count() == 1
