"""The states of pages that are looked at one by one: how to get there, and as whom."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.browser import acts

BODY = "请写明晚上几点以后要安静。"
ONWARD = "main form button.button[name=step]:not([data-kind])"
SUBMIT = "main form button.button[name=step][value=submit]"
Steps = Callable[[Page], None]


@dataclass(frozen=True)
class State:
    """A page as somebody meets it: an address of the seed, and what is done there."""

    name: str
    page: str = ""
    steps: Steps | None = None
    path: str = ""
    who: str = ""

    def reach(self, page: Page, seed: dict[str, Any]) -> None:
        """Bring ``page`` into the state."""
        page.goto(self.path or seed["pages"][self.page or self.name])
        if self.steps:
            self.steps(page)


def refuse(page: Page) -> None:
    """Ask to check a comment without words."""
    press_on(page)


def check(page: Page) -> None:
    """Write, and go on to the check; the larger print asks one thing at a time."""
    page.get_by_label("您的意见").or_(page.locator("textarea[name=body]")).first.fill(
        BODY
    )
    for _page in range(4):
        if page.locator(SUBMIT).count():
            return
        press_on(page)


def hand_in(page: Page) -> None:
    """Hand the comment in."""
    check(page)
    with page.expect_navigation():
        page.locator(SUBMIT).click()


def look_up(page: Page) -> None:
    """Hand in, and ask what became of it."""
    hand_in(page)
    receipt = acts.receipt_on(page)
    page.goto("/lookup/")
    page.get_by_label("受理编号").fill(receipt.number)
    page.get_by_label("查询码").fill(receipt.code)
    with page.expect_navigation():
        acts.press(page, "查询")


def ask_wrongly(page: Page) -> None:
    """Ask with a number that is none."""
    page.get_by_label("受理编号").fill("YJ-1")
    page.get_by_label("查询码").fill("ABCD")
    with page.expect_navigation():
        acts.press(page, "查询")


def press_on(page: Page) -> None:
    """Press the filled button of the form; every page has one."""
    with page.expect_navigation():
        page.locator(ONWARD).first.click()


MAIN = (
    State("home"),
    State("rounds"),
    State("regulation"),
    State("reading"),
    State("provision"),
    State("compare"),
    State("origins"),
    State("open"),
    State("result"),
    State("search"),
    State("points"),
    State("lookup"),
    State("comment, refused", "comment", refuse),
    State("check", "comment", check),
    State("receipt", "comment", hand_in),
    State("looked up", "comment", look_up),
)

OTHERS = (
    State("regulations"),
    State("comment"),
    State("login"),
    State("nothing found", path="/search/?q=%E9%BE%98"),
    State("lookup, refused", "lookup", ask_wrongly),
    State("display", path="/display/"),
    State("not there", path="/r/NOWHERE/"),
    State("fault", path="/fault/"),
    State("accessibility", path="/about/accessibility/"),
    State("privacy", path="/about/privacy/"),
    State("site map", path="/sitemap/"),
    State("whole text", "print"),
    State("changes only", "changes"),
    State("subscribe"),
    State("poster"),
    State("styleguide", path="/styleguide/"),
)

DESK = tuple(
    State(name, who="staff")
    for name in (
        "desk",
        "desk-regulations",
        "desk-regulation",
        "desk-import",
        "desk-version",
        "desk-lineage",
        "desk-explain",
        "desk-round",
        "desk-ask",
        "desk-comments",
        "desk-comment",
        "desk-groups",
        "desk-decide",
        "desk-dispositions",
        "desk-results",
    )
)


@dataclass
class Watch:
    """What the browser complains of while a page is driven."""

    troubles: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Listen for refusals of the policy, and for errors of scripts."""
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        page.on("console", self._said)
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', (e) =>"
            " console.error('POLICY ' + e.violatedDirective + ' ' + e.blockedURI))"
        )

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning") and is_trouble(message.text):
            self.troubles.append(f"{message.location.get('url')}: {message.text}")


def is_trouble(text: str) -> bool:
    """Tell a complaint from the browser's note that a page answered 4xx."""
    return not text.startswith("Failed to load resource: the server responded with")


@contextlib.contextmanager
def watched(page: Page) -> Iterator[list[str]]:
    """Collect the browser's complaints."""
    watch = Watch()
    watch.over(page)
    yield watch.troubles
