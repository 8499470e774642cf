"""Files of a round: complete, harmless, without a person in them (I6, I11)."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from consultations.rounds.stages import Stage as RoundStage
from feedback.comments.stages import Stage as CommentStage
from feedback.dispositions import services as deciding
from feedback.reports import exports, rows, services
from tests import make
from tests.dispositions.scene import make_scene
from tests.reports.sheets import read_sheet

NEXT = make.TEXT.replace("保持安静", "保持安静并控制音量")
HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝１＋１",
    "\t=1",
    "<script>alert(1)</script>",
    "]]>&amp;&#x3c;",
    "a\x00b\x0b".replace("\x00", ""),
    "0012345",
    "https://example.com",
    "བོད་ཡིག 𠮷 😀",
    "长" * 4990,
)


def rows_of(scene) -> list[dict[str, object]]:
    file = BytesIO()
    count = exports.write_comments(scene.consultation, file)
    header, *read = read_sheet(file)
    assert header == exports.comment_headers()
    assert len(read) == count
    return [dict(zip(header, row, strict=True)) for row in read]


@pytest.mark.django_db
def test_hostile_words_come_back_to_the_letter_and_no_cell_is_a_formula():
    scene = make_scene()
    for words in HOSTILE:
        scene.comment(body=words, reason=words[:2000])
    file = BytesIO()

    exports.write_comments(scene.consultation, file)

    column = exports.comment_headers().index("意见内容")
    _header, *read = read_sheet(file)
    # XML cannot hold a vertical tab, and the form strips what is blank at the ends.
    assert [row[column] for row in read] == [
        words.strip().replace("\x0b", "") for words in HOSTILE
    ]
    with ZipFile(file) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in parts.read(name)
                assert b"<hyperlink" not in parts.read(name)


@pytest.mark.django_db
def test_table_of_comments_says_what_was_said_about_what_and_what_became_of_it():
    scene = make_scene()
    final = scene.version(NEXT, final=True)
    comment = scene.comment(
        targets=("3", "4"),
        body="建议控制音量",
        reason="扰民",
        proposed={"4": "禁止在学校、幼儿园周边开展试验。"},
        signature_count=7,
    )
    scene.decide(comment, make.provision(final, "3"))
    scene.decide(comment.targets.get(provision__address="4"), result="for_reference")
    rejected = scene.comment(stage=CommentStage.REJECTED)

    first, second = rows_of(scene)

    assert first["受理编号"] == comment.receipt_no
    assert first["条款"] == "第三条\n第四条"
    assert first["建议条文"] == "禁止在学校、幼儿园周边开展试验。"
    assert first["联名人数"] == "7"
    assert first["处理结果"] == "第三条：采纳\n第四条：留作研究参考"
    assert first["对应条文"] == f"《{final.title}》第三条"
    assert (second["受理编号"], second["状态"]) == (rejected.receipt_no, "不予受理")
    assert (second["条款"], second["处理结果"]) == ("整个草案", "")


@pytest.mark.django_db
def test_no_file_holds_a_person():
    scene = make_scene(stage=RoundStage.SUMMARY_PUBLISHED)
    scene.refuse(
        scene.comment(
            name="欧阳测试",
            phone="13912345678",
            email="ouyang@example.com",
            body="我的电话是13912345678，邮箱 ouyang@example.com",
        )
    )
    services.publish_result(scene.consultation, by=scene.reviewer, preface="如下。")
    sheet = BytesIO()
    exports.write_comments(scene.consultation, sheet)
    files = [
        sheet.getvalue(),
        exports.summary_paper(scene.consultation),
        exports.feedback_paper(scene.consultation),
    ]

    for content in files:
        with ZipFile(BytesIO(content)) as parts:
            text = b"".join(parts.read(name) for name in parts.namelist()).decode(
                "utf-8", "ignore"
            )
        for hidden in ("欧阳测试", "13912345678", "ouyang"):
            assert hidden not in text
        assert "〔电话〕" in text


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_comments(monkeypatch):
    monkeypatch.setattr(rows, "CHUNK", 2)
    costs = []
    for count in (1, 9):
        scene = make_scene()
        for _ in range(count):
            scene.refuse(scene.comment(targets=("3", "4")))
        with CaptureQueriesContext(connection) as queries:
            assert exports.write_comments(scene.consultation, BytesIO()) == count
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 20


def table_of(content: bytes) -> list[list[str]]:
    (table,) = Document(BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.django_db
def test_summary_paper_has_its_columns_and_every_counted_comment():
    scene = make_scene()
    hostile = "<w:p>&\n=1+1</w:p>"
    pair = [scene.comment(body=hostile, targets=("4",)), scene.comment()]
    deciding.group_comments(
        scene.consultation, pair, by=scene.staff, title="组", summary="都嫌吵"
    )
    scene.comment(stage=CommentStage.REJECTED)

    header, first, second = table_of(exports.summary_paper(scene.consultation))

    assert header == [
        "序号",
        "条款",
        "原文",
        "意见内容",
        "归纳",
        "理由",
        "来源（人次）",
        "联系点",
        "联系点意见",
    ]
    assert first[:5] == [
        "1",
        "第四条",
        "禁止在学校、医院周边开展试验。",
        hostile,
        "都嫌吵",
    ]
    assert first[6] == "网上提交，1人次"
    assert (second[0], second[1], second[4]) == ("2", "整个草案", "都嫌吵")


@pytest.mark.django_db
def test_feedback_paper_tells_results_articles_and_how_people_were_told():
    scene = make_scene(stage=RoundStage.SUMMARY_PUBLISHED)
    kept, dropped = scene.comment(body="甲", email="a@example.com"), scene.comment()
    second = scene.version(
        NEXT.replace("第三章　附", "第五条　另加一条。\n\n第三章　附").replace(
            "第五条　本", "第六条　本"
        )
    )
    scene.decide(kept, make.provision(second, "3"))
    scene.decide(dropped, make.provision(second, "5"))
    final = scene.version(NEXT, final=True)
    services.publish_result(scene.consultation, by=scene.reviewer, preface="如下。")

    header, first, last = table_of(exports.feedback_paper(scene.consultation))

    assert header == [
        "序号",
        "原意见",
        "处理结果",
        "对应条文（通过稿）",
        "理由／说明",
        "反馈日期",
        "反馈方式",
    ]
    assert first[1:4] == ["甲", "采纳", f"《{final.title}》第三条"]
    assert first[6] == "凭查询码查看、电子邮件"
    assert last[2:4] == ["阶段采纳，终稿未保留", ""]
