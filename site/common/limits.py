"""How often one visitor may do one thing: counted in the database, in one statement.

A count is an UPDATE of its own: call from outside the transaction of the act, or a
refused act takes its count back with it.
"""

from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from common.ciphers import keyed_hash
from common.models import RateCounter

if TYPE_CHECKING:
    from django.http import HttpRequest  # noqa: TID251 -- only as a type

FAILURE_LIMIT = 5
LOCK_SECONDS = 30 * 60

# An expired counter starts anew. With "sliding" each count moves the end, until the
# limit is passed: someone locked out does not lengthen it by trying.
COUNT = """
INSERT INTO common_ratecounter (scope, who_hash, count, expires_at)
VALUES (%(scope)s, %(who)s, 1, %(end)s)
ON CONFLICT (scope, who_hash) DO UPDATE SET
  expires_at = CASE
    WHEN common_ratecounter.expires_at <= %(now)s
      OR (%(sliding)s = 1 AND common_ratecounter.count < %(limit)s) THEN %(end)s
    ELSE common_ratecounter.expires_at END,
  count = CASE
    WHEN common_ratecounter.expires_at <= %(now)s THEN 1
    WHEN common_ratecounter.count > %(limit)s THEN common_ratecounter.count
    ELSE common_ratecounter.count + 1 END
RETURNING count
"""


def allow(
    scope: str, who: str, *, limit: int, seconds: int, at: datetime | None = None
) -> bool:
    """Count one act of ``who`` and say whether it is within ``limit`` per ``seconds``.

    The window begins with the first act; around its end up to twice the limit may pass.
    """
    return _count(scope, who, limit, seconds, at, is_sliding=False) <= limit


def retry_after(scope: str, who: str, *, at: datetime | None = None) -> int:
    """Return the whole seconds until the count of ``who`` starts anew, or 0."""
    at = at or timezone.now()
    row = RateCounter.objects.filter(scope=scope, who_hash=_hash(scope, who)).first()
    if row is None or row.expires_at <= at:
        return 0
    return -((at - row.expires_at) // timedelta(seconds=1))


def may_try(
    scope: str,
    who: str,
    *,
    limit: int = FAILURE_LIMIT,
    seconds: int = LOCK_SECONDS,
    at: datetime | None = None,
) -> bool:
    """Count a try as failed before it is made, and say whether it may be made.

    After ``limit`` failures ``who`` is locked for ``seconds`` from the last of them.
    Parallel guesses cannot slip through, since the count comes first; a try that
    succeeds takes its count back with :func:`succeeded`.
    """
    return _count(scope, who, limit, seconds, at, is_sliding=True) <= limit


FORGET = """
DELETE FROM common_ratecounter WHERE scope = %s AND who_hash = %s RETURNING count
"""


def succeeded(scope: str, who: str) -> int:
    """Forget the tries of ``who``, and return how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [scope, _hash(scope, who)])
        row = cursor.fetchone()
    return row[0] if row else 0


def take_back(scope: str, who: str, tries: int) -> None:
    """Forget so many tries of ``who``, the others stay counted."""
    rows = RateCounter.objects.filter(scope=scope, who_hash=_hash(scope, who))
    rows.update(count=Greatest(F("count") - tries, 0))


def is_locked(
    scope: str, who: str, *, limit: int = FAILURE_LIMIT, at: datetime | None = None
) -> bool:
    """Say whether ``who`` has used up all tries, without counting one."""
    return RateCounter.objects.filter(
        scope=scope,
        who_hash=_hash(scope, who),
        count__gte=limit,
        expires_at__gt=at or timezone.now(),
    ).exists()


def prune(at: datetime | None = None) -> int:
    """Delete expired counters and return how many; the tick calls it."""
    return RateCounter.objects.filter(expires_at__lte=at or timezone.now()).delete()[0]


def visitor(request: "HttpRequest") -> str:
    """Return the keyed hash of the visitor's address; it is kept in no other form.

    X-Forwarded-For is read from its right end, as far as ``TRUSTED_PROXIES`` wrote it.
    """
    return keyed_hash("visitor", client_address(request))


def client_address(request: "HttpRequest") -> str:
    """Return the address nearest to the visitor that someone we trust vouches for.

    An IPv6 visitor is taken for the /64 network, which is what one subscriber has.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    hops = [hop.strip() for hop in forwarded if hop.strip()]
    address = request.META.get("REMOTE_ADDR", "")
    while hops and _is_trusted(address) and _parsed(hops[-1]):
        address = hops.pop()
    parsed = _parsed(address)
    if parsed is None:
        return address
    if parsed.version == 6 and parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(
        ip_network((parsed, 64), strict=False) if parsed.version == 6 else parsed
    )


def _count(
    scope: str,
    who: str,
    limit: int,
    seconds: int,
    at: datetime | None,
    *,
    is_sliding: bool,
) -> int:
    at = at or timezone.now()
    adapt = connection.ops.adapt_datetimefield_value
    values = {
        "scope": scope,
        "who": _hash(scope, who),
        "now": adapt(at),
        "end": adapt(at + timedelta(seconds=seconds)),
        "limit": limit,
        "sliding": int(is_sliding),
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        return cursor.fetchone()[0]


def _hash(scope: str, who: str) -> str:
    return keyed_hash(f"limit {scope}", who)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None


def _is_trusted(address: str) -> bool:
    parsed = _parsed(address)
    if parsed is None:
        # Behind a Unix socket there is no address, and the proxy is the only way in.
        return address in settings.TRUSTED_PROXIES
    return any(
        parsed in ip_network(proxy, strict=False)
        for proxy in settings.TRUSTED_PROXIES
        if _is_network(proxy)
    )


def _is_network(proxy: str) -> bool:
    try:
        ip_network(proxy, strict=False)
    except ValueError:
        return False
    return True
