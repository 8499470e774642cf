"""The stages of a regulation's life and of a version, and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Move


class Stage(TextChoices):
    """Where a regulation stands in the legislative procedure (domain.md §2.2)."""

    PLANNING = "planning", _("立项")
    DRAFTING = "drafting", _("起草")
    SUBMITTED = "submitted", _("提请审议")
    FIRST_READING = "first_reading", _("一审")
    SECOND_READING = "second_reading", _("二审")
    THIRD_READING = "third_reading", _("三审")
    UNIFIED_REVIEW = "unified_review", _("统一审议")
    VOTING = "voting", _("表决")
    APPROVAL = "approval", _("报请批准")
    PROMULGATED = "promulgated", pgettext_lazy("阶段", "公布")
    FILED = "filed", _("备案")
    IN_FORCE = "in_force", _("施行")
    POST_EVALUATION = "post_evaluation", _("立法后评估")
    SHELVED = "shelved", pgettext_lazy("阶段", "搁置")
    TERMINATED = "terminated", pgettext_lazy("阶段", "终止")
    WITHDRAWN = "withdrawn", pgettext_lazy("阶段", "撤回")
    REJECTED = "rejected", _("未通过")


# The road, in its order; the timeline shows it. Readings may be skipped (a simple
# bill has one), promulgation may not.
ROAD = (
    Stage.PLANNING,
    Stage.DRAFTING,
    Stage.SUBMITTED,
    Stage.FIRST_READING,
    Stage.SECOND_READING,
    Stage.THIRD_READING,
    Stage.UNIFIED_REVIEW,
    Stage.VOTING,
    Stage.APPROVAL,
    Stage.PROMULGATED,
    Stage.FILED,
    Stage.IN_FORCE,
    Stage.POST_EVALUATION,
)
ENDED = frozenset({Stage.SHELVED, Stage.TERMINATED, Stage.WITHDRAWN, Stage.REJECTED})
BEFORE_VOTE = frozenset(ROAD[: ROAD.index(Stage.VOTING)])
READINGS = frozenset({Stage.FIRST_READING, Stage.SECOND_READING, Stage.THIRD_READING})

MOVES = {
    "draft": Move(frozenset({Stage.PLANNING}), Stage.DRAFTING),
    "submit": Move(frozenset({Stage.PLANNING, Stage.DRAFTING}), Stage.SUBMITTED),
    "read_first": Move(
        frozenset({Stage.PLANNING, Stage.DRAFTING, Stage.SUBMITTED}),
        Stage.FIRST_READING,
    ),
    "read_second": Move(
        frozenset({Stage.FIRST_READING, Stage.UNIFIED_REVIEW}), Stage.SECOND_READING
    ),
    "read_third": Move(
        frozenset({Stage.SECOND_READING, Stage.UNIFIED_REVIEW}), Stage.THIRD_READING
    ),
    "review": Move(READINGS, Stage.UNIFIED_REVIEW),
    "vote": Move(READINGS | {Stage.UNIFIED_REVIEW}, Stage.VOTING),
    "send_for_approval": Move(frozenset({Stage.VOTING}), Stage.APPROVAL),
    "promulgate": Move(frozenset({Stage.VOTING, Stage.APPROVAL}), Stage.PROMULGATED),
    "file": Move(frozenset({Stage.PROMULGATED, Stage.IN_FORCE}), Stage.FILED),
    "enter_into_force": Move(
        frozenset({Stage.PROMULGATED, Stage.FILED}), Stage.IN_FORCE
    ),
    "evaluate": Move(frozenset({Stage.IN_FORCE, Stage.FILED}), Stage.POST_EVALUATION),
    "shelve": Move(BEFORE_VOTE | {Stage.VOTING}, Stage.SHELVED),
    "terminate": Move(BEFORE_VOTE | {Stage.SHELVED}, Stage.TERMINATED),
    "withdraw": Move(BEFORE_VOTE, Stage.WITHDRAWN),
    "reject": Move(frozenset({Stage.VOTING, Stage.APPROVAL}), Stage.REJECTED),
}

MOVE_LABELS = {
    "draft": _("转入起草"),
    "submit": _("提请审议"),
    "read_first": _("进入一审"),
    "read_second": _("进入二审"),
    "read_third": _("进入三审"),
    "review": _("统一审议"),
    "vote": _("交付表决"),
    "send_for_approval": _("报请批准"),
    "promulgate": pgettext_lazy("进程", "公布"),
    "file": _("备案"),
    "enter_into_force": _("施行"),
    "evaluate": _("开展立法后评估"),
    "shelve": _("搁置"),
    "terminate": _("终止"),
    "withdraw": _("撤回"),
    "reject": _("未获通过"),
}


class VersionStage(TextChoices):
    """A version is worked on, checked by a second person, then published for good."""

    EDITING = "editing", _("编辑中")
    IN_REVIEW = "in_review", _("待复核")
    PUBLISHED = "published", _("已发布")


VERSION_MOVES = {
    "submit": Move(frozenset({VersionStage.EDITING}), VersionStage.IN_REVIEW),
    "return": Move(frozenset({VersionStage.IN_REVIEW}), VersionStage.EDITING),
    "publish": Move(frozenset({VersionStage.IN_REVIEW}), VersionStage.PUBLISHED),
}
