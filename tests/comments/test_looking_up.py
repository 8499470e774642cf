"""Finding one's own comment, and not another's (Q1, Q3)."""

from __future__ import annotations

import datetime

import pytest

from common import codes, idempotency
from feedback.comments import services
from feedback.comments.refusals import Locked, MistypedCode
from tests.comments.making import hand_in

MINUTE = datetime.timedelta(minutes=1)


def find(receipt_no, code, visitor="v", **options):
    return services.find_by_code(receipt_no, code, visitor=visitor, **options)


def wrong_code(number=1):
    """A well formed code that belongs to nothing."""
    return codes.code_for(idempotency.new_key(), number)


@pytest.fixture
def receipt(consultation):
    return hand_in(consultation)


@pytest.mark.parametrize(
    "spelled",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("0", "O").replace("1", "I"),
        lambda code: "".join(
            chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in code
        ),
    ],
)
def test_code_is_found_however_it_is_spelled(receipt, spelled):
    number = receipt.comment.receipt_no

    assert find(f" {number.lower()} ", spelled(receipt.code)) == receipt.comment


def test_typing_slip_is_told_and_not_counted(receipt):
    last = receipt.code[-1]
    slip = receipt.code[:-1] + ("2" if last != "2" else "3")

    for _try in range(20):
        with pytest.raises(MistypedCode):
            find(receipt.comment.receipt_no, slip)

    assert find(receipt.comment.receipt_no, receipt.code) == receipt.comment


def test_fifth_failure_locks_the_visitor_for_half_an_hour(receipt):
    number, start = receipt.comment.receipt_no, receipt.comment.submitted_at
    for guess in range(5):
        assert find(f"YJ-{guess}", wrong_code(), at=start) is None

    with pytest.raises(Locked) as lock:
        find(number, receipt.code, at=start + 29 * MINUTE)

    assert lock.value.seconds == 60
    assert find(number, receipt.code, at=start + 31 * MINUTE) == receipt.comment


def test_fifth_failure_locks_the_receipt_for_every_visitor(receipt):
    number, start = receipt.comment.receipt_no, receipt.comment.submitted_at
    for guess in range(5):
        assert find(number, wrong_code(), visitor=f"v{guess}", at=start) is None

    with pytest.raises(Locked):
        find(number, receipt.code, visitor="somebody else", at=start + MINUTE)


def test_success_forgets_the_failures(receipt):
    number = receipt.comment.receipt_no
    for _round in range(3):
        for _guess in range(4):
            assert find(number, wrong_code()) is None
        assert find(number, receipt.code) == receipt.comment


def test_own_code_does_not_give_back_tries_on_other_receipts(consultation, receipt):
    own = hand_in(consultation)
    for guess in range(5):
        assert find(f"YJ-{guess}", wrong_code()) is None
        if guess < 4:
            assert find(own.comment.receipt_no, own.code) == own.comment

    with pytest.raises(Locked):
        find(receipt.comment.receipt_no, receipt.code)


def test_code_of_another_comment_opens_nothing(consultation, receipt):
    other = hand_in(consultation)

    assert find(receipt.comment.receipt_no, other.code) is None


def test_unknown_receipt_and_wrong_code_cost_the_same(
    receipt, django_assert_num_queries
):
    with django_assert_num_queries(3):
        assert find(receipt.comment.receipt_no, wrong_code(), visitor="a") is None
    with django_assert_num_queries(3):
        assert find("YJ-LF2020001-R1-000001", wrong_code(), visitor="b") is None
