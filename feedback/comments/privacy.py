"""The text people are told before they leave personal data, by version."""

from django.utils.translation import gettext_lazy as _

# Kept with each consent; a change of the text below is a new version.
VERSION = "2026-11"

POINTS = (
    _(
        "谁在用：本轮征求意见的征集单位。姓名、电话和邮箱加密保存，查看的人和理由都有记录。"
    ),
    _("做什么用：核对意见、告诉您处理结果，不作别的用途。"),
    _("留多久：结果公布满6个月后删除；意见内容去掉个人信息后长期存档。"),
    _(
        "您的权利：凭受理编号和查询码可以随时更正、撤回意见，也可以要求查阅、复制或者删除个人信息。"
    ),
)
