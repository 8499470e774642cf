"""For everybody: the keyboard alone, narrow screens, and no barrier axe can find."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import acts

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    }
}
WIDTHS = (320, 1280)


def tab_to(page: Page, found: str, most: int = 120) -> None:
    """Press Tab until the focus is on an element that fits ``found``."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({found!r})"):
            return
    raise AssertionError(f"the keyboard never reaches {found}")


def test_comment_is_handed_in_by_keyboard_alone(someone, server):
    page = someone()
    page.goto(server.seed["pages"]["provision"])

    tab_to(page, '.voices a[href*="on=3"]')
    page.keyboard.press("Enter")
    expect(page.get_by_label("您的意见")).to_be_visible()
    tab_to(page, "input[name=stance]")
    page.keyboard.press("Space")
    tab_to(page, "textarea[name=body]")
    page.keyboard.type("请写明晚上几点以后要安静。")
    tab_to(page, "button[name=step][value=check]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("核对后提交")
    tab_to(page, "button[name=step][value=submit]")
    page.keyboard.press("Enter")

    assert acts.receipt_on(page).code


def reports(page: Page, name: str, width: int) -> list[str]:
    """Return what axe finds, one line for each rule broken."""
    answer = Axe().run(page, options=RULES).response
    assert len(answer["passes"]) > 10
    return [
        f"{name} {width}: {found['id']} {found['nodes'][0]['target']} "
        f"{found['nodes'][0]['failureSummary']}"
        for found in answer["violations"]
    ]


def is_wider_than_the_screen(page: Page) -> bool:
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages_have_no_barrier(someone, server, width):
    page = someone(viewport={"width": width, "height": 800})
    found, wide = [], []

    for name, url in server.seed["pages"].items():
        page.goto(url)
        found += reports(page, name, width)
        if is_wider_than_the_screen(page):
            wide.append(name)

    assert found == []
    assert wide == []


@pytest.mark.parametrize("width", WIDTHS)
def test_way_of_a_comment_has_no_barrier(someone, server, width):
    page = someone(viewport={"width": width, "height": 800})
    found = []
    page.goto(server.seed["pages"]["comment"])
    acts.press(page, "下一步：核对")
    found += reports(page, "comment, refused", width)
    page.get_by_label("您的意见").fill("请写明晚上几点以后要安静。")
    acts.press(page, "下一步：核对")
    found += reports(page, "check", width)
    acts.press(page, "提交意见")
    receipt = acts.receipt_on(page)
    found += reports(page, "receipt", width)

    acts.look_up(page, receipt)
    found += reports(page, "looked up", width)

    assert found == []
