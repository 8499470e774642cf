"""The pages an editor would have composed."""

from __future__ import annotations

import datetime
import html
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from drafts.models import Regulation, RegulationPage
from home.models import GuidePage, HomePage, NoticePage, SiteSettings

INTRODUCTION = (
    "<p>看草案、提意见、查结果。"
    "每一条意见都有答复，写进法里的每一条，都查得到是哪些意见写成的。</p>"
)


def exist() -> bool:
    """Say whether the pages are there."""
    return NoticePage.objects.exists()


def make_pages(story: dict[str, Any]) -> None:
    """Create notices and guides below the front page, and the site's settings."""
    home = HomePage.objects.get()
    home.introduction = INTRODUCTION
    home.save_revision().publish()
    for number, row in enumerate(story["notices"]):
        page = NoticePage(
            title=row["title"],
            slug=row["slug"],
            published_on=timezone.localdate() - datetime.timedelta(days=number * 12),
            source="明川市人大常委会法制工作委员会",
            body=paragraphs(row["paragraphs"]),
        )
        home.add_child(instance=page)
        page.save_revision().publish()
    for row in story["guides"]:
        page = GuidePage(
            title=row["title"],
            slug=row["slug"],
            body=[("text", paragraphs(row["paragraphs"]))],
        )
        home.add_child(instance=page)
        page.save_revision().publish()
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={
            "host": "明川市人大常委会法制工作委员会　政协明川市委员会办公室",
            "phone": "0999-555-0100",
            "phone_hours": "工作日9时至17时",
            "address": "明川市临江区人民路1号",
        },
    )


def make_regulation_page(regulation: Regulation, data: dict[str, Any]) -> None:
    """Create the presenting page of a project and publish it."""
    home = HomePage.objects.get()
    page = RegulationPage(
        title=regulation.title,
        slug=regulation.code.lower(),
        regulation=regulation,
        lead=data.get("marked", "") or data["background"][0][:300],
        background=paragraphs(data["background"]),
        questions=[
            (
                "question",
                {"question": row["question"], "answer": paragraphs([row["answer"]])},
            )
            for row in data.get("qa", [])
        ],
    )
    home.add_child(instance=page)
    page.save_revision().publish()


def paragraphs(lines: list[str]) -> str:
    """Return plain lines as rich text."""
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)
