"""How the site may be drawn, and what can be measured of a drawn page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

from tests.browser import acts
from tests.browser.states import State

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
WIDTHS = (320, 1280)
HEIGHT = 800
# Options of the browser's context, and cookies.
LOOKS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "normal": ({}, {}),
    "elder": ({}, {"mode": "elder"}),
    "contrast": ({}, {"mode": "contrast"}),
    "dark": ({"color_scheme": "dark"}, {}),
}


def opened(
    someone: Callable[..., Page], server: Any, look: str, width: int, **options: Any
) -> Page:
    """Open a page that is drawn in ``look`` on a screen of ``width`` CSS pixels."""
    drawn, cookies = LOOKS[look]
    page = someone(viewport={"width": width, "height": HEIGHT}, **drawn, **options)
    dress(page, server.address, cookies)
    return page


def dress(page: Page, address: str, cookies: dict[str, str]) -> None:
    """Choose a way of drawing, as the display settings would."""
    page.context.add_cookies(
        [{"name": n, "value": v, "url": address} for n, v in cookies.items()]
    )


def visit(page: Page, state: State, seed: dict[str, Any]) -> None:
    """Reach a state, signed in as whoever sees it."""
    if state.who:
        sign_in_once(page, state.who, seed["password"])
    state.reach(page, seed)


def survey(
    page: Page,
    states: Iterable[State],
    seed: dict[str, Any],
    look_at: Callable[[Page, str], list[str]],
) -> list[str]:
    """Return what ``look_at`` finds in every state, and the states never reached."""
    found = []
    for state in states:
        try:
            visit(page, state, seed)
        except (AssertionError, Error) as why:
            found.append(f"{state.name}: not reached: {str(why).splitlines()[0]}")
        else:
            found += look_at(page, state.name)
    return found


def sign_in_once(page: Page, username: str, password: str) -> None:
    """Sign in unless this browser already has."""
    names = {cookie["name"] for cookie in page.context.cookies()}
    if "sessionid" not in names:
        acts.sign_in(page, username, password)


def barriers(page: Page, name: str) -> list[str]:
    """Return what axe finds, one line for each rule broken.

    The window is made as tall as the page: axe takes whatever is half under a bar that
    stays in sight for a small target, though it scrolls out. That nothing with the
    focus stays covered is measured in test_touch.
    """
    screen = page.viewport_size
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": screen["width"], "height": max(tall, HEIGHT)})
    try:
        return _broken(page, name)
    finally:
        page.set_viewport_size(screen)


def _broken(page: Page, name: str) -> list[str]:
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(Axe().axe_script)
    answer = page.evaluate("(rules) => axe.run(rules)", RULES)
    assert len(answer["passes"]) > 10
    return [
        f"{name}: {found['id']} {found['nodes'][0]['target']} "
        f"{found['nodes'][0]['failureSummary']}"
        for found in answer["violations"]
    ]


def is_wider_than_the_screen(page: Page) -> bool:
    """Say whether one would have to scroll sideways."""
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def defects(page: Page, name: str) -> list[str]:
    """Return every barrier, and whether the page runs over the screen."""
    found = barriers(page, name)
    if is_wider_than_the_screen(page):
        found.append(f"{name}: runs over the screen at {urlsplit(page.url).path}")
    return found


def defects_at_all_widths(page: Page, name: str) -> list[str]:
    """Return the defects of one load, narrow and wide."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += defects(page, f"{name} {width}")
    return found
