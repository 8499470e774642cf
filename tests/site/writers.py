"""Twenty processes that read and then write on one database; run as a module."""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from typing import Any

import django


def write(barrier: Any, answers: Any, count: int) -> None:
    """Do what a service does, ``count`` times: claim, read, number, record."""
    from django.db import connection, transaction  # noqa: PLC0415 -- app ready

    from common import idempotency, ledger, numbering  # noqa: PLC0415 -- app ready
    from common.models import NumberSequence  # noqa: PLC0415 -- app ready

    error = ""
    connection.ensure_connection()
    barrier.wait()
    try:
        for number in range(count):
            with transaction.atomic():
                row = NumberSequence.objects.filter(series="writers").first()
                claim = idempotency.claim("w", idempotency.new_key(), {"n": number})
                given = numbering.next_number("writers")
                if row and given != row.last + 1:
                    raise AssertionError(f"{row.last} was read, {given} was given")
                series = NumberSequence(series="writers")
                ledger.record(series, "writers.write", by=None)
                claim.finish(given)
    except Exception as problem:  # noqa: BLE001 -- told to the test
        error = repr(problem)
    answers.put((error, modes(connection)))


def modes(connection: Any) -> list[Any]:
    """Return what the connection says of itself."""
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    with connection.cursor() as cursor:
        said = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    return [*said, connection.transaction_mode]


def main(writers: int, count: int) -> dict[str, Any]:
    """Fork the writers, so that Django is loaded once."""
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(writers + 1), context.Queue()
    children = [
        context.Process(target=write, args=(barrier, answers, count))
        for _number in range(writers)
    ]
    for child in children:
        child.start()
    barrier.wait()
    began = time.monotonic()
    said = [answers.get() for _child in children]
    took = time.monotonic() - began
    for child in children:
        child.join()
    return {
        "errors": [error for error, _modes in said if error],
        "modes": sorted({tuple(found) for _error, found in said}),
        "seconds": round(took, 1),
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201 -- its output
