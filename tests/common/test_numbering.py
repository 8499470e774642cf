"""Numbers without gaps, whoever writes at once and whatever is rolled back."""

import pytest
from django.db import transaction

from common.numbering import next_number


@pytest.mark.django_db
def test_numbers_begin_at_one_in_every_series():
    assert [next_number("YJ-R1"), next_number("YJ-R1"), next_number("YJ-R2")] == [
        1,
        2,
        1,
    ]


@pytest.mark.django_db
def test_rolled_back_number_is_given_again():
    next_number("YJ")
    with transaction.atomic():
        next_number("YJ")
        transaction.set_rollback(True)

    assert next_number("YJ") == 2


@pytest.mark.django_db
def test_number_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        next_number("YJ")


def test_number_outside_a_transaction_is_refused(private_database):
    def attempt():
        with pytest.raises(transaction.TransactionManagementError):
            next_number("YJ")
        with transaction.atomic():
            return next_number("YJ")

    assert private_database.call(attempt) == 1


def test_writers_at_once_share_neither_number_nor_gap(private_database):
    def take(worker):
        taken = []
        for attempt in range(5):
            is_refused = (worker + attempt) % 3 == 0
            with transaction.atomic():
                number = next_number("YJ")
                transaction.set_rollback(is_refused)
            if not is_refused:
                taken.append(number)
        return taken

    taken = sorted(
        number for part in private_database.together(take, 8) for number in part
    )

    assert taken == list(range(1, len(taken) + 1))
    assert len(taken) > 20
