"""The vocabulary of comments."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

BODY_LIMIT = 5000


class Stance(TextChoices):
    """What the author wants done with the text."""

    SUPPORT = "support", _("赞成")
    AMEND = "amend", _("修改")
    ADD = "add", _("增加")
    DELETE = "delete", _("删除")
    OPPOSE = "oppose", _("反对")
    QUESTION = "question", _("疑问")
    GENERAL = "general", _("综合")


class Channel(TextChoices):
    """By which way a comment came."""

    WEB = "web", _("网上提交")
    CONTACT_POINT = "contact_point", _("联系点")
    PAPER = "paper", _("纸质")
    LETTER = "letter", _("信函")
    EMAIL = "email", _("电子邮件")
    PHONE = "phone", _("电话")
    SITTING = "session", _("协商会议")
    MEMBER = "member", _("委员")
    PROPOSAL = "proposal", _("提案")
    IMPORT = "import", _("批量录入")


class SubmitterKind(TextChoices):
    """Who speaks."""

    PERSON = "person", _("个人")
    ORGANISATION = "organisation", _("单位")
    MINOR = "minor", _("未满14周岁")


class ConsentKind(TextChoices):
    """Separate consents, each unticked until the author ticks it."""

    PRIVACY = "privacy", _("已阅读个人信息处理说明")
    PUBLIC_NAME = "public_name", _("同意公开署名")
    PUBLIC_WORDS = "public_words", _("同意公开意见原文")
    FORWARD = "forward", _("同意转交有关部门")
    GUARDIAN = "guardian", _("监护人同意")


class RejectionReason(TextChoices):
    """Why a comment is not accepted; the author reads this by code."""

    NOT_THIS_SUBJECT = "not_this_subject", _("与本草案无关")
    PERSONAL_CASE = "personal_case", _("个案诉求")
    LITIGATION = "litigation", _("已进入法定途径")
    SECRET = "secret", _("涉密")
    ILLEGAL = "illegal", _("违法违规")
    ABUSIVE = "abusive", _("辱骂恶意")
    SPAM = "spam", _("垃圾信息")
    BLANK = "blank", _("无实质内容")
    DUPLICATE_SAME_PERSON = "duplicate_same_person", _("本人重复")
