"""A real daphne over a database of its own, for tests that need a running site."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.databases import ROOT

HOST = "127.0.0.1"
START_SECONDS = 90
APP = "config.asgi:application"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class Server:
    """One daphne in a process group of its own; ``database`` is a DATABASE_URL."""

    def __init__(self, database: str) -> None:
        self.port = free_port()
        self.address = f"http://{HOST}:{self.port}"
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": database,
        }
        self.log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 -- lives as long as the server
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return once it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "daphne", "-b", HOST, "-p", str(self.port), APP],
            cwd=ROOT,
            env=self.env,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"the server did not start:\n{self.said()[-4000:]}")

    def answers(self) -> bool:
        """Say whether it serves requests now."""
        try:
            with urllib.request.urlopen(f"{self.address}/livez", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """End it as a power cut would: no handler runs."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()

    def forget(self) -> None:
        """Stop, and close the log."""
        self.stop()
        self.log.close()

    def said(self) -> str:
        """Return what it has logged."""
        self.log.seek(0)
        return self.log.read()

    def run(self, module: str, *arguments: str) -> Any:
        """Run a module over the same database; return the JSON it prints last."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module} {arguments}:\n{done.stderr[-4000:]}")
        return json.loads(done.stdout.splitlines()[-1])


def corpus() -> Path | None:
    """Return the folder of real laws, if this machine has it."""
    from django.conf import settings  # noqa: PLC0415 -- app ready

    folder = Path(settings.CORPUS) / "laws"
    return folder if folder.is_dir() else None
