"""Load one project of the demonstration: texts, papers, plain words, rounds."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Division
from common.uploads import UploadRefused
from drafts import services
from drafts.kinds import ActType, EnclosureKind, ProvisionKind, VersionType
from drafts.lineage import LineageDecision, computed_lineage
from drafts.models import Provision, Regulation, Version
from drafts.stages import Stage
from drafts.text import citing
from drafts.text.reading import read_file
from home.demo.people import Cast
from home.demo.story import Calendar, RegulationStory

ORGANISER = "明川市人大常委会法制工作委员会"
ONE_WEEK = datetime.timedelta(days=7)
LONG_BEFORE = datetime.timedelta(days=3650)


def open_project(story: RegulationStory, calendar: Calendar, cast: Cast) -> Regulation:
    """Create the project with the first steps of its procedure."""
    data = story.data
    start = calendar.opens_on(1) - datetime.timedelta(days=240)
    is_revision = any(v["type"] == VersionType.IN_FORCE for v in story.versions)
    regulation = services.create_regulation(
        by=cast.staff,
        title=data["name"],
        organiser=ORGANISER,
        act_type=ActType.REVISE if is_revision else ActType.ENACT,
        on=start,
        subject_area=data.get("subject_area", ""),
        jurisdiction=Division.objects.filter(code=data.get("jurisdiction", "")).first(),
        drafting_unit=data.get("drafting_unit", ""),
    )
    first = calendar.opens_on(1) - datetime.timedelta(days=10)
    for name, days in (("draft", 180), ("submit", 40), ("read_first", 0)):
        services.move_regulation(
            regulation, name, by=cast.reviewer, on=first - datetime.timedelta(days=days)
        )
    return regulation


def load_version(
    story: RegulationStory,
    regulation: Regulation,
    version_data: dict[str, Any],
    base: Version | None,
    *,
    cast: Cast,
    day: datetime.date,
) -> Version:
    """Import one text, with its papers, and publish it by a second person."""
    file = story.text_of(version_data)
    try:
        parsed = read_file(file.read_bytes(), file.name)
    except UploadRefused as refusal:
        raise ValueError(f"{file}: {refusal.message}") from refusal
    version = services.import_version(
        regulation.document,
        parsed,
        by=cast.staff,
        version_type=version_data["type"],
        base=base,
        title=titled(story.data["name"], version_data),
        dated_on=day,
        source_name=file.name,
    )
    for paper in papers(story, version_data):
        services.add_enclosure(version, by=cast.staff, **paper)
    services.submit_version(version, by=cast.staff)
    services.publish_version(
        version,
        by=cast.reviewer,
        override_reason="演示：与原件逐条核对无误。",
        at=noon(day),
    )
    if base is not None:
        told = story.data.get("lineage", {}).get(version_data["key"], [])
        services.confirm_lineage(version, decided(version, told), by=cast.staff)
        version.refresh_from_db()
    return version


def decided(
    version: Version, told: list[dict[str, list[str]]]
) -> list[LineageDecision]:
    """Return what a person would decide: the told rows, every doubtful one as found."""
    decisions = [
        LineageDecision(old=tuple(row["old"]), new=tuple(row["new"])) for row in told
    ]
    settled = {address for row in told for address in (*row["old"], *row["new"])}
    for row in computed_lineage(version).doubtful_rows:
        addresses = {p.address for p in (*row.old, *row.new)}
        if not addresses & settled:
            decisions.append(
                LineageDecision(
                    old=tuple(p.address for p in row.old),
                    new=tuple(p.address for p in row.new),
                    relation=row.relation,
                )
            )
    return decisions


def titled(name: str, version_data: dict[str, Any]) -> str:
    """Return the title a text of the chain carries."""
    if version_data["type"] in (VersionType.IN_FORCE, VersionType.PROMULGATED):
        return name
    return f"{name}（{version_data['name']}）"


def papers(
    story: RegulationStory, version_data: dict[str, Any]
) -> list[dict[str, str]]:
    """Return the papers that come with a draft; the texts in force have none."""
    explanation = story.data.get("explanation", [])
    if version_data["type"] in (VersionType.IN_FORCE, VersionType.PROMULGATED):
        return []
    words = "\n".join(f"{part['heading']}\n{part['text']}" for part in explanation)
    return [
        {
            "kind": EnclosureKind.EXPLANATION,
            "title": f"关于《{titled(story.data['name'], version_data)}》的说明",
            "text": words or "\n".join(story.data["background"]),
        }
    ]


def explain(version: Version, rows: list[dict[str, Any]], cast: Cast) -> None:
    """Write and publish the plain words of a version."""
    for row in rows:
        provision = find(version, row["label"])
        explanation = services.write_explanation(
            provision,
            by=cast.staff,
            body=row["body"],
            who=row.get("who", ""),
            changed=row.get("changed", ""),
        )
        services.publish_explanation(explanation, by=cast.reviewer)


def read_again(
    version: Version, calendar: Calendar, data: dict[str, Any], cast: Cast
) -> None:
    """Record that the text a further round asks about was read a second time."""
    regulation = version.document.regulation
    if regulation.stage == Stage.FIRST_READING:
        day = calendar.published_on(data["round_no"] - 1)
        services.move_regulation(regulation, "read_second", by=cast.reviewer, on=day)


def finish(regulation: Regulation, calendar: Calendar, cast: Cast) -> None:
    """Lead a project whose final text is out along the rest of the road."""
    day = calendar.published_on(calendar.closed_rounds)
    for name, days in (("vote", 3), ("send_for_approval", 2), ("promulgate", 0)):
        services.move_regulation(
            regulation, name, by=cast.reviewer, on=day - datetime.timedelta(days=days)
        )
    regulation.refresh_from_db()
    if regulation.stage != Stage.PROMULGATED:
        raise ValueError(regulation.stage)


def find(version: Version, label: str) -> Provision:
    """Return the provision a citation of the story names.

    An item is cited without its 款 where the article has one only (第三条第二项).
    """
    cited = citing.parse_citation(label)
    address = f"{cited.article}-{cited.insert}" if cited.insert else f"{cited.article}"
    if cited.paragraph:
        address += f".{cited.paragraph}"
    elif cited.item:
        return version.provisions.filter(
            article__address=address, kind=ProvisionKind.ITEM, number=cited.item
        ).order_by("position")[0]
    if cited.item:
        address += f".{cited.item}"
    return version.provisions.get(address=address)


def noon(day: datetime.date) -> datetime.datetime:
    """Noon of a day in Asia/Shanghai."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
