"""Gapless numbers, taken inside the transaction that uses them."""

from django.db import connection

from common.ledger import require_transaction


def next_number(series: str) -> int:
    """Return the next number of ``series``, from 1; a rollback gives it back.

    The series stays locked until the transaction ends: numbers come in the order of
    commits, and writers of one series queue.

    Raises:
        TransactionManagementError: no transaction is open.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_numbersequence (series, last) VALUES (%s, 1)"
            " ON CONFLICT (series)"
            " DO UPDATE SET last = common_numbersequence.last + 1 RETURNING last",
            [series],
        )
        return cursor.fetchone()[0]
