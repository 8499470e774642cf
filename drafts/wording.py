"""What reading a text found, said in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from common import wording
from common.wording import Patterns

_OUT_OF_SEQUENCE = _("%(label)s的%(name)s号不连续：此处应为%(expected)s")

PROBLEMS: Patterns = {
    "empty": (_("没有读到任何条文或文字，请检查文件是否为空、是否为扫描图片"),),
    "no_articles": (
        _("全文没有“第×条”，按决定、说明一类文件处理；若应当有条文，请核对原件"),
        _("没有读到“第X条”，请确认这是法规文本。"),
    ),
    "no_title": (_("没有找到标题，请在导入时填写"),),
    "duplicate": (_("%(label)s重复：第%(line)s行已有同一条号"),),
    "out_of_order": (_("%(label)s排在%(before)s之后，条文顺序颠倒"),),
    "gap": (
        _("%(before)s之后是%(after)s，中间的“之×”不连续"),
        _("%(before)s之后是%(after)s，缺少%(missing)s"),
        _("条文从%(after)s开始，中间的“之×”不连续"),
        _("条文从%(after)s开始，缺少%(missing)s"),
    ),
    "book_gap": (_OUT_OF_SEQUENCE,),
    "subbook_gap": (_OUT_OF_SEQUENCE,),
    "chapter_gap": (_OUT_OF_SEQUENCE,),
    "section_gap": (_OUT_OF_SEQUENCE,),
    "item_gap": (_OUT_OF_SEQUENCE,),
    "subitem_gap": (_OUT_OF_SEQUENCE,),
    "empty_article": (_("%(label)s没有内容"),),
    "uncertain_break": (
        _(
            "上一行写满且以句号结束，无法断定第%(line)s行是否另起一款，"
            "已按同一款处理，请对照原件核对"
        ),
        _(
            "上一行写满且以句号结束，无法断定第%(line)s行是否另起一款，"
            "已按另起一款处理，请对照原件核对"
        ),
    ),
    "history_tail": (_("文末的署名、日期或者修改沿革已归入题注：%(words)s"),),
    "front_matter": (_("文件开头的元数据不属于正文，已略去：%(words)s"),),
    "front_text": (_("正文之前的文字已归入题注，请核对：%(words)s"),),
    "comment": (
        _("注释不属于正文，已略去：%(words)s"),
        _("批注不会公布，未导入：%(words)s"),
    ),
    "link": (
        _("链接地址不属于正文，已略去：%(words)s"),
        _("链接地址不安全，只保留文字：%(words)s"),
    ),
    "unclosed_quote": (_("引用的修改内容缺少后引号，已按正文处理，请核对"),),
    "unusual_list": (_("条内以“一、”编号的段落按款处理，请核对：%(words)s"),),
    "stray_text": (_("这一段不在任何条文之内，请核对：%(words)s"),),
    "suspicious_line": (
        _("这一段没有以句号等结尾，可能断行有误或混入了别的文字：%(words)s"),
    ),
    "table_in_article": (_("条文内有表格，已作为文字并入上一段，请核对"),),
    "page_number": (_("页码不属于正文，已略去%(count)s处：%(words)s"),),
    "running_head": (_("页眉页脚不属于正文，已略去%(count)s处：%(words)s"),),
    "header_footer": (_("页眉页脚不属于正文，已略去：%(words)s"),),
    "alt_chunk": (
        _("嵌入的外来文档未导入，请把文字粘贴到正文"),
        _("嵌入的外来文档（%(name)s）未导入"),
    ),
    "embedded_object": (
        _("嵌入的对象未导入，请把文字写入正文"),
        _("嵌入的对象（%(name)s）未导入"),
    ),
    "external": (_("引用的外部文件未读取：%(name)s"),),
    "hidden_text": (_("隐藏文字未导入：%(words)s"),),
    "formula": (_("公式按文字导入，请核对：%(words)s"),),
    "symbol": (_("特殊字体符号（%(words)s）未导入，请改用普通文字"),),
    "ruby": (_("注音未导入：%(words)s"),),
    "text_box": (_("文本框里的文字未导入，请移到正文：%(words)s"),),
    "picture": (_("图片未导入；若图中有条文，请改为文字"),),
    "layout_table": (_("正文放在表格里，已按段落读取，请核对"),),
    "footnote": (_("脚注不属于正文，未导入：%(words)s"),),
    "endnote": (_("尾注不属于正文，未导入：%(words)s"),),
}
KINDS = frozenset({_("编"), _("分编"), _("章"), _("节"), _("项"), _("目")})


def problem_text(code: str, sentence: str) -> str:
    """Return what was found, in the active language; quoted words stay Chinese."""
    return wording.said(code, sentence, PROBLEMS, KINDS)
