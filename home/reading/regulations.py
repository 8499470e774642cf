"""What the list of regulations and a regulation's own page show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import AnyUser
from common.templatetags.writing import day
from consultations.rounds.models import Consultation
from drafts.kinds import EnclosureKind
from drafts.models import Enclosure, Regulation, RegulationPage, Version
from home.reading.shelves import Shelf, name_of
from home.reading.timelines import timeline
from home.reading.windows import rounds_of, status_of


def listed(user: AnyUser, stage: str) -> QuerySet[Regulation]:
    """Return the projects of one stage, or all of them, newest first."""
    found = Regulation.objects.visible_to(user).for_listing()
    return found.filter(stage=stage) if stage else found


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
    return {
        "regulation": regulation,
        "facts": facts(regulation),
        "stages": timeline(regulation, regulation.steps.all()),
        "page": RegulationPage.objects.live().filter(regulation=regulation).first(),
        "versions": [_version_line(v, shelf) for v in reversed(versions)],
        "rounds": [(c, status_of(c)) for c in reversed(rounds)],
        "papers": _papers(versions),
        "shelf": shelf,
    }


def _version_line(version: Version, shelf: Shelf | None) -> dict[str, Any]:
    base = shelf.base_of(version) if shelf else None
    code = version.document.code
    compare = (
        reverse("reading:compare", args=[code, base.slug, version.slug]) if base else ""
    )
    return {
        "version": version,
        "name": name_of(version),
        "compare_url": compare,
        "base_name": name_of(base) if base else "",
    }


def _papers(versions: list[Version]) -> list[Enclosure]:
    """Return the papers of the newest version that has any, the explanation first."""
    papers = list(
        Enclosure.objects.filter(version__in=versions).select_related("version")
    )
    newest = max((p.version.sequence for p in papers), default=0)
    shown = [p for p in papers if p.version.sequence == newest]
    return sorted(shown, key=lambda p: p.kind != EnclosureKind.EXPLANATION)
