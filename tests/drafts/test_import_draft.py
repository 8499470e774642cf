"""``manage.py import_draft``: what other programs rely on (blueprint §5)."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from common.models import LedgerEntry
from drafts.models import Version
from tests.make import TEXT, make_regulation, make_version

pytestmark = pytest.mark.django_db

NEXT = TEXT.replace("医院周边", "医院、车站周边").replace("第五条", "第七条")


def run(*arguments):
    """Run the command; return its exit code, its object or text, and its messages."""
    out, errors = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import_draft", *map(str, arguments), stdout=out, stderr=errors)
    except SystemExit as end:
        code = end.code
    text = out.getvalue()
    return code, json.loads(text) if "--json" in arguments else text, errors.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "草案.txt"
    path.write_text(NEXT)
    return path


def test_import_creates_an_unpublished_version_on_the_latest_published(file):
    base = make_version()

    code, found, messages = run(
        file,
        "--regulation",
        base.document.code,
        "--version-type",
        "second_draft",
        "--json",
    )

    version = Version.objects.get(sequence=2)
    assert (code, messages) == (0, "")
    assert (found["version"], found["base"]) == (version.code, base.code)
    assert (version.base, version.is_published) == (base, False)
    assert (version.source_name, len(version.source_hash)) == ("草案.txt", 64)
    assert found["counts"]["articles"] == 5
    assert [p["code"] for p in found["problems"]] == [
        p["code"] for p in version.problems
    ]
    assert found["problems"]
    assert found["changes"]["rows"] == [
        {
            "old": ["第四条"],
            "new": ["第四条"],
            "relation": "modified",
            "moved": False,
            "certain": True,
            "similarity": found["changes"]["rows"][0]["similarity"],
        },
        {
            "old": ["第五条"],
            "new": ["第七条"],
            "relation": "renumbered",
            "moved": False,
            "certain": True,
            "similarity": 1.0,
        },
    ]
    entry = LedgerEntry.objects.order_by("pk").last()
    assert (entry.act, entry.actor_kind) == ("drafts.import_version", "system")


def test_dry_run_says_the_same_and_stores_nothing(file):
    base = make_version()
    arguments = (file, "--regulation", base.document.code, "--version-type", "draft")

    _code, found, _messages = run(*arguments, "--dry-run", "--json")
    assert Version.objects.count() == 1
    _code, stored, _messages = run(*arguments, "--json")

    assert found == stored | {"version": None}


def test_first_version_has_nothing_to_be_compared_with(file):
    regulation = make_regulation()

    _code, found, _messages = run(
        file, "--regulation", regulation.code, "--version-type", "draft", "--json"
    )

    assert (found["base"], found["changes"]) == (None, None)


def test_people_read_sentences(file):
    base = make_version()

    code, text, _messages = run(
        file, "--regulation", base.document.code, "--version-type", "draft"
    )

    assert code == 0
    assert f"已导入为 {base.document.code}-V2，尚未发布。" in text
    assert "有待核对的问题，发布时须写明理由。" in text


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"PK\x03\x04 not a document", "broken"), (b"", "invalid")],
)
def test_unusable_file_is_refused_with_reasons(tmp_path, content, code):
    regulation = make_regulation()
    path = tmp_path / "坏文件.docx"
    path.write_bytes(content)

    status, found, messages = run(
        path, "--regulation", regulation.code, "--version-type", "draft", "--json"
    )

    assert status == 1
    assert len(found["errors"]) == 1
    assert found["errors"][0]["message"] == messages.strip()
    assert not Version.objects.exists()


def test_unknown_regulation_is_refused(file):
    status, found, _messages = run(
        file, "--regulation", "LF-1999-001", "--version-type", "draft", "--json"
    )

    assert (status, found) == (
        1,
        {
            "errors": [
                {
                    "code": "unknown_regulation",
                    "message": "没有编号为“LF-1999-001”的立法项目，请核对编号。",
                }
            ]
        },
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("missing.txt", "--regulation", "X", "--version-type", "draft"),
        ("missing.txt", "--regulation", "X", "--version-type", "fourth_draft"),
        ("missing.txt",),
    ],
)
def test_wrong_usage_ends_with_two(arguments):
    with pytest.raises(CommandError) as refusal:
        run(*arguments)

    # argparse's own errors end a real process with 2.
    assert refusal.value.returncode in (1, 2)
