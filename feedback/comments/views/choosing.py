"""The list of provisions to choose from, by chapter."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from drafts.kinds import ProvisionKind
from drafts.models import Provision, Version
from feedback.comments.quoting import Quoted

HEADINGS = (
    ProvisionKind.BOOK,
    ProvisionKind.SUBBOOK,
    ProvisionKind.CHAPTER,
    ProvisionKind.SECTION,
)
CHOSEN = (ProvisionKind.ARTICLE, ProvisionKind.POINT)

Group = tuple[str, list[tuple[str, str]]]


def choices_by_chapter(version: Version, chosen: Sequence[Quoted]) -> list[Group]:
    """Return ``(chapter, [(address, label), …])`` without those already chosen."""
    taken = {quote.provision.address for quote in chosen}
    rows = (
        Provision.objects.filter(version=version, kind__in=(*HEADINGS, *CHOSEN))
        .order_by("position")
        .values_list("kind", "label", "heading", "address")
    )
    groups: list[Group] = [(_("全文"), [])]
    for kind, label, heading, address in rows:
        name = "　".join(part for part in (label, heading) if part)
        if kind in HEADINGS:
            groups.append((name, []))
        elif address not in taken:
            groups[-1][1].append((address, name))
    return [group for group in groups if group[1]]
