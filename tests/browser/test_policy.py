"""The policy against foreign and inline scripts, as the browser enforces it."""

from __future__ import annotations

import pytest

from tests.browser import looks, states

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("policy", "is_loose"),
    [
        ("script-src 'self'; style-src 'self'", False),
        ("script-src 'self' 'unsafe-inline'; style-src 'self'", True),
        ("script-src 'self'; style-src https:", True),
        ("script-src 'self'", True),
        ("", True),
    ],
)
def test_loose_policy_is_told(policy, is_loose):
    assert states.is_loose(policy) is is_loose


def test_no_page_of_the_workbench_breaks_its_policy(someone, server):
    """The main public pages are watched while test_access looks at them."""
    page = someone()

    with states.watched(page) as troubles:
        lost = looks.survey(page, states.DESK, server.seed, lambda page, name: [])
        page.wait_for_timeout(200)

    assert lost == []
    assert troubles == []


def test_inline_script_would_be_refused_and_noticed(someone, server):
    page = someone()

    with states.watched(page) as troubles:
        page.goto(server.seed["pages"]["home"])
        page.evaluate(
            "() => { const s = document.createElement('script');"
            " s.textContent = 'window.got = 1'; document.body.append(s); }"
        )
        page.wait_for_timeout(200)

    assert page.evaluate("window.got") is None
    assert any("POLICY script-src" in trouble for trouble in troubles)
