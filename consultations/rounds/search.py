"""What is searched of rounds: title, notice, and what has been told of the outcome."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from common import searching
from common.indexing import Source
from consultations.rounds.models import Consultation
from consultations.rounds.stages import PUBLIC_STAGES

CONSULTATION = "consultation"


def words_of(consultation: Consultation) -> str:
    """Return what a round says to everybody; outcomes are empty until published."""
    said = [
        consultation.notice,
        consultation.summary,
        consultation.result_preface,
        consultation.organiser,
    ]
    return "\n".join(words for words in said if words)


def index_consultations(consultations: Iterable[Consultation]) -> None:
    """Make announced rounds searchable by title, code and words."""
    searching.index_many(
        CONSULTATION,
        (
            (row.pk, f"{row.title}\n{row.code}\n{words_of(row)}")
            for row in consultations
        ),
    )


def index_consultation(consultation_id: int) -> None:
    """Index one round as it is stored now."""
    index_consultations(_announced().filter(pk=consultation_id))


def sources() -> list[Source]:
    """Return how the kind of this room is indexed anew."""
    return [Source(CONSULTATION, _announced, index_consultations)]


def _announced() -> QuerySet[Consultation]:
    return Consultation.objects.filter(
        stage__in=PUBLIC_STAGES, approved_at__isnull=False
    )
