"""Figures equal to an independent recount (I8)."""

from __future__ import annotations

import pytest
from django.db import connection

from feedback.comments.models import Comment
from feedback.comments.statistics import comment_figures, disclosed
from tests.comments.making import hand_in, screened, words
from tests.make import make_consultation


@pytest.fixture
def busy(consultation):
    """A round with every fate, and another round that must not be counted."""
    plan = [
        (words("一", targets=("3.1", "3.2"), stance="amend"), "accept", {}),
        (words("二", targets=("3", "4"), stance="amend"), "accept", {}),
        (words("三", targets=(), stance="support"), "accept", {}),
        (words("四", targets=("ch2",)), "accept", {}),
        (words("五"), "hold", {}),
        (words("六"), "return", {"note": "请补正"}),
        (words("七"), "reject", {"reason": "spam"}),
        (words("八"), "transfer", {"transferred_to": "12345"}),
        (words("九"), "", {}),
    ]
    for said, act, details in plan:
        comment = hand_in(consultation, said).comment
        if act:
            screened(comment, act, **details)
    first = Comment.objects.earliest("pk")
    Comment.objects.filter(pk=first.pk).update(signature_count=56, channel="paper")
    screened(hand_in(make_consultation()).comment, "accept")
    return consultation


def recount(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_totals_equal_a_recount(busy):
    figures = comment_figures(busy)

    stages = dict(
        recount(
            "SELECT stage, COUNT(*) FROM comments_comment"
            " WHERE consultation_id = %s GROUP BY stage",
            busy.pk,
        )
    )
    [(people,)] = recount(
        "SELECT SUM(signature_count) FROM comments_comment"
        " WHERE consultation_id = %s AND stage = 'accepted'",
        busy.pk,
    )
    assert figures["received"] == sum(stages.values()) == 9
    assert figures["counted"] == stages["accepted"] == 4
    assert figures["participations"] == people == 59
    assert figures["waiting"] == stages["submitted"] + stages["held"] == 2
    for name in ("returned", "rejected", "transferred"):
        assert figures[name] == stages[name] == 1
    assert (figures["withdrawn"], figures["general"], figures["late"]) == (0, 1, 0)


@pytest.mark.parametrize("field", ["stance", "channel"])
def test_distributions_equal_a_recount(busy, field):
    counted = dict(
        recount(
            f"SELECT {field}, COUNT(*) FROM comments_comment"
            " WHERE consultation_id = %s AND stage = 'accepted'"
            f" GROUP BY {field}",
            busy.pk,
        )
    )

    found = comment_figures(busy)[f"by_{field}"]

    assert {name: count for name, count in found.items() if count} == counted
    assert sum(found.values()) == 4


def test_articles_equal_a_recount(busy):
    rows = recount(
        "SELECT COALESCE(a.address, p.address), COUNT(DISTINCT t.comment_id)"
        " FROM comments_target t"
        " JOIN comments_comment c ON c.id = t.comment_id"
        " JOIN drafts_provision p ON p.id = t.provision_id"
        " LEFT JOIN drafts_provision a ON a.id = p.article_id"
        " WHERE c.consultation_id = %s AND c.stage = 'accepted'"
        " GROUP BY 1",
        busy.pk,
    )

    found = comment_figures(busy)["by_article"]

    assert found == dict(rows)
    # In printed order; two paragraphs of one article are one comment about it.
    assert list(found.items()) == [("ch2", 1), ("3", 2), ("4", 1)]


def test_empty_round_has_zeros(consultation):
    figures = comment_figures(consultation)

    assert (figures["received"], figures["counted"], figures["participations"]) == (
        0,
        0,
        0,
    )
    assert figures["by_article"] == {}


@pytest.mark.parametrize("count", [1, 3])
def test_figures_take_the_same_queries(consultation, count, django_assert_num_queries):
    for _n in range(count):
        screened(hand_in(consultation).comment, "accept")

    with django_assert_num_queries(4):
        comment_figures(consultation)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 10, "b": 5}, {"a": 10, "b": 5}),
        ({"a": 10, "b": 4}, {"a": None, "b": None}),
        ({"a": 10, "b": 4, "c": 7}, {"a": 10, "b": None, "c": None}),
        ({"a": 10, "b": 4, "c": 4}, {"a": 10, "b": None, "c": None}),
        ({"a": 10, "b": 1, "c": 1}, {"a": None, "b": None, "c": None}),
        ({"a": 10, "b": 0}, {"a": 10, "b": 0}),
        ({"a": 3}, {"a": None}),
        ({}, {}),
    ],
)
def test_small_cells_are_hidden_with_their_complements(counts, shown):
    assert disclosed(counts) == shown
