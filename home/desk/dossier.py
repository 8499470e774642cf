"""Everything the desk knows about one comment, set out target by target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from common.models import LedgerEntry
from drafts.lineage import Followed, follow_many
from drafts.models import Provision, Version
from drafts.text.comparing import Piece
from feedback.comments.models import Comment, Target, Wording
from feedback.comments.quoting import difference, quoted
from feedback.dispositions.answers import parts_of
from feedback.dispositions.models import Disposition
from feedback.dispositions.stages import LIVE
from home.desk.following import followed_label

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Proposal:
    """A target's text as one wording would have it, against the official text."""

    wording: Wording
    pieces: list[Piece]


@dataclass(frozen=True)
class Part:
    """A target, or the whole of a comment (``target`` None), with its decisions."""

    target: Target | None
    proposals: list[Proposal] = field(default_factory=list)
    place: Followed | None = None
    now: list[tuple[Provision, str]] = field(default_factory=list)
    decisions: list[Disposition] = field(default_factory=list)

    @property
    def place_label(self) -> str:
        """Where the provision is now, in words."""
        return followed_label(self.place) if self.place else ""

    @property
    def is_open(self) -> bool:
        """Whether a decision of its own can be drawn up."""
        return not any(decision.stage in LIVE for decision in self.decisions)


@dataclass(frozen=True)
class Dossier:
    """One comment with its parts, its group's answer, and the text of today."""

    comment: Comment
    parts: list[Part]
    latest: Version | None
    grouped: list[Disposition]
    decisions: list[Disposition]


def dossier_of(comment: Comment, user: User) -> Dossier:
    """Set out ``comment``; needs words and targets prefetched. At most ten queries."""
    targets = list(comment.targets.all())
    decisions = list(
        Disposition.objects.answering(comment)
        .select_related(
            "group", "proposed_by", "confirmed_by", "target__provision", "supersedes"
        )
        .order_by("-pk")
    )
    latest = later_versions(comment, user).last()
    places = follow_many([t.provision for t in targets], latest) if latest else {}
    words = words_of(p for place in places.values() for p in place.provisions)
    parts = [
        _part(part, comment, decisions, places, words)
        for part in parts_of(comment, targets)
    ]
    return Dossier(
        comment, parts, latest, [d for d in decisions if d.group_id], decisions
    )


def later_versions(comment: Comment, user: User) -> QuerySet[Version]:
    """Return the versions behind the one a comment is about, oldest first."""
    return (
        Version.objects.visible_to(user)
        .filter(
            document=comment.version.document_id,
            sequence__gt=comment.version.sequence,
        )
        .select_related("document")
        .order_by("sequence")
    )


def words_of(provisions: Iterable[Provision]) -> dict[int, str]:
    """Return the printed words of provisions by pk; one query for each version."""
    by_version: dict[int, set[int]] = {}
    for provision in provisions:
        by_version.setdefault(provision.version_id, set()).add(provision.pk)
    return {
        found.provision.pk: found.text
        for version_id, ids in by_version.items()
        for found in quoted(version_id, sorted(ids))
    }


def _part(
    target: Target | None,
    comment: Comment,
    decisions: Sequence[Disposition],
    places: Mapping[int, Followed],
    words: Mapping[int, str],
) -> Part:
    if target is None:
        own = [d for d in decisions if d.comment_id and not d.target_id]
        return Part(None, decisions=own)
    place = places.get(target.provision_id)
    now = [(p, words.get(p.pk, "")) for p in place.provisions] if place else []
    return Part(
        target,
        _proposals(target, comment),
        place,
        now,
        [d for d in decisions if d.target_id == target.pk],
    )


def _proposals(target: Target, comment: Comment) -> list[Proposal]:
    address = target.provision.address
    return [
        Proposal(wording, difference(target.quoted_text, wording.proposed[address]))
        for wording in comment.wordings.all()
        if wording.proposed.get(address)
    ]


def history_of(comment: Comment, decisions: Sequence[Disposition]) -> list[LedgerEntry]:
    """Return who did what with a comment and its decisions, newest first; one query."""
    ids = [str(decision.pk) for decision in decisions]
    return list(
        LedgerEntry.objects.filter(
            Q(object_type=Comment._meta.label_lower, object_id=str(comment.pk))
            | Q(object_type=Disposition._meta.label_lower, object_id__in=ids),
            stream=comment.ledger_stream,
        ).order_by("-position")
    )
