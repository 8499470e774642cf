"""A request larger than the site takes in ends before it is in memory (V20)."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from config.bodies import LARGEST
from tests.serving import HOST, Server


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bodies")
    server = Server(f"sqlite:///{folder / 'empty.sqlite3'}")
    server.start()
    yield server
    server.forget()


def memory(server):
    """Return the resident megabytes of the server."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    line = next(row for row in status.splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def answer_to(server, head, chunks):
    """Send a request as far as it is taken; return the first line of the answer."""
    with socket.create_connection((HOST, server.port), timeout=20) as line:
        line.sendall(f"GET /livez HTTP/1.1\r\nHost: localhost\r\n{head}\r\n".encode())
        try:
            for chunk in chunks:
                line.sendall(chunk)
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            return line.recv(4096).split(b"\r\n")[0].decode()
        except ConnectionResetError:
            return "hung up"


def test_announced_giant_is_refused_at_once(server):
    answer = answer_to(server, f"Content-Length: {LARGEST + 1}\r\n", [])

    assert answer == "HTTP/1.1 413 Content Too Large"


def test_giant_in_chunks_never_fills_the_memory(server):
    before = memory(server)
    part = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"

    answer = answer_to(server, "Transfer-Encoding: chunked\r\n", [part] * 100)

    assert answer in {"HTTP/1.1 413 Content Too Large", "hung up"}
    assert memory(server) - before < 100
    assert server.answers()


def test_ordinary_request_reaches_the_site(server):
    answer = answer_to(server, "Content-Length: 3\r\n", [b"a=b"])

    assert answer == "HTTP/1.1 200 OK"
