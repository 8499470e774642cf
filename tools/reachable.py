"""Exit 0 when both a PostgreSQL and a Redis address answer."""

from __future__ import annotations

import sys


def main(database_url: str, redis_url: str) -> int:
    """Try both, briefly."""
    try:
        import psycopg  # noqa: PLC0415 -- optional dependency
        import redis  # noqa: PLC0415 -- optional dependency

        psycopg.connect(database_url, connect_timeout=3).close()
        redis.Redis.from_url(redis_url, socket_connect_timeout=3).ping()
    except Exception as error:  # noqa: BLE001 -- any failure means: not to be had
        print(error, file=sys.stderr)  # noqa: T201 -- a command's output
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
