"""Limits hold without any cache, for the right visitor, and end when they should."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from common import limits
from common.models import RateCounter

NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def after(seconds):
    return NOW + timedelta(seconds=seconds)


def allow(who="v", at=NOW, scope="look-up"):
    return limits.allow(scope, who, limit=3, seconds=60, at=at)


def may_try(at=NOW, who="v"):
    return limits.may_try("look-up", who, at=at)


@pytest.mark.django_db
def test_acts_beyond_the_limit_are_refused_until_the_window_ends():
    assert [allow(at=after(n)) for n in range(5)] == [True] * 3 + [False] * 2
    assert limits.retry_after("look-up", "v", at=after(10)) == 50
    assert allow(at=after(59)) is False
    assert limits.retry_after("look-up", "v", at=after(60)) == 0
    assert [allow(at=after(60)) for _ in range(4)] == [True] * 3 + [False]


@pytest.mark.django_db
def test_visitors_and_scopes_are_counted_apart():
    for _ in range(4):
        allow()

    assert (allow(), allow(who="w"), allow(scope="comment")) == (False, True, True)
    assert limits.retry_after("look-up", "unknown", at=NOW) == 0


@pytest.mark.django_db
def test_counting_is_one_query_and_names_nobody(django_assert_num_queries):
    with django_assert_num_queries(1):
        allow(who="203.0.113.7")

    assert "203.0.113.7" not in str(RateCounter.objects.values().get())


@pytest.mark.django_db
def test_five_failures_lock_for_half_an_hour_from_the_last():
    assert [may_try(after(60 * n)) for n in range(6)] == [True] * 5 + [False]
    last_failure = 4 * 60
    assert limits.is_locked("look-up", "v", at=after(last_failure + 1799))
    assert not may_try(after(last_failure + 1799))
    assert not limits.is_locked("look-up", "v", at=after(last_failure + 1800))
    assert may_try(after(last_failure + 1800))


@pytest.mark.django_db
def test_trying_while_locked_does_not_lengthen_the_lock():
    for _ in range(5):
        may_try()
    for minute in range(29):
        assert not may_try(after(60 * minute))

    assert limits.retry_after("look-up", "v", at=after(1740)) == 60
    assert may_try(after(1800))


@pytest.mark.django_db
def test_success_forgets_the_failures():
    for _ in range(5):
        may_try()
    limits.succeeded("look-up", "v")

    assert not limits.is_locked("look-up", "v", at=NOW)
    assert [may_try() for _ in range(6)] == [True] * 5 + [False]


@pytest.mark.django_db
def test_four_failures_do_not_lock_and_fade():
    for _ in range(4):
        may_try()

    assert not limits.is_locked("look-up", "v", at=NOW)
    assert [may_try(after(1800)) for _ in range(6)] == [True] * 5 + [False]


@pytest.mark.django_db
def test_expired_counters_are_pruned():
    allow(who="old")
    allow(who="new", at=after(30))

    assert limits.prune(at=after(60)) == 1
    assert RateCounter.objects.get().expires_at == after(90)


def test_guesses_at_once_pass_no_more_often_than_the_limit(private_database):
    passed = private_database.together(lambda _: may_try(at=None), 20)

    assert sum(passed) == limits.FAILURE_LIMIT


def address(remote, forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, **headers)
    return limits.client_address(request)


def test_forged_addresses_are_ignored_without_trusted_proxies(settings):
    settings.TRUSTED_PROXIES = []
    request = RequestFactory().get(
        "/",
        REMOTE_ADDR="203.0.113.7",
        HTTP_X_FORWARDED_FOR="198.51.100.1",
        HTTP_X_REAL_IP="198.51.100.2",
        HTTP_FORWARDED="for=198.51.100.3",
    )

    assert limits.client_address(request) == "203.0.113.7"
    assert limits.visitor(request) == limits.visitor(
        RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    )
    assert "203.0.113.7" not in limits.visitor(request)


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        # What the visitor wrote stands to the left of what the proxy saw.
        ("10.0.0.1", "192.0.2.9, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.9, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, garbage", "10.0.0.1"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("", "198.51.100.1", ""),
    ],
)
def test_forwarded_address_is_believed_as_far_as_we_wrote_it(
    remote, forwarded, expected, settings
):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "not-an-address"]

    assert address(remote, forwarded) == expected


def test_proxy_on_a_unix_socket_can_be_trusted(settings):
    settings.TRUSTED_PROXIES = [""]

    assert address("", "198.51.100.1") == "198.51.100.1"


def test_one_subscriber_is_one_visitor_whatever_the_spelling():
    assert address("2001:db8::1") == address("2001:db8::ffff") == "2001:db8::/64"
    assert address("2001:db8:0:1::1") != address("2001:db8::1")
    assert address("::ffff:203.0.113.7") == "203.0.113.7"
