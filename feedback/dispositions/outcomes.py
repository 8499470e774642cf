"""Whether the promulgated text kept what a decision adopted. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

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
    dispositions = list(dispositions)
    adopted = [d.pk for d in dispositions if d.result in ADOPTED_RESULTS]
    fates = dict.fromkeys((d.pk for d in dispositions), Fate.OPEN)
    if not adopted:
        return fates
    for disposition_id, by_link in _states(adopted).items():
        fates[disposition_id] = _fate(by_link)
    return fates


def _states(adopted: list[int]) -> dict[int, list[set[str] | None]]:
    """Return, for each decision, what the final text says about each of its links.

    None stands for a link into a document that has no promulgated text yet.
    """
    links = AdoptionLink.objects.filter(disposition__in=adopted).values_list(
        "pk", "disposition", "provision__version__document"
    )
    finals = dict(
        final_versions()
        .filter(document__in={document for _pk, _disposition, document in links})
        .values_list("document_id", "pk")
    )
    at_final: dict[int, set[str]] = defaultdict(set)
    rows = Survival.objects.filter(
        link__disposition__in=adopted, version__in=finals.values()
    )
    for link_id, state in rows.values_list("link", "state"):
        at_final[link_id].add(state)
    states: dict[int, list[set[str] | None]] = defaultdict(list)
    for link_id, disposition_id, document_id in links:
        is_final = document_id in finals
        states[disposition_id].append(at_final[link_id] if is_final else None)
    return states


def _fate(by_link: list[set[str] | None]) -> Fate:
    known = [states for states in by_link if states is not None]
    if any(states & SURVIVING for states in known):
        return Fate.KEPT
    if len(known) < len(by_link):
        return Fate.OPEN
    if all(states == {SurvivalState.DROPPED} for states in known):
        return Fate.DROPPED
    return Fate.PENDING
