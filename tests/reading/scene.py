"""A regulation with two texts, a decided round, and plain words to read."""

from __future__ import annotations

from feedback.dispositions.models import Disposition
from feedback.reports import services as reports
from tests import make
from tests.dispositions.scene import Scene, make_scene

SECOND = (
    make.TEXT.replace("保持安静", "保持安静，不得使用扩音设备")
    .replace(
        "第四条　禁止在学校、医院周边开展试验。",
        "第四条　试验人应当购买保险。\n\n第五条　禁止在学校、医院周边开展试验。",
    )
    .replace("第五条　本条例", "第六条　本条例")
)


def decided_scene(answers: int = 1, *, final: bool = True, **fields) -> Scene:
    """A round whose ``answers`` comments on 第三条 went into the promulgated text."""
    scene = make_scene(stage="reported", **fields)
    text = scene.version(SECOND, final=final)
    for _number in range(answers):
        comment = scene.comment(targets=("3.1.2",), body="晚上太吵，请管一管扩音器。")
        scene.decide(comment, make.provision(text, "3.1.2"))
    scene.refuse(scene.comment(is_general=True, body="整部条例写得太长。"))
    return scene


def tell(scene: Scene) -> Scene:
    """Publish the summary and the results of a scene's round."""
    reports.publish_summary(scene.consultation, by=scene.reviewer, text="共收到意见。")
    reports.publish_result(scene.consultation, by=scene.reviewer, preface="现予公布。")
    scene.consultation.refresh_from_db()
    assert not Disposition.objects.exclude(stage="published").exists()
    return scene
