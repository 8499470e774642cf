"""What files and texts were refused or doubted for, in the language of the page."""

import ast
import re

import pytest
from django.utils.translation import override

from common import wording
from common.uploads import UploadRefused, kind_of
from config import paths
from drafts.text.parsing import parse
from drafts.text.structure import Problem
from drafts.wording import KINDS, PROBLEMS, problem_text

CHINESE = re.compile(r"[\u3400-\u9fff]")
SPEAKERS = (
    "site/common/uploads.py",
    "site/common/limited.py",
    "drafts/text/reading.py",
    "drafts/text/word/extracting.py",
    "drafts/text/word/package.py",
    "drafts/text/parsing/__init__.py",
    "drafts/text/parsing/building.py",
    "drafts/text/parsing/checking.py",
    "drafts/text/parsing/front.py",
    "drafts/text/parsing/lines.py",
    "drafts/text/parsing/noise.py",
    "drafts/text/parsing/quoting.py",
    "drafts/text/parsing/wrapping.py",
)
# Said only as parts of a sentence, which stands in the tables as a whole.
PARTS = {
    "〔之后是〔",
    "条文从〔开始",
    "〔，中间的“之×”不连续",
    "〔，缺少〔",
    "〔不属于正文，已略去〔处：〔",
    "脚注不属于正文，未导入",
    "尾注不属于正文，未导入",
    "批注不会公布，未导入",
    "页眉页脚",
    "另起一款",
    # What stands for the pattern with its kinds of numbers.
    "〔的〔号不连续：此处应为第〔〔",
    "上一行写满且以句号结束，无法断定第〔行是否另起一款，已按〔处理，请对照原件核对",
}


def filled(node):
    """A string as it stands in the code, with 〔 where something is filled in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(filled(value) for value in node.values)
    return node.value if isinstance(node, ast.Constant) else "〔"


def spoken(file):
    """The sentences of a module."""
    tree = ast.parse((paths.ROOT / file).read_text("utf-8"))
    whole = [n for n in ast.walk(tree) if isinstance(n, ast.JoinedStr)]
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    aside = {id(value) for node in whole for value in node.values} | {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if (is_text or node in whole) and id(node) not in aside:
            yield filled(node)


def plain(pattern):
    return re.sub(r"%\(\w+\)s", "〔", pattern)


def patterns():
    for table in (wording.REFUSALS, PROBLEMS):
        for several in table.values():
            yield from several


@pytest.mark.parametrize("file", SPEAKERS)
def test_every_sentence_of_the_pure_modules_has_a_pattern(file):
    known = {plain(pattern) for pattern in patterns()} | PARTS | wording.NOUNS
    # Regular expressions are no sentences.
    sentences = {
        words
        for words in spoken(file)
        if len(CHINESE.findall(words)) > 3 and not re.search(r"[\\|\[^$]", words)
    }

    assert sentences - known == set()


@pytest.mark.parametrize("pattern", sorted(set(patterns())))
def test_every_pattern_is_said_in_both_languages(pattern):
    sentence = plain(pattern).replace("〔", "42Q")
    code = next(
        code
        for table in (wording.REFUSALS, PROBLEMS)
        for code, several in table.items()
        if pattern in several
    )
    table = PROBLEMS if pattern in PROBLEMS.get(code, ()) else wording.REFUSALS

    with override("zh-hans"):
        chinese = wording.said(code, sentence, table)
    with override("en"):
        english = wording.said(code, sentence, table)

    assert chinese == sentence
    assert not CHINESE.search(english)
    assert english.count("42Q") == sentence.count("42Q")


def test_what_is_quoted_stays_chinese():
    parsed = parse("试验条例\n\n第一条　甲事。\n\n第四条　乙事。\n\n（待补）\n")

    with override("en"):
        said = [problem_text(p.code, p.message) for p in parsed.problems]

    assert "第一条 is followed by 第四条: 第二条至第三条 is missing" in said


def test_names_of_levels_are_said_in_english():
    sentence = "第四章的章号不连续：此处应为第三章"

    with override("en"):
        said = problem_text("chapter_gap", sentence)

    assert said == "Chapter numbers: 第四章 is out of sequence; it should be 第三章"


def test_refusals_speak_the_language_of_the_page():
    with pytest.raises(UploadRefused) as refusal:
        kind_of(b"%PDF-1.7 x")

    with override("en"):
        said = wording.said(refusal.value.code, refusal.value.message)

    assert refusal.value.message.startswith("这是PDF文件")
    assert said.startswith("This is a PDF file")


def test_a_sentence_nobody_knows_stays_as_it_is():
    problem = Problem(1, "unheard_of", "从来没有说过的话")

    with override("en"):
        assert problem_text(problem.code, problem.message) == problem.message


def test_kinds_are_messages():
    assert {"章", "节"} <= KINDS
