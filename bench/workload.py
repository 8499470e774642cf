"""Workload W1: one text with a thousand comments, as its readers and clerks meet it."""

from __future__ import annotations

import io
import itertools
import random

from django.core.cache import cache
from django.test import Client

from accounts.roles import Role
from bench.measure import Figure, cpu_ms, statements
from bench.texts import sentence, statute
from common import idempotency
from consultations.rounds.models import Consultation
from feedback.comments import services
from feedback.comments.kinds import ConsentKind
from feedback.comments.models import Comment
from feedback.comments.stages import Stage
from feedback.comments.words import Words
from feedback.reports import exports
from tests.make import make_consultation, make_user, make_version

ARTICLES = 100
CHARACTERS = 200
COMMENT_CHARACTERS = 100
ON_EACH = 8
MORE_ON_FIRST = 200
AUTHORS = 50
METHOD = (
    "CPU ms of the whole request in this process (Django test client, no page cache),"
    " least of seven; statements of one request"
)


def build() -> Consultation:
    """100 articles of 200 characters; 8 comments on each, 200 more on the first."""
    consultation = make_consultation(make_version(text=statute(ARTICLES, CHARACTERS)))
    dice = random.Random(3)
    places = [str(n) for n in range(1, ARTICLES + 1) for _ in range(ON_EACH)]
    for number, place in enumerate(places + ["1"] * MORE_ON_FIRST):
        words = Words(
            body=sentence(dice, COMMENT_CHARACTERS),
            stance="amend",
            targets=(place,),
            consents=frozenset({ConsentKind.PRIVACY}),
        )
        services.submit_comment(
            consultation,
            words=words,
            key=idempotency.new_key(),
            visitor=f"author{number % AUTHORS}",
        )
    Comment.objects.update(stage=Stage.ACCEPTED)
    return consultation


def figures() -> list[Figure]:
    """Reading, the busy article's queue, posting, exporting."""
    consultation = build()
    version = consultation.version
    reader, clerk = Client(), Client()
    clerk.force_login(make_user(Role.LEGISLATIVE_STAFF))
    page = version.get_absolute_url()
    queue = f"/desk/c/{consultation.code}/comments/?article=1"
    keys = itertools.count()

    def get(client: Client, address: str) -> bytes:
        cache.clear()
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
        return response.content

    def post() -> None:
        services.submit_comment(
            consultation,
            words=Words(
                body=f"第{next(keys)}次，建议把期限写清楚。",
                stance="amend",
                targets=("7",),
                consents=frozenset({ConsentKind.PRIVACY}),
            ),
            key=idempotency.new_key(),
            visitor="bench",
        )

    def export() -> None:
        exports.write_comments(consultation, io.BytesIO())

    return [
        Figure("text with counts: CPU", cpu_ms(lambda: get(reader, page)), "ms", 60),
        Figure("text with counts: SQL", statements(lambda: get(reader, page)), "", 10),
        Figure("text with counts: HTML", len(get(reader, page)) / 1024, "KB"),
        Figure(
            "busy article, 25 rows: CPU", cpu_ms(lambda: get(clerk, queue)), "ms", 30
        ),
        Figure(
            "busy article, 25 rows: SQL", statements(lambda: get(clerk, queue)), "", 8
        ),
        Figure("post one with receipt: CPU", cpu_ms(post), "ms", 40),
        Figure("post one with receipt: SQL", statements(post), "", 15),
        Figure("export of all: CPU", cpu_ms(export, times=2), "ms", 1000),
        Figure("export of all: SQL", statements(export), "", 20),
    ]
