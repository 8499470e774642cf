"""Real laws and their revisions, compared as worked out by hand beforehand."""

import json
import time

import pytest

from drafts.text.comparing import compare, report
from drafts.text.parsing import parse


def read(laws, name):
    path = next(p for p in (laws / f"{name}.txt", laws / f"{name}.md") if p.exists())
    return parse(path.read_text("utf-8-sig"))


def number_of(node):
    return f"{node.number}-{node.insert}" if node.insert else str(node.number)


@pytest.mark.parametrize(
    ("old", "new", "least"),
    [
        ("hbs-2018", "hbs-2025", 0.99),
        ("dwfy-draft2", "dwfy-2021", 0.99),
        ("lff-2015", "lff-2023", 0.97),
    ],
)
def test_real_laws_are_compared_as_their_keys_say(laws, old, new, least):
    key = json.loads((laws / "keys/pairs" / f"{old}__{new}.json").read_text())
    certain = [row for row in key["rows"] if row["certainty"] == "certain"]

    rows = {
        (tuple(map(number_of, row.old)), tuple(map(number_of, row.new))): row
        for row in compare(read(laws, old), read(laws, new)).rows
    }

    wrong = []
    for wanted in certain:
        row = rows.get((tuple(wanted["old"]), tuple(wanted["new"])))
        marks_agree = row and row.moved == bool(wanted.get("order_moved"))
        if not row or row.relation != wanted["relation"] or not marks_agree:
            wrong.append((wanted["old"], wanted["new"], wanted["relation"]))
    assert len(wrong) <= (1 - least) * len(certain), wrong


def test_every_real_pair_places_every_article_once(laws):
    pairs = (laws / "pairs.csv").read_text("utf-8").splitlines()[1:]
    for old, new, *_ in (line.split(",") for line in pairs):
        before, after = read(laws, old), read(laws, new)

        rows = compare(before, after).rows

        placed = sorted(id(node) for row in rows for node in (*row.old, *row.new))
        texts = (*before.articles(), *after.articles())
        assert placed == sorted(id(node) for node in texts), (old, new)
        shown = [row.new[0].line for row in rows if row.new]
        assert shown == sorted(shown), (old, new)


def test_full_revision_is_compared_quickly_and_always_alike(laws):
    old, new = read(laws, "gsf-2018"), read(laws, "gsf-2023")
    start = time.perf_counter()

    first = report(compare(old, new))

    # Two seconds is the promise; a suite on a busy machine gets some room.
    assert time.perf_counter() - start < 6
    assert report(compare(old, new)) == first
