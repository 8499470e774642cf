"""Picking the provisions a decision changed: rows of a form, and what they offer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from drafts.kinds import DocumentKind
from drafts.lineage import follow_many
from drafts.models import Provision, Version
from drafts.text.structure import HEADINGS
from feedback.comments.models import Target
from feedback.dispositions.models import Disposition
from feedback.dispositions.services import LinkData
from home.desk.forms.dispositions import LinkForm

if TYPE_CHECKING:
    from accounts.models import User

LABEL_LENGTH = 24
MOST_ROWS = 30
PREFIX = "link"


@dataclass(frozen=True)
class Texts:
    """The versions a decision may point into; ``chosen`` is the one offered now."""

    choices: list[tuple[str, list[tuple[int, str]]]]
    chosen: Version | None


def texts_for(consultation: Consultation, user: User, wanted: str = "") -> Texts:
    """Return later versions of the round's text first, then other regulations (S8).

    The version asked about is offered as well, for 草案已有规定. Two queries.
    """
    own = Version.objects.visible_to(user).filter(
        document=consultation.document_id,
        sequence__gte=consultation.version.sequence,
    )
    later = list(own.select_related("document").order_by("sequence"))
    others = list(
        Version.objects.published()
        .filter(document__kind=DocumentKind.REGULATION)
        .exclude(document=consultation.document_id)
        .select_related("document")
        .order_by("document__code", "-sequence")
    )
    known = {str(version.pk): version for version in [*later, *others]}
    chosen = known.get(wanted) or next(iter([*later[1:], *later]), None)
    choices = [
        (_("本法规"), [(v.pk, f"{v.code} {v}") for v in later]),
        (_("其他法规"), [(v.pk, f"{v.code} {v}") for v in others]),
    ]
    return Texts([(label, rows) for label, rows in choices if rows], chosen)


def provision_choices(
    version: Version | None, targets: Iterable[Target], kept: Iterable[int] = ()
) -> list[Any]:
    """Return the options of a row: successors of what was commented on, then the text.

    ``kept`` are provisions chosen before, perhaps of another version. Grouped by
    chapter; a few queries, whatever the number of articles.
    """
    groups: list[Any] = [("", _("没有选"))]
    if version is None:
        return groups + chosen_before(kept)
    suggested = successors(version, targets)
    if suggested:
        found = [(p.pk, option(p)) for p in suggested]
        groups.append((_("意见所指条文的去处"), found))
    text: list[tuple[int, str]] = []
    for provision in version.provisions.order_by("position"):
        if provision.kind in HEADINGS:
            heading = f"{provision.label}　{provision.heading}".strip()
            text = []
            groups.append((heading, text))
            continue
        if not text and (not groups or groups[-1][1] is not text):
            groups.append((_("条文"), text))
        text.append((provision.pk, option(provision)))
    groups = [group for group in groups if group[0] == "" or group[1]]
    offered = {pk for _label, rows in groups[1:] for pk, _said in rows}
    return groups + chosen_before(set(kept) - offered)


def successors(version: Version, targets: Iterable[Target]) -> list[Provision]:
    """Return where the provisions of ``targets`` are in ``version``, each once."""
    provisions = [target.provision for target in targets]
    places = follow_many(provisions, version) if provisions else {}
    found = {p.pk: p for place in places.values() for p in place.provisions}
    return sorted(found.values(), key=lambda p: p.position)


def chosen_before(ids: Iterable[int]) -> list[Any]:
    """Return the group of provisions chosen earlier in another version."""
    rows = Provision.objects.filter(pk__in=set(ids)).select_related("version")
    found = [(p.pk, p.cited()) for p in rows.order_by("version", "position")]
    return [(_("已经选的"), found)] if found else []


def option(provision: Provision) -> str:
    """How a provision reads in the list: its number and how it begins."""
    words = provision.heading or provision.text
    start = words[:LABEL_LENGTH] + ("……" if len(words) > LABEL_LENGTH else "")
    return f"{provision.citation}　{start}".strip()


@dataclass(frozen=True)
class LinkRows:
    """The rows of a form."""

    forms: list[LinkForm]

    def is_valid(self) -> bool:
        """Whether every row can be read."""
        return all(form.is_valid() for form in self.forms)

    @property
    def errors(self) -> list[str]:
        """Every mistake in words, with the number of its row."""
        return [
            _("第%(row)d行关联：%(error)s") % {"row": number, "error": error}
            for number, form in enumerate(self.forms, start=1)
            for errors in form.errors.values()
            for error in errors
        ]

    @property
    def links(self) -> list[LinkData]:
        """What the filled rows say."""
        return [
            LinkData(
                form.cleaned_data["provision"],
                form.cleaned_data["contribution"],
                form.cleaned_data["note"],
            )
            for form in self.forms
            if form.cleaned_data.get("provision")
        ]


def posted_count(posted: Mapping[str, str]) -> int:
    """How many rows a form was sent with."""
    value = posted.get("links", "1")
    is_number = value.isascii() and value.isdigit() and len(value) < 4
    number = int(value) if is_number else 1
    return min(max(number, 1), MOST_ROWS)


def posted_ids(posted: Mapping[str, str]) -> list[int]:
    """The provisions a form was sent with."""
    values = [
        posted.get(f"{PREFIX}-{n}-provision", "") for n in range(posted_count(posted))
    ]
    return [int(v) for v in values if v.isascii() and v.isdigit() and len(v) < 16]


def bound_rows(posted: Mapping[str, str], provisions: list[Any]) -> LinkRows:
    """Return the rows as sent, to be checked."""
    return LinkRows(
        [
            LinkForm(posted, prefix=f"{PREFIX}-{n}", provisions=provisions)
            for n in range(posted_count(posted))
        ]
    )


def typed_rows(posted: Mapping[str, str], provisions: list[Any], more: int) -> LinkRows:
    """Return the rows as typed, unchecked, with ``more`` empty ones."""
    count = min(posted_count(posted) + more, MOST_ROWS)
    names = ("provision", "contribution", "note")
    return LinkRows(
        [
            LinkForm(
                prefix=f"{PREFIX}-{n}",
                provisions=provisions,
                initial={
                    name: posted.get(f"{PREFIX}-{n}-{name}", "") for name in names
                },
            )
            for n in range(count)
        ]
    )


def stored_rows(disposition: Disposition | None, provisions: list[Any]) -> LinkRows:
    """Return the rows of a stored decision, or one empty row."""
    links = list(disposition.links.all()) if disposition else []
    initials: Sequence[dict[str, Any]] = [
        {
            "provision": link.provision_id,
            "contribution": link.contribution,
            "note": link.note,
        }
        for link in links
    ] or [{}]
    return LinkRows(
        [
            LinkForm(prefix=f"{PREFIX}-{n}", provisions=provisions, initial=initial)
            for n, initial in enumerate(initials)
        ]
    )


def spoken_links(links: Iterable[Mapping[str, Any]]) -> str:
    """Return stored links as one line of citations, to set two edits side by side."""
    rows = list(links)
    known = Provision.objects.select_related("version").in_bulk(
        [row["provision_id"] for row in rows]
    )
    return "；".join(
        f"{known[row['provision_id']].cited()} {row['note']}".strip()
        for row in rows
        if row["provision_id"] in known
    )


def targets_of_subject(filters: Q) -> list[Target]:
    """Return the targets of the comments a decision is about; one query."""
    rows = Target.objects.filter(filters).select_related("provision")
    return list(rows.order_by("provision__position", "pk"))
