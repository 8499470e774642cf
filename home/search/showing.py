"""Finds as a page shows them: title, where it stands, the words around, a link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.highlighting import marked, snippet
from common.templatetags.writing import day, until
from consultations.rounds.models import Consultation
from consultations.rounds.search import words_of as words_of_round
from drafts.models import Explanation, Provision, Regulation
from drafts.search import (
    title_of_provision,
    words_of_explanation,
    words_of_provision,
    words_of_regulation,
)
from drafts.stages import Stage
from feedback.comments.search import public_words
from feedback.dispositions.search import words_of as words_of_decision
from home.reading.shelves import name_of
from home.search.finding import (
    KEYS,
    Asked,
    explanations,
    line_of,
    provisions,
)
from home.search.kinds import Kind
from home.search.pages import specific_of, words_of


@dataclass(frozen=True)
class Other:
    """The same words in another version."""

    name: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One find."""

    title: SafeString
    url: str
    words: SafeString
    facts: list[Any]
    tag: str = ""
    others: list[Other] = field(default_factory=list)


def show(asked: Asked, kind: str, found: Sequence[Any]) -> list[Entry]:
    """Return finds of one kind, in their order; at most one query."""
    if not found:
        return []
    return SHOWN[kind](asked, found)


def show_regulations(asked: Asked, found: Sequence[Regulation]) -> list[Entry]:
    terms = asked.question.terms
    return [
        Entry(
            title=marked(row.title, terms),
            url=row.get_absolute_url(),
            words=snippet("\n".join(words_of_regulation(row)), terms),
            facts=[
                "" if is_dated(row) else row.get_stage_display(),
                _dated(_("公布"), row.promulgated_on),
                row.code,
            ],
        )
        for row in found
    ]


def is_dated(row: Regulation) -> bool:
    """Whether the day of promulgation already says where the regulation stands."""
    return row.stage == Stage.PROMULGATED and row.promulgated_on is not None


def show_provisions(asked: Asked, found: Sequence[dict[str, Any]]) -> list[Entry]:
    """Articles with all their rows, those of other versions folded below."""
    matched = provisions(asked).filter(line__in=[row["line"] for row in found])
    rows = (
        Provision.objects.annotate(home=Coalesce("article", "pk"))
        .filter(home__in=matched.order_by().values("pk"))
        .annotate(line=line_of(Kind.PROVISION, "home"))
        .select_related("version__document__regulation")
        .order_by("-version__sequence", "position")
    )
    homes: dict[str, dict[int, list[Provision]]] = defaultdict(dict)
    for row in rows:
        homes[row.line].setdefault(row.home, []).append(row)
    return [
        _provision_entry(asked, row["newest"] % KEYS, homes[row["line"]])
        for row in found
        if row["newest"] % KEYS in homes[row["line"]]
    ]


def show_explanations(asked: Asked, found: Sequence[dict[str, Any]]) -> list[Entry]:
    rows = (
        explanations(asked)
        .filter(line__in=[row["line"] for row in found])
        .select_related("provision__version__document__regulation")
        .order_by("-provision__version__sequence", "pk")
    )
    lines: dict[str, dict[int, Explanation]] = defaultdict(dict)
    for other in rows:
        lines[other.line][other.pk] = other
    terms = asked.question.terms
    entries = []
    for row in found:
        line, newest = lines[row["line"]], row["newest"] % KEYS
        if newest not in line:
            continue
        place = line[newest].provision
        entries.append(
            Entry(
                title=marked(f"《{place.version.title}》{place.citation}", terms),
                url=place.get_absolute_url(),
                words=snippet(words_of_explanation(line[newest]), terms),
                facts=[name_of(place.version), day(_day_of(place.version))],
                tag=_("帮助理解，没有法律效力"),
                others=[
                    Other(
                        name_of(other.provision.version),
                        other.provision.get_absolute_url(),
                    )
                    for pk, other in line.items()
                    if pk != newest
                ],
            )
        )
    return entries


def show_consultations(asked: Asked, found: Sequence[Consultation]) -> list[Entry]:
    terms = asked.question.terms
    return [
        Entry(
            title=marked(row.title, terms),
            url=row.get_absolute_url(),
            words=snippet(words_of_round(row), terms),
            facts=[
                row.current_phase.label,
                _dated(_("截止"), row.closes_at, until),
                row.organiser,
            ],
            tag=_("现在可以提意见") if row.is_open() else "",
        )
        for row in found
    ]


def show_results(asked: Asked, found: Sequence[Any]) -> list[Entry]:
    terms = asked.question.terms
    return [
        Entry(
            title=marked(row.consultation.title, terms),
            url=reverse("search:decision", args=[row.pk]),
            words=snippet(words_of_decision(row), terms),
            facts=[row.get_result_display(), _dated(_("公布"), row.published_at)],
        )
        for row in found
    ]


def show_comments(asked: Asked, found: Sequence[Any]) -> list[Entry]:
    terms = asked.question.terms
    entries = []
    for row in found:
        url = reverse("reading:origins", args=[row.origin_code])
        on = row.origin_address
        entries.append(
            Entry(
                title=marked(row.consultation.title, terms),
                url=f"{url}?{urlencode({'on': on})}#p{on}",
                words=snippet(public_words(row.words), terms),
                facts=[
                    row.get_channel_display(),
                    day(row.submitted_at),
                    row.receipt_no,
                ],
            )
        )
    return entries


def show_pages(asked: Asked, found: Sequence[Any]) -> list[Entry]:
    terms = asked.question.terms
    entries = []
    for row in found:
        page = specific_of(row)
        entries.append(
            Entry(
                title=marked(page.title, terms),
                url=row.url or "",
                words=snippet(words_of(page), terms),
                facts=[
                    type(page)._meta.verbose_name,
                    day(getattr(page, "published_on", None)),
                ],
            )
        )
    return entries


def _provision_entry(
    asked: Asked, newest: int, homes: dict[int, list[Provision]]
) -> Entry:
    terms = asked.question.terms
    rows = homes[newest]
    head = rows[0]
    cited = next((row for row in rows if row.citation == asked.question.place), head)
    title = f"《{head.version.title}》{title_of_provision(head)}"
    return Entry(
        title=marked(title, terms),
        url=cited.get_absolute_url(),
        words=snippet(words_of_provision(rows), terms),
        facts=[name_of(head.version), day(_day_of(head.version))],
        others=[
            Other(
                f"{name_of(other[0].version)} {other[0].citation}",
                other[0].get_absolute_url(),
            )
            for pk, other in homes.items()
            if pk != newest
        ],
    )


def _day_of(version: Any) -> Any:
    return version.dated_on or version.published_at


def _dated(word: str, value: Any, write: Callable[[Any], str] = day) -> Any:
    return format_html("{} {}", write(value), word) if value else ""


SHOWN: dict[str, Callable[[Asked, Sequence[Any]], list[Entry]]] = {
    Kind.REGULATION: show_regulations,
    Kind.PROVISION: show_provisions,
    Kind.EXPLANATION: show_explanations,
    Kind.CONSULTATION: show_consultations,
    Kind.RESULT: show_results,
    Kind.COMMENT: show_comments,
    Kind.PAGE: show_pages,
}
