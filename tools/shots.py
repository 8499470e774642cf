"""Screenshots of a running demonstration site, for docs/ and for looking at.

`tools/shots.py --base http://127.0.0.1:8000 --out docs/shots [--all]`: the four pages
of the README, or with --all every main page at 360 and 1280 pixels, in Chinese and
English. The site must be the demonstration of `make run`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from config import paths

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WIDTHS = (360, 1280)
TALLEST = 1800


def public_pages(page: Page, base: str) -> dict[str, str]:
    """Find the addresses of the main public pages from the lists."""
    page.goto(f"{base}/r/")
    regulation = address_of(page, "明川市养犬管理条例")
    page.goto(f"{base}/c/")
    open_round = address_of(page, "加装电梯")
    closed = address_of(page, "养犬管理条例（修订草案二次审议稿）")
    return {
        "home": "/",
        "rounds": "/c/",
        "regulations": "/r/",
        "regulation": regulation,
        "reading": f"{regulation}v3/?chapter=3",
        "provision": f"{regulation}v3/17/",
        "compare": f"{regulation}compare/v3..v4/?only=changed",
        "inline": f"{regulation}compare/v3..v4/?view=inline&only=changed",
        "origins": f"{regulation}origins/",
        "open-round": open_round,
        "result": closed,
        "comment": f"/comment{open_round[2:]}?on=8",
        "lookup": "/lookup/",
        "sign-in": "/accounts/login/",
        "not-found": "/r/NOWHERE/",
    }


def address_of(page: Page, words: str) -> str:
    """Return where the first link of the main part with these words leads."""
    link = page.locator("main a", has_text=words).first
    return link.get_attribute("href") or "/"


def desk_pages(page: Page, base: str, public: dict[str, str]) -> dict[str, str]:
    """Return the addresses of the main workbench pages."""
    code = public["open-round"].strip("/").split("/")[-1]
    closed = public["result"].strip("/").split("/")[-1]
    regulation = public["regulation"].strip("/").split("/")[-1]
    return {
        "desk": "/desk/",
        "desk-regulation": f"/desk/r/{regulation}/",
        "desk-import": f"/desk/r/{regulation}/import/",
        "desk-version": "/desk/v/4/",
        "desk-lineage": "/desk/v/4/lineage/",
        "desk-round": f"/desk/c/{code}/",
        "desk-comments": f"/desk/c/{code}/comments/",
        "desk-results": f"/desk/c/{closed}/results/",
        "desk-groups": f"/desk/c/{closed}/groups/",
    }


def sign_in(page: Page, base: str, username: str) -> None:
    """Sign in with a demonstration account of this machine."""
    slip = json.loads((paths.VAR / "demo-accounts.json").read_text("utf-8"))
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", slip["passwords"][username])
    page.click("main form button[type=submit], main form button:not([type])")


def take(
    browser: Browser, base: str, out: Path, names: set[str], english: bool
) -> None:
    """Take the pages at both widths."""
    for width in WIDTHS:
        context = browser.new_context(
            viewport={"width": width, "height": TALLEST},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        page = context.new_page()
        pages = public_pages(page, base)
        if english:
            page.goto(base)
            page.click("button[name=language][value=en]")
        shoot(page, base, pages, out, names, width, english)
        sign_in(page, base, "linwen")
        shoot(page, base, desk_pages(page, base, pages), out, names, width, english)
        context.close()


def shoot(
    page: Page,
    base: str,
    pages: dict[str, str],
    out: Path,
    names: set[str],
    width: int,
    english: bool,
) -> None:
    """Save each page, cut at a height one can look at."""
    for name, address in pages.items():
        if names and name not in names:
            continue
        response = page.goto(base + address)
        height = page.evaluate("document.documentElement.scrollHeight")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            print(f"{name} {width}: 横向溢出 {wide}")  # noqa: T201 -- a finding
        status = response.status if response else 0
        if status not in (200, 404):
            print(f"{name}: {status} {address}")  # noqa: T201 -- a finding
        suffix = "-en" if english else ""
        page.screenshot(
            path=out / f"{name}-{width}{suffix}.png",
            clip={"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)},
            full_page=True,
        )


def main() -> int:
    """Parse and take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "shots")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--english", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    readme = {"reading", "compare", "origins", "desk-comments", "home", "result"}
    names = set(given.only) or (set() if given.all else readme)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=ARGUMENTS
        )
        take(browser, given.base, given.out, names, given.english)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
