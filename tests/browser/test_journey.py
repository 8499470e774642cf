"""The main job on the real chain of 动物防疫法, all through pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import serving
from tests.browser import acts

pytestmark = [pytest.mark.browser, pytest.mark.corpus]
OWN = "单位和个人饲养犬只，应当定期免疫；携带犬只出户的，应当挂牌并系绳。"
FINAL_ARTICLE = "第三十条"


def walk(someone, server, name: str, shoot, *, body: str, own: str, scripts: bool):
    """Everything from the visitor's words to 条文来历; return the visitor's page."""
    seed = server.seed[name]
    code, regulation = seed["round"], seed["regulation"]
    password = server.seed["password"]
    visitor: Page = someone(java_script_enabled=scripts)
    staff: Page = someone(java_script_enabled=scripts)
    reviewer: Page = someone(java_script_enabled=scripts)
    troubles = watch(visitor, staff, reviewer) if scripts else []

    receipt = acts.comment_on_article(visitor, seed["version"], body, own)
    shoot(visitor, f"{name}-receipt")
    other = acts.comment_on_article(visitor, seed["version"], f"{body}（又一位）")
    acts.look_up(visitor, receipt)
    expect(visitor.locator("main")).to_contain_text(body)

    server.run("tests.browser.seed", "close", code)
    acts.sign_in(staff, "staff", password)
    acts.sign_in(reviewer, "reviewer", password)
    file = next(serving.corpus().glob(f"{acts.LAW_FILE}.*"))
    text = acts.import_final_text(staff, regulation, file)
    acts.publish_text(reviewer, text)
    acts.confirm_lineage(staff, text)
    acts.accept_all(staff, code)
    acts.act_on_round(staff, code, "进入汇总")
    group = acts.group_two(staff, code)
    decision = acts.propose_adopted(staff, group, FINAL_ARTICLE)
    shoot(staff, f"{name}-decision")
    acts.confirm_decision(reviewer, decision)
    acts.act_on_round(staff, code, "报送")
    acts.publish_outcome(reviewer, code)
    shoot(reviewer, f"{name}-results")

    acts.look_up(visitor, receipt)
    main = visitor.locator("main")
    expect(main).to_contain_text("采纳")
    expect(main).to_contain_text("意见合理，已经写进法律。")
    expect(main.locator("ul.lines")).to_contain_text(FINAL_ARTICLE)
    shoot(visitor, f"{name}-answer")
    told = acts.origins_of(visitor, regulation, FINAL_ARTICLE)
    shoot(visitor, f"{name}-origins")
    assert [number for number in (receipt.number, other.number) if number in told] == [
        receipt.number,
        other.number,
    ]
    facts = server.run("tests.browser.seed", "facts", code)
    assert (facts["stage"], facts["ledger"]) == ("result_published", True)
    return troubles


def watch(*pages: Page) -> list[str]:
    """Collect what a page complains of, and what its policy forbids."""
    troubles: list[str] = []
    for page in pages:
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', e =>"
            " console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))"
        )
        page.on(
            "console",
            lambda said: said.type == "error" and troubles.append(said.text),
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
    return troubles


def test_whole_way_works_without_scripts(someone, server, laws_seeded, shoot):
    walk(
        someone,
        server,
        "plain",
        shoot,
        body="遛狗不牵绳的太多了，希望法律写明出门要挂牌、牵绳。",
        own=OWN,
        scripts=False,
    )


def test_whole_way_works_with_scripts_and_nothing_is_complained_of(
    someone, server, laws_seeded, shoot
):
    troubles = walk(
        someone, server, "scripted", shoot, body="出门要牵绳。", own="", scripts=True
    )

    assert troubles == []
