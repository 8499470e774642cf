"""A Chromium, and a running site with a database of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import databases, serving

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = databases.ROOT / "var" / "shots"


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Start Chromiums, each with further arguments of its own."""
    found = shutil.which("chromium") or (CHROMIUM.exists() and str(CHROMIUM))
    if not found:
        pytest.skip("NOT COVERED: no chromium on this machine; apt install chromium")
    with sync_playwright() as playwright:

        def start(*arguments: str) -> Browser:
            return playwright.chromium.launch(
                executable_path=found, args=[*ARGUMENTS, *arguments]
            )

        yield start


@pytest.fixture(scope="session")
def chromium(launch) -> Iterator[Browser]:
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def server(chromium, django_db_setup, django_db_blocker) -> Iterator[serving.Server]:
    """A site with the seed; stopped and taken away at the end."""
    with django_db_blocker.unblock():
        name = databases.fresh_copy("browser")
        address = databases.address_of(name)
    server = serving.Server(address)
    try:
        laws = serving.corpus()
        server.seed = server.run("tests.browser.seed", "prepare", str(laws or ""))
        server.start()
        yield server
    finally:
        server.forget()
        with django_db_blocker.unblock():
            databases.take_away(name)


@pytest.fixture
def laws_seeded(server) -> dict[str, Any]:
    if "plain" not in server.seed:
        pytest.skip("NOT COVERED: no real laws; set MINYI_CORPUS")
    return server.seed


@pytest.fixture
def someone(chromium, server) -> Iterator[Callable[..., Page]]:
    """Open pages for people who share nothing with each other."""
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = chromium.new_context(
            base_url=server.address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def shoot() -> Callable[[Page, str], None]:
    """Save a picture when MINYI_SHOTS=1 asks for them."""

    def save(page: Page, name: str) -> None:
        if os.environ.get("MINYI_SHOTS") == "1":
            SHOTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return save
