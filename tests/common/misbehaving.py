"""What a hostile file might make the reading child do."""

import socket
import subprocess


def grow(data):
    held = []
    while True:
        held.append(bytearray(10_000_000))


def loop(data):
    while True:
        pass


def connect(data):
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def spawn(data):
    subprocess.run(["true"], check=True)


def crash(data):
    raise ValueError(data)
