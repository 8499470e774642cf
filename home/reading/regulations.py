"""What the list of regulations and a regulation's own page show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import AnyUser
from common.templatetags.writing import day
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Phase
from drafts.kinds import EnclosureKind
from drafts.models import Enclosure, Regulation, RegulationPage, Version
from drafts.stages import Stage
from home.areas import Areas, choices, concerned, concerns
from home.filters import Filters, same, tallied
from home.reading import changes, heads
from home.reading.shelves import Shelf, name_of
from home.reading.timelines import timeline
from home.reading.windows import rounds_of, status_of

COLUMNS = {"stage": "stage", "subject": "subject_area", "area": "jurisdiction"}


def filters(user: AnyUser, asked: Mapping[str, str], areas: Areas) -> Filters:
    """Return the filters of the list, with what is chosen; one query.

    Raises:
        UnknownChoice: a stage, subject or area that is not offered.
    """
    found = Filters(
        tallied(Regulation.objects.visible_to(user), COLUMNS),
        asked,
        {
            "stage": same("stage"),
            "subject": same("subject"),
            "area": concerns(areas, "area"),
        },
    )
    offered = [*found.in_use("stage"), found.values["stage"]]
    found.offer("stage", _("阶段"), [c for c in Stage.choices if c[0] in offered])
    offer_common(found, areas)
    return found


def offer_common(found: Filters, areas: Areas) -> None:
    """Offer what regulations and the rounds about them share: subject and area."""
    found.offer("subject", _("领域"), [(s, s) for s in found.in_use("subject")])
    used = concerned(areas, found.in_use("area"))
    found.offer("area", _("地区"), choices(areas, used, found.values["area"]))


def listed(user: AnyUser, chosen: Filters, areas: Areas) -> QuerySet[Regulation]:
    """Return the projects that fit what is chosen, newest first."""
    visible = Regulation.objects.visible_to(user)
    found = visible.for_listing().select_related("jurisdiction")
    if chosen.values["stage"]:
        found = found.filter(stage=chosen.values["stage"])
    return narrowed(found, chosen, areas)


def narrowed(
    rows: QuerySet[Any], chosen: Filters, areas: Areas, path: str = ""
) -> QuerySet[Any]:
    """Keep rows of the subject and the area chosen; ``path`` leads to the project."""
    if subject := chosen.values["subject"]:
        rows = rows.filter(**{f"{path}subject_area": subject})
    division = areas.find(chosen.values["area"])
    if division is not None:
        everywhere = Q(**{f"{path}jurisdiction": None})
        here = Q(**{f"{path}jurisdiction__in": areas.line(division)})
        rows = rows.filter(everywhere | here)
    return rows


def entries(user: AnyUser, regulations: Iterable[Regulation]) -> list[dict[str, Any]]:
    """Return one entry for each project, with the round that is open; one query."""
    shown = list(regulations)
    open_rounds = {
        c.document_id: c
        for c in Consultation.objects.visible_to(user)
        .open()
        .filter(document__in=[r.document_id for r in shown])
        .order_by("number")
    }
    return [{"regulation": r, "round": open_rounds.get(r.document_id)} for r in shown]


def facts(regulation: Regulation) -> list[tuple[str, Any]]:
    """Return what one is told about a project beside its title."""
    return [
        (_("项目编号"), regulation.code),
        (_("种类"), regulation.get_kind_display()),
        (_("立法形式"), regulation.get_act_type_display()),
        (_("领域"), regulation.subject_area),
        (_("主办机关"), regulation.organiser),
        (_("起草单位"), regulation.drafting_unit),
        (_("提案人"), regulation.proposer),
        (_("公布日期"), day(regulation.promulgated_on)),
        (_("施行日期"), day(regulation.effective_on)),
    ]


def portrait(user: AnyUser, regulation: Regulation) -> dict[str, Any]:
    """Return everything a regulation's page shows; a handful of queries."""
    versions = list(
        Version.objects.visible_to(user)
        .filter(document=regulation.document)
        .select_related("document")
        .order_by("sequence")
    )
    shelf = Shelf(regulation, versions) if versions else None
    rounds = list(rounds_of(user, regulation.document))
    page = RegulationPage.objects.live().filter(regulation=regulation).first()
    return heads.of_regulation(regulation, page.lead if page else "") | {
        "regulation": regulation,
        "facts": facts(regulation),
        "stages": timeline(regulation, regulation.steps.all()),
        "page": page,
        "way": _way(versions, rounds, shelf),
        "asking": [c for c in reversed(rounds) if c.is_open()],
        "papers": _papers(versions),
        "shelf": shelf,
        "follow": {
            "subscribe": reverse(
                "subscriptions:create", query={"regulation": regulation.code}
            ),
            "feed": reverse("reading:feed", args=[regulation.code]),
        },
    }


def _way(
    versions: list[Version], rounds: list[Consultation], shelf: Shelf | None
) -> list[dict[str, Any]]:
    """Return texts and rounds as one thread: newest first, a text below its rounds."""
    told = {c.pk: _round_knot(c) for c in rounds}
    about = {v.pk: [c.pk for c in rounds if c.version_id == v.pk] for v in versions}
    knots: list[dict[str, Any]] = []
    for version in reversed(versions):
        knots += [told.pop(pk) for pk in reversed(about[version.pk])]
        knots.append(_version_knot(version, shelf))
    return [*told.values(), *knots]


def _round_knot(consultation: Consultation) -> dict[str, Any]:
    status = status_of(consultation)
    is_answered = status.phase in (Phase.RESULT_PUBLISHED, Phase.ARCHIVED)
    return {
        "kind": "reply" if is_answered else "voice",
        "round": consultation,
        "status": status,
    }


def _version_knot(version: Version, shelf: Shelf | None) -> dict[str, Any]:
    base = shelf.base_of(version) if shelf else None
    code = version.document.code
    compare = (
        reverse("reading:compare", args=[code, base.slug, version.slug]) if base else ""
    )
    return {
        "kind": "final" if version.is_final else "text",
        "version": version,
        "name": name_of(version),
        "compare_url": compare,
        "base_name": name_of(base) if base else "",
        "has_changes": bool(shelf and changes.base_of(shelf, version)),
    }


def _papers(versions: list[Version]) -> list[Enclosure]:
    """Return the papers of the newest version that has any, the explanation first."""
    papers = list(
        Enclosure.objects.filter(version__in=versions).select_related("version")
    )
    newest = max((p.version.sequence for p in papers), default=0)
    shown = [p for p in papers if p.version.sequence == newest]
    return sorted(shown, key=lambda p: p.kind != EnclosureKind.EXPLANATION)
