"""The figures of this room (I8): what became of the counted comments of a round."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from common.writing import percentage
from consultations.rounds.models import Consultation
from feedback.comments.models import Comment, Target
from feedback.comments.stages import COUNTED
from feedback.dispositions.kinds import (
    ADOPTED_RESULTS,
    REFERRED_RESULTS,
    SURVIVING,
    Result,
)
from feedback.dispositions.models import Disposition, GroupMember, Survival
from feedback.dispositions.outcomes import final_versions


@dataclass(frozen=True)
class Part:
    """One counted comment's target (or its whole) with the decision that holds."""

    comment_id: int
    article: str
    place: int
    disposition_id: int | None
    result: str


@dataclass(frozen=True)
class Counted:
    """What the figures need to know of a counted comment."""

    channel: str
    signatures: int
    is_general: bool


def disposition_figures(consultation: Consultation) -> dict[str, Any]:
    """Return every figure about the decisions of one round. Six queries.

    ``disposed``, ``undisposed``: counted comments with every part answered, and others.
    ``groups``: groups with a counted member; ``points``: 要点, a group once and each
    ungrouped comment once.
    ``by_result``: counted comments by result; one whose parts were answered
    differently is in each of its results; ``several_results`` says how many are.
    ``participations_by_result``: the signatures under them.
    ``adopted``: counted comments with an adopted or partially adopted part;
    ``adopted_final``: those of them of which the promulgated text keeps a change.
    ``referred``: turned into supervision or passed on.
    ``adoption_rate``: ``adopted_final`` over ``counted``, the denominator by name.
    ``by_channel_and_result``, ``by_article_and_result``: the same comments, crossed.
    """
    comments = _counted(consultation)
    parts = list(_parts(consultation, comments))
    results = _results(parts)
    answered = {p.comment_id for p in parts} - {
        p.comment_id for p in parts if not p.result
    }
    adopted = {pk for pk, found in results.items() if found & ADOPTED_RESULTS}
    final = _adopted_final(consultation, parts)
    return {
        "disposed": len(answered),
        "undisposed": len(comments) - len(answered),
        **_points(consultation, comments),
        "several_results": sum(len(found) > 1 for found in results.values()),
        "by_result": _by_result(results),
        "participations_by_result": _participations(results, comments),
        "adopted": len(adopted),
        "adopted_final": len(final),
        "referred": sum(bool(r & REFERRED_RESULTS) for r in results.values()),
        "adoption_rate": {
            "numerator": len(final),
            "denominator": len(comments),
            "denominator_name": "counted",
            "percent": percentage(len(final), len(comments)),
        },
        "by_channel_and_result": _by_channel(results, comments),
        "by_article_and_result": _by_article(parts),
    }


def results_by_comment(consultation: Consultation) -> dict[int, set[str]]:
    """Return the results each counted comment of a round was given; four queries."""
    return _results(_parts(consultation, _counted(consultation)))


def _counted(consultation: Consultation) -> dict[int, Counted]:
    rows = Comment.objects.of(consultation).counted()
    fields = ("pk", "channel", "signature_count", "is_general")
    return {
        pk: Counted(channel, signatures, is_general)
        for pk, channel, signatures, is_general in rows.values_list(*fields)
    }


def _parts(consultation: Consultation, comments: dict[int, Counted]) -> Iterator[Part]:
    """Yield every part of every counted comment with the decision that holds for it.

    The rule of ``answers.answer_of``: a target's own, the comment's, its group's.
    """
    targets = _targets(consultation)
    by_target, by_comment = _decisions(consultation)
    for pk, comment in comments.items():
        whole = by_comment.get(pk, (None, ""))
        own = targets.get(pk, [])
        for target_id, article, place in own:
            yield Part(pk, article, place, *by_target.get(target_id, whole))
        if comment.is_general or not own:
            yield Part(pk, "", 0, *whole)


def _targets(consultation: Consultation) -> dict[int, list[tuple[int, str, int]]]:
    rows = Target.objects.filter(
        comment__consultation=consultation, comment__stage__in=COUNTED
    ).order_by("pk")
    found: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    fields = ("pk", "comment", "article", "place")
    rows = rows.annotate(
        article=Coalesce("provision__article__address", "provision__address"),
        place=Coalesce("provision__article__position", "provision__position"),
    )
    for pk, comment_id, article, place in rows.values_list(*fields):
        found[comment_id].append((pk, article, place))
    return found


Decision = tuple[int, str]


def _decisions(
    consultation: Consultation,
) -> tuple[dict[int, Decision], dict[int, Decision]]:
    """Return the standing decisions by target and by comment; groups are spread out."""
    by_target: dict[int, Decision] = {}
    own: dict[int, Decision] = {}
    by_group: dict[int, Decision] = {}
    rows = Disposition.objects.decided().filter(consultation=consultation)
    for pk, result, target_id, comment_id, group_id in rows.values_list(
        "pk", "result", "target", "comment", "group"
    ):
        if target_id:
            by_target[target_id] = (pk, result)
        elif comment_id:
            own[comment_id] = (pk, result)
        else:
            by_group[group_id] = (pk, result)
    members = GroupMember.objects.filter(
        group__consultation=consultation, removed_at=None
    ).values_list("comment", "group")
    grouped = {pk: by_group[group] for pk, group in members if group in by_group}
    return by_target, {**grouped, **own}


def _results(parts: Iterator[Part] | list[Part]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for part in parts:
        if part.result:
            found[part.comment_id].add(part.result)
    return found


def _points(consultation: Consultation, comments: dict[int, Counted]) -> dict[str, int]:
    members = GroupMember.objects.filter(
        group__consultation=consultation,
        removed_at=None,
        comment__stage__in=COUNTED,
    ).values_list("group", flat=True)
    grouped = list(members)
    groups = len(set(grouped))
    return {"groups": groups, "points": groups + len(comments) - len(grouped)}


def _adopted_final(consultation: Consultation, parts: list[Part]) -> set[int]:
    """Return the comments of which the promulgated text keeps at least one change."""
    surviving = Survival.objects.filter(
        link__disposition=OuterRef("pk"),
        version__in=final_versions().values("pk"),
        state__in=SURVIVING,
    )
    kept = set(
        Disposition.objects.decided()
        .filter(
            Exists(surviving), consultation=consultation, result__in=ADOPTED_RESULTS
        )
        .values_list("pk", flat=True)
    )
    return {part.comment_id for part in parts if part.disposition_id in kept}


def _by_result(results: dict[int, set[str]]) -> dict[str, int]:
    counts = Counter(result for found in results.values() for result in found)
    return {result.value: counts[result.value] for result in Result}


def _participations(
    results: dict[int, set[str]], comments: dict[int, Counted]
) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for pk, found in results.items():
        sums.update(dict.fromkeys(found, comments[pk].signatures))
    return {result.value: sums[result.value] for result in Result}


def _by_channel(
    results: dict[int, set[str]], comments: dict[int, Counted]
) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pk, found in results.items():
        counts[comments[pk].channel].update(found)
    return {
        channel: dict(sorted(counts[channel].items())) for channel in sorted(counts)
    }


def _by_article(parts: list[Part]) -> dict[str, dict[str, int]]:
    """Count each comment once for each article and result, in printed order."""
    seen = {
        (part.place, part.article, part.result, part.comment_id)
        for part in parts
        if part.article and part.result
    }
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for _place, article, result, _comment_id in sorted(seen):
        counts[article][result] += 1
    return {article: dict(sorted(found.items())) for article, found in counts.items()}
