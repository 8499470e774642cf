"""I5: one submission, one row, one result."""

import threading

import pytest
from django.db import transaction

from common.idempotency import BadKey, KeyReused, claim, new_key
from common.models import IdempotencyKey, NumberSequence
from common.numbering import next_number

BODY = {"words": "建议把第八条改为……", "articles": ["第八条"]}


@pytest.mark.django_db
def test_same_key_and_body_give_the_first_result():
    key = new_key()
    first = claim("comments", key, BODY)
    first.finish({"receipt": "YJ-1"})
    again = claim("comments", key, dict(reversed(BODY.items())))

    assert (first.is_new, again.is_new) == (True, False)
    assert again.result == first.result == {"receipt": "YJ-1"}
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db
def test_same_key_with_another_body_is_refused():
    key = new_key()
    claim("comments", key, BODY).finish({})

    with pytest.raises(KeyReused, match="已经提交过"):
        claim("comments", key, {**BODY, "words": "别的话"})


@pytest.mark.django_db
def test_new_claim_is_one_query_and_a_repeated_one_two(django_assert_num_queries):
    key = new_key()

    with django_assert_num_queries(1):
        claim("comments", key, BODY)
    with django_assert_num_queries(2):
        claim("comments", key, BODY)


@pytest.mark.django_db
def test_scopes_do_not_share_keys():
    key = new_key()

    assert claim("comments", key, BODY).is_new
    assert claim("proposals", key, {"other": 1}).is_new


@pytest.mark.django_db
def test_neither_key_nor_words_are_stored():
    key = new_key()
    claim("comments", key, BODY).finish({"receipt": "YJ-1"})

    stored = str(IdempotencyKey.objects.values().get())
    assert key not in stored
    assert "第八条" not in stored


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", ["", "short", "a" * 21, "a" * 65, "a" * 22 + " ", "键" * 22, "a" * 22 + "\n"]
)
def test_malformed_key_is_refused(key):
    with pytest.raises(BadKey, match="请刷新页面"):
        claim("comments", key, BODY)


@pytest.mark.parametrize("key", ["a" * 22, "Z_-9" * 16])
@pytest.mark.django_db
def test_well_formed_key_is_taken(key):
    assert claim("comments", key, BODY).is_new


def test_new_keys_are_well_formed_and_differ():
    keys = {new_key() for _ in range(100)}

    assert len(keys) == 100
    assert {len(key) for key in keys} == {22}


@pytest.mark.django_db
def test_refused_act_gives_its_key_back():
    key = new_key()
    with transaction.atomic():
        claim("comments", key, BODY)
        transaction.set_rollback(True)

    assert claim("comments", key, BODY).is_new


def test_claim_outside_a_transaction_is_refused(private_database):
    def attempt():
        with pytest.raises(transaction.TransactionManagementError):
            claim("comments", new_key(), BODY)
        return IdempotencyKey.objects.count()

    assert private_database.call(attempt) == 0


def test_fifty_posts_of_one_key_act_once_and_all_get_one_result(private_database):
    key = new_key()

    def post(_number):
        with transaction.atomic():
            taken = claim("comments", key, BODY)
            if taken.is_new:
                taken.finish({"receipt": next_number("YJ")})
            return taken.is_new, taken.result

    answers = private_database.together(post, 50)

    assert sorted(answers, key=str) == [(False, {"receipt": 1})] * 49 + [
        (True, {"receipt": 1})
    ]
    series = private_database.call(lambda: NumberSequence.objects.get().last)
    assert series == 1


def test_waiting_post_acts_when_the_first_is_refused(private_database):
    key = new_key()
    has_claimed = threading.Event()

    def post(number):
        if number == 0:
            with transaction.atomic():
                claim("comments", key, BODY)
                has_claimed.set()
                transaction.set_rollback(True)
            return None
        has_claimed.wait(10)
        with transaction.atomic():
            return claim("comments", key, BODY).is_new

    assert private_database.together(post, 2) == [None, True]
