"""The vocabulary of consultations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConsultationKind(TextChoices):
    """What people are asked about."""

    DRAFT_COMMENT = "draft_comment", _("草案征求意见")


class DisplayPolicy(TextChoices):
    """What of single comments the public sees."""

    PRIVATE = "private", _("仅内部")
    SUMMARY_ONLY = "summary_only", _("仅公布综述")
    ADOPTED_ONLY = "adopted_only", _("公布采纳意见")


class ExtensionKind(TextChoices):
    """A public change of a consultation's window."""

    EXTEND = "extend", _("延期")
    SUSPEND = "suspend", _("暂停")
    RESUME = "resume", _("恢复")
    REOPEN = "reopen", _("重新开放")
    CANCEL = "cancel", _("取消")
