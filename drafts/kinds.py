"""The vocabulary of texts: kinds of act, of version, of provision, of change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RegulationKind(TextChoices):
    """What sort of act a project is to become."""

    LOCAL_REGULATION = "local_regulation", _("地方性法规")
    AUTONOMOUS_REGULATION = "autonomous_regulation", _("自治条例")
    SEPARATE_REGULATION = "separate_regulation", _("单行条例")
    GOVERNMENT_RULE = "government_rule", _("政府规章")
    NORMATIVE_DOCUMENT = "normative_document", _("规范性文件")
    NATIONAL_LAW_TASK = "national_law_task", _("全国人大征求意见法律草案")


class ActType(TextChoices):
    """What the project does to the law."""

    ENACT = "enact", _("制定")
    REVISE = "revise", _("修订")
    AMEND = "amend", _("修正")
    REPEAL = "repeal", _("废止")
    INTERPRET = "interpret", _("解释")


class VersionType(TextChoices):
    """Which text of the chain a version is."""

    IN_FORCE = "in_force", _("现行文本")
    SOLICITATION = "solicitation", _("征求意见稿")
    SUBMISSION = "submission", _("送审稿")
    DRAFT = "draft", _("草案")
    SECOND_DRAFT = "second_draft", _("二次审议稿")
    THIRD_DRAFT = "third_draft", _("三次审议稿")
    VOTE = "vote", _("表决稿")
    ADOPTED = "adopted", _("通过稿")
    APPROVED = "approved", _("批准文本")
    PROMULGATED = "promulgated", _("公布文本")


class ProvisionKind(TextChoices):
    """Levels of a statute; the values are those of ``drafts.text.structure.Kind``."""

    BOOK = "book", _("编")
    SUBBOOK = "subbook", _("分编")
    CHAPTER = "chapter", _("章")
    SECTION = "section", _("节")
    ARTICLE = "article", _("条")
    PARAGRAPH = "paragraph", _("款")
    ITEM = "item", _("项")
    SUBITEM = "subitem", _("目")
    PREAMBLE = "preamble", _("序言")
    ANNEX = "annex", _("附件")
    POINT = "point", _("要点")


class Relation(TextChoices):
    """What became of a provision in the next version (blueprint §2)."""

    UNCHANGED = "unchanged", _("未改")
    RENUMBERED = "renumbered", _("仅移位")
    XREF_ONLY = "xref_only", _("仅改引用条号")
    RENUMBERED_XREF_ONLY = "renumbered_xref_only", _("移位并改引用条号")
    MODIFIED = "modified", pgettext_lazy("条文变化", "修改")
    MODIFIED_RENUMBERED = "modified_renumbered", _("修改并移位")
    SPLIT = "split", _("拆分")
    MERGED = "merged", _("合并")
    ADDED = "added", _("新增")
    DELETED = "deleted", pgettext_lazy("条文变化", "删除")


class DocumentKind(TextChoices):
    """What a document is a text of."""

    REGULATION = "regulation", pgettext_lazy("文件种类", "法规")
    PLAN = "plan", _("立法计划")
    TOPIC = "topic", _("议题")
    PROPOSAL = "proposal", _("提案")


class EnclosureKind(TextChoices):
    """Papers that travel with a version."""

    EXPLANATION = "explanation", _("起草说明")
    COMPARISON = "comparison", _("修改前后对照文本")
    REFERENCE = "reference", _("参阅资料")


# 立法法 58: a bill comes with its explanation, an amending one with the texts compared.
REQUIRED_ENCLOSURES = {
    ActType.ENACT: {EnclosureKind.EXPLANATION},
    ActType.REVISE: {EnclosureKind.EXPLANATION, EnclosureKind.COMPARISON},
    ActType.AMEND: {EnclosureKind.EXPLANATION, EnclosureKind.COMPARISON},
    ActType.REPEAL: {EnclosureKind.EXPLANATION},
    ActType.INTERPRET: {EnclosureKind.EXPLANATION},
}
