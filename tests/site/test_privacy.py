"""I6 and I12: no personal word where it may not be, and reading changes nothing."""

from __future__ import annotations

import hashlib
import logging
import re
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.urls import get_resolver

from common.models import LedgerEntry
from feedback.reports import notices
from tests import make
from tests.site.expectations import TABLE, WHO
from tests.site.world import PERSON

CANARIES = {
    **PERSON,
    "unit": "金丝雀水产合作社",
    "guardian_name": "监护金丝雀",
}
# What people wrote, cut into tokens, in each database's own index; staff search it.
WORDS_AS_INDEXED = {
    "common_searchentry.tokens",
    "common_searchentry.vector",
    "common_searchindex.tokens",
    "common_searchindex_data.block",
}
# Sessions, counters and the record of who looked; no business state among them.
NO_BUSINESS = ("django_session", "usersessions_usersession", "common_ledgerentry")
NO_BUSINESS += ("common_ledgerhead", "sqlite_sequence")


def content_of(response) -> str:
    """Return what a response says, Office files unpacked."""
    if response.streaming:
        data = b"".join(response.streaming_content)
    else:
        data = response.content
    if data[:2] == b"PK":
        from io import BytesIO  # noqa: PLC0415 -- one use

        with ZipFile(BytesIO(data)) as packed:
            data = b"\n".join(packed.read(name) for name in packed.namelist())
    return data.decode(errors="replace") + str(dict(response.headers))


def crawl(world, who):
    """Every GET of the table as one person: (address, text)."""
    client = world.client(who)
    for row in TABLE:
        if row.name != "account_logout":
            url = world.address(row.name, row.place)
            yield url, content_of(client.get(url))


@pytest.fixture
def canaries(world, caplog):
    """Comments full of personal data in every round, and every log line heard."""
    caplog.set_level(logging.DEBUG)
    for consultation in (
        world.open,
        world.deciding.consultation,
        world.told.consultation,
    ):
        make.make_comment(
            consultation, targets=("3",), body="联系我13877776666。", **CANARIES
        )
    return world


def hits(text):
    return [name for name, canary in CANARIES.items() if canary in text]


@pytest.mark.parametrize("who", WHO)
def test_no_page_or_file_shows_who_spoke(canaries, who):
    found = {}
    # Who works on a comment reads its words as they were said, numbers and all.
    sees_words = who in (
        "legislative_staff",
        "legislative_reviewer",
        "content_moderator",
    )

    for url, text in crawl(canaries, who):
        names = set(hits(text))
        if sees_words and url.startswith("/desk/"):
            names -= {"phone"}
        if names:
            found[url] = names

    assert found == {}


def test_mails_ledger_and_logs_name_nobody(canaries, caplog):
    for who in ("visitor", "legislative_staff"):
        list(crawl(canaries, who))
    notices.send_due()

    said = [f"{m.subject}\n{m.body}" for m in mail.outbox]
    written = [str(list(row.values())) for row in LedgerEntry.objects.values()]
    logged = [record.getMessage() for record in caplog.records]

    for texts in (said, written, logged):
        assert [hits(text) for text in texts if hits(text)] == []


def test_no_column_but_the_words_holds_a_canary_in_clear(canaries):
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    stored = bytes(value) if isinstance(value, memoryview) else value
                    if isinstance(stored, bytes):
                        stored = stored.decode(errors="replace")
                    if isinstance(stored, str) and hits(stored):
                        found.add(f"{table}.{column}")

    assert found <= {"comments_wording.body", *WORDS_AS_INDEXED}


def test_looking_at_a_person_is_written_down_with_the_reason(canaries):
    url = canaries.address("desk:comment-who", "new comment")
    client = canaries.client("legislative_staff")
    reveals = LedgerEntry.objects.filter(act="comments.reveal")

    refused = client.post(url, {"reason": ""})
    shown = client.post(url, {"reason": "电话回访"})

    assert (refused.status_code, hits(refused.content.decode())) == (422, [])
    assert PERSON["name"] in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert [(row.actor_id, row.reason, row.object_type) for row in reveals] == [
        (canaries.people["legislative_staff"].pk, "电话回访", "comments.comment")
    ]


def test_no_address_takes_a_person_or_a_code():
    names = re.compile(r"phone|email:|receipt_name|code_hash|query_code")
    routes = [str(entry.pattern) for entry in get_resolver().url_patterns]

    assert [route for route in routes if names.search(route)] == []


def business_hash() -> dict[str, str]:
    """Return a hash of each business table's rows."""
    hashes = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in NO_BUSINESS:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(map(repr, cursor.fetchall()))
            hashes[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return hashes


@pytest.mark.parametrize(
    "who", ["visitor", "legislative_staff", "legislative_reviewer", "system_admin"]
)
def test_reading_every_page_changes_no_business_table(world, who):
    # Seen once before: a session's first page and Wagtail's caches settle.
    world.client(who).get("/desk/")
    before = business_hash()

    read = [url for url, _text in crawl(world, who)]

    after = business_hash()
    assert len(read) > 80
    assert [table for table in before if before[table] != after[table]] == []
