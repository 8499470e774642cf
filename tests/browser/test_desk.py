"""Triage at the workbench: by keys alone, and without any script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import acts

pytestmark = pytest.mark.browser

NEW, ACCEPTED = "submitted", "accepted"


@pytest.fixture
def queue(server):
    """A round of its own for each test: what one decides no other meets."""
    return server.run("tests.browser.triage", "queue")


def stages(server, queue):
    return server.run("tests.browser.triage", "stages", queue["code"])


def at_the_queue(someone, server, queue, query="", **options):
    page = someone(**options)
    acts.sign_in(page, "staff", server.seed["password"])
    page.goto(f"/desk/c/{queue['code']}/comments/{query}")
    return page


def press(page, *names):
    for name in names:
        page.keyboard.press(name)


def shown(page):
    """The comment beside the list."""
    return page.locator("#panel[data-of]")


def told(page):
    """What the rows of the list say of each comment."""
    return page.locator(".queue-state").all_inner_texts()


def focused_row(page):
    return page.evaluate(
        "document.activeElement.closest('[data-keys] > li')?.firstElementChild.id"
    )


def test_whole_triage_goes_by_keys_alone(someone, server, queue):
    page = at_the_queue(someone, server, queue)
    first, second, third, _fourth = queue["fresh"]

    press(page, "j", "j")
    expect(shown(page)).to_have_attribute("data-of", f"c{second}")
    press(page, "k")
    expect(shown(page)).to_contain_text("禁止在学校、医院周边开展试验。")
    press(page, "a")
    expect(page.locator(".undo")).to_contain_text("已受理")
    expect(shown(page)).to_have_attribute("data-of", f"c{second}")
    assert focused_row(page) == f"c{second}"
    assert told(page) == ["已受理", "待审核", "待审核", "待审核", "已受理"]
    press(page, "u")
    expect(page.locator(".messages")).to_contain_text("已撤销")
    assert stages(server, queue) == [NEW, NEW, NEW, NEW, ACCEPTED]
    page.goto(f"/desk/c/{queue['code']}/comments/?state=waiting")
    press(page, "j", "x", "j", "x", "a")
    expect(page.get_by_role("heading", level=1)).to_have_text("受理 2 条意见")
    assert stages(server, queue) == [NEW, NEW, NEW, NEW, ACCEPTED]
    press(page, "a")
    expect(page.locator(".undo")).to_contain_text("已受理2条意见")
    assert stages(server, queue) == [ACCEPTED, ACCEPTED, NEW, NEW, ACCEPTED]
    expect(page.locator(".queue-row")).to_have_count(2)
    page.goto(f"/desk/c/{queue['code']}/comments/")
    press(page, "j", "x", "j", "x", "g")
    expect(page.get_by_role("heading", level=1)).to_have_text("归并 2 条意见")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/comments/"))
    press(page, "j")
    expect(shown(page)).to_have_attribute("data-of", f"c{first}")
    press(page, "d")
    expect(page.get_by_role("heading", level=1)).to_have_text("拟定处理结果")
    assert third


def test_act_follows_the_row_not_the_panel_behind_it(someone, server, queue):
    page = at_the_queue(someone, server, queue)

    press(page, "j", "j", "j", "a")

    expect(page.locator(".undo")).to_contain_text(queue["receipts"][2])
    assert stages(server, queue) == [NEW, NEW, ACCEPTED, NEW, ACCEPTED]


def test_keys_rest_while_one_types(someone, server, queue):
    page = at_the_queue(someone, server, queue)

    press(page, "/")
    page.keyboard.type("jxau")
    typed = page.get_by_label("文字").input_value()
    press(page, "Escape", "j")

    expect(shown(page)).to_have_attribute("data-of", f"c{queue['fresh'][0]}")
    assert typed == "jxau"
    assert NEW in stages(server, queue)[0]


def test_keys_rest_while_characters_are_composed(someone, server, queue):
    page = at_the_queue(someone, server, queue)
    row = page.locator(".queue-words").first
    row.focus()

    row.dispatch_event("keydown", {"key": "a", "isComposing": True, "bubbles": True})
    page.wait_for_timeout(300)

    assert page.locator(".undo").count() == 0


def test_list_of_keys_opens_and_closes_and_they_can_be_switched_off(
    someone, server, queue
):
    page = at_the_queue(someone, server, queue)
    press(page, "?")
    expect(page.locator(".key-list")).to_be_focused()
    press(page, "Escape")
    expect(page.locator(".key-list")).to_have_count(0)
    press(page, "?")
    page.get_by_role("button", name="关掉快捷键").click()
    expect(page.locator("[aria-keyshortcuts]")).to_have_count(0)

    press(page, "j")
    page.wait_for_timeout(300)

    expect(shown(page)).to_have_count(0)


def test_words_of_people_stay_words_in_the_panel(someone, server, queue):
    page = at_the_queue(someone, server, queue)

    page.locator(".queue-words").nth(3).click()

    expect(shown(page).locator(".said").first).to_have_text("<b>粗</b>体的意见。")


def test_undo_goes_when_its_time_is_over(someone, server, queue):
    page = at_the_queue(someone, server, queue)
    page.clock.install()
    press(page, "j")
    expect(shown(page)).to_have_count(1)
    press(page, "a")
    undo = page.locator(".undo button")
    expect(undo).to_be_visible()

    page.clock.fast_forward(11_000)

    expect(undo).to_be_hidden()
    expect(page.locator(".undo")).to_contain_text("已受理")


def test_triage_works_without_scripts(someone, server, queue):
    page = at_the_queue(
        someone, server, queue, "?state=waiting", java_script_enabled=False
    )

    page.locator(".queue-words").first.click()
    expect(shown(page)).to_contain_text("禁止在学校、医院周边开展试验。")
    shown(page).get_by_role("button", name="受理").click()
    expect(shown(page)).to_have_attribute("data-of", f"c{queue['fresh'][1]}")
    page.get_by_role("button", name="撤销").click()
    assert told(page) == ["待审核"] * 4
    page.get_by_label("符合条件的全部").check()
    acts.press(page, "受理……")
    expect(page.locator("ol.batch > li")).to_have_count(4)
    acts.press(page, "确认受理")

    assert stages(server, queue) == [ACCEPTED] * 5


def test_panel_stands_under_its_row_on_a_telephone(someone, server, queue):
    page = at_the_queue(someone, server, queue, viewport={"width": 360, "height": 740})

    page.locator(".queue-words").nth(1).click()
    expect(shown(page)).to_be_visible()
    row = page.locator(".queue-row").nth(1).bounding_box()
    panel = shown(page).bounding_box()

    assert abs(panel["y"] - row["y"] - row["height"]) < 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
