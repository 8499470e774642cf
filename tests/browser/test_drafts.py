"""Drafts of typed words, kept on the device and nowhere else."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.writing import BODY, body_of, forward, on_check, write

pytestmark = pytest.mark.browser
PHONE = "13800138000"
STORED = "JSON.stringify({...localStorage})"


def test_draft_outlives_the_page_and_ends_with_the_receipt(someone, server):
    page = someone()
    write(page, server)
    expect(page.locator("[data-draft-status]")).to_contain_text("存为草稿")
    # As when the battery ends: no handler of the page runs.
    page.close()

    page = page.context.new_page()
    page.goto(server.seed["pages"]["comment"])
    expect(page.locator("[data-draft-status]")).to_have_text("已恢复您上次写的字。")
    assert body_of(page) == BODY
    page.get_by_text("怎么告诉您结果").click()
    page.locator("input[name=phone]").fill(PHONE)
    page.locator("input[name=privacy]").check()
    forward(page)
    on_check(page)
    kept = page.evaluate(STORED)
    assert BODY in json.loads(kept).popitem()[1]
    assert PHONE not in kept
    acts.press(page, "提交意见")
    acts.receipt_on(page)

    assert page.evaluate(STORED) == "{}"


def test_draft_of_another_article_is_left_alone(someone, server):
    page = someone()
    write(page, server)
    expect(page.locator("[data-draft-status]")).to_contain_text("存为草稿")
    page.goto(server.seed["pages"]["comment"].replace("on=3", "on=4"))
    assert body_of(page) == ""

    page.goto(server.seed["pages"]["comment"])

    assert body_of(page) == BODY


def test_draft_is_saved_while_one_types_on(someone, server):
    page = someone()
    page.clock.install()
    page.goto(server.seed["pages"]["comment"])
    page.locator("textarea[name=body]").focus()
    for character in "一二三四五":
        page.keyboard.insert_text(character)
        page.clock.run_for(400)

    assert "一二三" in page.evaluate(STORED)


def test_draft_is_dropped_by_its_button_and_brought_back(someone, server):
    page = someone()
    write(page, server)
    acts.press(page, "清除草稿")
    assert (body_of(page), page.evaluate(STORED)) == ("", "{}")

    acts.press(page, "撤销清除")
    assert body_of(page) == BODY
    acts.press(page, "清除草稿")
    page.reload()

    assert body_of(page) == ""


def test_words_the_server_sent_back_are_newer_than_the_draft(someone, server):
    page = someone()
    write(page, server)
    forward(page)
    on_check(page)
    page.evaluate(
        "for (const key of Object.keys(localStorage))"
        " localStorage[key] = localStorage[key].replace('安静', '吵闹')"
    )

    page.locator("dl.answers button", has_text="您的意见").click()

    assert body_of(page) == BODY


# No network, no answer, no cookie, no time, no sign-in (U05).
