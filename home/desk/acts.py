"""The names of acts as the ledger's readers see them beside a comment."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "comments.submit": _("提交"),
    "comments.correct": _("更正意见"),
    "comments.withdraw": _("撤回"),
    "comments.flag": _("提示重复"),
    "comments.accept": _("受理"),
    "comments.hold": _("继续审核"),
    "comments.return": _("退回补正"),
    "comments.reject": _("不予受理"),
    "comments.transfer": _("转送"),
    "comments.reconsider": _("重新审核"),
    "comments.reveal": _("查看提交人"),
    "dispositions.propose": _("拟定处理结果"),
    "dispositions.edit": _("修改处理结果"),
    "dispositions.correct": _("拟定更正"),
    "dispositions.confirm": _("确认处理结果"),
    "dispositions.return": _("退回处理结果"),
    "dispositions.revoke": _("撤销处理结果"),
    "dispositions.publish": _("公布处理结果"),
}
SCREENINGS = {
    "accept": _("受理"),
    "hold": _("继续审核"),
    "return": _("退回补正"),
    "reject": _("不予受理"),
    "transfer": _("转送"),
    "reconsider": _("重新审核"),
    "flag": _("疑似本人重复，请核对"),
}
