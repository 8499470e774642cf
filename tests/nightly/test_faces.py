"""Every state of every page, in every look, narrow and wide: the large matrix."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from feedback.dispositions.kinds import Result
from tests.browser import looks, states

pytestmark = pytest.mark.nightly
EVERY = (*states.MAIN, *states.OTHERS, *states.DESK)
# Every seal of a page: result, sign, word.
SEALS = """() => [...document.querySelectorAll('.stamp[data-result]')].map((seal) => [
  seal.dataset.result,
  getComputedStyle(seal, '::before').content.replace(/["']/g, ''),
  seal.textContent.trim(),
])"""
# Text that its own box cuts off; in a dense list a line is shortened on purpose.
CUT = """() => {
const boxes = [...document.querySelectorAll('main *, header *, footer *')];
return boxes.filter((box) => {
  const style = getComputedStyle(box);
  const clips = ['hidden', 'clip'].includes(style.overflowX) && box.clientWidth > 1;
  const isShortened = style.textOverflow === 'ellipsis'
    && box.closest('a, summary, tr');
  return clips && !isShortened && style.clipPath === 'none'
    && box.scrollWidth > box.clientWidth + 1 && box.textContent.trim();
}).map((box) => box.outerHTML.slice(0, 120));
}"""

# A reader's own style sheet (WCAG 1.4.12); the policy of the page lets it in.
SPACING = """() => {
const sheet = new CSSStyleSheet();
sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important;'
  + ' word-spacing: .16em !important; } p { margin-block-end: 2em !important; }');
document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture(autouse=True)
def _calm(request):
    """Nobody else has asked for anything this hour."""
    if "server" in request.fixturenames:
        request.getfixturevalue("server").run("tests.browser.seed", "calm")


def test_there_are_enough_states():
    assert len(EVERY) >= 30
    assert len({state.name for state in EVERY}) == len(EVERY)


def cuts(page: Page, name: str) -> list[str]:
    """Return what does not fit: a page over its screen, text over its box."""
    found = [f"{name}: cut {box}" for box in page.evaluate(CUT)]
    if looks.is_wider_than_the_screen(page):
        found.append(f"{name}: runs over the screen")
    return found


def spread(page: Page, name: str) -> list[str]:
    """Set the words as wide as WCAG 1.4.12 allows, and return what does not fit."""
    page.evaluate(SPACING)
    return cuts(page, name)


@pytest.mark.parametrize("width", looks.WIDTHS)
@pytest.mark.parametrize("look", list(looks.LOOKS))
def test_no_state_has_a_barrier(someone, server, look, width):
    page = looks.opened(someone, server, look, width)
    every = states.seen(EVERY, look)

    found = looks.survey(page, every, server.seed, looks.defects)

    print(f"{len(every)} states, {look}, {width} px: {len(found)} defects")
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("look", ["normal", "elder"])
def test_pages_bear_the_readers_own_spacing(someone, server, look):
    page = looks.opened(someone, server, look, 360)

    found = looks.survey(page, states.seen(EVERY, look), server.seed, spread)

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("look", ["normal", "elder"])
def test_pages_reflow_at_four_hundred_per_cent(someone, server, look):
    # 1280 × 1024 enlarged four times leaves 320 × 256 CSS pixels.
    page = someone(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    looks.dress(page, server.address, looks.LOOKS[look][1])

    found = looks.survey(page, states.seen(EVERY, look), server.seed, cuts)

    assert found == [], "\n".join(found)


def test_results_are_told_apart_without_colour(someone, server):
    page = looks.opened(someone, server, "normal", 1280)
    seals: set[tuple[str, str, str]] = set()

    def gather(page: Page, _name: str) -> list[str]:
        seals.update(map(tuple, page.evaluate(SEALS)))
        return []

    lost = looks.survey(page, states.seen(EVERY, "normal"), server.seed, gather)

    signs = {result: sign for result, sign, _word in seals}
    assert lost == []
    assert set(signs) >= set(Result.values)
    # One sign for each result, a sign of its own for each, and a word beside it.
    assert len(signs) == len({(result, sign) for result, sign, _word in seals})
    assert len(set(signs.values())) == len(signs)
    assert all(sign not in ("", "·", "none") and word for _, sign, word in seals)


def test_layout_holds_with_system_letters_twice_as_large(launch, server):
    browser = launch("--blink-settings=defaultFontSize=32")
    page = browser.new_page(
        base_url=server.address,
        locale="zh-CN",
        viewport={"width": 360, "height": 740},
    )

    found = looks.survey(page, states.seen(EVERY, "normal"), server.seed, cuts)
    size = page.evaluate("getComputedStyle(document.body).fontSize")
    browser.close()

    assert float(size.removesuffix("px")) >= 32
    assert found == [], "\n".join(found)
