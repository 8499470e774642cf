"""For everybody: the keyboard alone, narrow screens, and no barrier axe can find."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import acts, looks, states
from tests.browser.writing import tab_to

pytestmark = pytest.mark.browser


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


@pytest.mark.parametrize("look", ["normal", "elder"])
def test_main_pages_have_no_barrier_and_keep_their_policy(someone, server, look):
    page = looks.opened(someone, server, look, looks.WIDTHS[-1])

    with states.watched(page) as troubles:
        found = looks.survey(
            page, states.MAIN, server.seed, looks.defects_at_all_widths
        )

    assert found == [], "\n".join(found)
    assert troubles == []
