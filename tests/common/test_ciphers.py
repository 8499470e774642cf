"""Sealed stays sealed, under either family of ciphers."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from common import ciphers

FAMILIES = pytest.mark.parametrize("family", ["aes-256-gcm", "sm4-gcm"])
PERSON = {"姓名": "演示\ud800", "phone": "13800138000", "a": {"b": [1, None, True]}}


@FAMILIES
def test_sealed_value_opens_with_its_secret_and_context(family, settings):
    settings.CIPHER = family
    secret = ciphers.new_secret()
    sealed = ciphers.seal(PERSON, secret=secret, context="submitter:1")

    opened = ciphers.open_sealed(sealed, secret=secret, context="submitter:1")
    assert opened == PERSON
    assert b"13800138000" not in sealed
    assert ciphers.open_sealed(
        memoryview(sealed), secret=secret, context="submitter:1"
    ) == (PERSON)


@FAMILIES
def test_sealed_value_stays_shut_elsewhere(family, settings):
    settings.CIPHER = family
    secret = ciphers.new_secret()
    sealed = ciphers.seal(PERSON, secret=secret, context="submitter:1")

    with pytest.raises(ciphers.CannotOpen):
        ciphers.open_sealed(sealed, secret=secret, context="submitter:2")
    with pytest.raises(ciphers.CannotOpen):
        ciphers.open_sealed(sealed, secret=ciphers.new_secret(), context="submitter:1")


@FAMILIES
def test_any_altered_byte_is_noticed(family, settings):
    settings.CIPHER = family
    secret = ciphers.new_secret()
    sealed = ciphers.seal({"a": 1}, secret=secret, context="c")

    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(ciphers.CannotOpen):
            ciphers.open_sealed(bytes(altered), secret=secret, context="c")
    for length in range(len(sealed)):
        with pytest.raises(ciphers.CannotOpen):
            ciphers.open_sealed(sealed[:length], secret=secret, context="c")


def test_same_value_is_sealed_differently_each_time():
    secret = ciphers.new_secret()

    sealed = {ciphers.seal({}, secret=secret, context="c") for _ in range(10)}

    assert len(sealed) == 10


def test_older_family_opens_after_the_setting_changed(settings):
    secret = ciphers.new_secret()
    sealed = ciphers.seal(PERSON, secret=secret, context="c")
    wrapped = ciphers.wrap(secret)
    settings.CIPHER = "sm4-gcm"

    opened = ciphers.open_sealed(sealed, secret=ciphers.unwrap(wrapped), context="c")
    assert opened == PERSON


@FAMILIES
def test_wrapped_secret_opens_only_under_the_same_master_key(family, settings):
    settings.CIPHER = family
    secret = ciphers.new_secret()
    wrapped = ciphers.wrap(secret)
    assert ciphers.unwrap(wrapped) == secret
    assert secret not in wrapped

    settings.MASTER_KEY = base64.b64encode(b"n" * 32).decode()
    with pytest.raises(ciphers.CannotOpen, match="不是用这把密钥"):
        ciphers.unwrap(wrapped)


def test_keyed_hash_depends_on_purpose_value_and_pepper(settings):
    one = ciphers.keyed_hash("query code", "ABC")
    assert one == ciphers.keyed_hash("query code", b"ABC")
    assert len(one) == 64

    others = [
        ciphers.keyed_hash("query code", "ABD"),
        ciphers.keyed_hash("visitor", "ABC"),
        ciphers.keyed_hash("query codeA", "BC"),
    ]
    settings.PEPPER = base64.b64encode(b"q" * 32).decode()
    others.append(ciphers.keyed_hash("query code", "ABC"))
    settings.CIPHER = "sm4-gcm"
    others.append(ciphers.keyed_hash("query code", "ABC"))
    assert len({one, *others}) == 6


def test_salted_hash_ignores_the_order_of_keys_only():
    one = ciphers.salted_hash({"a": 1, "b": 2}, "salt")

    assert one == ciphers.salted_hash({"b": 2, "a": 1}, b"salt")
    assert one != ciphers.salted_hash({"a": 1, "b": 2}, "pepper")
    assert one != ciphers.salted_hash({"a": 1, "b": "2"}, "salt")


@pytest.mark.parametrize(
    "key", ["", "short", "!" * 44, base64.b64encode(b"x").decode()]
)
def test_bad_key_stops_with_its_name(key, settings):
    settings.PEPPER = key

    with pytest.raises(ImproperlyConfigured, match="MINYI_PEPPER"):
        ciphers.keyed_hash("a", "b")


def test_unknown_cipher_stops_with_its_name(settings):
    settings.CIPHER = "rot13"

    with pytest.raises(ImproperlyConfigured, match="MINYI_CIPHER"):
        ciphers.wrap(b"x" * 32)
