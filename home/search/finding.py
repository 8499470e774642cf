"""What a question finds, kind by kind: only rows its asker may see, and their number.

Every list starts at the rows visible to somebody and is narrowed by the index, never
the other way round, so that neither a find nor a count tells of what is hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce

from accounts.models import AnyUser
from common import searching
from common.models import SearchEntry
from consultations.rounds.models import Consultation
from drafts.models import Document, Explanation, Provision, Regulation
from drafts.stages import ROAD, Stage
from feedback.comments.models import Wording
from feedback.dispositions.models import Survival
from feedback.dispositions.search import (
    public_comments,
    published,
    standing_versions,
)
from home.search.asking import Question
from home.search.kinds import Kind, Standing
from home.search.pages import public_pages

# A newest version carries its row along: sequence first, key behind it.
KEYS = 2**40
IN_LAW = frozenset(ROAD[ROAD.index(Stage.PROMULGATED) :])
NOT_EXACT, EXACT_NUMBER, EXACT = range(3)


@dataclass(frozen=True)
class Asked:
    """A question, who asks it, and which texts it is about."""

    question: Question
    user: AnyUser
    standing: str = ""

    def found(self, kind: str) -> QuerySet[Any]:
        """Return the ids the index gives for a kind."""
        return searching.find(self.question.text, kinds=kind)

    def documents(self) -> QuerySet[Document] | None:
        """Return the documents meant, or None for all there are."""
        if self.standing == Standing.OPEN:
            rounds = Consultation.objects.visible_to(self.user).open().order_by()
            return Document.objects.filter(pk__in=rounds.values("document"))
        regulations = Regulation.objects.visible_to(self.user).order_by()
        if self.standing == Standing.LAW:
            regulations = regulations.filter(stage__in=IN_LAW)
        elif self.standing == Standing.MAKING:
            regulations = regulations.exclude(stage__in=IN_LAW)
        else:
            return None
        return Document.objects.filter(pk__in=regulations.values("document"))

    def about(self, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        """Narrow rows to the documents meant."""
        documents = self.documents()
        if documents is None:
            return rows
        return rows.filter(**{f"{path}__in": documents.order_by().values("pk")})

    def named(self, path: str = "") -> Q:
        """Say which regulations the query names before its article."""
        title = Q()
        for run in self.question.law:
            title &= Q(**{f"{path}title__icontains": run.text}) | Q(
                **{f"{path}short_title__icontains": run.text}
            )
        return title


def regulations(asked: Asked) -> QuerySet[Regulation]:
    """Projects: the one called so first, then the newest."""
    wanted = Q(pk__in=asked.found(Kind.REGULATION))
    if asked.question.names_article:
        wanted |= asked.named()
    rows = Regulation.objects.visible_to(asked.user).filter(wanted)
    title = asked.question.title
    names = (
        Q(title__iexact=title) | Q(short_title__iexact=title) | Q(code__iexact=title)
    )
    return (
        asked.about(rows, "document")
        .select_related("page")
        .annotate(rank=_rank(names, EXACT))
        .order_by("-rank", "-created", "-pk")
    )


def provisions(asked: Asked) -> QuerySet[Any]:
    """Articles of published texts that hold the words, or are named by number."""
    question = asked.question
    wanted = Q(pk__in=asked.found(Kind.PROVISION))
    exact: Any = Value(NOT_EXACT)
    if question.place:
        article = question.place.split("条")[0] + "条"
        article = _with_insert(question.place, article)
        is_numbered = Q(kind="article", citation=article)
        exact = _rank(is_numbered, EXACT_NUMBER)
        if question.names_article:
            named = is_numbered & asked.named("version__document__regulation__")
            wanted |= named
            exact = _rank(named, EXACT)
    rows = (
        Provision.objects.visible_to(asked.user)
        .filter(version__stage="published", version__document__regulation__isnull=False)
        .filter(wanted)
    )
    return asked.about(rows, "version__document").annotate(
        exact=exact, line=line_of(Kind.PROVISION, "pk")
    )


def explanations(asked: Asked) -> QuerySet[Any]:
    """Public plain words that fit their text."""
    visible = Provision.objects.visible_to(asked.user).filter(
        version__stage="published", version__document__regulation__isnull=False
    )
    rows = Explanation.objects.current().filter(
        pk__in=asked.found(Kind.EXPLANATION),
        provision__in=visible.order_by().values("pk"),
    )
    return asked.about(rows, "provision__version__document").annotate(
        exact=Value(NOT_EXACT), line=line_of(Kind.EXPLANATION, "pk")
    )


def consultations(asked: Asked) -> QuerySet[Consultation]:
    """Rounds one may know of: the one called so first, then the newest."""
    rows = Consultation.objects.visible_to(asked.user).filter(
        pk__in=asked.found(Kind.CONSULTATION)
    )
    title = asked.question.title
    names = Q(title__iexact=title) | Q(code__iexact=title)
    return (
        asked.about(rows, "document")
        .annotate(rank=_rank(names, EXACT))
        .order_by("-rank", "-opens_at", "-pk")
    )


def results(asked: Asked) -> QuerySet[Any]:
    """Published decisions, the newest first."""
    rows = published(asked.user).filter(pk__in=asked.found(Kind.RESULT))
    return (
        asked.about(rows, "consultation__document")
        .select_related("group", "consultation")
        .order_by("-published_at", "-pk")
    )


def comments(asked: Asked) -> QuerySet[Any]:
    """Comments whose authors let their words be shown, where they are shown."""
    rows = public_comments(asked.user).filter(pk__in=asked.found(Kind.COMMENT))
    said = Wording.objects.filter(comment=OuterRef("pk")).order_by("-sequence")
    # Where the words stand: beside the first provision that still bears them.
    answers = Q(link__disposition__comment=OuterRef("pk")) | Q(
        link__disposition__group__members__comment=OuterRef("pk"),
        link__disposition__group__members__removed_at=None,
    )
    texts = standing_versions(asked.user).order_by().values("pk")
    borne = (
        Survival.objects.filter(answers, version__in=texts, provision__isnull=False)
        .filter(link__disposition__stage="published")
        .exclude(state="dropped")
        .order_by("provision__position")
    )
    return (
        asked.about(rows, "consultation__document")
        .prefetch_related(None)
        .annotate(
            words=Subquery(said.values("body")[:1]),
            origin_code=Subquery(borne.values("version__document__code")[:1]),
            origin_address=Subquery(
                borne.annotate(
                    at=Coalesce("provision__article__address", "provision__address")
                ).values("at")[:1]
            ),
        )
        .order_by("-pk")
    )


def pages(asked: Asked) -> QuerySet[Any]:
    """Notices and guides that everybody may read; they belong to no text."""
    rows = public_pages().filter(pk__in=asked.found(Kind.PAGE))
    if asked.standing:
        rows = rows.none()
    names = Q(title__iexact=asked.question.title)
    return rows.annotate(rank=_rank(names, EXACT)).order_by(
        "-rank", F("noticepage__published_on").desc(nulls_last=True), "-pk"
    )


def folded_lines(rows: QuerySet[Any], version: str, place: str) -> QuerySet[Any]:
    """Return one row of values for each line: its newest version, and the order.

    ``version`` and ``place`` lead to the version and to the position in it.
    """
    newest = Max(
        F(f"{version}__sequence") * Value(KEYS) + F("pk"),
        output_field=BigIntegerField(),
    )
    return (
        rows.order_by()
        .values("line")
        .annotate(
            newest=newest,
            rank=Max("exact"),
            at=Max(f"{version}__published_at"),
            position=Min(place),
        )
        .order_by("-rank", "-at", "position", "line")
    )


def line_of(kind: str, key: str) -> Subquery:
    """The line an indexed row belongs to."""
    entry = SearchEntry.objects.filter(kind=kind, object_id=OuterRef(key))
    return Subquery(entry.values("scope")[:1], output_field=CharField())


def provision_lines(asked: Asked) -> QuerySet[Any]:
    """Articles, the versions of one folded into one."""
    return folded_lines(provisions(asked), "version", "position")


def explanation_lines(asked: Asked) -> QuerySet[Any]:
    """Plain words, those carried from version to version folded into one."""
    return folded_lines(
        explanations(asked), "provision__version", "provision__position"
    )


FINDERS: dict[str, Callable[[Asked], QuerySet[Any]]] = {
    Kind.REGULATION: regulations,
    Kind.PROVISION: provision_lines,
    Kind.EXPLANATION: explanation_lines,
    Kind.CONSULTATION: consultations,
    Kind.RESULT: results,
    Kind.COMMENT: comments,
    Kind.PAGE: pages,
}


def counted(asked: Asked, kind: str) -> int:
    """Return how many finds of a kind there are; one query."""
    return FINDERS[kind](asked).order_by().count()


def taken(asked: Asked, kind: str, start: int, stop: int) -> tuple[list[Any], int]:
    """Return some finds of a kind and the number of all; one query but for no page."""
    rows = FINDERS[kind](asked)
    grouped = rows.query.group_by is not None
    total = Window(Count("line" if grouped else "pk"), output_field=IntegerField())
    found = list(rows.annotate(total=total)[start:stop])
    if not found:
        return [], counted(asked, kind) if start else 0
    first = found[0]
    return found, first["total"] if isinstance(first, dict) else first.total


def _rank(condition: Q, value: int) -> Case:
    return Case(
        When(condition, then=Value(value)),
        default=Value(NOT_EXACT),
        output_field=IntegerField(),
    )


def _with_insert(place: str, article: str) -> str:
    """Return the article of a place with its 之一, without its 款 and 项."""
    rest = place.removeprefix(article)
    return article + rest.split("第")[0]
