"""What the author saw: the printed words of provisions, quoted whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from drafts.kinds import ProvisionKind
from drafts.models import Provision
from drafts.text.comparing import Piece, wording

MARKED = frozenset({ProvisionKind.ITEM, ProvisionKind.SUBITEM})
INNER = MARKED | {ProvisionKind.PARAGRAPH}
# An author may write these anew; of a chapter one only says what is wrong.
REWRITABLE = INNER | {ProvisionKind.ARTICLE, ProvisionKind.POINT}


@dataclass(frozen=True)
class Quoted:
    """A provision and its printed words, those of its parts included."""

    provision: Provision
    text: str

    @property
    def may_be_rewritten(self) -> bool:
        return self.provision.kind in REWRITABLE


def quoted(version_id: int, targets: Sequence[int | str]) -> list[Quoted]:
    """Return the provisions of one version named by key or address, as printed.

    What does not exist there is left out: the caller compares the number. One query.
    """
    if not targets:
        return []
    keys = [target for target in targets if isinstance(target, int)]
    addresses = [target for target in targets if isinstance(target, str)]
    named = Q(pk__in=keys) | Q(address__in=addresses)
    above = Provision.objects.filter(
        named,
        version_id=version_id,
        position__lte=OuterRef("position"),
        last_position__gte=OuterRef("position"),
    )
    rows = list(
        Provision.objects.filter(Exists(above), version_id=version_id).order_by(
            "position"
        )
    )
    return [
        Quoted(row, printed_words(row, rows))
        for row in rows
        if row.pk in keys or row.address in addresses
    ]


def printed_words(provision: Provision, rows: Iterable[Provision]) -> str:
    """Return the words of ``provision`` and of its parts among ``rows``, as printed.

    款 and 项 are lines, item marks included; the own label of an article is not.
    """
    lines = []
    for row in rows:
        if provision.position <= row.position <= provision.last_position:
            own = row.pk == provision.pk and row.kind not in MARKED
            line = ("" if own else _mark(row)) + row.text
            if line:
                lines.append(line)
    return "\n".join(lines)


def difference(old: str, new: str) -> list[Piece]:
    """Return the pieces by which ``new`` differs from the official text."""
    return wording(old, new)


def is_same_text(old: str, new: str) -> bool:
    """Say whether nothing but blanks and line ends differs."""
    return "".join(old.split()) == "".join(new.split())


def _mark(row: Provision) -> str:
    if row.kind in MARKED:
        return row.label
    if row.kind in INNER:
        return ""
    return "　".join(part for part in (row.label, row.heading) if part) + (
        "　" if row.text else ""
    )
