"""What is searched for, and in which texts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """A kind of finds, in the order of the page; the values are those of the index."""

    REGULATION = "regulation", pgettext_lazy("搜索", "法规")
    PROVISION = "provision", _("条文")
    EXPLANATION = "explanation", _("民言民语")
    CONSULTATION = "consultation", _("征求意见")
    RESULT = "disposition", _("处理结果")
    COMMENT = "public_comment", _("公众意见")
    PAGE = "page", _("公告和指南")


class Standing(TextChoices):
    """Where the texts stand that are searched; pages of editors have no such place."""

    OPEN = "open", _("正在征求意见")
    MAKING = "making", _("制定修改中")
    LAW = "law", _("已经公布")
