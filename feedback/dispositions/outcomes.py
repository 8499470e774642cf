"""Whether the promulgated text kept what a decision adopted. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, TextChoices
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


def at_final(links: str = "") -> Prefetch:
    """Prefetch, as ``at_final``, where promulgated texts have what a link names.

    ``links`` leads to the links from the rows asked for; one query.
    """
    rows = (
        Survival.objects.filter(version__in=final_versions().values("pk"))
        .select_related("provision__version__document")
        .order_by("provision__position", "pk")
    )
    return Prefetch(f"{links}survivals", queryset=rows, to_attr="at_final")


def places_at_final(link: AdoptionLink) -> list[Survival]:
    """Return the provisions the promulgated text has for a link into an earlier one."""
    rows: list[Survival] = getattr(link, "at_final", [])
    return [row for row in rows if row.provision_id not in (None, link.provision_id)]


def is_dropped(disposition: Disposition) -> bool:
    """Say whether nothing adopted came through; needs ``at_final`` on its links."""
    links = list(disposition.links.all())
    states = [row.state for link in links for row in getattr(link, "at_final", [])]
    return (
        disposition.result in ADOPTED_RESULTS
        and bool(links)
        and all(getattr(link, "at_final", []) for link in links)
        and set(states) == {SurvivalState.DROPPED}
    )


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
