"""Differences inside one provision: exact, readable, quick."""

import itertools
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text.comparing import PieceKind, wording

LEGAL = st.text(
    st.sampled_from(
        "公安机关处罚应当养犬人登记，；、。：\n（一二三十百）第条款项5元A ,;"
    ),
    max_size=120,
)


def shown(old, new, **options):
    marks = {PieceKind.SAME: "{}", PieceKind.INS: "＋{}＋", PieceKind.DEL: "－{}－"}
    return "".join(marks[p.kind].format(p.text) for p in wording(old, new, **options))


def joined(pieces, left_out):
    return "".join(piece.text for piece in pieces if piece.kind is not left_out)


@given(LEGAL, LEGAL)
def test_pieces_join_to_both_texts(old, new):
    pieces = wording(old, new)

    assert joined(pieces, PieceKind.INS) == old
    assert joined(pieces, PieceKind.DEL) == new
    assert all(piece.text for piece in pieces)


@given(LEGAL, st.lists(st.tuples(st.integers(0, 120), st.integers(0, 9), LEGAL)))
def test_pieces_of_an_edited_text_join_to_both_texts(old, edits):
    new = old
    for place, cut, text in edits:
        new = new[:place] + text[:20] + new[place + cut :]

    pieces = wording(old, new)

    assert joined(pieces, PieceKind.INS) == old
    assert joined(pieces, PieceKind.DEL) == new
    kinds = [piece.kind for piece in pieces]
    assert all(a is not b for a, b in itertools.pairwise(kinds))


@given(LEGAL)
def test_equal_texts_are_one_piece(text):
    assert [p.text for p in wording(text, text)] == ([text] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("处五百元罚款", "处一千元罚款", "处－五百－＋一千＋元罚款"),
        ("处500元罚款", "处1500元罚款", "处－500－＋1500＋元罚款"),
        ("十五日内", "二十五日内", "－十五－＋二十五＋日内"),
        ("甲、乙、丁。", "甲、乙、丙、丁。", "甲、乙、＋丙、＋丁。"),
        (
            "应当登记，免疫，牵领。",
            "应当登记，牵领。",
            "应当登记，－免疫，－牵领。",
        ),
        (
            "由公安机关责令改正。",
            "由公安机关责令改正，可以处二百元罚款。",
            "由公安机关责令改正＋，可以处二百元罚款＋。",
        ),
        ("", "新增一款。", "＋新增一款。＋"),
        ("删去一款。", "", "－删去一款。－"),
    ],
)
def test_difference_reads_as_a_person_would_mark_it(old, new, expected):
    assert shown(old, new) == expected


def test_inserted_item_takes_its_whole_line():
    old = "（一）虐待犬只的；\n（二）遗弃犬只的。"
    new = "（一）虐待犬只的；\n（二）伤害他人犬只的；\n（三）遗弃犬只的。"

    assert shown(old, new) == (
        "（一）虐待犬只的；\n（二）＋伤害他人犬只的；\n（三）＋遗弃犬只的。"
    )


def test_rewritten_sentence_is_no_confetti():
    old = "养犬人应当在取得犬只之日起三十日内到公安机关办理登记。"
    new = "禁止在居民小区饲养大型犬、烈性犬，具体名录由市人民政府公布。"

    pieces = wording(old, new)

    assert [piece.kind for piece in pieces[:2]] == [PieceKind.DEL, PieceKind.INS]
    same = [p.text for p in pieces if p.kind is PieceKind.SAME]
    assert same in (["。"], [])


def test_single_shared_characters_never_stand_between_two_changes():
    old = "由县级以上人民政府兽医主管部门责令限期改正，给予警告。"
    new = "由县级人民政府农业农村部门责令停止违法行为，处以罚款。"

    pieces = wording(old, new)

    inner = [p.text for p in pieces[1:-1] if p.kind is PieceKind.SAME]
    assert min(len(text) for text in inner) > 1


def test_accidents_of_print_vanish_on_demand():
    old = "饲养犬只,应当接种疫苗;逾期 不接种的,处罚。"
    new = "饲养犬只，应当按时接种疫苗；逾期不接种的，处罚。"

    assert shown(old, new, by_print=False) == (
        "饲养犬只，应当＋按时＋接种疫苗；逾期不接种的，处罚。"
    )
    assert "－,－" in shown(old, new)


def statute(length, seed):
    source = random.Random(seed)
    words = ["公安机关", "应当", "犬只", "登记", "免疫", "养犬人", "处罚", "的", "不得"]
    text = ""
    while len(text) < length:
        text += "".join(source.choices(words, k=source.randint(3, 8)))
        text += source.choice("，，，；。\n")
    return text[:length]


@pytest.mark.parametrize(("length", "seconds"), [(2_000, 0.05), (20_000, 1.0)])
def test_long_texts_are_compared_quickly(length, seconds):
    old, other = statute(length, 1), statute(length, 2)
    source = random.Random(3)
    edited = "".join(c if source.random() > 0.03 else "新" for c in old)

    for new in (other, edited, old[: length // 2] + other):
        took = []
        for _ in range(3):
            start = time.perf_counter()
            wording(old, new)
            took.append(time.perf_counter() - start)
        # The best of three: a busy machine must not fail the suite.
        assert min(took) < seconds
