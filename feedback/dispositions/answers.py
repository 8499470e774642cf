"""What became of a comment, target by target; what the look-up page reads aloud."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from feedback.comments import answers as lookup
from feedback.comments.models import Comment, Target
from feedback.dispositions.kinds import ADOPTED_RESULTS
from feedback.dispositions.models import AdoptionLink, Disposition, GroupMember
from feedback.dispositions.outcomes import (
    Fate,
    at_final,
    fates_of,
    places_at_final,
)
from feedback.dispositions.stages import DECIDED, Stage


@dataclass(frozen=True)
class Answer:
    """The decision that holds for one target, or for the whole (``target`` None).

    ``fate`` says whether the promulgated text kept what was adopted.
    """

    target: Target | None
    disposition: Disposition | None
    fate: Fate = Fate.OPEN
    links: list[AdoptionLink] = field(default_factory=list)

    @property
    def result_label(self) -> str:
        """The result as people read it, with what the final text did to it."""
        if self.disposition is None:
            return ""
        if self.fate == Fate.DROPPED:
            return _("阶段采纳，终稿未保留")
        return str(self.disposition.get_result_display())


def answer_of(comment: Comment, *, public: bool = False) -> list[Answer]:
    """Return one answer for each target of ``comment``, and one for the whole of it.

    The whole is named when the comment is general or has no target. A target's own
    decision goes before the comment's, and that before its group's. ``public`` leaves
    out what is not published. At most eight queries, however many targets.
    """
    stages = {Stage.PUBLISHED} if public else DECIDED
    decided = list(
        Disposition.objects.answering(comment)
        .filter(stage__in=stages)
        .select_related("group", "consultation")
        .prefetch_related("links__provision__version__document", at_final("links__"))
    )
    fates = fates_of(decided)
    parts = parts_of(comment, comment.targets.select_related("provision"))
    return [_answer(part, decided, fates) for part in parts]


def parts_of(comment: Comment, targets: Iterable[Target]) -> list[Target | None]:
    """Return what of a comment needs an answer: its targets, and the whole (None)."""
    found: list[Target | None] = list(targets)
    return [None, *found] if comment.is_general or not found else found


def undisposed(
    consultation: Consultation, *, stages: Collection[str] = DECIDED
) -> QuerySet[Comment]:
    """Return the counted comments of a round that lack an answer to some part.

    With ``stages=LIVE`` those for which nobody has even drawn one up.
    """
    return unanswered(Comment.objects.of(consultation).counted(), stages=stages)


def unanswered(
    comments: QuerySet[Comment], *, stages: Collection[str] = DECIDED
) -> QuerySet[Comment]:
    """Return those of ``comments`` that lack an answer in ``stages`` to some part."""
    decided = Disposition.objects.filter(stage__in=stages)
    whole = decided.filter(comment=OuterRef("pk"), target=None)
    grouped = GroupMember.objects.filter(
        Exists(decided.filter(group=OuterRef("group"))),
        comment=OuterRef("pk"),
        removed_at=None,
    )
    targets = Target.objects.filter(comment=OuterRef("pk"))
    open_targets = targets.exclude(Exists(decided.filter(target=OuterRef("pk"))))
    by_targets = Q(is_general=False) & Exists(targets) & ~Exists(open_targets)
    return comments.exclude(Exists(whole)).exclude(Exists(grouped)).exclude(by_targets)


def published_answers(comment: Comment) -> list[lookup.Answer]:
    """Return what the author of ``comment`` reads by query code: published only."""
    return [
        _spoken(answer, answer.disposition)
        for answer in answer_of(comment, public=True)
        if answer.disposition is not None
    ]


def _answer(
    part: Target | None, decided: list[Disposition], fates: dict[int, Fate]
) -> Answer:
    disposition = _holding(part, decided)
    if disposition is None:
        return Answer(part, None)
    return Answer(
        part, disposition, fates[disposition.pk], list(disposition.links.all())
    )


def _holding(part: Target | None, decided: list[Disposition]) -> Disposition | None:
    own = [d for d in decided if part is not None and d.target_id == part.pk]
    whole = [d for d in decided if d.comment_id and d.target_id is None]
    grouped = [d for d in decided if d.group_id]
    return next(iter([*own, *whole, *grouped]), None)


def _spoken(answer: Answer, disposition: Disposition) -> lookup.Answer:
    shown = disposition.result in ADOPTED_RESULTS and answer.fate == Fate.DROPPED
    return lookup.Answer(
        target_id=answer.target.pk if answer.target else None,
        result="dropped" if shown else disposition.result,
        result_label=answer.result_label,
        reason=disposition.reason_text,
        links=_ways(answer.links),
        decided_on=timezone.localdate(disposition.confirmed_at),
    )


def _ways(links: Iterable[AdoptionLink]) -> list[lookup.AnswerLink]:
    """Return the public provisions of a decision, each with those it became at last."""
    shown = []
    for link in links:
        if not link.provision.version.is_published:
            continue
        shown.append((link.provision, link.note))
        shown += [
            (place.provision, str(place.get_state_display()))
            for place in places_at_final(link)
            if place.provision
        ]
    return [
        lookup.AnswerLink(provision.cited(), provision.get_absolute_url(), note)
        for provision, note in shown
    ]
