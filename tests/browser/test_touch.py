"""For eyes and fingers: large enough, dark enough, never covered (U09 to U11, U19)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looks, measures, states

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
BODY = "getComputedStyle(document.body).fontSize"
BODY_LEAD = "parseFloat(getComputedStyle(document.body).lineHeight)"
HELP = "[...document.querySelectorAll('.colophon nav a')].map((a) => a.textContent)"
# Signed in nobody, so these stand on every page, in this order.
HELP_WORDS = [
    "网站找错",
    "网站地图",
    "无障碍说明",
    "个人信息保护",
    "显示设置",
    "工作人员登录",
]
# Least sizes in CSS pixels, least contrast of words and of large words.
NORMAL = {"target": 44, "body": 16, "words": 12, "contrast": (4.5, 3.0), "lead": 1.6}
ELDER = {"target": 60, "body": 20, "words": 20, "contrast": (7.0, 7.0), "lead": 1.7}


def misfits(page: Page, name: str, least: dict) -> list[str]:
    """Return whatever on the page is too small, too faint, too tight or astray."""
    found = [
        *page.evaluate(measures.SMALL_CONTROLS, least["target"]),
        *page.evaluate(measures.SMALL_TARGETS),
        *page.evaluate(measures.FAINT, list(least["contrast"])),
        *page.evaluate(measures.SMALL_WORDS, least["words"]),
        *page.evaluate(measures.TIGHT, least["lead"]),
    ]
    size = float(page.evaluate(BODY).removesuffix("px"))
    if size < least["body"] or page.evaluate(BODY_LEAD) / size < 1.7 - 0.01:
        found.append(f"body of {size} px")
    if page.evaluate(HELP)[1:] != HELP_WORDS:
        found.append(f"help: {page.evaluate(HELP)}")
    if page.locator("[draggable=true]").count():
        found.append("something has to be dragged")
    return [f"{name}: {said}" for said in found]


@pytest.mark.parametrize(("look", "least"), [("normal", NORMAL), ("elder", ELDER)])
def test_main_pages_fit_eyes_and_fingers(someone, server, look, least):
    page = someone(viewport=PHONE)
    looks.dress(page, server.address, looks.LOOKS[look][1])

    found = looks.survey(
        page, states.MAIN, server.seed, lambda page, name: misfits(page, name, least)
    )

    assert found == [], "\n".join(found)


def test_measures_notice(someone, server):
    page = someone(viewport=PHONE)
    page.goto(server.seed["pages"]["comment"])
    page.locator("main p").first.evaluate(
        "(one) => { one.style.font = 'italic 9px x'; }"
    )

    assert page.evaluate(measures.SMALL_CONTROLS, 400)
    assert page.evaluate(measures.FAINT, [20, 20])
    assert "9px" in " ".join(page.evaluate(measures.SMALL_WORDS, 12))
    assert "slanted" in " ".join(page.evaluate(measures.TIGHT, 1.6))


def test_larger_print_grows_to_thirty_pixels_in_one_column(someone, server):
    page = someone(viewport={"width": 1280, "height": 800})
    looks.dress(page, server.address, {"mode": "elder", "size": "3"})
    page.goto(server.seed["pages"]["reading"])

    assert float(page.evaluate(BODY).removesuffix("px")) >= 30
    columns = page.evaluate(
        "getComputedStyle(document.querySelector('.with-outline')).gridTemplateColumns"
    )
    assert columns == "none"


# WCAG 2.2: what has the focus is never under a bar, and nothing is typed twice.


@pytest.mark.parametrize("state", ["reading", "comment", "result", "compare"])
@pytest.mark.parametrize("look", ["normal", "elder"])
def test_focus_is_never_covered(someone, server, look, state):
    page = someone(viewport=PHONE)
    looks.dress(page, server.address, looks.LOOKS[look][1])
    page.goto(server.seed["pages"][state])
    found = []

    for key in ("Tab",) * 70 + ("Shift+Tab",) * 50:
        page.keyboard.press(key)
        hidden = page.evaluate(measures.HIDDEN_FOCUS)
        if hidden:
            found.append(f"{key}: {hidden}")

    assert found == []


def test_nothing_is_typed_twice(someone, server):
    page = someone()
    page.goto(server.seed["pages"]["comment"])
    states.check(page)
    page.locator(".answers [formaction*=id_body]").first.click()

    expect(page.locator("textarea[name=body]")).to_have_value(states.BODY)


def test_signing_in_is_no_puzzle(someone, server):
    page = someone()
    page.goto(server.seed["pages"]["login"])
    fields = page.locator("main input:not([type=hidden], [type=checkbox])")
    kinds = fields.evaluate_all("all => all.map((one) => one.autocomplete)")

    page.locator("input[name=password]").evaluate(
        "(field) => { window.kept = field.dispatchEvent("
        "new ClipboardEvent('paste', {bubbles: true, cancelable: true})); }"
    )

    assert kinds == ["username", "current-password"]
    assert page.evaluate("kept")


# Lines of statute text.


@pytest.mark.parametrize("look", ["normal", "elder"])
@pytest.mark.parametrize(
    ("width", "least", "most"), [(360, 12, 40), (768, 25, 40), (1280, 25, 40)]
)
def test_lines_of_law_are_of_readable_length(someone, server, look, width, least, most):
    page = someone(viewport={"width": width, "height": 800})
    looks.dress(page, server.address, looks.LOOKS[look][1])
    page.goto(server.seed["pages"]["reading"])

    lines = page.evaluate(measures.LINES)

    assert len(lines) >= 5
    for line in lines:
        assert least <= line["most"] <= most
        assert line["first"] == line["most"] - 2
        assert line["indent"] == pytest.approx(2)
        assert line["lead"] >= 1.7
        assert not line["justified"]
