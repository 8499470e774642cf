"""Query codes 查询码: 13 random characters of 5 bits and one that checks them."""

import re
import unicodedata

from common.ciphers import keyed_hash

# Crockford's base32: no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_LENGTH = 13
LENGTH = RANDOM_LENGTH + 1
GROUP = 4
LOOKALIKES = str.maketrans("OIL", "011")
# White space, dashes of every kind, and what else people put between groups.
BETWEEN = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212\u30fc_.·•,/]+")
# x^5 + x^2 + 1: with it, doubling runs through all 31 values but zero.
REDUCTION = 0b100101


def code_for(idempotency_key: str, object_id: int) -> str:
    """Return the code of an object as printed: ``"7K2Q-9XMD-4TRW-8P"``.

    It is derived, so that a repeated submission shows the same code though only its
    hash is stored.
    """
    derived = keyed_hash("query code derivation", f"{idempotency_key}:{object_id}")
    bits = int(derived, 16)
    values = [(bits >> 5 * place) & 31 for place in range(RANDOM_LENGTH)]
    values.append(_double(_weighted(values)))
    code = "".join(ALPHABET[value] for value in values)
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def normalise(text: str) -> str:
    """Return what was typed as 14 bare characters, if it can be read as a code.

    Lower case, full width, spaces, hyphens, and O, I, L typed for 0, 1, 1 are forgiven.
    """
    plain = BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    return plain.translate(LOOKALIKES)


def has_valid_check(code: str) -> bool:
    """Tell a mistyped code (any one character wrong, any two exchanged) from a code."""
    plain = normalise(code)
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        return False
    return _weighted([ALPHABET.index(character) for character in plain]) == 0


def code_hash(code: str) -> str:
    """Return the keyed hash under which a code is stored and looked up."""
    return keyed_hash("query code", normalise(code))


def _weighted(values: list[int]) -> int:
    """Return the sum of ``values`` over GF(32), each weighted by its place."""
    total = 0
    for value in values:
        total = _double(total) ^ value
    return total


def _double(value: int) -> int:
    value <<= 1
    return value ^ REDUCTION if value & 32 else value
