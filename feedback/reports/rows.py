"""The comments of a round, one after the other, with everything the files show.

Each kind of row is one ordered stream; the streams are read side by side, so that
neither the number of statements nor the memory grows with the number of comments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from consultations.rounds.models import Consultation
from feedback.comments.kinds import Channel, Stance
from feedback.comments.masking import mask_personal_numbers
from feedback.comments.models import Comment, Target, Wording
from feedback.comments.stages import Stage
from feedback.dispositions.kinds import SURVIVING, Result
from feedback.dispositions.models import Disposition, GroupMember, Survival
from feedback.dispositions.outcomes import Fate, fates_in, final_versions
from feedback.reports.models import Notice

CHUNK = 2000


@dataclass(frozen=True)
class Decision:
    """What the files say of a standing decision."""

    result: str
    reason: str
    articles: tuple[str, ...] = ()
    decided_on: date | None = None


@dataclass(frozen=True)
class CommentRow:
    """One comment as the files show it; words without what identifies a person."""

    receipt_no: str
    channel: str
    stance: str
    stage: str
    submitted_at: datetime
    is_late: bool
    made_on: date | None
    signatures: int
    contact_point: str
    body: str
    reason: str
    proposed: str
    citations: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    group_title: str = ""
    group_summary: str = ""
    decisions: tuple[tuple[str, Decision], ...] = ()
    told_by: tuple[str, ...] = ()


class Stream:
    """Rows ordered by the comment they belong to, handed out comment by comment."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next: tuple[int, list[tuple[Any, ...]]] | None = None
        self._advance()

    def of(self, comment_id: int) -> list[tuple[Any, ...]]:
        """Return the rows of one comment; ask in ascending order."""
        while self._next is not None and self._next[0] < comment_id:
            self._advance()
        if self._next is None or self._next[0] != comment_id:
            return []
        return self._next[1]

    def _advance(self) -> None:
        found = next(self._groups, None)
        self._next = None if found is None else (found[0], list(found[1]))


@dataclass
class Decisions:
    """The standing decisions of a round: groups at hand, single ones as a stream."""

    own: Stream
    by_group: dict[int, Decision]
    make: Callable[[tuple[Any, ...]], Decision]


def comment_rows(
    consultation: Consultation, comments: QuerySet[Comment] | None = None
) -> Iterator[CommentRow]:
    """Yield the comments of a round (or those of ``comments``) in order of receipt.

    Eleven queries, however many comments.
    """
    if comments is None:
        comments = Comment.objects.of(consultation)
    streams = {
        "wordings": _of(Wording, consultation, "body", "reason", "proposed"),
        "targets": _of(
            Target, consultation, "pk", "provision__citation", "quoted_text"
        ),
        "members": _of(
            GroupMember.objects.filter(removed_at=None),
            consultation,
            "group",
            "group__title",
            "group__summary",
        ),
        "notices": _of(
            Notice.objects.filter(
                kind__in=(Notice.Kind.RESULT, Notice.Kind.CORRECTION)
            ),
            consultation,
            "channel",
        ),
    }
    decisions = _decisions(consultation)
    fields = (
        "pk",
        "receipt_no",
        "channel",
        "stance",
        "stage",
        "submitted_at",
        "is_late",
        "made_on",
        "signature_count",
        "contact_point__name",
        "is_general",
    )
    rows = comments.order_by("pk").values_list(*fields)
    for row in rows.iterator(CHUNK):
        mine = {name: stream.of(row[0]) for name, stream in streams.items()}
        yield _comment_row(row, mine, decisions)


def _of(source: Any, consultation: Consultation, *fields: str) -> Stream:
    rows = source if isinstance(source, QuerySet) else source.objects.all()
    rows = rows.filter(comment__consultation=consultation).order_by("comment_id", "pk")
    return Stream(rows.values_list("comment_id", *fields).iterator(CHUNK))


def _decisions(consultation: Consultation) -> Decisions:
    fates = fates_in(consultation)
    articles = _final_articles(consultation)
    fields = ("comment_id", "pk", "target", "group", "result", "reason_text")
    standing = Disposition.objects.decided().filter(consultation=consultation)

    def make(row: tuple[Any, ...]) -> Decision:
        pk, result, reason, confirmed_at = row[1], row[4], row[5], row[6]
        is_dropped = fates.get(pk) == Fate.DROPPED
        label = Fate.DROPPED.label if is_dropped else Result(result).label
        day = timezone.localdate(confirmed_at)
        return Decision(str(label), reason, tuple(articles.get(pk, ())), day)

    def rows(found: QuerySet[Disposition]) -> Any:
        return found.order_by("comment_id", "pk").values_list(*fields, "confirmed_at")

    groups = rows(standing.exclude(group=None))
    return Decisions(
        Stream(rows(standing.filter(group=None)).iterator(CHUNK)),
        {row[3]: make(row) for row in groups},
        make,
    )


def _final_articles(consultation: Consultation) -> dict[int, list[str]]:
    """Return where in promulgated texts each decision's changes are found."""
    rows = (
        Survival.objects.filter(
            link__disposition__consultation=consultation,
            version__in=final_versions().values("pk"),
            state__in=SURVIVING,
            provision__isnull=False,
        )
        .order_by("version", "provision__position")
        .values_list("link__disposition", "version__title", "provision__citation")
    )
    found: dict[int, list[str]] = {}
    for pk, title, citation in rows:
        cited = f"《{title}》{citation}"
        if cited not in found.setdefault(pk, []):
            found[pk].append(cited)
    return found


def _comment_row(
    row: tuple[Any, ...],
    mine: dict[str, list[tuple[Any, ...]]],
    decisions: Decisions,
) -> CommentRow:
    pk, *facts, is_general = row
    receipt_no, channel, stance, stage, submitted_at, is_late, made_on = facts[:7]
    signatures, contact_point = facts[7:]
    _comment, body, reason, proposed = mine["wordings"][-1]
    member = next(iter(mine["members"]), None)
    targets = mine["targets"]
    return CommentRow(
        receipt_no=receipt_no,
        channel=str(Channel(channel).label),
        stance=str(Stance(stance).label),
        stage=str(Stage(stage).label),
        submitted_at=submitted_at,
        is_late=is_late,
        made_on=made_on,
        signatures=signatures,
        contact_point=contact_point or "",
        body=mask_personal_numbers(body),
        reason=mask_personal_numbers(reason),
        proposed=mask_personal_numbers("\n".join(proposed.values())),
        citations=tuple(target[2] for target in targets),
        quotes=tuple(target[3] for target in targets),
        group_title=member[2] if member else "",
        group_summary=member[3] if member else "",
        decisions=_holding(pk, targets, bool(is_general), member, decisions),
        told_by=tuple(
            dict.fromkeys(str(Notice.Channel(n[1]).label) for n in mine["notices"])
        ),
    )


def _holding(
    pk: int,
    targets: list[tuple[Any, ...]],
    is_general: bool,
    member: tuple[Any, ...] | None,
    decisions: Decisions,
) -> tuple[tuple[str, Decision], ...]:
    """Return what holds for each part, by the rule of ``answers.answer_of``."""
    own = decisions.own.of(pk)
    by_target = {row[2]: decisions.make(row) for row in own if row[2]}
    whole = next((decisions.make(row) for row in own if not row[2]), None)
    if whole is None and member:
        whole = decisions.by_group.get(member[1])
    parts = [(target[2], by_target.get(target[1], whole)) for target in targets]
    if is_general or not targets:
        parts = [("", whole), *parts]
    return tuple((cited, found) for cited, found in parts if found is not None)
