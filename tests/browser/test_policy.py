"""The policy against foreign and inline scripts, as the browser enforces it."""

from __future__ import annotations

import pytest

from tests.browser import looks, states

pytestmark = pytest.mark.browser
# What would let a script in that this site did not ship.
LOOSE = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "*", "http:", "https:")


def policy_of(page, address: str) -> dict[str, list[str]]:
    """Return the directives a page is served with."""
    header = page.request.get(address).headers["content-security-policy"]
    return {
        words[0]: words[1:] for part in header.split(";") if (words := part.split())
    }


def test_no_page_breaks_its_policy(someone, server):
    page = someone()
    found = []

    with states.watched(page) as troubles:
        for state in (*states.MAIN, *states.DESK):
            looks.visit(page, state, server.seed)
            page.wait_for_load_state("networkidle")
            policy = policy_of(page, page.url)
            sources = {*policy.get("script-src", ["*"]), *policy.get("style-src", "*")}
            if sources & set(LOOSE):
                found.append(f"{state.name}: {policy}")

    assert found == []
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
