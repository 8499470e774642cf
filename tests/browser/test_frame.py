"""The frame on a real screen: small where screens are small, never over the focus."""

from __future__ import annotations

import pytest

from tests.browser.looks import dress

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}
# A browser with one Chinese voice that ends a sentence when it is told to.
VOICE = """
(() => {
  window.said = [];
  const speech = {
    getVoices: () => [{ lang: "zh-CN", localService: true }],
    cancel: () => {},
    speak: (one) => {
      window.said.push(one.text);
      window.begin = () => one.onstart();
      window.finish = () => one.onend();
    },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
})();
"""
BOX = "(found) => document.querySelector(found).getBoundingClientRect().toJSON()"
# Whether something stuck to the screen lies over the middle of what has the focus.
COVERED = """
() => {
  const bar = document.querySelector(".at-hand").getBoundingClientRect();
  const box = document.activeElement.getBoundingClientRect();
  const inside = document.activeElement.closest(".at-hand");
  if (document.activeElement === document.body) return false;
  return !inside && box.height > 0 && box.bottom > bar.top + 1 && box.top < bar.bottom;
}
"""

# Whether nothing is drawn, 2 px wide or more, around what has the focus or its label.
FAINT_RING = """
() => {
  const at = document.activeElement;
  if (at === document.body) return [];
  const label = at.closest("label, .choice") || at.nextElementSibling;
  const drawn = [at, label].filter(Boolean).some((one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2;
  });
  return drawn ? [] : [at.outerHTML.slice(0, 90)];
}
"""


def elder_page(someone, server, address):
    page = someone(viewport=PHONE)
    dress(page, server.address, {"mode": "elder"})
    page.goto(address)
    return page


@pytest.mark.parametrize("cookies", [{}, {"mode": "elder"}], ids=["normal", "elder"])
def test_masthead_leaves_the_phone_to_the_page(someone, server, cookies):
    page = someone(viewport=PHONE)
    dress(page, server.address, cookies)
    page.goto("/c/")

    assert page.evaluate(BOX, ".masthead")["height"] <= 640 * 0.2


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("size", ["1", "2", "3"])
def test_larger_print_never_scrolls_sideways(someone, server, width, size):
    page = someone(viewport={"width": width, "height": 800})
    dress(page, server.address, {"mode": "elder", "size": size})
    page.goto("/display/")
    root = page.evaluate("getComputedStyle(document.documentElement).fontSize")

    assert root == {"1": "20px", "2": "24px", "3": "30px"}[size]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_menu_of_larger_print_opens_by_keyboard(someone, server):
    page = elder_page(someone, server, "/c/")
    nav = page.locator(".main-nav")
    assert not nav.is_visible()

    for _press in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "menu":
            break
    page.keyboard.press("Space")

    assert nav.is_visible()
    heights = nav.locator("a").evaluate_all(
        "links => links.map((link) => link.getBoundingClientRect().height)"
    )
    assert len(heights) >= 5
    assert min(heights) >= 60


def test_bar_at_hand_never_covers_the_focus(someone, server):
    page = someone(viewport=PHONE)
    page.add_init_script(VOICE)
    dress(page, server.address, {"mode": "elder"})
    page.goto("/display/")
    assert 60 <= page.evaluate(BOX, ".at-hand")["height"] <= 640 * 0.2

    covered = []
    for _press in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(COVERED):
            covered.append(page.evaluate("document.activeElement.outerHTML"))

    assert covered == []


def test_without_a_chinese_voice_nothing_offers_to_read(someone, server):
    page = elder_page(someone, server, "/c/")

    assert not page.locator("[data-aloud-bar]").is_visible()


def test_page_is_read_aloud_paused_and_stopped_by_keyboard(someone, server):
    page = someone(viewport=PHONE)
    page.add_init_script(VOICE)
    dress(page, server.address, {"mode": "elder"})
    page.goto("/c/")
    button = page.get_by_role("button", name="朗读")

    button.focus()
    page.keyboard.press("Enter")
    page.evaluate("begin()")
    marked = page.locator(".aloud-now").text_content()
    page.evaluate("finish()")
    said = page.evaluate("said")
    page.keyboard.press("Enter")
    page.evaluate("finish()")
    paused = page.evaluate("said")
    page.keyboard.press("Enter")
    again = page.evaluate("said")
    page.keyboard.press("Escape")

    assert said[0] == marked == "征求意见"
    assert len(said) == 2
    assert paused == said
    assert again == [*said, said[1]]
    assert page.locator(".aloud-now").count() == 0
    assert button.is_visible()
    assert button.evaluate("one => one === document.activeElement")


def test_systems_wish_for_contrast_is_granted_without_a_choice(someone, server):
    colour = "(found) => getComputedStyle(document.querySelector(found)).color"
    faint, strong = someone(viewport=PHONE), someone(viewport=PHONE, contrast="more")
    for page in (faint, strong):
        page.goto("/points/")

    assert faint.evaluate(colour, ".title-note") != faint.evaluate(colour, "h1")
    assert strong.evaluate(colour, ".title-note") == strong.evaluate(colour, "h1")


@pytest.mark.parametrize(("mode", "large"), [("", False), ("elder", True)])
def test_pointer_is_large_in_larger_print(someone, server, mode, large):
    page = someone(viewport={"width": 1280, "height": 800})
    dress(page, server.address, {"mode": mode} if mode else {})
    page.goto("/points/")

    for place, ordinary in (("main", "auto"), ("main a", "pointer")):
        cursor = page.locator(place).first.evaluate(
            "(one) => getComputedStyle(one).cursor"
        )
        assert cursor.startswith('url("data:') is large
        assert cursor.split(", ")[-1] == ordinary


@pytest.mark.parametrize("mode", ["", "elder", "contrast"])
def test_focus_is_always_drawn(someone, server, mode):
    page = someone(viewport={"width": 1280, "height": 800})
    dress(page, server.address, {"mode": mode} if mode else {})
    page.goto(server.seed["pages"]["comment"])
    faint = []

    for _press in range(40):
        page.keyboard.press("Tab")
        faint += page.evaluate(FAINT_RING)

    assert faint == []
