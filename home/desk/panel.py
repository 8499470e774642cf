"""What stands beside a comment in the queue: its provision, and what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from common.moves import legal_moves
from consultations.rounds.models import Consultation
from drafts.kinds import ProvisionKind
from drafts.models import Explanation, Lineage, Provision
from feedback.comments import permissions
from feedback.comments.models import Comment, Target
from feedback.comments.quoting import printed_words
from feedback.comments.stages import COUNTED, MOVES
from feedback.dispositions import permissions as deciding
from feedback.dispositions.models import Disposition
from home.desk import queue
from home.desk.dossier import words_of

if TYPE_CHECKING:
    from accounts.models import User

OTHERS = 5


@dataclass(frozen=True)
class Piece:
    """A provision with its printed words."""

    provision: Provision
    text: str
    note: str = ""


@dataclass(frozen=True)
class Beside:
    """The article a comment speaks about: neighbours, plain words, earlier life."""

    article: Piece | None = None
    previous: Piece | None = None
    following: Piece | None = None
    plain: list[Explanation] = field(default_factory=list)
    earlier: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Panel:
    """One comment as the queue shows it, with everything to judge it by."""

    comment: Comment
    target: Target | None
    targets: list[Target]
    beside: Beside
    decisions: list[Disposition]
    group: Any
    others: Sequence[Any]
    other_count: int
    may_accept: bool
    may_screen: bool
    may_propose: bool
    may_group: bool

    @property
    def article_address(self) -> str:
        """How the queue is asked for comments about the same."""
        if self.beside.article is None:
            return queue.forms.GENERAL
        return self.beside.article.provision.address

    @property
    def is_open(self) -> bool:
        """Whether a decision can still be drawn up here: whole, or for this target."""
        target = self.target.pk if self.target else None
        return not any(d.target_id in (None, target) for d in self.decisions)


def panel_of(
    consultation: Consultation, pk: int, user: User, *, on: str = ""
) -> Panel | None:
    """Lay out comment ``pk`` of a round, or nothing if it is not there.

    ``on`` is the address of the target to look at, the first one otherwise. At most
    eleven queries, whatever was said.
    """
    rows = Comment.objects.of(consultation).visible_to(user)
    comment = (
        rows.filter(pk=pk)
        .select_related("contact_point")
        .prefetch_related("wordings", "targets__provision")
        .first()
    )
    if comment is None:
        return None
    comment.consultation = consultation
    targets = list(comment.targets.all())
    named = [t for t in targets if t.provision.address == on]
    target = next(iter([*named, *targets]), None)
    member = comment.memberships.filter(removed_at=None).select_related("group").first()
    about = Q(comment=comment) | Q(group=member.group_id if member else 0)
    others = others_on(consultation, comment, target)
    may_screen = permissions.can_screen(user)
    return Panel(
        comment,
        target,
        targets,
        beside(target.provision, consultation) if target else Beside(),
        list(Disposition.objects.live().filter(about).for_listing().order_by("-pk")),
        member.group if member else None,
        others,
        others[0].total if others else 0,
        may_accept=may_screen and "accept" in legal_moves(comment, MOVES),
        may_screen=may_screen,
        may_propose=comment.stage in COUNTED
        and deciding.can_propose(user, consultation),
        may_group=comment.stage in COUNTED
        and member is None
        and deciding.can_group(user, consultation),
    )


def others_on(
    consultation: Consultation, comment: Comment, target: Target | None
) -> list[Any]:
    """Return the first other comments about the same article, or the whole draft."""
    rows: QuerySet[Comment] = Comment.objects.of(consultation).exclude(pk=comment.pk)
    if target is None:
        rows = rows.filter(is_general=True)
    else:
        article = target.provision.article_id or target.provision_id
        places = Q(provision=article) | Q(provision__article=article)
        same = Target.objects.filter(places).values("comment")
        rows = rows.filter(pk__in=same)
    return queue.labelled(queue.for_rows(rows).order_by("pk")[:OTHERS])


def beside(provision: Provision, consultation: Consultation) -> Beside:
    """Return an article with its neighbours and everything about it; four queries."""
    rows = around(provision)
    whole = provision.article_id or provision.pk
    heads = [row for row in rows if row.article_id in (None, row.pk)]
    pieces = [Piece(head, printed_words(head, rows)) for head in heads]
    place = next((n for n, p in enumerate(pieces) if p.provision.pk == whole), None)
    if place is None:
        return Beside()
    inside = [row.pk for row in rows if row.pk == whole or row.article_id == whole]
    plain = Explanation.objects.filter(live=True, provision__in=inside)
    return Beside(
        pieces[place],
        pieces[place - 1] if place else None,
        pieces[place + 1] if place + 1 < len(pieces) else None,
        list(plain.select_related("provision").order_by("provision__position")),
        earlier_lives(whole, consultation),
    )


def around(provision: Provision) -> list[Provision]:
    """Return an article and the ones before and behind it, whole; one query.

    Headings in between are left out: neighbours are what a reader would leaf to.
    """
    own = Provision.objects.filter(pk=provision.article_id or provision.pk)
    articles = Provision.objects.filter(
        kind=ProvisionKind.ARTICLE, version=OuterRef("version")
    )
    before = articles.filter(position__lt=OuterRef("position")).order_by("-position")
    behind = articles.filter(position__gt=OuterRef("last_position")).order_by(
        "position"
    )
    window = own.annotate(
        opens=Coalesce(Subquery(before.values("position")[:1]), F("position")),
        ends=Coalesce(Subquery(behind.values("last_position")[:1]), F("last_position")),
    )
    rows = Provision.objects.filter(
        version=provision.version_id,
        position__gte=Subquery(window.values("opens")),
        position__lte=Subquery(window.values("ends")),
    )
    is_in_article = Q(article__isnull=False) | Q(
        pk=provision.article_id or provision.pk
    )
    return list(rows.filter(is_in_article).order_by("position"))


def earlier_lives(article: int, consultation: Consultation) -> list[Piece]:
    """Return what an article was in the version before, where that is confirmed."""
    ties = list(
        Lineage.objects.filter(new=article)
        .at_article_level()
        .exclude(old=None)
        .select_related("old__version")
        .order_by("pk")
    )
    olds = [tie.old for tie in ties if tie.old]
    words = words_of(olds)
    return [
        Piece(tie.old, words.get(tie.old.pk, ""), str(tie.get_relation_display()))
        for tie in ties
        if tie.old
    ]
