"""Checks of the house style that no other tool makes; exit 1 names what is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 400


def tracked(pattern: str) -> list[Path]:
    """Files of the repository that match a git pathspec."""
    listed = subprocess.run(
        ["git", "ls-files", "--", pattern],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines()]


def long_modules() -> list[str]:
    """Modules past the length at which a room wants a wall."""
    found = []
    for file in tracked("*.py"):
        if not file.exists() or "migrations" in file.parts:
            continue
        lines = len(file.read_text("utf-8").splitlines())
        if lines > LONGEST_MODULE:
            found.append(f"{file.relative_to(ROOT)}: {lines} 行，超过 {LONGEST_MODULE}")
    return found


def addresses_in_locks() -> list[str]:
    """Lock files carry hashes and no address."""
    return [
        f"{file.relative_to(ROOT)} 里有网址"
        for file in tracked("requirements/*.lock")
        if "://" in file.read_text("utf-8")
    ]


def stray_package() -> list[str]:
    """``site/`` is a folder on the path; as a package it would hide Python's own."""
    return ["site/__init__.py 不应存在"] if (ROOT / "site/__init__.py").exists() else []


def unexplained() -> list[str]:
    """What silences a tool names the rule and says why.

    ``noqa: CODE -- reason``, ``type: ignore[code]  # reason``, ``pragma: … -- reason``.
    """
    marks = re.compile(r"[#] (?:noqa|type: ignore|pragma)\b")
    fit = re.compile(
        r"[#] noqa: [A-Z]+\d+(?:, [A-Z]+\d+)* -- \S"
        r"|[#] type: ignore\[[a-z-]+\]  # \S"
        r"|[#] pragma: [a-z ]+ -- \S"
    )
    return [
        f"{file.relative_to(ROOT)}:{number} 要写明规则代码和理由"
        for file in tracked("*.py")
        if file.exists()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
        if len(marks.findall(line)) != len(fit.findall(line))
    ]


def main() -> int:
    """Print what is wrong and return the exit code."""
    wrong = long_modules() + addresses_in_locks() + stray_package() + unexplained()
    for line in wrong:
        print(line)  # noqa: T201 -- a command's output
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
