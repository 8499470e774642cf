"""Ask a server for pages until it answers; exit 1 when one is not answered well."""

from __future__ import annotations

import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE_SECONDS = 60


def ask(address: str) -> int:
    """Return the status of ``address``, waiting for the server to come up."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urlopen(address, timeout=20) as answer:  # noqa: S310 -- our own server
                return answer.status
        except URLError as error:
            if hasattr(error, "code") or time.monotonic() > until:
                raise
            time.sleep(0.5)


def main() -> int:
    """Ask for each path below the base."""
    base, *paths = sys.argv[1:]
    for path in paths:
        print(ask(base + path), path)  # noqa: T201 -- a command's output
    return 0


if __name__ == "__main__":
    sys.exit(main())
