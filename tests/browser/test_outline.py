"""The contents of a long law: they follow the reader, and stay out of the way."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.corpus]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
CURRENT = "a[aria-current=location]"


@pytest.fixture
def law(laws_seeded):
    """The address of a chapter of a real law with an open round."""
    return laws_seeded["plain"]["version"]


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("scripts", [True, False])
def test_law_begins_on_the_first_screen(someone, law, size, scripts):
    page = someone(viewport=size, java_script_enabled=scripts)

    page.goto(law)

    assert page.locator(".law p").first.bounding_box()["y"] < size["height"]


def test_contents_stand_beside_the_text_and_mark_what_is_read(someone, law):
    page = someone(viewport=DESK)
    page.goto(law)

    page.locator("section.provision").nth(5).scroll_into_view_if_needed()
    page.locator("section.provision").nth(5).evaluate("s => s.scrollIntoView()")

    sixth = page.locator("section.provision h3").nth(5).inner_text()
    page.locator(f"{CURRENT} >> text={sixth}").wait_for()
    assert page.locator(CURRENT).count() == 1
    box = page.locator(".outline nav").bounding_box()
    assert 0 <= box["y"] < DESK["height"] / 4


def test_bar_opens_leads_there_and_closes_on_a_phone(someone, law):
    page = someone(viewport=PHONE)
    page.goto(law)
    page.evaluate("scrollTo(0, 3000)")
    bar = page.locator(".outline > summary")
    assert bar.bounding_box()["y"] == pytest.approx(0, abs=1)

    bar.click()
    page.locator(".outline ol ol a").nth(1).click()

    assert page.locator(".outline").get_attribute("open") is None
    under = bar.bounding_box()["height"]
    second = page.locator("section.provision").nth(1)
    page.wait_for_function(
        "([s, under]) => s.getBoundingClientRect().top >= under - 1",
        arg=[second.element_handle(), under],
    )
    assert second.bounding_box()["y"] < PHONE["height"] / 2


def test_escape_closes_the_bar_and_gives_focus_back(someone, law):
    page = someone(viewport=PHONE)
    page.goto(law)

    page.locator(".outline > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    assert page.locator(".outline").get_attribute("open") is None
    assert page.evaluate("document.activeElement.matches('.outline > summary')")


def test_no_focus_hides_under_the_bar(someone, law):
    page = someone(viewport=PHONE)
    page.goto(law)
    links = page.locator(".text a")
    under = page.locator(".outline > summary").bounding_box()["height"]

    # Backwards, from below: the browser scrolls each into the upper edge.
    links.nth(24).focus()
    covered = []
    for _step in range(20):
        page.keyboard.press("Shift+Tab")
        box = page.evaluate(
            "(({top, bottom}) => ({top, bottom}))"
            "(document.activeElement.getBoundingClientRect())"
        )
        inside = page.evaluate("document.activeElement.closest('.text') !== null")
        if inside and box["bottom"] <= under:
            covered.append(box)

    assert covered == []


def test_contents_work_without_scripts(someone, law):
    page = someone(viewport=PHONE, java_script_enabled=False)
    page.goto(law)

    page.locator(".outline > summary").click()
    page.locator(".outline ol ol a").nth(3).click()

    panel = page.locator(".outline nav").bounding_box()
    heading = page.locator("section.provision h3").nth(3).bounding_box()
    assert heading["y"] >= panel["y"] + panel["height"] - 1
    assert heading["y"] < PHONE["height"]
