"""`make run`: a demonstration site on this machine, from empty to serving."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def say(text: str) -> None:
    """Show progress at once."""
    print(text, flush=True)  # noqa: T201 -- a command's output


def port_is_free(port: int) -> bool:
    """Say whether nobody listens on ``port``."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def prepare(corpus: str | None) -> None:
    """Bring the database up to date and fill it when it is empty."""
    import django  # noqa: PLC0415 -- app ready

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- app ready
    from django.db import connection  # noqa: PLC0415 -- app ready
    from django.db.migrations.executor import (  # noqa: PLC0415 -- app ready
        MigrationExecutor,
    )

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("准备数据库 ……（第一次约需半分钟）")
        call_command("migrate", verbosity=0, interactive=False)
    say("准备演示数据 ……")
    options = {"corpus": corpus} if corpus else {}
    call_command("demo", **options)
    connection.close()


def serve(port: int) -> int:
    """Run daphne and the worker until one of them ends or the user stops both."""
    python = sys.executable
    daphne = [python, "-m", "daphne", "-b", HOST, "-p", str(port), "-v", "0"]
    children = [
        subprocess.Popen([*daphne, "config.asgi:application"], cwd=ROOT),
        subprocess.Popen([python, "manage.py", "work"], cwd=ROOT),
    ]

    def stop(*_: object) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while all(child.poll() is None for child in children):
        time.sleep(0.3)
    stop()
    codes = [child.wait() for child in children]
    return next((code for code in codes if code > 0), 0)


def main() -> int:
    """Parse, prepare, serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--corpus")
    given = parser.parse_args()
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    os.environ["MINYI_DEMO"] = "1"
    # Mails and feeds lead back to the port this site listens on.
    os.environ.setdefault("MINYI_BASE_URL", f"http://{HOST}:{given.port}")
    if not port_is_free(given.port):
        say(f"端口 {given.port} 已被占用。请换一个：make run PORT=8001")
        return 1
    prepare(given.corpus)
    say(f"\n民意直通车 已启动：http://{HOST}:{given.port}/  （按 Ctrl+C 停止）\n")
    return serve(given.port)


if __name__ == "__main__":
    sys.exit(main())
