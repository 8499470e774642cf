"""The same words with different answers (S13): a warning for the desk."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from consultations.rounds.models import Consultation
from feedback.comments.models import Wording
from feedback.comments.stages import COUNTED
from feedback.dispositions.kinds import Result
from feedback.dispositions.statistics import results_by_comment


@dataclass(frozen=True)
class Conflict:
    """Comments that say the same to the letter, and the results they were given."""

    receipts: tuple[str, ...]
    results: tuple[str, ...]

    @property
    def result_labels(self) -> list[str]:
        return [str(Result(result).label) for result in self.results]


def conflicts(consultation: Consultation) -> list[Conflict]:
    """Return the near-identical comments of a round whose results differ.

    Identical once width, case, blanks and punctuation are left out.
    """
    results = results_by_comment(consultation)
    alike: dict[str, dict[int, str]] = defaultdict(dict)
    latest: dict[int, tuple[str, str]] = {}
    wordings = Wording.objects.filter(
        comment__consultation=consultation, comment__stage__in=COUNTED
    ).order_by("comment", "sequence")
    for pk, receipt_no, body in wordings.values_list(
        "comment", "comment__receipt_no", "body"
    ).iterator():
        latest[pk] = (bare(body), receipt_no)
    for pk, (text, receipt_no) in latest.items():
        if text and results.get(pk):
            alike[text][pk] = receipt_no
    return [
        Conflict(
            tuple(sorted(same.values())),
            tuple(sorted(set().union(*(results[pk] for pk in same)))),
        )
        for same in alike.values()
        if len({frozenset(results[pk]) for pk in same}) > 1
    ]


def bare(text: str) -> str:
    """Return ``text`` reduced to its letters, Han characters and digits."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        character for character in folded if unicodedata.category(character)[0] in "LN"
    )
