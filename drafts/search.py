"""What is searched of texts: projects, their articles, and plain words beside them.

Only what has been public is indexed; who may see it now is asked when it is found.
Articles of several versions that follow from one another share a line, kept as the
``scope`` of their entries, so that a list can show one and fold the others below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db.models import Q, QuerySet
from wagtail.rich_text import get_text_for_indexing

from common import searching
from common.indexing import Source
from common.models import SearchEntry
from drafts.kinds import ProvisionKind
from drafts.models import (
    Explanation,
    Lineage,
    Provision,
    Regulation,
    RegulationPage,
    Version,
)
from drafts.stages import VersionStage

PROVISION, REGULATION, EXPLANATION = "provision", "regulation", "explanation"
NUMBERED = (ProvisionKind.ITEM, ProvisionKind.SUBITEM)
LONGEST_SCOPE = 80


def words_of_regulation(regulation: Regulation) -> list[str]:
    """Return what a project says of itself, and its presenting page if it is live."""
    own = [regulation.subject_area, regulation.organiser, regulation.drafting_unit]
    page = getattr(regulation, "page", None)
    said = words_of_page(page) if page is not None and page.live else []
    return [words for words in [*said, *own] if words]


def words_of_page(page: RegulationPage) -> list[str]:
    """Return what an editor wrote about a project, without the markup."""
    streams = (page.body, page.questions)
    pieces = [
        piece
        for stream in streams
        for piece in stream.stream_block.get_searchable_content(stream)
    ]
    background = get_text_for_indexing(page.background)
    # Editors like to begin with the sentence that leads.
    lead = "" if page.lead in background else page.lead
    return [lead, background, *pieces]


def title_of_provision(provision: Provision) -> str:
    """Return number and heading without the blanks of print: 第一章 总则."""
    label = _tight(provision.label) or _tight(provision.citation)
    heading = _tight(provision.heading)
    return f"{label}　{heading}" if heading and heading != label else label


def words_of_provision(rows: Iterable[Provision]) -> str:
    """Return what an article says, given its rows in printed order."""
    said = [
        (_tight(row.label) if row.kind in NUMBERED else "") + row.text
        for row in rows
        if row.text
    ]
    return "\n".join(said)


def words_of_explanation(explanation: Explanation) -> str:
    """Return all plain words beside a provision."""
    return "\n".join((explanation.body, explanation.who, explanation.changed)).strip()


def index_regulations(regulations: Iterable[Regulation]) -> None:
    """Make projects searchable by title, code and what is said about them."""
    searching.index_many(
        REGULATION,
        (
            (
                row.pk,
                "\n".join(
                    [row.title, row.short_title, row.code, *words_of_regulation(row)]
                ),
            )
            for row in regulations
        ),
    )


def index_regulation(regulation_id: int) -> None:
    """Index one project as it is stored now, its page included."""
    index_regulations(_regulations().filter(pk=regulation_id))


def index_version(version: Version) -> None:
    """Make a published text searchable, article by article; a handful of queries."""
    texts, scopes = [], _lines_of(version)
    rows = version.provisions.order_by("position")
    # What belongs to an article stands behind it without a gap.
    for _home, group in groupby(rows, key=lambda row: row.article_id or row.pk):
        found = list(group)
        head = found[0]
        texts.append(
            (head.pk, f"{title_of_provision(head)}\n{words_of_provision(found)}")
        )
        scopes.setdefault(head.pk, _own_line(version, head))
    searching.index_many(PROVISION, texts, scope=scopes)
    index_explanations(Explanation.objects.filter(provision__version=version))


def follow_lineage(version: Version) -> None:
    """Tell articles anew which line they belong to, once lineage is confirmed.

    Later texts that follow from this one are told as well.
    """
    waiting, told = [version.pk], set[int]()
    while waiting:
        current = Version.objects.published().filter(pk=waiting.pop()).first()
        if current is None or current.pk in told:
            continue
        told.add(current.pk)
        index_version(current)
        later = current.successors.filter(lineage_confirmed_at__isnull=False)
        waiting += later.values_list("pk", flat=True)


def index_explanations(explanations: Iterable[Explanation]) -> None:
    """Index plain words that are public and fit their text, forget the others."""
    rows = list(explanations)
    public = [row for row in rows if row.live and not row.needs_update]
    kept = {row.pk for row in public}
    searching.forget(EXPLANATION, *(row.pk for row in rows if row.pk not in kept))
    lines = dict(
        SearchEntry.objects.filter(
            kind=PROVISION, object_id__in=[row.provision_id for row in public]
        ).values_list("object_id", "scope")
    )
    scopes = {
        row.pk: lines.get(row.provision_id, str(row.provision_id)) for row in public
    }
    texts = [(row.pk, words_of_explanation(row)) for row in public]
    searching.index_many(EXPLANATION, texts, scope=scopes)


def sources() -> list[Source]:
    """Return how the kinds of this room are indexed anew."""
    return [
        Source(REGULATION, _regulations, index_regulations),
        Source(PROVISION, _indexed_provisions, _index_versions, units=_published),
        Source(EXPLANATION, _public_explanations, index_explanations),
    ]


def _regulations() -> QuerySet[Regulation]:
    return Regulation.objects.select_related("page")


def _public_explanations() -> QuerySet[Explanation]:
    return Explanation.objects.current()


def _published() -> QuerySet[Version]:
    return Version.objects.published()


def _indexed_provisions() -> QuerySet[Provision]:
    """What has an entry: articles, and what stands outside of articles."""
    return Provision.objects.filter(version__stage=VersionStage.PUBLISHED).filter(
        Q(article=None) | Q(kind=ProvisionKind.ARTICLE)
    )


def _index_versions(versions: Sequence[Version]) -> None:
    for version in versions:
        index_version(version)


def _lines_of(version: Version) -> dict[int, str]:
    """Return the line of each article that follows from one of the base, and only it.

    What was split, merged or added begins a line of its own. A tie a person confirmed
    without being certain is a tie here: folding hides nothing, it names the others.
    """
    if version.base_id is None or version.lineage_confirmed_at is None:
        return {}
    ties = list(
        Lineage.objects.filter(
            old_version=version.base_id,
            new_version=version,
            level=Lineage.Level.ARTICLE,
            old__isnull=False,
            new__isnull=False,
        ).values_list("old_id", "new_id")
    )
    olds = Counter(old for old, _new in ties)
    news = Counter(new for _old, new in ties)
    pairs = {new: old for old, new in ties if olds[old] == news[new] == 1}
    before = dict(
        SearchEntry.objects.filter(
            kind=PROVISION, object_id__in=pairs.values()
        ).values_list("object_id", "scope")
    )
    return {new: before.get(old, str(old)) for new, old in pairs.items()}


def _own_line(version: Version, head: Provision) -> str:
    if head.kind == ProvisionKind.ARTICLE:
        return str(head.pk)
    # Headings have no lineage; one of the same words is the same heading.
    return f"{version.document_id}:{_tight(head.citation)}"[:LONGEST_SCOPE]


def _tight(text: str) -> str:
    return "".join(text.split())
