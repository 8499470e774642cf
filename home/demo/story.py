"""The written demonstration as values: read from the JSON beside the texts."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"
ROUND_DAYS = 30


@dataclass(frozen=True)
class RegulationStory:
    """One project: its texts, plain words and rounds, with the folder of its texts."""

    data: dict[str, Any]
    folder: Path

    @property
    def versions(self) -> list[dict[str, Any]]:
        return self.data["versions"]

    @property
    def rounds(self) -> list[dict[str, Any]]:
        return self.data.get("rounds", [])

    def text_of(self, version: dict[str, Any]) -> Path:
        return self.folder / version["file"]


@dataclass(frozen=True)
class Calendar:
    """Days of a story, counted from the day it is loaded.

    A project's rounds lie one after the other: each lasts thirty days; a closed one
    is followed by four weeks of deciding before the next text is out.
    """

    today: datetime.date
    closed_rounds: int
    has_open_round: bool
    starts: dict[int, datetime.date] = field(default_factory=dict)

    OPEN_SINCE = 9
    SINCE_LAST_RESULT = 30
    DECIDING_DAYS = 35

    def opens_on(self, number: int) -> datetime.date:
        """The first day of round ``number`` (from 1)."""
        if self.has_open_round and number > self.closed_rounds:
            return self.back(self.OPEN_SINCE)
        later = self.closed_rounds - number
        span = ROUND_DAYS + self.DECIDING_DAYS
        return self.back(self.SINCE_LAST_RESULT + span * (later + 1))

    def closes_on(self, number: int) -> datetime.date:
        """The last day of round ``number``."""
        return self.opens_on(number) + datetime.timedelta(days=ROUND_DAYS - 1)

    def decided_on(self, number: int) -> datetime.date:
        """The day the answers of round ``number`` were decided."""
        return self.closes_on(number) + datetime.timedelta(days=20)

    def published_on(self, number: int) -> datetime.date:
        """The day the text that answers round ``number`` came out."""
        return self.closes_on(number) + datetime.timedelta(days=self.DECIDING_DAYS - 5)

    def back(self, days: int) -> datetime.date:
        """So many days before today."""
        return self.today - datetime.timedelta(days=days)


def load() -> dict[str, Any]:
    """Return the written story."""
    return json.loads((TEXTS / "story.json").read_text("utf-8"))


def stories() -> list[RegulationStory]:
    """Return the projects that ship with the product."""
    return [RegulationStory(data, TEXTS) for data in load()["regulations"]]


def corpus_story(corpus: Path) -> RegulationStory:
    """Return the real chain of 动物防疫法, whose texts lie in ``corpus``.

    Raises:
        FileNotFoundError: a text is not there; the message names it.
    """
    data = json.loads((TEXTS / "fangyi.json").read_text("utf-8"))
    folder = corpus / "laws"
    story = RegulationStory(data, folder)
    for version in story.versions:
        if not story.text_of(version).is_file():
            raise FileNotFoundError(story.text_of(version))
    return story


def calendar_of(story: RegulationStory, today: datetime.date) -> Calendar:
    """Return the days of a project's life."""
    closed = [r for r in story.rounds if r["state"] != "open"]
    return Calendar(today, len(closed), len(closed) < len(story.rounds))
