"""A round with comments nobody has looked at. Run as a module; prints JSON."""

from __future__ import annotations

import itertools
import json
import sys
from typing import Any

import django

BODIES = ("写明一百米。", "夜间也要管。", "整体赞成。", "<b>粗</b>体的意见。")


def queue() -> dict[str, Any]:
    """A round being collated, with four fresh comments and one accepted."""
    from feedback.comments.models import Comment  # noqa: PLC0415 -- app ready
    from tests import make  # noqa: PLC0415 -- app ready
    from tests.dispositions.scene import make_scene  # noqa: PLC0415 -- app ready

    # Another process has named people before.
    make._numbers = itertools.count(1000 * (Comment.objects.count() + 1))
    scene = make_scene()
    places = ({"targets": ("4",)}, {"targets": ("3",)}, {"is_general": True}, {})
    fresh = [
        scene.comment(body=body, stage="submitted", **place)
        for body, place in zip(BODIES, places, strict=True)
    ]
    accepted = scene.comment(body="已经受理的意见。", targets=("4",))
    assert Comment.objects.of(scene.consultation).count() == 5
    return {
        "code": scene.consultation.code,
        "fresh": [comment.pk for comment in fresh],
        "receipts": [comment.receipt_no for comment in fresh],
        "accepted": accepted.receipt_no,
    }


def stages(code: str) -> list[str]:
    """The stages of a round's comments, in order of arrival."""
    from feedback.comments.models import Comment  # noqa: PLC0415 -- app ready

    rows = Comment.objects.filter(consultation__code=code).order_by("pk")
    return list(rows.values_list("stage", flat=True))


COMMANDS = {"queue": queue, "stages": stages}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))  # noqa: T201 -- its output
