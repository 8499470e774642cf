"""One submission, one row (I5): the same key always gives the same result."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from common.ciphers import canonical, keyed_hash
from common.ledger import require_transaction
from common.models import IdempotencyKey

WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{22,64}", re.ASCII)


class KeyReused(Exception):
    """The key came before with another body."""


class BadKey(ValueError):
    """The key is not 22 to 64 URL-safe characters."""


@dataclass
class Claim:
    """A key in hand: new, or with the result of the first time."""

    row_id: int
    is_new: bool
    result: Any = None

    def finish(self, result: Any) -> None:
        """Keep ``result`` (JSON-able, nothing personal) for whoever repeats the key."""
        IdempotencyKey.objects.filter(pk=self.row_id).update(result=result)
        self.result = result


def new_key() -> str:
    """Return a random key for a form: 128 bits, 22 characters."""
    return secrets.token_urlsafe(16)


def claim(scope: str, key: str, body: Mapping[str, Any]) -> Claim:
    """Take ``key`` for ``body`` within ``scope``.

    Of parallel claims one is new; the others wait until its transaction ends and then
    replay its result, or take the key if it was rolled back. Key and body are stored as
    keyed hashes only: the key derives the query code.

    Raises:
        BadKey: the key is malformed.
        KeyReused: the key came before with another body.
        TransactionManagementError: no transaction is open.
    """
    require_transaction()
    if not WELL_FORMED.fullmatch(key):
        raise BadKey(_("提交标识无效，请刷新页面后重新提交。"))
    key_hash = keyed_hash("idempotency key", key)
    body_hash = keyed_hash("idempotency body", canonical(body))
    row_id = _insert(scope, key_hash, body_hash)
    if row_id is not None:
        return Claim(row_id, is_new=True)
    row = IdempotencyKey.objects.get(scope=scope, key_hash=key_hash)
    if row.body_hash != body_hash:
        raise KeyReused(_("这份表单已经提交过，内容与这次不同。请打开新的表单再提交。"))
    return Claim(row.pk, False, row.result)


def _insert(scope: str, key_hash: str, body_hash: str) -> int | None:
    """Return the new row's id, None if the key is taken; wait for whoever takes it."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_idempotencykey"
            " (scope, key_hash, body_hash, result, created_at)"
            " VALUES (%s, %s, %s, NULL, %s) ON CONFLICT (scope, key_hash) DO NOTHING"
            " RETURNING id",
            [scope, key_hash, body_hash, now],
        )
        row = cursor.fetchone()
    return row[0] if row else None
