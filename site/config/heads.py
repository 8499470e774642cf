"""What the head of a page says of its place on the site.

Source: 《政府网站发展指引》（国办发〔2017〕47号），附件一，网页标签规范.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """A part of the site, as the registers of public sites know it."""

    name: str | Promise
    description: str | Promise
    keywords: str | Promise
    kind: str | Promise


ASKING = _("互动交流")
COLUMNS = {
    "rounds": Column(
        _("征求意见"),
        _("正在征求意见的法规草案，和以前每一轮的结果。"),
        _("征求意见,法规草案,意见采纳"),
        ASKING,
    ),
    "reading": Column(
        _("法规"),
        _("法规和草案的文本、各次审议稿的对照、条文的来历。"),
        _("法规,草案,条文对照,条文来历"),
        _("信息公开"),
    ),
    "points": Column(
        _("联系点"),
        _("基层立法联系点的地址、电话和服务范围。"),
        _("基层立法联系点,联系电话"),
        ASKING,
    ),
    "comments": Column(
        _("提意见和查意见"),
        _("对草案逐条提意见，凭受理编号和查询码查答复。"),
        _("提意见,查询,答复"),
        ASKING,
    ),
}


def column_of(request: HttpRequest) -> Column | None:
    """Return the part of the site a page belongs to; the front page is its own."""
    match = request.resolver_match
    return COLUMNS.get(match.namespace) if match else None


def address_of(request: HttpRequest) -> tuple[str, str]:
    """Return the host and the lasting address of a page; nothing for a host not ours.

    Of the query only the number of a page of a list is part of the address.
    """
    try:
        domain, address = request.get_host(), request.build_absolute_uri(request.path)
    except DisallowedHost:
        return "", ""
    number = request.GET.get("page", "")
    is_number = number.isascii() and number.isdigit() and number != "1"
    return domain, f"{address}?page={number}" if is_number else address
