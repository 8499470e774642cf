"""The comments of a round as the desk goes through them: filters, rows, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Concat, Left

from consultations.rounds.models import Consultation
from drafts.models import Provision
from drafts.text.citing import cite, parse_citation
from feedback.comments.kinds import Channel, Stance
from feedback.comments.models import Comment, Screening, Target, Wording
from feedback.comments.search import matching
from feedback.comments.stages import WAITING
from feedback.comments.stages import Stage as CommentStage
from feedback.dispositions.answers import undisposed
from feedback.dispositions.kinds import Result
from feedback.dispositions.models import Disposition, GroupMember
from feedback.dispositions.stages import LIVE, Stage
from home.desk.forms import comments as forms

if TYPE_CHECKING:
    from accounts.models import User

PAGE_SIZE = 25
# Beyond so many rows a list says "more than": counting on would cost more the longer
# the list is.
MOST_COUNTED = 10_000
CLIP = 120


@dataclass(frozen=True)
class ArticleCount:
    """An article people spoke about: how many comments do, how many nobody checked."""

    address: str
    label: str
    count: int
    waiting: int = 0


@dataclass(frozen=True)
class Slice:
    """One page of a list walked by key; ``before`` and ``after`` lead on.

    ``total`` is how many the whole list has, ``MOST_COUNTED + 1`` for more than that.
    """

    rows: Sequence[Comment]
    before: int | None
    after: int | None
    total: int = 0

    @property
    def is_beyond(self) -> bool:
        """Whether there are more than are counted."""
        return self.total > MOST_COUNTED


def chosen(
    consultation: Consultation, wanted: Mapping[str, Any], user: User
) -> QuerySet[Comment]:
    """Return the comments of a round that fit ``wanted``, in the order asked for."""
    rows: QuerySet[Comment] = Comment.objects.of(consultation)
    for name, value in wanted.items():
        if name in FILTERS:
            rows = FILTERS[name](rows, value, consultation, user)
    return rows.order_by("-pk" if wanted.get("sort") == forms.NEWEST else "pk")


def by_state(rows: Any, value: str, *_rest: Any) -> Any:
    stages = WAITING if value == forms.WAITING else [value]
    return rows.filter(stage__in=stages)


def by_text(rows: Any, value: str, consultation: Consultation, *_rest: Any) -> Any:
    """Words of any wording, or a receipt number or its end."""
    return rows.filter(pk__in=matching(value, consultation))


def by_article(rows: Any, value: str, consultation: Consultation, *_rest: Any) -> Any:
    if value == forms.GENERAL:
        return rows.filter(is_general=True)
    places = provisions_of_article(consultation, value)
    targets = Target.objects.filter(comment=OuterRef("pk"), provision__in=places)
    return rows.filter(Exists(targets))


def by_group(rows: Any, value: str, *_rest: Any) -> Any:
    """In a group, in none, or in the one whose key is given."""
    inside = GroupMember.objects.filter(comment=OuterRef("pk"), removed_at=None)
    if value == forms.UNGROUPED:
        return rows.filter(~Exists(inside))
    if value != forms.GROUPED:
        inside = inside.filter(group=int(value))
    return rows.filter(Exists(inside))


def by_undecided(
    rows: Any, _value: bool, consultation: Consultation, *_rest: Any
) -> Any:
    return rows.filter(pk__in=undisposed(consultation).values("pk"))


def by_hand(rows: Any, _value: bool, _consultation: Consultation, user: User) -> Any:
    """Comments this account screened, grouped, or drew a decision up for."""
    about = {"comment": OuterRef("pk")}
    return rows.filter(
        Exists(Screening.objects.filter(decided_by=user, **about))
        | Exists(Disposition.objects.filter(proposed_by=user, **about))
        | Exists(GroupMember.objects.filter(added_by=user, **about))
    )


FILTERS: dict[str, Callable[..., Any]] = {
    "state": by_state,
    "stance": lambda rows, value, *_rest: rows.filter(stance=value),
    "channel": lambda rows, value, *_rest: rows.filter(channel=value),
    "text": by_text,
    "article": by_article,
    "group": by_group,
    "undecided": by_undecided,
    "mine": by_hand,
}


def provisions_of_article(
    consultation: Consultation, named: str
) -> QuerySet[Provision]:
    """Return a provision of the round's text with everything in it.

    ``named`` is an address (``15``, ``15.2``) or a citation as one types it
    (第十五条第二款, 第15条).
    """
    try:
        printed = cite(parse_citation(named))
    except ValueError:
        printed = named
    return Provision.objects.filter(
        Q(article__address=named)
        | Q(address=named)
        | Q(article__citation=printed)
        | Q(citation=printed),
        version=consultation.version_id,
    )


def page_of(
    rows: QuerySet[Comment], *, after: int = 0, before: int = 0, newest: bool = False
) -> Slice:
    """Return the rows behind ``after`` or in front of ``before``; one query.

    By key, so that a late page costs what the first one costs.
    """
    found = for_rows(rows)
    ahead, back = ("lt", "gt") if newest else ("gt", "lt")
    if before:
        order = "pk" if newest else "-pk"
        nearer = found.filter(**{f"pk__{back}": before}).order_by(order)
        taken = list(nearer[: PAGE_SIZE + 1])
        page = labelled(taken[:PAGE_SIZE][::-1])
        is_more = len(taken) > PAGE_SIZE
        first, last = (page[0].pk, page[-1].pk) if page else (None, None)
        return Slice(page, first if is_more else None, last, total_of(rows, page))
    if after:
        found = found.filter(**{f"pk__{ahead}": after})
    taken = list(found[: PAGE_SIZE + 1])
    page = labelled(taken[:PAGE_SIZE])
    last = page[-1].pk if len(taken) > PAGE_SIZE else None
    first = page[0].pk if page and after else None
    return Slice(page, first, last, total_of(rows, page, is_first=not after))


def total_of(
    rows: QuerySet[Comment], page: Sequence[Any], *, is_first: bool = False
) -> int:
    """How many there are: every row knows; asked again only from an empty late page."""
    if page:
        return page[0].total
    return 0 if is_first else rows[: MOST_COUNTED + 1].count()


def for_rows(rows: QuerySet[Comment]) -> QuerySet[Any]:
    """Add what a row of the list shows, all of it in the query of the rows."""
    own = {"comment": OuterRef("pk")}
    targets = Target.objects.filter(**own).order_by("pk")
    members = GroupMember.objects.filter(removed_at=None, **own)
    decisions = Disposition.objects.filter(stage__in=LIVE).order_by("-pk")
    spoken = Concat("result", Value(":"), "stage")
    through_group = decisions.filter(
        group__members__comment=OuterRef("pk"), group__members__removed_at=None
    )
    counted = Comment.objects.filter(
        pk__in=rows.order_by("pk").values("pk")[: MOST_COUNTED + 1]
    )
    return rows.defer("secret", "code_hash", "repeat_hash").annotate(
        words=Subquery(
            Wording.objects.filter(**own)
            .order_by("-sequence")
            .values(clip=Left("body", CLIP + 1))[:1]
        ),
        place=Subquery(targets.values("provision__citation")[:1]),
        places=Subquery(_number(targets, "comment")),
        group_id=Subquery(members.values("group")[:1]),
        group_title=Subquery(members.values("group__title")[:1]),
        own_answer=Subquery(decisions.filter(**own).values(said=spoken)[:1]),
        group_answer=Subquery(through_group.values(said=spoken)[:1]),
        total=Subquery(_number(counted, "consultation")),
    )


def _number(rows: QuerySet[Any], constant: str) -> QuerySet[Any]:
    """Return a count as one value; ``constant`` is a column equal in all rows."""
    return rows.order_by().values(constant).annotate(n=Count("pk")).values("n")


def labelled(rows: Iterable[Any]) -> list[Any]:
    """Say in words what the columns of rows mean; each word is looked up once.

    ``answer`` is what is decided of a row, its own or its group's: result and stage.
    """
    words = {
        kind: {choice.value: str(choice.label) for choice in kind}
        for kind in (CommentStage, Stance, Channel, Result, Stage)
    }
    found = list(rows)
    for row in found:
        row.stage_label = words[CommentStage][row.stage]
        row.stance_label = words[Stance][row.stance]
        row.channel_label = words[Channel][row.channel]
        result, _colon, stage = (row.own_answer or row.group_answer or "").partition(
            ":"
        )
        row.answer = (words[Result][result], words[Stage][stage]) if stage else None
    return found


def with_state(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Add words, targets, group and decisions as objects, where a page needs them."""
    members = GroupMember.objects.filter(removed_at=None).select_related("group")
    return rows.prefetch_related(
        "wordings",
        "targets__provision",
        Prefetch("dispositions", Disposition.objects.live(), to_attr="decisions"),
        Prefetch("memberships", members, to_attr="groupings"),
    )


def article_counts(consultation: Consultation) -> list[ArticleCount]:
    """Count the comments of a round by article, in printed order; two queries."""
    waiting = Q(comment__stage__in=WAITING)
    found = (
        Target.objects.filter(comment__consultation=consultation)
        .order_by()
        .values(whole=Coalesce("provision__article", "provision"))
        .annotate(
            said=Count("comment", distinct=True),
            unseen=Count("comment", distinct=True, filter=waiting),
        )
    )
    counts = {row["whole"]: (row["said"], row["unseen"]) for row in found}
    articles = Provision.objects.filter(pk__in=counts).order_by("position")
    return [
        ArticleCount(a.address, a.label or a.citation, *counts[a.pk]) for a in articles
    ]
