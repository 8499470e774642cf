"""The keys of the workbench, and the switch that turns them off (WCAG 2.1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest  # noqa: TID251 -- only as a type

COOKIE = "keys"
OFF = "off"
KEYS = (
    (_("走动"), (
        ("J", _("下一条")),
        ("K", _("上一条")),
        ("O", _("打开整页")),
        ("Esc", _("返回上一层，或者离开输入框")),
        ("/", _("到文字框里查找")),
    )),
    (_("办理"), (
        ("X", _("选中，或者取消选中")),
        ("A", _("受理；选中了几条，就先看清单")),
        ("G", _("归并；选中了几条，就先看清单")),
        ("D", _("拟定处理结果")),
        ("U", _("撤销刚才的操作（10 秒内）")),
    )),
    (_("帮助"), (("?", _("显示这份清单")),)),
)  # fmt: skip


def are_on(request: HttpRequest) -> bool:
    """Whether single keys act in this browser."""
    return request.COOKIES.get(COOKIE) != OFF
