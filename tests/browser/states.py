"""The states of pages that are looked at one by one: how to get there, and as whom."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, TimeoutError

from tests.browser import acts

BODY = "请写明晚上几点以后要安静。"
ONWARD = "main form button.button[name=step]:not([data-kind])"
SUBMIT = "main form button.button[name=step][value=submit]"
Steps = Callable[[Page], None]
MOVED = (301, 302, 303, 304, 307, 308)
STATUS = "performance.getEntriesByType('navigation')[0].responseStatus"


@dataclass(frozen=True)
class State:
    """A page as somebody meets it: an address of the seed, and what is done there.

    ``shows`` is what only this state has, and ``status`` how its page was answered;
    ``look`` names the one way of drawing in which the state exists.
    """

    name: str
    page: str = ""
    steps: Steps | None = None
    path: str = ""
    who: str = ""
    shows: str = "main h1"
    status: int = 200
    look: str = ""

    def reach(self, page: Page, seed: dict[str, Any]) -> None:
        """Bring ``page`` into the state, and make sure that it is there."""
        page.goto(self.path or seed["pages"][self.page or self.name])
        if self.steps:
            self.steps(page)
        try:
            page.locator(self.shows).first.wait_for(timeout=5_000)
        except TimeoutError as late:
            raise AssertionError(
                f"{self.name}: no {self.shows} at {page.url}"
            ) from late
        answered = page.evaluate(STATUS)
        assert answered == self.status, f"{self.name}: {page.url} answered {answered}"


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


def write(page: Page) -> None:
    """Answer the first question of the larger print."""
    page.locator("textarea[name=body]").fill(BODY)
    press_on(page)


def write_and_take_sides(page: Page) -> None:
    """Answer the first two questions of the larger print."""
    write(page)
    press_on(page)


def send(page: Page) -> None:
    """Press the one button of the form."""
    with page.expect_navigation():
        page.locator("main form button.button").last.click()


def subscribe(page: Page) -> None:
    """Ask for news by mail."""
    page.locator("input[name=topic]").first.check()
    page.locator("input[name=email]").fill("reader@example.org")
    send(page)


def keep_the_ended(page: Page) -> None:
    """Narrow a list by its last tab."""
    with page.expect_navigation():
        page.locator(".tabs a").last.click()


def find_points(page: Page) -> None:
    """Look for contact points by words."""
    page.locator("main input[name=q]").fill("试验")
    with page.expect_navigation():
        page.locator("form.filters button").click()


def tick_all(page: Page, act: str) -> None:
    """Pick every comment of the queue, and ask for ``act``."""
    for box in page.locator("input[name=comment]").all():
        box.check()
    with page.expect_navigation():
        acts.press(page, act)


def preview_accepting(page: Page) -> None:
    tick_all(page, "受理……")


def preview_grouping(page: Page) -> None:
    tick_all(page, "归并成一组……")


def open_beside(page: Page) -> None:
    """Open a comment of the queue beside it."""
    page.locator("a[data-row]").first.click()


REFUSED = ".error-summary"
MAIN = (
    State("home"),
    State("rounds", shows=".listing .entry"),
    State("regulation"),
    State("reading", shows=".provision .law"),
    State("provision", shows="main .law"),
    State("compare", shows="ins"),
    State("origins", shows=".thread"),
    State("open", shows="main a[href^='/comment/']"),
    State("result", shows=".stamp[data-result]"),
    State("search", shows="h2[id^=found-]"),
    State("points", shows=".listing h2"),
    State("lookup", shows="input[name=code]"),
    State("comment, refused", "comment", refuse, shows=REFUSED, status=422),
    State("check", "comment", check, shows="dl.answers"),
    State("receipt", "comment", hand_in, shows="#query-code"),
    State("looked up", "comment", look_up, shows="blockquote.said"),
)

OTHERS = (
    State("regulations"),
    State("rounds, filtered", "rounds", keep_the_ended, shows=".tabs [aria-current]"),
    State("points, filtered", "points", find_points, shows=".found"),
    State("points, none", path="/points/?q=%E9%BE%98", shows=".empty"),
    State("comment", shows="textarea[name=body]"),
    State("second question", "comment", write, shows="[name=stance]", look="elder"),
    State(
        "third question",
        "comment",
        write_and_take_sides,
        shows="[name=phone]",
        look="elder",
    ),
    State("login", shows="input[name=password]"),
    State("nothing found", path="/search/?q=%E9%BE%98", shows=".search-none"),
    State("search, refused", path=f"/search/?q={'a' * 61}", shows=REFUSED, status=422),
    State("search, empty", path="/search/", shows=".search-form"),
    State("lookup, refused", "lookup", ask_wrongly, shows=REFUSED, status=422),
    State("display", path="/display/", shows="input[name=mode]"),
    State("not there", path="/r/NOWHERE/", status=404),
    State("gone", status=410),
    State("fault", path="/fault/", shows="textarea[name=text]"),
    State("fault, refused", path="/fault/", steps=send, shows=REFUSED, status=422),
    State("accessibility", path="/about/accessibility/"),
    State("privacy", path="/about/privacy/"),
    State("site map", path="/sitemap/"),
    State("whole text", "print", shows=".whole .law"),
    State("changes only", "changes", shows="ins"),
    State("subscribe", shows="input[name=email]"),
    State("subscribe, refused", "subscribe", send, shows=REFUSED, status=422),
    State("subscribe, received", "subscribe", subscribe, shows="main b"),
    State("poster", shows=".poster-code img"),
    State("styleguide", path="/styleguide/", shows=".stamp"),
)

DESK = (
    *(
        State(name, who="staff", shows=".desk h1")
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
            "desk-rounds",
            "desk-articles",
            "desk-decision",
            "desk-survivals",
            "desk-keys",
            "desk-faults",
        )
    ),
    State("panel", "desk-comments", open_beside, who="staff", shows="#panel[data-of]"),
    State("batch", "desk-comments", preview_accepting, who="staff", shows="ol.batch"),
    State("grouping", "desk-comments", preview_grouping, who="staff", shows="ol.batch"),
    State("desk, forbidden", "forbidden", who="staff", status=403),
    State("desk, by button", "button", who="staff", status=405),
)


def seen(states: Iterable[State], look: str) -> list[State]:
    """Leave out the states that do not exist in ``look``."""
    return [state for state in states if state.look in ("", look)]


# What would let a script in that this site did not ship.
LOOSE = {"unsafe-inline", "unsafe-eval", "unsafe-hashes", "*", "http:", "https:"}


def is_loose(policy: str) -> bool:
    """Say whether ``policy`` lets scripts or styles in that this site did not ship."""
    told = {
        words[0]: words[1:] for part in policy.split(";") if (words := part.split())
    }
    sources = [*told.get("script-src", ["*"]), *told.get("style-src", ["*"])]
    return bool({source.strip("'") for source in sources} & LOOSE)


@dataclass
class Watch:
    """What the browser complains of while a page is driven."""

    troubles: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Listen for loose policies, refusals of a policy, and errors of scripts."""
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        page.on("console", self._said)
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', (e) =>"
            " console.error('POLICY ' + e.violatedDirective + ' ' + e.blockedURI))"
        )

    def _answered(self, response: Any) -> None:
        if response.request.is_navigation_request() and response.status not in MOVED:
            policy = response.headers.get("content-security-policy", "")
            if is_loose(policy):
                self.troubles.append(f"{response.url}: loose policy {policy!r}")

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
