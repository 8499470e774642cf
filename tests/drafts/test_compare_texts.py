"""``manage.py compare_texts``: what other programs read from it."""

import json

import pytest
from django.core.management import CommandError, call_command

OLD = (
    "明川市养犬管理条例\n第一条　为了加强养犬管理，制定本条例。\n"
    "第二条　外出遛犬应当牵绳。"
)
NEW = (
    "明川市养犬管理条例\n第一条　为了加强养犬管理，制定本条例。\n"
    "第二条　公安机关负责养犬登记工作。\n第三条　外出遛犬应当牵绳。"
)


@pytest.fixture
def files(tmp_path):
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_text(OLD, "utf-8")
    new.write_text(NEW, "utf-8")
    return str(old), str(new)


def test_json_holds_rows_counts_and_parts(files, capsys):
    call_command("compare_texts", *files, as_json=True)

    found = json.loads(capsys.readouterr().out)

    assert set(found) == {"rows", "counts", "parts"}
    assert [(r["old"], r["new"], r["relation"]) for r in found["rows"]] == [
        (["第一条"], ["第一条"], "unchanged"),
        ([], ["第二条"], "added"),
        (["第二条"], ["第三条"], "renumbered"),
    ]
    assert {name: n for name, n in found["counts"].items() if n} == {
        "unchanged": 1,
        "renumbered": 1,
        "added": 1,
    }


def test_human_text_names_every_row(files, capsys):
    call_command("compare_texts", *files)

    assert capsys.readouterr().out.splitlines() == [
        "第一条 → 第一条\t未改\t1.000",
        "— → 第二条\t新增\t0.000",
        "第二条 → 第三条\t仅移位\t1.000",
        "未改 1，仅移位 1，新增 1",
    ]


def test_unreadable_file_is_refused_with_its_reason(files, tmp_path, capsys):
    broken = tmp_path / "坏.txt"
    broken.write_bytes(bytes(range(256)) * 20)

    with pytest.raises(SystemExit) as refused:
        call_command("compare_texts", str(broken), files[1], as_json=True)

    found = json.loads(capsys.readouterr().out)
    assert refused.value.code == 1
    assert found["rows"] == []
    assert [problem["file"] for problem in found["problems"]] == ["坏.txt"]


def test_missing_file_is_wrong_usage(files):
    with pytest.raises(CommandError, match="找不到文件") as wrong:
        call_command("compare_texts", files[0], "没有这个文件.txt")

    assert wrong.value.returncode == 2
