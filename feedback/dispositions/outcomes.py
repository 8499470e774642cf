"""Whether the promulgated text kept what a decision adopted. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from consultations.rounds.models import Consultation
from drafts.kinds import VersionType
from drafts.models import Version
from feedback.dispositions.kinds import ADOPTED_RESULTS, SURVIVING, SurvivalState
from feedback.dispositions.models import AdoptionLink, Disposition, Survival


class Fate(TextChoices):
    """What the promulgated text did with an adopted comment."""

    OPEN = "", _("尚无公布文本")
    KEPT = "kept", _("终稿保留")
    PENDING = "pending", _("终稿待确认")
    DROPPED = "dropped", _("阶段采纳，终稿未保留")


def final_versions() -> QuerySet[Version]:
    """Return each document's promulgated text: the latest published one."""
    finals = Version.objects.published().filter(version_type=VersionType.PROMULGATED)
    newer = finals.filter(
        document=OuterRef("document"), sequence__gt=OuterRef("sequence")
    )
    return finals.exclude(Exists(newer))


def fates_of(dispositions: Iterable[Disposition]) -> dict[int, Fate]:
    """Return each decision's fate by its pk; three queries for any number.

    One surviving link is enough (S2). Only adoptions have a fate; a link whose way to
    the promulgated text is not confirmed leaves it pending, never dropped.
    """
    ids = [disposition.pk for disposition in dispositions]
    links = AdoptionLink.objects.filter(disposition__in=ids)
    return {**dict.fromkeys(ids, Fate.OPEN), **_fates(links)}


def fates_in(consultation: Consultation) -> dict[int, Fate]:
    """Return the fates of the adoptions of one round by their pk; three queries."""
    return _fates(AdoptionLink.objects.filter(disposition__consultation=consultation))


def _fates(links: QuerySet[AdoptionLink]) -> dict[int, Fate]:
    links = links.filter(disposition__result__in=ADOPTED_RESULTS)
    places = list(
        links.values_list("pk", "disposition", "provision__version__document")
    )
    finals = dict(
        final_versions()
        .filter(document__in={document for _pk, _disposition, document in places})
        .values_list("document_id", "pk")
    )
    at_final: dict[int, set[str]] = defaultdict(set)
    rows = Survival.objects.filter(
        link__in=links.values("pk"), version__in=finals.values()
    )
    for link_id, state in rows.values_list("link", "state"):
        at_final[link_id].add(state)
    # None stands for a link into a document that has no promulgated text yet.
    states: dict[int, list[set[str] | None]] = defaultdict(list)
    for link_id, disposition_id, document_id in places:
        is_final = document_id in finals
        states[disposition_id].append(at_final[link_id] if is_final else None)
    return {pk: _fate(by_link) for pk, by_link in states.items()}


def _fate(by_link: list[set[str] | None]) -> Fate:
    known = [states for states in by_link if states is not None]
    if any(states & SURVIVING for states in known):
        return Fate.KEPT
    if len(known) < len(by_link):
        return Fate.OPEN
    if all(states == {SurvivalState.DROPPED} for states in known):
        return Fate.DROPPED
    return Fate.PENDING
