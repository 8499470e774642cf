"""Screenshots of a running demonstration site, for docs/ and for looking at.

`tools/shots.py --base http://127.0.0.1:8000 --out docs/shots`: the pages of the README
at 360 and 1280 pixels. With --all every main page too, in normal and in larger print,
and docs/shots/README.md that shows them. With --only any page by name. The site must
be the demonstration of `make run`; `--english` asks for its English interface.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
from collections.abc import Iterable, Iterator
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
LOOKS = ("normal", "elder")
SCREEN, TALLEST = 800, 1600
QUALITY = 70
MAIN = {
    "home": "The front page",
    "rounds": "Consultations, open and decided",
    "regulation": "A regulation and its way",
    "reading": "Reading a draft",
    "provision": "One article, to cite",
    "compare": "Two versions compared",
    "origins": "Which comments wrote which article",
    "open-round": "A consultation that is open",
    "result": "What became of the comments",
    "comment": "Commenting on an article",
    "points": "Outreach offices",
    "search": "What was found",
}
STAFF = {"desk-comments": "The queue of the staff"}
README = ("reading", "compare", "origins", "desk-comments", "home", "result")
OURS = re.compile(r"[a-z-]+-(360|1280)(-elder)?(-en)?\.(png|webp)")


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
        "points": "/points/",
        "search": "/search/?q=犬",
        "lookup": "/lookup/",
        "display": "/display/",
        "subscribe": "/subscribe/",
        "fault": "/fault/",
        "accessibility": "/about/accessibility/",
        "sign-in": "/accounts/login/",
        "not-found": "/r/NOWHERE/",
    }


def address_of(page: Page, words: str) -> str:
    """Return where the first link of the main part with these words leads."""
    link = page.locator("main a", has_text=words).first
    return link.get_attribute("href") or "/"


def desk_pages(public: dict[str, str]) -> dict[str, str]:
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


def file_name(name: str, width: int, look: str, english: bool = False) -> str:
    """``reading-360-elder.webp``; the normal look and Chinese go without saying."""
    elder = "-elder" if look == "elder" else ""
    return f"{name}-{width}{elder}{'-en' if english else ''}.webp"


def take(
    browser: Browser, base: str, out: Path, names: Iterable[str], look: str, en: bool
) -> Iterator[str]:
    """Save the pages at both widths, and give the names of the files."""
    for width in WIDTHS:
        context = browser.new_context(
            viewport={"width": width, "height": SCREEN},
            locale="en-GB" if en else "zh-CN",
            timezone_id="Asia/Shanghai",
        )
        page = context.new_page()
        pages = public_pages(page, base)
        if look == "elder":
            context.add_cookies([{"name": "mode", "value": "elder", "url": base}])
        staff = [name for name in names if name.startswith("desk")]
        for name in (name for name in names if name not in staff):
            yield shoot(page, base + pages[name], out, name, width, look, en)
        if staff:
            sign_in(page, base, "linwen")
        for name in staff:
            address = base + desk_pages(pages)[name]
            yield shoot(page, address, out, name, width, look, en)
        context.close()


def shoot(
    page: Page, address: str, out: Path, name: str, width: int, look: str, en: bool
) -> str:
    """Save one page, cut at a height one can look at."""
    page.set_viewport_size({"width": width, "height": SCREEN})
    response = page.goto(address)
    found = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    if found[0] > width:
        print(f"{name} {width} {look}: 横向溢出 {found[0]}")  # noqa: T201 -- a finding
    status = response.status if response else 0
    if status not in (200, 404):
        print(f"{name}: {status} {address}")  # noqa: T201 -- a finding
    # What sticks to the foot of the screen is drawn at the foot of the picture.
    page.set_viewport_size({"width": width, "height": min(found[1], TALLEST)})
    session = page.context.new_cdp_session(page)
    shot = session.send(
        "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
    )
    session.detach()
    saved = file_name(name, width, look, en)
    (out / saved).write_bytes(base64.b64decode(shot["data"]))
    return saved


def index() -> str:
    """Return the page that shows the pictures of --all."""
    rows = [
        "# Screenshots",
        "",
        "The main pages of the demonstration, taken with `tools/shots.py --all`: on a",
        "phone (360 px) and a desktop (1280 px), in normal and in larger print, cut at",
        f"{TALLEST} px. Everything shown is invented.",
        "",
        "| Page | Phone | Phone, larger print | Desktop | Desktop, larger print |",
        "|---|---|---|---|---|",
    ]
    for name, title in (MAIN | STAFF).items():
        cells = [
            f"![{title}]({file_name(name, width, look)})"
            if look == "normal" or name in MAIN
            else ""
            for width in WIDTHS
            for look in LOOKS
        ]
        rows.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def main() -> int:
    """Parse and take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "shots")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--elder", action="store_true")
    parser.add_argument("--english", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    wanted = {"elder" if given.elder else "normal": tuple(given.only) or README}
    if given.all:
        wanted = {"normal": (*MAIN, *STAFF), "elder": tuple(MAIN)}
    saved = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=ARGUMENTS
        )
        for look, names in wanted.items():
            saved |= set(
                take(browser, given.base, given.out, names, look, given.english)
            )
        browser.close()
    if given.all and not given.english:
        (given.out / "README.md").write_text(index(), encoding="utf-8")
        for old in given.out.iterdir():
            if OURS.fullmatch(old.name) and old.name not in saved:
                old.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
