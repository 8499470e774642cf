"""Query codes: readable, forgiving, and a slip of the finger is told from a guess."""

import re

import pytest

from common import codes

KEY = "k" * 22


def test_code_has_fourteen_characters_in_groups_without_lookalikes():
    for number in range(200):
        code = codes.code_for(KEY, number)
        assert re.fullmatch(
            r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"
            r"-[0-9A-HJKMNP-TV-Z]{2}",
            code,
        )
        assert codes.has_valid_check(code)


def test_code_is_derived_from_key_and_object():
    code = codes.code_for(KEY, 1)

    assert codes.code_for(KEY, 1) == code
    assert len({code, codes.code_for(KEY, 2), codes.code_for("j" * 22, 1)}) == 3
    assert len({codes.code_for(KEY, number) for number in range(1000)}) == 1000


@pytest.mark.parametrize(
    "typed",
    [
        "7K2Q-9XMD-4TRW-8P",
        "7k2q 9xmd 4trw 8p",
        " 7K2Q9XMD4TRW8P\n",
        "７Ｋ２Ｑ－９ＸＭＤ－４ＴＲＷ－８Ｐ",
        "7k2q—9xmd–4trw·8p",
        "7K2Q_9XMD.4TRW,8P",
    ],
)
def test_spellings_of_one_code_are_one_code(typed):
    assert codes.normalise(typed) == "7K2Q9XMD4TRW8P"
    assert codes.code_hash(typed) == codes.code_hash("7K2Q9XMD4TRW8P")


def test_lookalikes_are_read_as_digits():
    assert codes.normalise("oOiIlL") == "001111"


def test_any_wrong_character_is_noticed():
    code = codes.normalise(codes.code_for(KEY, 1))

    for place in range(len(code)):
        for character in set(codes.ALPHABET) - {code[place]}:
            assert not codes.has_valid_check(
                code[:place] + character + code[place + 1 :]
            )


def test_any_exchange_of_two_characters_is_noticed():
    code = codes.normalise(codes.code_for(KEY, 1))

    for one in range(len(code)):
        for other in range(one):
            swapped = list(code)
            swapped[one], swapped[other] = code[other], code[one]
            is_same = swapped == list(code)
            assert codes.has_valid_check("".join(swapped)) == is_same


@pytest.mark.parametrize("typed", ["", "7K2Q", "7K2Q9XMD4TRW8PP", "U" * 14, "意见" * 7])
def test_what_is_no_code_has_no_valid_check(typed):
    assert not codes.has_valid_check(typed)


def test_hash_does_not_show_the_code():
    code = codes.normalise(codes.code_for(KEY, 1))

    assert code.lower() not in codes.code_hash(code)
    assert len(codes.code_hash(code)) == 64
