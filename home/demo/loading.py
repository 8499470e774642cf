"""The demonstration, loaded whole into an empty database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from consultations.rounds.models import Consultation
from drafts.kinds import VersionType
from drafts.models import Regulation, Version
from home.demo import pages, regulations, rounds
from home.demo.people import Cast, make_cast, read_slip, write_slip
from home.demo.story import (
    Calendar,
    RegulationStory,
    calendar_of,
    corpus_story,
    load,
    stories,
)

SHOWN_CODES = 4


class NotEmpty(Exception):
    """The database holds something that is not the demonstration."""


def is_loaded() -> bool:
    """Say whether the demonstration is in the database."""
    return bool(read_slip().get("passwords")) and Regulation.objects.exists()


def load_demonstration(corpus: Path | None = None) -> list[str]:
    """Fill an empty database; a second call does only what is still missing.

    Returns the names of what was loaded now. Everything is one transaction.

    Raises:
        NotEmpty: the database holds something else.
        FileNotFoundError: ``corpus`` lacks a text.
    """
    wanted = [] if is_loaded() else list(stories())
    if wanted and (Regulation.objects.exists() or Consultation.objects.exists()):
        raise NotEmpty
    if corpus is not None:
        real = corpus_story(corpus)
        if not Regulation.objects.filter(title=real.data["name"]).exists():
            wanted.append(real)
    if not wanted:
        return []
    # The demonstration is Chinese whatever the language of the terminal.
    with override("zh-hans"), transaction.atomic():
        return load_all(wanted)


def load_all(wanted: list[RegulationStory]) -> list[str]:
    """Load people and pages first, then each project."""
    story = load()
    cast = find_cast() if is_loaded() else make_cast(story)
    if not pages.exist():
        pages.make_pages(story)
    codes: list[dict[str, str]] = read_slip().get("codes", [])
    for regulation_story in wanted:
        codes += load_project(regulation_story, cast)
    write_slip({"codes": codes})
    return [story.data["name"] for story in wanted]


def find_cast() -> Cast:
    """Return the people of a demonstration that is loaded already."""
    from accounts.models import User  # noqa: PLC0415 -- app ready

    def first(role: str, number: int = 0) -> User:
        return User.objects.filter(memberships__role=role).order_by("pk")[number]

    return Cast(
        staff=first("legislative_staff"),
        colleague=first("legislative_staff", 1),
        reviewer=first("legislative_reviewer"),
        moderator=first("content_moderator"),
        points={},
    )


def load_project(story: RegulationStory, cast: Cast) -> list[dict[str, str]]:
    """Load one project with all its rounds; returns codes worth showing."""
    calendar = calendar_of(story, timezone.localdate())
    regulation = regulations.open_project(story, calendar, cast)
    pages.make_regulation_page(regulation, story.data)
    versions = load_versions(story, regulation, calendar, cast)
    codes: list[dict[str, str]] = []
    for data in story.rounds:
        codes += load_round(story, data, versions, calendar, cast)
    if any(v["type"] == VersionType.PROMULGATED for v in story.versions):
        regulations.finish(regulation, calendar, cast)
    return codes


def load_versions(
    story: RegulationStory, regulation: Regulation, calendar: Calendar, cast: Cast
) -> dict[str, Version]:
    """Import the chain of texts, oldest first, with lineage and plain words."""
    versions: dict[str, Version] = {}
    base = None
    answered = {r["answered_in"]: r["round_no"] for r in story.rounds}
    asked = {r["version"]: r["round_no"] for r in story.rounds}
    for data in story.versions:
        key = data["key"]
        if key in answered:
            day = calendar.published_on(answered[key])
        elif key in asked:
            day = calendar.opens_on(asked[key]) - regulations.ONE_WEEK
        else:
            day = calendar.opens_on(1) - regulations.LONG_BEFORE
        base = versions[key] = regulations.load_version(
            story, regulation, data, base, cast=cast, day=day
        )
        regulations.explain(base, story.data["explanations"].get(key, []), cast)
    return versions


def load_round(
    story: RegulationStory,
    data: dict[str, Any],
    versions: dict[str, Version],
    calendar: Calendar,
    cast: Cast,
) -> list[dict[str, str]]:
    """Load one round: open with comments, or closed with everything decided."""
    is_open = data["answered_in"] is None
    if data["round_no"] > 1:
        regulations.read_again(versions[data["version"]], calendar, data, cast)
    consultation = rounds.open_round(
        versions[data["version"]], data["round_no"], calendar=calendar, cast=cast
    )
    days = calendar.OPEN_SINCE if is_open else rounds.ROUND_DAYS
    said = rounds.speak(consultation, data["comments"], days=days, cast=cast)
    if not is_open:
        rounds.decide(
            consultation,
            data,
            said,
            versions[data["answered_in"]],
            calendar=calendar,
            cast=cast,
        )
    shown = list(said.values())[:SHOWN_CODES]
    return [{"receipt": comment.receipt_no, "code": code} for comment, code in shown]
