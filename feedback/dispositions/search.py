"""What is searched of decisions: public reasons, and words authors let us show."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import AnyUser
from common import searching
from common.indexing import Source, in_batches
from consultations.rounds.kinds import DisplayPolicy
from consultations.rounds.models import Consultation
from drafts.kinds import VersionType
from drafts.models import Version
from feedback.comments.kinds import ConsentKind, SubmitterKind
from feedback.comments.models import Comment, ConsentRecord, Submitter
from feedback.comments.search import PUBLIC_COMMENT, public_words
from feedback.dispositions.kinds import SurvivalState
from feedback.dispositions.models import Disposition, GroupMember, Survival
from feedback.dispositions.origins import PUBLIC_ROUNDS
from feedback.dispositions.stages import Stage

DISPOSITION = "disposition"


def words_of(disposition: Disposition) -> str:
    """Return what the public reads of a decision: reason and staff's summary.

    Needs ``group`` selected.
    """
    summary = disposition.group.summary if disposition.group else ""
    return "\n".join(words for words in (summary, disposition.reason_text) if words)


def index_dispositions(dispositions: Iterable[Disposition]) -> None:
    """Make published decisions searchable; needs ``group`` and ``consultation``."""
    rows = list(dispositions)
    searching.index_many(
        DISPOSITION,
        ((row.pk, words_of(row)) for row in rows),
        scope={row.pk: row.consultation.code for row in rows},
    )


def index_public_comments(comments: Iterable[Comment]) -> None:
    """Make the agreed and masked words of comments searchable; needs ``wordings``."""
    rows = list(comments)
    searching.index_many(
        PUBLIC_COMMENT,
        ((row.pk, public_words(row.wording.body)) for row in rows),
        scope={row.pk: row.consultation.code for row in rows},
    )


def index_published(dispositions: QuerySet[Disposition]) -> None:
    """Follow the publication of decisions: their words, and those behind them."""
    for rows in in_batches(dispositions.select_related("group", "consultation")):
        index_dispositions(rows)
    for comments in in_batches(_agreed().filter(_answered_by(dispositions))):
        index_public_comments(comments)


def forget_superseded(disposition: Disposition) -> None:
    """Take a decision that no longer stands out of the index."""
    searching.forget(DISPOSITION, disposition.pk)


def published(user: AnyUser) -> QuerySet[Disposition]:
    """Return the decisions that are public, of rounds ``user`` may know of."""
    rounds = Consultation.objects.visible_to(user).filter(stage__in=PUBLIC_ROUNDS)
    return Disposition.objects.visible_to(user).filter(
        stage=Stage.PUBLISHED, consultation__in=rounds.order_by().values("pk")
    )


def public_comments(user: AnyUser) -> QuerySet[Comment]:
    """Return the comments whose words stand on a public page ``user`` may open.

    Their authors agreed, nobody withdrew, no child wrote them, the round shows adopted
    comments, its results are out, and the standing text bears what they changed:
    exactly those 条文来历 shows.
    """
    rounds = Consultation.objects.visible_to(user)
    texts = standing_versions(user)
    places = Survival.objects.filter(
        version__in=texts.order_by().values("pk"), provision__isnull=False
    ).exclude(state=SurvivalState.DROPPED)
    decided = Disposition.objects.filter(stage=Stage.PUBLISHED).filter(
        Exists(places.filter(link__disposition=OuterRef("pk")))
    )
    return (
        _agreed()
        .filter(_answered_by(decided))
        .filter(consultation__in=rounds.order_by().values("pk"))
    )


def standing_versions(user: AnyUser) -> QuerySet[Version]:
    """Return each document's standing text: promulgated last, else published last."""
    is_final = Q(version_type=VersionType.PROMULGATED)
    others = Version.objects.published().filter(document=OuterRef("document"))
    later = others.filter(sequence__gt=OuterRef("sequence"))
    return (
        Version.objects.visible_to(user)
        .published()
        .exclude(is_final & Exists(later.filter(is_final)))
        .exclude(~is_final & Exists(later))
        .exclude(~is_final & Exists(others.filter(is_final)))
    )


def sources() -> list[Source]:
    """Return how the kinds of this room are indexed anew."""
    return [
        Source(DISPOSITION, _published, index_dispositions),
        Source(PUBLIC_COMMENT, _published_words, index_public_comments),
    ]


def _published() -> QuerySet[Disposition]:
    return Disposition.objects.filter(stage=Stage.PUBLISHED).select_related(
        "group", "consultation"
    )


def _published_words() -> QuerySet[Comment]:
    return _agreed().filter(
        _answered_by(Disposition.objects.filter(stage=Stage.PUBLISHED))
    )


def _agreed() -> QuerySet[Comment]:
    """Counted comments whose authors agreed, in rounds that show adopted ones."""
    consents = ConsentRecord.objects.filter(
        comment=OuterRef("pk"), kind=ConsentKind.PUBLIC_WORDS, withdrawn_at=None
    )
    children = Submitter.objects.filter(
        comment=OuterRef("pk"), kind=SubmitterKind.MINOR
    )
    return (
        Comment.objects.counted()
        .filter(
            Exists(consents),
            ~Exists(children),
            withdrawal_requested_at=None,
            consultation__display_policy=DisplayPolicy.ADOPTED_ONLY,
            consultation__stage__in=PUBLIC_ROUNDS,
        )
        .select_related("consultation")
        .prefetch_related("wordings")
    )


def _answered_by(dispositions: QuerySet[Disposition]) -> Q:
    """Comments that one of ``dispositions`` answers: itself, a part, or its group."""
    members = GroupMember.objects.filter(
        removed_at=None,
        group__in=dispositions.order_by().filter(group__isnull=False).values("group"),
    )
    own = dispositions.order_by().filter(comment__isnull=False)
    return Q(pk__in=own.values("comment")) | Q(
        pk__in=members.order_by().values("comment")
    )
