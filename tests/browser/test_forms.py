"""Forms that do not lose work, in a real browser (U01 to U05, U14, U25)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.writing import (
    BODY,
    body_of,
    by_key,
    forward,
    on_check,
    tab_to,
    write,
)

pytestmark = pytest.mark.browser
PHONE = "13800138000"
OWN_TALL = "[...document.querySelectorAll('main .button')].filter(b => b.offsetParent)"
STORED = "JSON.stringify({...localStorage})"


@contextmanager
def closed(server) -> Iterator[None]:
    """Let the round's last day pass, and come back for the tests that follow."""
    code = re.search("/comment/([^/]+)/", server.seed["pages"]["comment"])[1]
    server.run("tests.browser.windows", code, "-60")
    try:
        yield
    finally:
        server.run("tests.browser.windows", code, "60")


# What a citizen does, without scripts and without a mouse (U04, U14).


def test_citizens_journeys_work_without_scripts(someone, server):
    page = someone(java_script_enabled=False)
    pages = server.seed["pages"]

    # 1 read, 2 comment
    page.goto(pages["provision"])
    page.locator('.voices a[href*="on=3"]').click()
    page.get_by_label("您的意见").fill(BODY)
    forward(page)
    on_check(page)
    acts.press(page, "提交意见")
    receipt = acts.receipt_on(page)
    # 3 look up
    acts.look_up(page, receipt)
    expect(page.locator("blockquote.said")).to_have_text(BODY)
    # 4 correct
    acts.press(page, "更正这条意见")
    page.get_by_label("您的意见").fill(BODY + "还有学生。")
    acts.press(page, "提交更正")
    expect(page.locator("main")).to_contain_text("更正已收到，原来的话也保留着。")
    # 5 withdraw
    page.get_by_text("撤回这条意见").click()
    acts.press(page, "确认撤回")
    expect(page.get_by_role("heading", level=1)).to_have_text("您已撤回")
    # 6 choose the display
    page.goto("/display/")
    page.locator("input[name=mode][value=elder]").check()
    page.locator("main form button").first.click()
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    # 7 compare two texts
    page.goto(pages["compare"])
    expect(page.locator("main")).to_contain_text("【增】")


def test_citizens_journeys_work_by_keyboard_alone(someone, server):
    page = someone()
    page.goto(server.seed["pages"]["comment"])
    tab_to(page, "textarea[name=body]")
    page.keyboard.insert_text(BODY)
    by_key(page, "button[name=step][value=check]")
    on_check(page)
    by_key(page, "button[name=step][value=submit]")
    receipt = acts.receipt_on(page)

    page.goto("/lookup/")
    tab_to(page, "main input[name=receipt_no]")
    page.keyboard.insert_text(receipt.number)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(receipt.code)
    page.keyboard.press("Enter")
    expect(page.locator("blockquote.said")).to_have_text(BODY)
    by_key(page, 'form[action="/lookup/correct/"] button')
    expect(page.get_by_role("heading", level=1)).to_have_text("更正意见")
    tab_to(page, "textarea[name=body]")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("还有学生。")
    by_key(page, "button[name=step][value=save]")
    expect(page.locator("main")).to_contain_text("更正已收到，原来的话也保留着。")
    by_key(page, "details.actions > summary")
    by_key(page, 'form[action="/lookup/withdraw/"] button')

    expect(page.get_by_role("heading", level=1)).to_have_text("您已撤回")


# Errors (U02).


@pytest.mark.parametrize("mode", ["", "elder"])
def test_summary_takes_the_focus_and_leads_to_the_field(someone, server, mode):
    page = someone()
    page.context.add_cookies([{"name": "mode", "value": mode, "url": server.address}])
    page.goto(server.seed["pages"]["comment"])
    forward(page)

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^错误：", re.M))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    field = page.locator("textarea[name=body]")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("请写下您的意见。"))


# Drafts on the device.


def test_lost_network_keeps_the_page(someone, server):
    page = someone()
    write(page, server)
    page.context.set_offline(True)
    forward(page)
    expect(page.locator("[data-sending]")).to_have_text(
        "现在没有网络，还没有提交。您写的字都在这一页上，连上网再按一次就行。"
    )
    assert body_of(page) == BODY

    page.context.set_offline(False)
    forward(page)

    on_check(page)


@pytest.mark.parametrize("answer", [503, 429, None])
def test_site_that_does_not_answer_keeps_the_page(someone, server, answer):
    page = someone()
    write(page, server)
    forward(page)
    on_check(page)

    def knocked(route):
        route.fulfill(status=answer) if answer else route.abort()

    page.route("**/livez", knocked)
    acts.press(page, "提交意见")
    expect(page.locator("[data-sending]")).to_have_text(
        "网站暂时没有回应，还没有提交。您写的字都在这一页上，请过一会儿再按一次。"
    )
    page.unroute("**/livez")
    acts.press(page, "提交意见")

    assert acts.receipt_on(page).code


def test_more_words_than_the_site_takes_stay_on_the_page(someone, server):
    page = someone()
    page.goto(server.seed["pages"]["comment"])
    page.evaluate("document.querySelector('[name=body]').value = '字'.repeat(1000001)")
    forward(page)

    expect(page.locator("[data-sending]")).to_contain_text("写的字太多，送不出去")
    assert len(body_of(page)) == 1_000_001


def test_lost_cookies_cost_nothing(someone, server):
    page = someone()
    write(page, server)
    page.context.clear_cookies()
    forward(page)
    on_check(page)
    page.context.clear_cookies()
    acts.press(page, "提交意见")

    assert acts.receipt_on(page).code


def test_round_that_closes_while_one_types_gives_the_words_back(someone, server):
    page = someone()
    write(page, server)
    with closed(server):
        forward(page)
        page.wait_for_url(re.compile(r"/comment/[^?]+$"))

    expect(page.get_by_role("heading", level=1)).to_have_text("征集已经截止")
    expect(page).to_have_title(re.compile("^错误："))
    expect(page.locator("textarea[readonly]").first).to_have_value(BODY)
    expect(page.locator("main")).to_contain_text("打电话：")
    # The draft stays on the device as well: nothing was handed in.
    assert BODY in page.evaluate(STORED)


def test_ended_sign_in_gives_the_words_back_and_leads_to_the_form(someone, server):
    page = someone()
    acts.sign_in(page, "staff", server.seed["password"])
    page.goto("/desk/r/new/")
    title = "明川市夜间安静条例"
    page.locator("input[name=title]").fill(title)
    page.context.clear_cookies()
    page.locator("main form[method=post]").first.evaluate("form => form.submit()")

    expect(page.locator("main")).to_contain_text(re.compile("没有提交|没有保存"))
    words = page.locator("textarea[readonly]")
    assert title in [area.input_value() for area in words.all()]
    way = page.locator('main a.button[href*="/desk/r/new/"]')
    expect(way).to_be_visible()


# The input method, and what is heard.


def test_enter_of_the_input_method_sends_nothing(someone, server):
    page = someone()
    page.goto("/lookup/")
    page.locator("main input[name=receipt_no]").focus()
    method = page.context.new_cdp_session(page)
    method.send(
        "Input.imeSetComposition",
        {"text": "yijian", "selectionStart": 6, "selectionEnd": 6},
    )
    for kind, code in (("rawKeyDown", 229), ("rawKeyDown", 13), ("char", 13)):
        method.send(
            "Input.dispatchKeyEvent",
            {
                "type": kind,
                "windowsVirtualKeyCode": code,
                "key": "Enter",
                "code": "Enter",
                "text": "\r" if kind == "char" else "",
            },
        )
    method.send("Input.insertText", {"text": "意见"})
    expect(page.locator(".error-summary")).to_have_count(0)
    assert page.locator("main input[name=receipt_no]").input_value() == "意见"

    page.keyboard.press("Enter")

    expect(page.locator(".error-summary")).to_be_visible()


def test_counter_speaks_at_100_20_and_0_and_once_each(someone, server):
    page = someone()
    page.goto(server.seed["pages"]["comment"])
    field = page.locator("textarea[name=body]")
    field.fill("字" * 4898)
    page.evaluate(
        """() => {
          window.heard = [];
          const live = document.querySelector('.counter + [aria-live]');
          new MutationObserver(() => window.heard.push(live.textContent))
            .observe(live, {childList: true, characterData: true, subtree: true});
        }"""
    )
    field.focus()
    page.keyboard.press("Control+End")

    for count in (1, 1, 1, 78, 1, 1, 18, 1, 1):
        page.keyboard.insert_text("字" * count)

    assert page.evaluate("window.heard") == [
        "还可以写 100 字",
        "还可以写 20 字",
        "还可以写 0 字",
        "超出 1 字，请删减",
    ]


# 关怀版: one question a page (U01), and the receipt (U03).


@pytest.mark.parametrize("size", ["1", "3"])
def test_elder_way_is_short_large_and_loses_nothing(someone, server, size):
    page = someone(viewport={"width": 360, "height": 740})
    page.context.add_cookies(
        [
            {"name": name, "value": value, "url": server.address}
            for name, value in (("mode", "elder"), ("size", size))
        ]
    )
    write(page, server)
    acts.press(page, "下一步")
    expect(page.get_by_role("heading", level=1)).to_have_text("您是什么态度")
    page.locator("label.choice", has_text="修改").click()
    acts.press(page, "下一步")
    page.locator("input[name=phone]").fill(PHONE)
    acts.press(page, "上一步")
    acts.press(page, "上一步")
    assert body_of(page) == BODY
    acts.press(page, "下一步")
    expect(page.get_by_label("修改")).to_be_checked()
    acts.press(page, "下一步")
    expect(page.locator("input[name=phone]")).to_have_value(PHONE)
    acts.press(page, "不留，去核对")
    on_check(page)
    expect(page.locator("dl.answers")).not_to_contain_text(PHONE)
    heights = page.evaluate(f"{OWN_TALL}.map(b => b.getBoundingClientRect().height)")
    assert [height for height in heights if height < 60] == []
    acts.press(page, "提交意见")

    assert acts.receipt_on(page).code
    assert page.evaluate(STORED) == "{}"


def test_browsers_own_way_back_keeps_the_words(someone, server):
    page = someone()
    write(page, server)
    forward(page)
    on_check(page)

    page.go_back()

    assert body_of(page) == BODY


def test_receipt_is_large_and_can_be_taken_along(someone, server):
    page = someone()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(page, server)
    forward(page)
    acts.press(page, "提交意见")
    receipt = acts.receipt_on(page)

    code = page.locator("#query-code")
    size = code.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 24
    assert code.evaluate("e => getComputedStyle(e).userSelect") == "all"
    acts.press(page, "复制查询码")
    assert page.evaluate("navigator.clipboard.readText()") == receipt.code
    with page.expect_download() as taken:
        page.get_by_role("link", name="保存这张回执").click()
    text = Path(taken.value.path()).read_text("utf-8-sig")
    assert taken.value.suggested_filename == f"回执{receipt.number}.txt"
    assert f"查询码：{receipt.code}" in text
    expect(page.get_by_role("button", name="打印", exact=True)).to_be_visible()
