"""The vocabulary of dispositions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Result(TextChoices):
    """What became of a comment."""

    ADOPTED = "adopted", _("采纳")
    PARTIALLY_ADOPTED = "partially_adopted", _("部分采纳")
    PRINCIPLE_ADOPTED = "principle_adopted", _("精神吸收")
    ALREADY_COVERED = "already_covered", _("草案已有规定")
    NOT_ADOPTED = "not_adopted", _("未采纳")
    FOR_REFERENCE = "for_reference", _("留作研究参考")
    CONVERTED_SUPERVISION = "converted_supervision", _("转化为法规实施监督意见")
    TRANSFERRED = "transferred", _("转有关部门")
    OUT_OF_SCOPE = "out_of_scope", _("不属本法规调整范围")


# These changed the text, so each names the provisions it changed.
ADOPTED_RESULTS = frozenset({Result.ADOPTED, Result.PARTIALLY_ADOPTED})
# These may name provisions.
LINKED_RESULTS = ADOPTED_RESULTS | {Result.PRINCIPLE_ADOPTED, Result.ALREADY_COVERED}
# These say to whom the words have gone.
REFERRED_RESULTS = frozenset({Result.CONVERTED_SUPERVISION, Result.TRANSFERRED})


class ReasonCode(TextChoices):
    """Why a comment was not adopted."""

    SUPERIOR_LAW = "superior_law", _("与上位法不一致")
    NO_POWER = "no_power", _("超出立法权限")
    IMMATURE = "immature", _("条件尚不成熟")
    POLICY = "policy", _("由政策或配套规定明确")
    TECHNIQUE = "technique", _("立法技术")
    DISPUTED = "disputed", _("分歧较大")
    DUPLICATE_RULE = "duplicate_rule", _("其他法规已规定")
    OTHER = "other", _("其他")


class Contribution(TextChoices):
    """How much of the comment a provision took up."""

    FULL = "full", _("全部")
    PARTIAL = "partial", _("部分")
    IDEA = "idea", _("思路")


class SurvivalState(TextChoices):
    """What became, in a later version, of a provision that took up a comment."""

    PRESENT = "present", _("保留")
    MODIFIED = "modified", _("文字有改动，待确认")
    KEPT = "kept", _("文字有改动，内容保留")
    DROPPED = "dropped", _("未保留")


# 阶段采纳，终稿未保留 is everything else.
SURVIVING = frozenset({SurvivalState.PRESENT, SurvivalState.KEPT})
