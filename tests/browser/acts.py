"""What people do on the pages, one function for each act."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

ARTICLE = "第二十九条"
CHAPTERS = ".outline > nav > ol > li > a"
LAW_FILE = "dwfy-2021"


@dataclass(frozen=True)
class Receipt:
    """What the visitor writes down."""

    number: str
    code: str


def press(page: Page, name: str) -> None:
    """Press the visible button called ``name``."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow the first link called ``name`` of the page's own part."""
    page.locator("main").get_by_role("link", name=name).first.click()


def turn_to(page: Page, number: int) -> None:
    """Leaf to a chapter by the contents, opened first where they are a bar."""
    bar = page.locator(".outline > summary")
    if bar.is_visible():
        bar.click()
    page.locator(CHAPTERS).nth(number).click()


def go_to_article(page: Page, version: str, label: str = ARTICLE) -> None:
    """Open the text and leaf by its contents until the article is there."""
    page.goto(version)
    for number in range(page.locator(CHAPTERS).count()):
        turn_to(page, number)
        if page.get_by_role("heading", name=label, exact=True).count():
            return
    raise AssertionError(f"{label} stands in no chapter of {version}")


def comment_on_article(page: Page, version: str, body: str, own: str = "") -> Receipt:
    """Speak about the article from its reading page, check, and hand in."""
    go_to_article(page, version)
    section = page.locator(
        "section.provision",
        has=page.get_by_role("heading", name=ARTICLE, exact=True),
    )
    section.locator(".voices a").click()
    page.locator("label.choice", has_text="修改").click()
    page.get_by_label("您的意见").fill(body)
    if own:
        page.get_by_text(f"我来改写{ARTICLE}").click()
        page.get_by_label(f"您会怎么写{ARTICLE}").fill(own)
        page.get_by_text("补充理由或者依据").click()
        page.get_by_label("还有什么理由或者依据").fill("小区里孩子多，狗不牵绳不安全。")
    press(page, "下一步：核对")
    expect(page.get_by_role("heading", level=1)).to_have_text("核对后提交")
    expect(page.locator("dl.answers")).to_contain_text(body)
    press(page, "提交意见")
    return receipt_on(page)


def receipt_on(page: Page) -> Receipt:
    """Read number and code off the receipt."""
    expect(page).to_have_title(re.compile("^意见已收到"))
    number = page.locator("dl.facts dd").first.inner_text()
    groups = page.locator("#query-code > span:not(.visually-hidden)").all_inner_texts()
    assert re.fullmatch(r"YJ-LF\d{7}-R1-\d{6}", number)
    return Receipt(number, "-".join(groups))


def sign_in(page: Page, username: str, password: str) -> Page:
    """Sign in by the one door and land on the workbench."""
    page.goto("/accounts/login/")
    page.get_by_label("登录名").or_(page.get_by_label("用户名")).fill(username)
    page.get_by_label("密码").fill(password)
    page.locator("main").get_by_role("button", name="登录", exact=True).click()
    expect(page).to_have_url(re.compile("/desk/$"))
    return page


def import_final_text(page: Page, regulation: str, file: Any) -> str:
    """Upload the promulgated text, look, and store it; return its page."""
    page.goto(f"/desk/r/{regulation}/import/")
    page.get_by_label("这是哪一稿").select_option("promulgated")
    page.get_by_label("文件", exact=False).first.set_input_files(file)
    press(page, "读出来看看")
    expect(page.locator("main")).to_contain_text("还没有存入任何内容")
    press(page, "确认存入")
    expect(page).to_have_url(re.compile(r"/desk/v/\d+/$"))
    press(page, "送复核")
    return page.url


def publish_text(page: Page, url: str) -> None:
    """Publish what a colleague has sent for review."""
    page.goto(url)
    reason = page.get_by_label("带问题发布的理由")
    if reason.count():
        reason.fill("与公布的文本逐条核对过，没有出入。")
    press(page, "发布")
    expect(page.locator("dl.doc-facts")).to_contain_text("已发布")


def confirm_lineage(page: Page, url: str) -> None:
    """Look through the computed lineage, and confirm it."""
    page.goto(url)
    follow(page, "核对条文沿革")
    press(page, "确认整份沿革")
    expect(page.locator("main")).to_contain_text("条文沿革已确认。")


def accept_all(page: Page, code: str) -> None:
    """Tick every comment of the round, and accept them."""
    page.goto(f"/desk/c/{code}/comments/")
    for box in page.locator("input[name=comment]").all():
        box.check()
    press(page, "受理……")
    press(page, "确认受理")
    expect(page.locator(".messages, [role=status]").first).to_contain_text("已受理")


def act_on_round(page: Page, code: str, name: str) -> None:
    """Press one of the round's acts."""
    page.goto(f"/desk/c/{code}/")
    press(page, name)


def group_two(page: Page, code: str) -> str:
    """Put both comments together; return the group's page."""
    page.goto(f"/desk/c/{code}/comments/")
    for box in page.locator("input[name=comment]").all():
        box.check()
    press(page, "归并成一组……")
    page.get_by_label("名称").fill("养犬要挂牌牵绳")
    page.get_by_label("归纳").fill("群众提出，遛狗应当挂牌、牵绳。")
    press(page, "归并")
    expect(page).to_have_url(re.compile(r"/desk/g/\d+/$"))
    return page.url


def propose_adopted(page: Page, group: str, article: str) -> str:
    """Draw up an adoption with its place in the final text; return its page."""
    page.goto(group)
    follow(page, "给这一组拟定结果")
    page.locator("label.choice", has=page.locator("input[value=adopted]")).click()
    text = page.locator("select[name=text]")
    newest = text.locator("optgroup").first.locator("option").last
    text.select_option(newest.get_attribute("value"))
    page.locator("button[name=step][value=text]").click()
    place = page.locator("select[name=link-0-provision]")
    wanted = place.locator("option", has_text=re.compile(f"^{article}(　|$)")).first
    place.select_option(wanted.get_attribute("value"))
    page.get_by_label("吸收程度").select_option("full")
    page.get_by_label("改了什么").fill("写明了挂牌和系绳")
    page.get_by_label("公开的理由").fill("意见合理，已经写进法律。")
    press(page, "看提交人会看到什么")
    expect(page.locator("main")).to_contain_text("意见合理，已经写进法律。")
    press(page, "存为拟定意见")
    expect(page).to_have_url(re.compile(r"/desk/d/\d+/$"))
    return page.url


def confirm_decision(page: Page, url: str) -> None:
    """Confirm what somebody else has drawn up."""
    page.goto(url)
    press(page, "确认这个结果")
    expect(page.locator("dl.doc-facts")).to_contain_text("已确认")


def publish_outcome(page: Page, code: str) -> None:
    """Tell society how the round went, and then its results."""
    page.goto(f"/desk/c/{code}/results/")
    page.get_by_label("情况通报").fill("征求意见期间共收到意见 2 条。")
    press(page, "公布情况通报")
    press(page, "确认公布")
    page.get_by_label("采纳情况公告的前言").fill("现将意见采纳情况公布如下。")
    press(page, "公布采纳结果")
    press(page, "确认公布")
    expect(page.locator("main")).to_contain_text("采纳结果已经公布")


def look_up(page: Page, receipt: Receipt) -> None:
    """Ask for one's own comment by number and code."""
    page.goto("/lookup/")
    page.get_by_label("受理编号").fill(receipt.number)
    page.get_by_label("查询码").fill(receipt.code)
    press(page, "查询")


def origins_of(page: Page, regulation: str, address: str) -> str:
    """Return what 条文来历 says under an article of the newest text."""
    page.goto(f"/r/{regulation}/origins/")
    for number in range(page.locator(CHAPTERS).count()):
        turn_to(page, number)
        told = page.locator("section.provision", has_text=address)
        for section in told.all():
            if section.get_by_role("heading", name=address, exact=True).count():
                return section.text_content()
    return ""
