"""`make bench`: print every figure with its method; both databases where they are."""

from __future__ import annotations

import os
import subprocess
import sys

PARTS = ("reading", "workload", "searching", "slow")
POSTGRES = os.environ.get(
    "MINYI_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres"
)


def one_database() -> int:
    """Measure on the database DATABASE_URL names; 1 when a budget does not hold."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django  # noqa: PLC0415 -- app ready

    django.setup()
    from importlib import import_module  # noqa: PLC0415 -- app ready

    from bench.measure import conditions  # noqa: PLC0415 -- app ready
    from tests import databases  # noqa: PLC0415 -- app ready

    original = databases.connections["default"].settings_dict["NAME"]
    copy = databases.fresh_copy("bench")
    databases.point_at(copy)
    held = True
    try:
        print(f"\n# {conditions()}")
        for name in sys.argv[1:] or PARTS:
            module = import_module(f"bench.{name}")
            print(f"\n## {name}: {module.METHOD}")
            for figure in module.figures():
                print(figure.line())
                held = held and figure.holds
    finally:
        databases.point_at(original)
        databases.take_away(copy)
    return 0 if held else 1


def main() -> int:
    """Run once for SQLite and once for PostgreSQL, each in a process of its own."""
    if "MINYI_BENCH_ONE" in os.environ:
        return one_database()
    command = [sys.executable, "-m", "bench", *sys.argv[1:]]
    codes = []
    for address in ("", POSTGRES):
        given = {**os.environ, "MINYI_BENCH_ONE": "1", "DATABASE_URL": address}
        if not address:
            del given["DATABASE_URL"]
        codes.append(subprocess.run(command, env=given, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
