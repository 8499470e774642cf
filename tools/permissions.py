"""Write docs/permissions.md from the table the suite checks every address against."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "permissions.md"
HEAD = """# Who may do what

Written by `tools/permissions.py` from `tests/site/expectations.py`; the suite asks
every address as each of these people and compares, so this page is what the site does.
A cell holds the answers to reading (GET) and sending (POST).

200 shown · 302 sent on (to sign in, or to the next page after an act) · 403 seen but
not theirs to do · 404 not there for them · 405 no such act · 410 over · 422 theirs to
fill in; the form was empty. What one may not see is a 404; what one may see but not
do, a 403.

Only staff (`legislative_staff`), reviewers, system and security administrators enter
the Wagtail admin under `/cms/`; it asks the same functions what each may do there.
"""
SHORT = {
    "visitor": "visitor",
    "citizen": "account without role",
    "point_coordinator": "coordinator",
    "cppcc_member": "member",
    "cppcc_staff": "CPPCC staff",
    "legislative_staff": "staff",
    "legislative_reviewer": "reviewer",
    "content_moderator": "moderator",
    "unit_officer": "unit officer",
    "system_admin": "system",
    "security_admin": "security",
    "audit_admin": "audit",
}


def written() -> str:
    """Return the page."""
    from tests.site import expectations  # noqa: PLC0415 -- the tool sets the path

    sections = (
        ("The site", expectations.SITE + expectations.CLOSED),
        ("Accounts", expectations.ACCOUNT),
        ("Reading and commenting", expectations.PUBLIC),
        ("Workbench: texts", expectations.TEXT_DESK),
        ("Workbench: rounds", expectations.ROUND_DESK),
        ("Workbench: comments", expectations.COMMENT_DESK),
        ("Workbench: decisions", expectations.DECIDING_DESK),
    )
    parts = [HEAD]
    for title, rows in sections:
        parts += [f"## {title}\n", table(rows, expectations.WHO)]
    return "\n".join(parts)


def table(rows: list, people: tuple[str, ...]) -> str:
    """Return the rows of one section as a Markdown table."""
    head = ["address", "object", *(SHORT[who] for who in people)]
    lines = [head, ["---"] * len(head)]
    for row in rows:
        cells = [f"{row.get[who]} {row.post[who]}" for who in people]
        lines.append([f"`{row.name}`", row.place or "–", *cells])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> int:
    """Write it."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    PAGE.write_text(written(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
