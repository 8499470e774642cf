"""Writing a comment in the browser, by mouse or by keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

BODY = "请写明晚上几点以后要安静，老人睡得早。"


def write(page: Page, server, body: str = BODY) -> None:
    """Open the form about article 3, and type."""
    page.goto(server.seed["pages"]["comment"])
    page.locator("textarea[name=body]").fill(body)


def body_of(page: Page) -> str:
    return page.locator("textarea[name=body]").input_value()


def on_check(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("核对后提交")


def forward(page: Page) -> None:
    """Press the button that leads on, whatever it is called."""
    page.locator("main .button[name=step][value=check]").click()


def tab_to(page: Page, found: str, most: int = 160) -> None:
    """Press Tab until the focus is on an element that fits ``found``."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("found => document.activeElement.matches(found)", found):
            return
    raise AssertionError(f"the keyboard never reaches {found}")


def by_key(page: Page, found: str, key: str = "Enter") -> None:
    tab_to(page, found)
    page.keyboard.press(key)
