"""Search over 100,000 comments, against a scan of the same rows in the same run."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from bench.measure import Figure
from common import searching
from common.models import RateCounter, SearchEntry
from drafts.models import Provision
from feedback.comments.models import Comment, Wording
from feedback.comments.search import COMMENT, matching
from feedback.comments.stages import Stage
from tests.make import make_comment, make_consultation, make_version

COMMENTS = 100_000
LENGTHS = (20, 120)
HAN = range(0x4E00, 0x4E00 + 2500)
LEXICON = 8000
CHARACTERS = range(1, 9)
QUERIES_EACH = 4
SCANS_EACH = 1
PAGE = 20
PAGES = 30
METHOD = (
    f"wall milliseconds of one query in this process, {COMMENTS:,} comments of"
    f" {LENGTHS[0]} to {LENGTHS[1]} characters, of {LEXICON:,} invented words of which"
    " few are frequent, as in any language;"
    f" {QUERIES_EACH} queries of each length from 1 to 8 characters, cut out of the"
    f" comments wherever words end; newest {PAGE} of a round, and their number;"
    " LIKE over the same column for the ratio"
)


def build() -> tuple[Any, list[str]]:
    """Store comments as rows and as entries, in bulk; one comes the proper way."""
    consultation = make_consultation(make_version())
    pattern = make_comment(consultation, body="试验")
    dice = random.Random(5)
    texts = remarks(dice)
    with transaction.atomic():
        Comment.objects.bulk_create(
            (
                Comment(
                    receipt_no=f"YJ-BENCH-{number:07d}",
                    consultation=consultation,
                    version=consultation.version,
                    stance=pattern.stance,
                    stage=Stage.ACCEPTED,
                    submitted_at=pattern.submitted_at,
                    code_hash=f"{number:064d}",
                )
                for number in range(COMMENTS)
            ),
            batch_size=2000,
        )
        ids = list(
            Comment.objects.filter(consultation=consultation)
            .exclude(pk=pattern.pk)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        Wording.objects.bulk_create(
            (
                Wording(
                    comment_id=pk,
                    body=text,
                    words_hash="",
                    written_at=pattern.submitted_at,
                )
                for pk, text in zip(ids, texts, strict=True)
            ),
            batch_size=2000,
        )
    return consultation, texts


def remarks(dice: random.Random) -> list[str]:
    """Return comments of invented words; the n-th word is used as often as 1 / n."""
    lexicon = [
        "".join(
            chr(dice.choice(HAN)) for _one in range(dice.choice((1, 2, 2, 2, 3, 4)))
        )
        for _word in range(LEXICON)
    ]
    often = list(accumulate(1 / rank for rank in range(1, LEXICON + 1)))
    texts = []
    for _number in range(COMMENTS):
        length = dice.randint(*LENGTHS)
        words = "".join(dice.choices(lexicon, cum_weights=often, k=length // 2))
        texts.append(f"{words[: length // 2]}，{words[length // 2 : length]}。")
    return texts


def index(consultation: Any, texts: Sequence[str]) -> float:
    """Index all of them, and return the seconds it took."""
    ids = Comment.objects.filter(receipt_no__startswith="YJ-BENCH").order_by("pk")
    begun = time.perf_counter()
    with transaction.atomic():
        searching.index_many(
            COMMENT,
            zip(ids.values_list("pk", flat=True), texts, strict=True),
            scope=consultation.code,
        )
    spent = time.perf_counter() - begun
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return spent


def queries(texts: Sequence[str], each: int) -> list[str]:
    """Cut queries of every length out of the texts."""
    dice = random.Random(6)
    drawn = []
    for length in CHARACTERS:
        for _time in range(each):
            text = dice.choice(texts)
            at = dice.randrange(len(text) - length)
            drawn.append(text[at : at + length])
    return drawn


def timed(acts: Iterable[Callable[[], Any]]) -> list[float]:
    """Return the milliseconds of each act, sorted."""
    spent = []
    for act in acts:
        begun = time.perf_counter()
        act()
        spent.append((time.perf_counter() - begun) * 1000)
    return sorted(spent)


def share(spent: Sequence[float], percent: int) -> float:
    """Return the value under which ``percent`` of them lie."""
    return spent[min(len(spent) * percent // 100, len(spent) - 1)]


def figures() -> list[Figure]:
    """Newest page, number, the desk's own query, the public page, and a scan."""
    consultation, texts = build()
    seconds = index(consultation, texts)
    asked = queries(texts, QUERIES_EACH)
    scanned = queries(texts, SCANS_EACH)
    rows = Comment.objects.of(consultation)

    def newest(query: str) -> Callable[[], Any]:
        found = rows.filter(pk__in=matching(query, consultation))
        return lambda: list(found.order_by("-pk")[:PAGE])

    def number(query: str) -> Callable[[], Any]:
        return lambda: rows.filter(pk__in=matching(query, consultation)).count()

    def scan(query: str) -> Callable[[], Any]:
        # A scan for a punctuation mark would be another question.
        said = Wording.objects.filter(body__contains=query).values("comment")
        return lambda: rows.filter(pk__in=said).count()

    shown = timed(map(newest, asked))
    counted = timed(map(number, asked))
    scanning = timed(map(scan, scanned))
    pages = timed(public_page(query) for query in asked[:PAGES])
    return [
        Figure("index 100,000 comments", seconds, "s"),
        Figure("newest 20: p50", share(shown, 50), "ms"),
        Figure("newest 20: p95", share(shown, 95), "ms"),
        Figure("number of finds: p50", share(counted, 50), "ms"),
        Figure("number of finds: p95", share(counted, 95), "ms"),
        Figure("LIKE scan, number: p50", share(scanning, 50), "ms"),
        Figure("LIKE scan, number: p95", share(scanning, 95), "ms"),
        Figure(
            "scan against index, number: p50 ratio",
            share(scanning, 50) / share(counted, 50),
            "×",
        ),
        Figure("public search page: p50", share(pages, 50), "ms"),
        Figure("public search page: p95", share(pages, 95), "ms"),
        Figure("entries", SearchEntry.objects.count(), ""),
        Figure("provisions", Provision.objects.count(), ""),
    ]


def public_page(query: str) -> Callable[[], Any]:
    """Return the act of a visitor who searches everything."""
    client = Client()

    def get() -> None:
        client.get("/search/", {"q": query})

    cache.clear()
    RateCounter.objects.all().delete()
    return get
