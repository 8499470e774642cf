"""Work on untrusted files in a child process with little memory and time."""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from common.uploads import MEGABYTE, UploadRefused

MAX_MEMORY = 300 * MEGABYTE
MAX_CPU_SECONDS = 10
MAX_SECONDS = 15
MAX_RESULT = 32 * MEGABYTE

_FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "subprocess.Popen",
    "os.system",
    "os.exec",
)


def run_limited(function: str, data: bytes, **options: Any) -> Any:
    """Return what ``module:name`` makes of ``data`` and ``options``, by way of JSON.

    It runs in a child without our environment, at most 300 MB above its start,
    10 s of CPU and 15 s by the clock; it can neither connect nor start programs.

    Raises:
        UploadRefused: the function refused the file, or ran out of its limits.
    """
    command = [sys.executable, "-m", "common.limited", function, json.dumps(options)]
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        child = subprocess.run(  # noqa: S603 -- our own interpreter and function
            command,
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS,
            env=environment,
            cwd=tempfile.gettempdir(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_heavy() from error
    if child.returncode or not child.stdout:
        raise _too_heavy()
    answer = json.loads(child.stdout)
    if "refused" in answer:
        raise UploadRefused(*answer["refused"])
    return answer["result"]


def _too_heavy() -> UploadRefused:
    message = (
        "文件内容过多或者结构异常，规定的时间和内存内没有读完。"
        "请用 Word 或 WPS 打开，另存为新文件，或者分成几个文件后上传。"
    )
    return UploadRefused("too_heavy", message)


def _limit_ourselves() -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + MAX_MEMORY
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: MAX_CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        resource.setrlimit(kind, (limit, limit))

    def refuse(event: str, _arguments: tuple[object, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(event)

    sys.addaudithook(refuse)


def _answer(function: str, options: dict[str, Any], data: bytes) -> dict[str, Any]:
    module, _, name = function.partition(":")
    called = getattr(importlib.import_module(module), name)
    _limit_ourselves()
    try:
        return {"result": called(data, **options)}
    except UploadRefused as refused:
        return {"refused": [refused.code, refused.message]}
    except (MemoryError, RecursionError):
        heavy = _too_heavy()
        return {"refused": [heavy.code, heavy.message]}


def main() -> None:
    data = sys.stdin.buffer.read()
    answer = json.dumps(_answer(sys.argv[1], json.loads(sys.argv[2]), data))
    if len(answer) <= MAX_RESULT:
        sys.stdout.write(answer)


if __name__ == "__main__":
    main()
