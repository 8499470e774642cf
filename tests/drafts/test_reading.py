"""Whole files: the real laws, the report, the command."""

import hashlib
import json
import re
import time
import unicodedata
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from common.uploads import UploadRefused
from drafts.text.reading import read_file
from drafts.text.report import report
from drafts.text.structure import Kind
from tests.drafts.test_word import CHANGED, word

TEXTS = [
    "bjlf-2017.md", "bjlf-2023.md", "bjlj-2020.md", "cqlf-2017.md", "cwh-2009.md",
    "cwh-2022.txt", "dwfy-2015.txt", "dwfy-2021.txt", "dwfy-draft1.txt",
    "dwfy-draft2.txt", "fld-2007.md", "fld-2022.txt", "gsf-2018.md", "gsf-2023.txt",
    "hbs-2018.md", "hbs-2025.txt", "jsjb-2021.md", "kxzf-2020.md", "kxzf-2025.md",
    "lff-2015.md", "lff-2023.txt", "mfd-2020.md", "rdys-2021.txt", "wygl-2018.md",
    "xf-2023.md", "xf-xian.txt", "xfgz-2022.md", "zagl-2012.md", "zagl-2025.txt",
]  # fmt: skip
WORD_FILES = [
    "docx/dwfy-draft2.plain.docx", "docx/hbs-2025.table.docx",
    "docx/jsjb-2021.plain.docx", "docx/kxzf-2020.autonumber.docx",
    "docx/kxzf-2025.softbreak.docx", "docx/lff-2023.styles.docx",
    "docx/rdys-2021.plain.docx",
]  # fmt: skip
COUNTED = {
    "编": "books",
    "分编": "subbooks",
    "章": "chapters",
    "节": "sections",
    "条": "articles",
    "条_之X": "inserted_articles",
    "项": "items",
    "目": "subitems",
}


def mark_of(text):
    """Return the hash of an article's words as the keys make it."""
    plain = re.sub(r"[\s\u200b]", "", unicodedata.normalize("NFKC", text))
    plain = re.sub('[“”"]', "”", plain).replace("‘", "’")
    plain = plain.replace("<", "〈").replace(">", "〉")
    return hashlib.sha1(plain.encode(), usedforsecurity=False).hexdigest()[:16]


@pytest.mark.corpus
@pytest.mark.parametrize("name", TEXTS + WORD_FILES)
def test_real_law_agrees_with_its_key(laws, name):
    file = laws / name
    key = json.loads(
        (laws / f"keys/structure/{file.name.split('.')[0]}.json").read_text()
    )

    parsed = read_file(file)

    counts = parsed.counts()
    assert {c: counts[ours] for c, ours in COUNTED.items()} == {
        c: key["counts"][c] for c in COUNTED
    }
    articles = [(a.label, mark_of(a.body())) for a in parsed.articles()]
    assert articles == [(a["label"], a["sha1"]) for a in key["articles"]]
    for article, expected in zip(parsed.articles(), key["articles"], strict=True):
        found = sum(n.kind is Kind.PARAGRAPH for n in article.children)
        doubt = expected["ambiguous_kuan"]
        assert abs(found - expected["kuan"]) <= doubt, article.label
    if not key["ambiguous_kuan"]:
        assert counts["paragraphs"] == key["counts"]["款"]


@pytest.mark.corpus
@pytest.mark.parametrize("name", TEXTS)
def test_real_law_loses_no_character(laws, name):
    text = (laws / name).read_bytes().decode("utf-8-sig").replace("\u200b", "")

    parsed = read_file(laws / name)

    kept = [parsed.title, parsed.note, *parsed.contents]
    for placed in parsed.placed():
        kept += [placed.node.label, placed.node.heading, placed.node.text]
    kept += [p.message for p in parsed.problems if p.code == "page_number"]
    text = re.sub(r"<!-- INFO END -->|^#+ |\*\*", "", text, flags=re.MULTILINE)
    lost = Counter("".join(text.split())) - Counter("".join("".join(kept).split()))
    assert set(lost) <= {"：", "\ufeff"}


@pytest.mark.corpus
def test_civil_code_is_read_in_two_seconds(laws):
    start = time.monotonic()

    read_file(laws / "mfd-2020.md")

    assert time.monotonic() - start < 2


TEXT = """某市养犬管理条例
（2026年3月1日通过）
第一章　总　则
第一条（立法目的）　为了文明：
（一）甲；
1.乙。
丙。
第一条之一　丁。
第四条　戊。
附件
某表"""


def test_report_is_the_contract():
    found = report(read_file(TEXT.encode()))

    assert found["counts"] == {
        "books": 0, "subbooks": 0, "chapters": 1, "sections": 0, "articles": 3,
        "inserted_articles": 1, "paragraphs": 4, "items": 1, "subitems": 1,
        "annexes": 1,
    }  # fmt: skip
    assert found["articles"][0] == {
        "label": "第一条",
        "number": 1,
        "insert": 0,
        "path": ["第一章"],
        "caption": "立法目的",
        "paragraphs": 2,
        "items": 1,
        "subitems": 1,
        "text": "为了文明：\n（一）甲；\n1.乙。\n丙。",
    }
    assert found["articles"][1]["insert"] == 1
    assert [(p["line"], p["code"]) for p in found["problems"]] == [(9, "gap")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_give_one_report(encoding):
    assert report(read_file(TEXT.encode(encoding))) == report(read_file(TEXT.encode()))


def test_spreadsheet_is_refused_by_its_name(tmp_path):
    import_file = tmp_path / "x.docx"
    import_file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)

    with pytest.raises(UploadRefused) as caught:
        read_file(import_file)

    assert caught.value.code == "old_format"


def run_command(path, *arguments):
    """Return the exit code and what the command printed as JSON."""
    from io import StringIO  # noqa: PLC0415 -- only here

    out = StringIO()
    try:
        call_command("parse_text", str(path), "--json", *arguments, stdout=out)
    except SystemExit as stopped:
        return stopped.code, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def test_command_prints_the_report(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")

    assert run_command(file) == (0, report(read_file(TEXT.encode())))


def test_command_takes_a_decision_without_articles(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("关于某事的决定\n一、甲。\n二、乙。", encoding="utf-8")

    code, found = run_command(file)

    assert (code, found["counts"]["articles"]) == (0, 0)
    assert [p["code"] for p in found["problems"]] == ["no_articles"]


def test_command_refuses_tracked_changes(tmp_path):
    file = tmp_path / "a.docx"
    file.write_bytes(word("某市养犬管理条例", CHANGED))

    code, found = run_command(file)

    assert (code, found["articles"]) == (1, [])
    assert [p["code"] for p in found["problems"]] == ["tracked_changes"]
    assert run_command(file, "--changes", "accept")[0] == 0


def test_command_names_a_missing_file(tmp_path):
    with pytest.raises(CommandError, match="找不到文件") as caught:
        run_command(tmp_path / "none.docx")

    assert caught.value.returncode == 2
