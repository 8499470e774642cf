"""An old phone in a village: a thin connection and a slow processor."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from bench.measure import Figure
from tests import databases, serving
from tests.browser.conftest import ARGUMENTS, CHROMIUM

KBITS, LATENCY_MS, SLOWDOWN = 400, 400, 6
LOADS = 3
PAGES = ("home", "reading", "code", "comment", "search")
SETTLE_MS = 1500
METHOD = (
    f"Chromium at 360 × 740, {KBITS} kbit/s, {LATENCY_MS} ms, processor {SLOWDOWN}"
    f" times slower, nothing cached; files as in production; the middle of {LOADS}"
    " loads, from the click; 1 KB is 1,024 bytes as they travel, heads too"
)
LISTEN = """
window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((shift) => {
  if (!shift.hadRecentInput) window.shifts += shift.value;
})).observe({ type: 'layout-shift', buffered: true });
window.largest = 0;
new PerformanceObserver((list) => list.getEntries().forEach((paint) => {
  window.largest = paint.startTime;
})).observe({ type: 'largest-contentful-paint', buffered: true });
"""
READ = """() => {
  const [visit] = performance.getEntriesByType('navigation');
  const files = performance.getEntriesByType('resource');
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return {
    first: paint ? paint.startTime : 1e6, largest: window.largest,
    shifts: window.shifts, usable: visit.loadEventEnd, requests: files.length + 1,
    bytes: [visit, ...files].reduce((sum, file) => sum + file.transferSize, 0),
  };
}"""


def figures() -> list[Figure]:
    """When the text can be read, the form used; what moves; what it weighs."""
    if not (shutil.which("chromium") or CHROMIUM.exists()):
        return [Figure("NOT MEASURED: no chromium at hand", 0, "")]
    name = databases.fresh_copy("slow")
    server = serving.Server(databases.address_of(name))
    server.env["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    try:
        gather(server.env)
        pages = prepared(server)
        server.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(CHROMIUM), args=ARGUMENTS
            )
            found = [
                figure
                for page, address in pages.items()
                for figure in lines(page, measured(browser, server.address + address))
            ]
            browser.close()
    finally:
        server.forget()
        databases.take_away(name)
    return found


def gather(env: dict[str, str]) -> None:
    """Lay out the files that pages load as an installation does."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear"]
    subprocess.run(
        command, cwd=databases.ROOT, env=env, check=True, stdout=subprocess.DEVNULL
    )


def prepared(server: serving.Server) -> dict[str, str]:
    """Return the addresses to load; the longest law's where it is at hand."""
    seed = server.run("tests.browser.seed", "prepare", "")["pages"]
    laws = Path(settings.CORPUS) / "laws"
    if laws.is_dir():
        made = server.run("tests.browser.seed", "texts", str(laws), "mfd-2020")
        seed["code"] = made["mfd-2020"]["reading"]
    return {name: seed[name] for name in PAGES if name in seed}


def measured(browser: Browser, address: str) -> dict[str, float]:
    """Load a page a few times, each in a browser that has seen nothing."""
    loads = [load(browser, address) for _time in range(LOADS)]
    return {key: statistics.median(one[key] for one in loads) for key in loads[0]}


def load(browser: Browser, address: str) -> dict[str, Any]:
    """Load a page once; times are milliseconds."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN"
    )
    page = context.new_page()
    throttle(page)
    page.add_init_script(LISTEN)
    page.goto(address, wait_until="load", timeout=120_000)
    page.wait_for_timeout(SETTLE_MS)
    read = page.evaluate(READ)
    context.close()
    return read


def throttle(page: Page) -> None:
    """Make connection and processor what they are in a village."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": KBITS * 1000 / 8,
            "uploadThroughput": KBITS * 1000 / 8,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})


def lines(page: str, read: dict[str, float]) -> list[Figure]:
    """Return the figures of one page."""
    return [
        Figure(f"{page}: first words", read["first"] / 1000, "s", 3),
        Figure(f"{page}: largest paint", read["largest"] / 1000, "s"),
        Figure(f"{page}: loaded, form usable", read["usable"] / 1000, "s", 5),
        Figure(f"{page}: layout shift", read["shifts"], "", 0.05),
        Figure(f"{page}: weight", read["bytes"] / 1024, "KB", 90),
        Figure(f"{page}: requests", read["requests"], "", 6),
    ]
