"""The published decisions of a round, under the articles they answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from consultations.rounds.models import Consultation
from drafts.models import Provision
from feedback.comments.models import Target
from feedback.comments.stages import COUNTED
from feedback.dispositions.models import AdoptionLink, Disposition, GroupMember
from feedback.dispositions.stages import Stage

PER_PAGE = 30
Places = dict[int, dict[int, Provision]]


@dataclass
class Answer:
    """One published decision: about what, how decided, why, and where it went."""

    disposition: Disposition
    articles: list[Provision]
    count: int
    links: list[AdoptionLink] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """What staff say the comments ask for; single comments have none."""
        return self.disposition.group.summary if self.disposition.group else ""

    @property
    def receipt_no(self) -> str:
        comment = self.disposition.comment
        return comment.receipt_no if comment else ""


def answers(consultation: Consultation, page_number: int) -> Page:
    """Return one page of the decisions of a round, in the order of its articles.

    Seven queries, whatever the number of decisions. Only what is published; the words
    and the people behind it are not read at all.

    Raises:
        InvalidPage: there is no such page.
    """
    public = Disposition.objects.filter(
        consultation=consultation, stage=Stage.PUBLISHED
    )
    places = _places(public)
    keys = list(public.order_by("pk").values_list("pk", flat=True))
    keys.sort(key=lambda pk: (min(places.get(pk, {0: None})), pk))
    page = Paginator(keys, PER_PAGE).page(page_number)
    page.object_list = _loaded(page.object_list, places)
    return page


def _places(public: QuerySet[Disposition]) -> Places:
    """Return, by decision, the articles it answers, by their place in the text."""
    article = Coalesce(F("provision__article"), F("provision"))
    counted = Target.objects.filter(comment__stage__in=COUNTED).annotate(home=article)
    own = counted.filter(dispositions__in=public).values_list("dispositions", "home")
    whole = counted.filter(
        comment__dispositions__in=public.filter(target=None)
    ).values_list("comment__dispositions", "home")
    grouped = counted.filter(
        comment__memberships__removed_at=None,
        comment__memberships__group__dispositions__in=public,
    ).values_list("comment__memberships__group__dispositions", "home")
    pairs = {*own, *whole, *grouped}
    known = Provision.objects.in_bulk({home for _pk, home in pairs})
    places: Places = defaultdict(dict)
    for pk, home in pairs:
        places[pk][known[home].position] = known[home]
    return places


def _loaded(keys: Iterable[int], places: Places) -> list[Answer]:
    found = (
        Disposition.objects.select_related("comment", "group", "supersedes")
        .prefetch_related("links__provision__version__document")
        .in_bulk(list(keys))
    )
    groups = {d.group_id for d in found.values() if d.group_id}
    members = GroupMember.objects.filter(
        group__in=groups, removed_at=None, comment__stage__in=COUNTED
    )
    sizes = dict(members.values_list("group").annotate(Count("pk")).order_by())
    return [
        Answer(
            found[pk],
            [article for _place, article in sorted(places.get(pk, {}).items())],
            sizes.get(found[pk].group_id, 0) if found[pk].group_id else 1,
            list(found[pk].links.all()),
        )
        for pk in keys
    ]
