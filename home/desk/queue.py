"""The comments of a round as the desk goes through them: filters, counts, pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from common.models import LedgerEntry
from consultations.rounds.models import Consultation
from drafts.models import Provision
from feedback.comments.models import Comment, Target, Wording
from feedback.comments.stages import WAITING
from feedback.dispositions.answers import undisposed
from feedback.dispositions.models import Disposition, GroupMember
from home.desk.forms import comments as forms

if TYPE_CHECKING:
    from accounts.models import User

PAGE_SIZE = 30
GENERAL = "general"


@dataclass(frozen=True)
class ArticleCount:
    """An article people spoke about, and how many comments do."""

    address: str
    label: str
    count: int


@dataclass(frozen=True)
class Slice:
    """One page of a list walked by key; ``before`` and ``after`` lead on."""

    rows: Sequence[Comment]
    before: int | None
    after: int | None


def chosen(
    consultation: Consultation, wanted: Mapping[str, Any], user: User
) -> QuerySet[Comment]:
    """Return the comments of a round that fit ``wanted``, in order of arrival."""
    rows = Comment.objects.of(consultation)
    for name, value in wanted.items():
        rows = FILTERS[name](rows, value, consultation, user)
    return rows.order_by("pk")


def by_state(rows: Any, value: str, *_rest: Any) -> Any:
    stages = WAITING if value == forms.WAITING else [value]
    return rows.filter(stage__in=stages)


def by_text(rows: Any, value: str, *_rest: Any) -> Any:
    """Words of any wording, or a part of the receipt number."""
    said = Wording.objects.filter(
        Q(body__icontains=value) | Q(reason__icontains=value), comment=OuterRef("pk")
    )
    return rows.filter(Exists(said) | Q(receipt_no__icontains=value))


def by_article(rows: Any, value: str, consultation: Consultation, *_rest: Any) -> Any:
    if value == GENERAL:
        return rows.filter(is_general=True)
    places = provisions_of_article(consultation, value)
    targets = Target.objects.filter(comment=OuterRef("pk"), provision__in=places)
    return rows.filter(Exists(targets))


def by_undecided(
    rows: Any, _value: bool, consultation: Consultation, *_rest: Any
) -> Any:
    return rows.filter(pk__in=undisposed(consultation).values("pk"))


def by_hand(rows: Any, _value: bool, _consultation: Consultation, user: User) -> Any:
    """Comments this account screened, grouped, or drew a decision up for."""
    return rows.filter(
        Q(screenings__decided_by=user)
        | Q(dispositions__proposed_by=user)
        | Q(memberships__added_by=user)
    ).distinct()


FILTERS: dict[str, Callable[..., Any]] = {
    "state": by_state,
    "stance": lambda rows, value, *_rest: rows.filter(stance=value),
    "channel": lambda rows, value, *_rest: rows.filter(channel=value),
    "text": by_text,
    "article": by_article,
    "undecided": by_undecided,
    "mine": by_hand,
}


def provisions_of_article(
    consultation: Consultation, address: str
) -> QuerySet[Provision]:
    """Return an article of the round's text with everything in it."""
    return Provision.objects.filter(
        Q(article__address=address) | Q(address=address),
        version=consultation.version_id,
    )


def page_of(rows: QuerySet[Comment], *, after: int = 0, before: int = 0) -> Slice:
    """Return the rows behind ``after`` or in front of ``before``; six queries.

    By key, so that a late page costs what the first one costs.
    """
    found = with_state(rows)
    if before:
        backwards = found.filter(pk__lt=before).order_by("-pk")[: PAGE_SIZE + 1]
        taken = list(backwards)
        is_more = len(taken) > PAGE_SIZE
        page = taken[:PAGE_SIZE][::-1]
        first, last = (page[0].pk, page[-1].pk) if page else (None, None)
        return Slice(page, first if is_more else None, last)
    taken = list(found.filter(pk__gt=after)[: PAGE_SIZE + 1])
    page = taken[:PAGE_SIZE]
    last = page[-1].pk if len(taken) > PAGE_SIZE else None
    return Slice(page, page[0].pk if page and after else None, last)


def with_state(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Add what a row says of its handling: group, and decisions that stand or wait."""
    members = GroupMember.objects.filter(removed_at=None).select_related("group")
    return rows.prefetch_related(
        "wordings",
        "targets__provision",
        Prefetch("dispositions", Disposition.objects.live(), to_attr="decisions"),
        Prefetch("memberships", members, to_attr="groupings"),
    )


def article_counts(consultation: Consultation) -> list[ArticleCount]:
    """Count the comments of a round by article, in printed order; two queries."""
    counts = dict(
        Target.objects.filter(comment__consultation=consultation)
        .order_by()
        .values_list(Coalesce("provision__article", "provision"))
        .annotate(Count("comment", distinct=True))
    )
    articles = Provision.objects.filter(pk__in=counts).order_by("position")
    return [
        ArticleCount(a.address, a.label or a.citation, counts[a.pk]) for a in articles
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
