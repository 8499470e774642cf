"""条文来历: behind each provision the comments it took up, and the other way round."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.roles import Role
from consultations.rounds.kinds import DisplayPolicy
from consultations.rounds.stages import Stage as RoundStage
from drafts.models import Provision, Version
from feedback.comments.kinds import ConsentKind, SubmitterKind
from feedback.comments.masking import mask_personal_numbers
from feedback.comments.models import Comment, Wording
from feedback.comments.stages import COUNTED
from feedback.dispositions.kinds import SurvivalState
from feedback.dispositions.models import (
    AdoptionLink,
    Disposition,
    GroupMember,
    Survival,
)
from feedback.dispositions.outcomes import Fate
from feedback.dispositions.stages import Stage

PUBLIC_ROUNDS = frozenset({RoundStage.RESULT_PUBLISHED, RoundStage.ARCHIVED})


@dataclass(frozen=True)
class Origin:
    """One comment behind one provision, in words fit for the public.

    ``words`` is empty unless its author agreed to it separately and the round shows
    adopted comments. ``is_settled`` is False while changed wording waits for a person.
    """

    provision_id: int
    article_id: int
    receipt_no: str
    channel: str
    summary: str
    words: str
    result: str
    reason: str
    changed: str
    contribution: str
    taken_up_at: Provision
    is_settled: bool
    decided_by_role: str
    decided_on: datetime.date
    disposition_id: int
    consultation_id: int


@dataclass(frozen=True)
class Outcome:
    """One provision that took a comment up, and its successors in a later text."""

    disposition: Disposition
    link: AdoptionLink
    fate: Fate
    survivals: list[Survival]


def origins_of(version: Version) -> dict[int, list[Origin]]:
    """Return, by provision of ``version``, the published comments behind it.

    Dropped provisions have none. Six queries, whatever the number of comments.
    """
    rows = list(
        Survival.objects.filter(
            version=version, link__disposition__stage=Stage.PUBLISHED
        )
        .exclude(state=SurvivalState.DROPPED)
        .exclude(provision=None)
        .select_related(
            "provision",
            "link__provision__version__document",
            "link__disposition__group",
            "link__disposition__consultation",
        )
        .order_by("provision__position", "link__disposition__confirmed_at", "pk")
    )
    dispositions = {row.link.disposition_id: row.link.disposition for row in rows}
    authors = _authors(dispositions.values())
    words = _public_words(dispositions.values(), authors)
    found: dict[int, list[Origin]] = defaultdict(list)
    for row, place in ((row, row.provision) for row in rows if row.provision):
        for comment in authors[row.link.disposition_id]:
            found[place.pk].append(_origin(row, place, comment, words))
    return dict(found)


def outcomes_of_disposition(disposition: Disposition, fate: Fate) -> list[Outcome]:
    """Return the provisions a decision names, with what became of them."""
    links = disposition.links.select_related("provision__version__document")
    survivals: dict[int, list[Survival]] = defaultdict(list)
    rows = Survival.objects.filter(link__disposition=disposition)
    for row in rows.select_related("version__document", "provision").order_by(
        "version__sequence", "provision__position", "pk"
    ):
        survivals[row.link_id].append(row)
    return [Outcome(disposition, link, fate, survivals[link.pk]) for link in links]


def _authors(dispositions: Iterable[Disposition]) -> dict[int, list[Comment]]:
    """Return the counted comments each decision answers; two queries."""
    dispositions = list(dispositions)
    by_group = defaultdict(list)
    members = GroupMember.objects.filter(
        group__in={d.group_id for d in dispositions if d.group_id},
        removed_at=None,
        comment__stage__in=COUNTED,
    )
    for member in members.select_related("comment").order_by("comment"):
        by_group[member.group_id].append(member.comment)
    own = Comment.objects.counted().in_bulk(
        {d.comment_id for d in dispositions if d.comment_id}
    )
    return {
        d.pk: by_group[d.group_id]
        if d.group_id
        else [own[d.comment_id]] * (d.comment_id in own)
        for d in dispositions
    }


def _public_words(
    dispositions: Iterable[Disposition], authors: Mapping[int, Sequence[Comment]]
) -> dict[int, str]:
    """Return the words that may be shown, masked, by comment; two queries.

    A separate consent, a round that shows adopted comments, results that are out, no
    withdrawal, and no child: all of them.
    """
    shown = {
        comment.pk
        for disposition in dispositions
        if _shows_comments(disposition)
        for comment in authors[disposition.pk]
        if comment.withdrawal_requested_at is None
    }
    agreed = (
        Comment.objects.filter(
            pk__in=shown,
            consents__kind=ConsentKind.PUBLIC_WORDS,
            consents__withdrawn_at=None,
        )
        .exclude(submitter__kind=SubmitterKind.MINOR)
        .values("pk")
    )
    wordings = Wording.objects.filter(comment__in=agreed).order_by("sequence")
    return {
        comment_id: mask_personal_numbers(body)
        for comment_id, body in wordings.values_list("comment", "body")
    }


def _shows_comments(disposition: Disposition) -> bool:
    consultation = disposition.consultation
    return (
        consultation.display_policy == DisplayPolicy.ADOPTED_ONLY
        and consultation.stage in PUBLIC_ROUNDS
    )


def _origin(
    row: Survival, place: Provision, comment: Comment, words: dict[int, str]
) -> Origin:
    link, disposition = row.link, row.link.disposition
    group = disposition.group
    return Origin(
        provision_id=place.pk,
        article_id=place.article_id or place.pk,
        receipt_no=comment.receipt_no,
        channel=str(comment.get_channel_display()),
        summary=group.summary if group else "",
        words=words.get(comment.pk, ""),
        result=str(disposition.get_result_display()),
        reason=disposition.reason_text,
        changed=link.note,
        contribution=str(link.get_contribution_display()),
        taken_up_at=link.provision,
        is_settled=row.state != SurvivalState.MODIFIED,
        # Only this role confirms (permissions.can_confirm).
        decided_by_role=str(Role.LEGISLATIVE_REVIEWER.label),
        decided_on=timezone.localdate(disposition.confirmed_at),
        disposition_id=disposition.pk,
        consultation_id=disposition.consultation_id,
    )
