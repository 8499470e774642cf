"""The documents name tests that exist, and the table of criteria leaves none out."""

import re

import pytest

from config import paths

DOCS = paths.ROOT / "docs"
NAMED = re.compile(r"`([a-z_/]+\.py)::(test_\w+)`")
LINKED = re.compile(r"\]\(((?!https?:)[^)#]+)\)")


def test_accessibility_names_tests_that_exist():
    named = set(NAMED.findall((DOCS / "accessibility.md").read_text("utf-8")))

    missing = [
        (file, name)
        for file, name in sorted(named)
        if f"def {name}(" not in (paths.ROOT / "tests" / file).read_text("utf-8")
    ]

    assert len(named) > 30
    assert missing == []


def test_accessibility_speaks_of_every_criterion():
    text = (DOCS / "accessibility.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d\.\d\.\d+) [^|]+ \| (A{1,2}) \|", text, re.MULTILINE)
    levels = [level for _number, level in rows]

    # WCAG 2.2, without 4.1.1, which it took out.
    assert len({number for number, _level in rows}) == len(rows)
    assert (levels.count("A"), levels.count("AA")) == (31, 24)


@pytest.mark.parametrize(
    "path", [paths.ROOT / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda p: p.name
)
def test_links_of_a_document_lead_somewhere(path):
    linked = LINKED.findall(path.read_text("utf-8"))

    assert [link for link in linked if not (path.parent / link).exists()] == []
