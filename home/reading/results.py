"""The published decisions of a round, under the articles they answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import (
    CharField,
    Count,
    F,
    IntegerField,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce

from consultations.rounds.models import Consultation
from feedback.comments.models import Target
from feedback.comments.stages import COUNTED
from feedback.dispositions.models import AdoptionLink, Disposition, Survival
from feedback.dispositions.outcomes import (
    Fate,
    at_final,
    is_dropped,
    places_at_final,
)
from feedback.dispositions.stages import Stage

PER_PAGE = 30
FIELDS = ("place", "home", "cited")


class Article(NamedTuple):
    """An article of the round's text, as far as a link to it needs."""

    position: int
    address: str
    citation: str


Places = dict[int, set[Article]]
# What answers the whole draft comes first.
WHOLE = Article(0, "", "")


@dataclass
class Answer:
    """One published decision: about what, how decided, why, and where it went."""

    disposition: Disposition
    articles: list[Article]
    count: int
    links: list[tuple[AdoptionLink, list[Survival]]] = field(default_factory=list)

    @property
    def result(self) -> str:
        """The value the stamp is drawn by."""
        return "dropped" if is_dropped(self.disposition) else self.disposition.result

    @property
    def result_label(self) -> str:
        """The result, with what the promulgated text did to it (S4)."""
        if self.result == "dropped":
            return str(Fate.DROPPED.label)
        return str(self.disposition.get_result_display())

    @property
    def summary(self) -> str:
        """What staff say the comments ask for; single comments have none."""
        return self.disposition.group.summary if self.disposition.group else ""

    @property
    def receipt_no(self) -> str:
        comment = self.disposition.comment
        return comment.receipt_no if comment else ""


def answers(consultation: Consultation, page_number: int) -> Page[Any]:
    """Return one page of the decisions of a round, in the order of its articles.

    Four queries, whatever the number of decisions. Only what is published; the words
    and the people behind it are not read at all.

    Raises:
        InvalidPage: there is no such page.
    """
    places = _places(_public(consultation))
    page: Page[Any] = Paginator(_in_order(places), PER_PAGE).page(page_number)
    page.object_list = _loaded(page.object_list, places)
    return page


def page_with(consultation: Consultation, pk: int) -> int:
    """Return the number of the page that shows a published decision; one query."""
    keys = _in_order(_places(_public(consultation)))
    return keys.index(pk) // PER_PAGE + 1 if pk in keys else 1


def _public(consultation: Consultation) -> QuerySet[Disposition]:
    return Disposition.objects.filter(consultation=consultation, stage=Stage.PUBLISHED)


def _in_order(places: Places) -> list[int]:
    return sorted(places, key=lambda pk: (min(places[pk] or {WHOLE}), pk))


def _places(public: QuerySet[Disposition]) -> Places:
    """Return every decision with the articles it answers, if any; one query."""
    targets = Target.objects.filter(comment__stage__in=COUNTED).annotate(
        place=Coalesce("provision__article__position", "provision__position"),
        home=Coalesce("provision__article__address", "provision__address"),
        cited=Coalesce("provision__article__citation", "provision__citation"),
    )
    ways = {
        "dispositions": targets.filter(dispositions__in=public),
        "comment__dispositions": targets.filter(
            comment__dispositions__in=public.filter(target=None)
        ),
        "comment__memberships__group__dispositions": targets.filter(
            comment__memberships__removed_at=None,
            comment__memberships__group__dispositions__in=public,
        ),
    }
    found = [
        rows.order_by().annotate(decision=F(way)).values_list("decision", *FIELDS)
        for way, rows in ways.items()
    ]
    every = public.order_by().values_list(
        "pk",
        Value(0, IntegerField()),
        Value("", CharField()),
        Value("", CharField()),
    )
    places: Places = defaultdict(set)
    for decision, *article in every.union(*found):
        places[decision].add(Article(*article))
    return {decision: articles - {WHOLE} for decision, articles in places.items()}


def _loaded(keys: Iterable[int], places: Places) -> list[Answer]:
    """Return the decisions of one page; three queries."""
    links = AdoptionLink.objects.select_related(
        "provision__version__document"
    ).prefetch_related(at_final())
    members = Count(
        "group__members",
        filter=Q(
            group__members__removed_at=None,
            group__members__comment__stage__in=COUNTED,
        ),
    )
    found = (
        Disposition.objects.select_related("comment", "group")
        .prefetch_related(Prefetch("links", queryset=links))
        .annotate(member_count=members)
        .in_bulk(list(keys))
    )
    return [
        Answer(
            found[pk],
            sorted(places.get(pk, ())),
            found[pk].member_count if found[pk].group_id else 1,
            _public_links(found[pk]),
        )
        for pk in keys
    ]


def _public_links(decision: Disposition) -> list[tuple[AdoptionLink, list[Survival]]]:
    """Return the provisions named, and where the promulgated text has them.

    A decision may name a text that is not public yet; the public is not told of it.
    """
    return [
        (link, places_at_final(link))
        for link in decision.links.all()
        if link.provision.version.is_published
    ]
