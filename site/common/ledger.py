"""The record of acts (I3): one chain of rows per stream, written with the act itself.

Rows hold who, what, why and when, and hashes of the values before and after, never the
values. Each row's hash covers the row before it and is keyed with the pepper, so that
someone with the database alone can neither alter a row nor write the chain anew.
"""

import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from django.db import connection, models, transaction
from django.utils import timezone

from common import ciphers
from common.models import LedgerEntry, LedgerHead

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

SITE_STREAM = "site"
SUBMITTER: Literal["submitter"] = "submitter"

# Everything a row says, in the order in which it is hashed; never reordered.
HASHED = (
    "stream",
    "position",
    "actor_kind",
    "actor_id",
    "role",
    "act",
    "object_type",
    "object_id",
    "reason",
    "salt",
    "before_hash",
    "after_hash",
    "algorithm",
    "previous_hash",
)


@dataclass(frozen=True)
class Verification:
    """How many rows were read, and the first one that does not fit its chain."""

    rows: int
    ok: bool
    broken: tuple[str, int] | None


def record(
    obj: models.Model,
    act: str,
    *,
    by: "AbstractBaseUser | Literal['submitter'] | None",
    reason: str = "",
    before: Any = None,
    after: Any = None,
    salt: str | bytes | None = None,
    stream: str | None = None,
    role: str = "",
) -> LedgerEntry:
    """Add an act on ``obj`` to its stream and return the row.

    ``by`` is a user, ``"submitter"``, or None for the system. ``before`` and ``after``
    are JSON-able and only hashed; a ``salt`` given is the caller's to keep and to
    destroy, without one a random salt is stored in the row. The stream is ``stream``,
    ``obj.ledger_stream`` or the site's. Its head stays locked until the transaction
    ends, so record last. Three queries.

    Raises:
        TransactionManagementError: no transaction is open, so the act and its row
            could part.
    """
    require_transaction()
    entry = LedgerEntry(
        stream=stream or str(getattr(obj, "ledger_stream", SITE_STREAM)),
        at=timezone.now(),
        role=role,
        act=act,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        reason=reason,
        algorithm=ciphers.hash_name(),
        **_actor(by),
        **_hashes(before, after, salt),
    )
    entry.position, entry.previous_hash = _advance(entry.stream)
    entry.entry_hash = entry_hash(entry)
    entry.save(force_insert=True)
    LedgerHead.objects.filter(stream=entry.stream).update(entry_hash=entry.entry_hash)
    return entry


def verify(stream: str | None = None) -> Verification:
    """Recompute one stream, or all, and name the first row that was altered or is gone.

    Rows cut off at a stream's end show as a break at the position after the last.
    Writers may go on: the ends are read first, and rows beyond them must fit as well.
    """
    heads = dict(_of(LedgerHead, stream).values_list("stream", "position"))
    rows = 0
    for name, entries in groupby(_entries(stream), key=lambda entry: entry.stream):
        position, previous = 0, ""
        for entry in entries:
            rows += 1
            position += 1
            if not _fits(entry, position, previous):
                return Verification(rows, False, (name, position))
            previous = entry.entry_hash
        if position < (heads.pop(name, None) or _end_now(name)):
            return Verification(rows, False, (name, position + 1))
    # A head whose rows are all gone.
    for name in sorted(heads):
        return Verification(rows, False, (name, 1))
    return Verification(rows, True, None)


def entry_hash(entry: LedgerEntry) -> str:
    """Return the hash ``entry`` must carry, by the algorithm it names."""
    said = [getattr(entry, name) for name in HASHED] + [_spelled(entry.at)]
    return ciphers.digest(
        ciphers.pepper(),
        b"ledger",
        ciphers.canonical(said),
        algorithm=entry.algorithm,
    ).hex()


def require_transaction() -> None:
    """Refuse to go on outside a transaction.

    Raises:
        TransactionManagementError: none is open.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "This must be part of the act's own transaction: use transaction.atomic."
        )


def _fits(entry: LedgerEntry, position: int, previous: str) -> bool:
    return (
        entry.position == position
        and entry.previous_hash == previous
        and entry.algorithm in ciphers.HASHES
        and entry.entry_hash == entry_hash(entry)
    )


def _end_now(stream: str) -> int:
    """Return the end of a stream, or one that no stream reaches when it has no head."""
    head = LedgerHead.objects.filter(stream=stream).first()
    return head.position if head else sys.maxsize


def _of(model: type[models.Model], stream: str | None) -> models.QuerySet:
    rows = model._default_manager.all()
    return rows if stream is None else rows.filter(stream=stream)


def _entries(stream: str | None) -> Iterator[LedgerEntry]:
    return _of(LedgerEntry, stream).order_by("stream", "position").iterator(2000)


def _advance(stream: str) -> tuple[int, str]:
    """Lock the stream's head; return its next position and its last hash."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_ledgerhead (stream, position, entry_hash)"
            " VALUES (%s, 1, '') ON CONFLICT (stream)"
            " DO UPDATE SET position = common_ledgerhead.position + 1"
            " RETURNING position, entry_hash",
            [stream],
        )
        return cursor.fetchone()


def _actor(
    by: "AbstractBaseUser | Literal['submitter'] | None",
) -> dict[str, Any]:
    if by is None:
        return {"actor_kind": LedgerEntry.ActorKind.SYSTEM}
    if by == SUBMITTER:
        return {"actor_kind": LedgerEntry.ActorKind.SUBMITTER}
    return {"actor_kind": LedgerEntry.ActorKind.USER, "actor_id": by.pk}


def _hashes(before: Any, after: Any, salt: str | bytes | None) -> dict[str, str]:
    if before is None and after is None:
        return {}
    own_salt = secrets.token_hex(16) if salt is None else ""
    values = {"before_hash": before, "after_hash": after}
    return {
        "salt": own_salt,
        **{
            name: ciphers.salted_hash(value, salt or own_salt)
            for name, value in values.items()
            if value is not None
        },
    }


def _spelled(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
