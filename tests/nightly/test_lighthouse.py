"""Lighthouse 12 over six pages; needs Node, and npm once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

from tests.browser.conftest import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.nightly
VERSION = "lighthouse@12"
PAGES = ("home", "rounds", "reading", "provision", "comment", "result")
CATEGORIES = ("accessibility", "best-practices", "performance")
LEAST = {"accessibility": 1.0, "best-practices": 1.0, "performance": 0.95}


def scores(address: str) -> dict[str, float]:
    """Return what lighthouse gives a page on its slow mobile connection."""
    done = subprocess.run(
        [
            *("npx", "--yes", VERSION, address, "--quiet", "--output=json"),
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={' '.join(['--headless', *ARGUMENTS])}",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "CHROME_PATH": shutil.which("chromium") or str(CHROMIUM)},
    )
    report = json.loads(done.stdout)
    for audit in report["audits"].values():
        if audit["score"] == 0:
            print(f"  {audit['id']}: {audit['title']}")
    return {name: report["categories"][name]["score"] for name in CATEGORIES}


@pytest.mark.parametrize("name", PAGES)
def test_lighthouse_finds_nothing(server, name):
    if not shutil.which("npx"):
        pytest.skip("NOT COVERED: no Node on this machine, so no lighthouse")

    found = scores(server.address + server.seed["pages"][name])

    print(name, found)
    assert {k: v for k, v in found.items() if v < LEAST[k]} == {}
