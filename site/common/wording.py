"""Sentences of the pure modules, said again in the language of the page.

What reads files and texts knows no languages: it says ``code`` and a finished Chinese
sentence, which is also stored and part of the interface for programs. Here stand the
patterns of those sentences, as messages; a sentence is matched with the patterns of its
code, its parts are taken out, and the pattern is said in the active language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

# A code, and the patterns of all that is said under it.
Patterns = Mapping[str, Iterable[str]]

_PLACE = re.compile(r"%\((\w+)\)s")

REFUSALS: Patterns = {
    "empty": (_("文件是空的，请检查后重新选择文件。"),),
    "unsupported": (
        _(
            "这是%(kind)s文件，不能直接读取文字。"
            "请另存为 Word（.docx）或者 UTF-8 文本（.txt）后重新上传。"
        ),
        _("这是网页、RTF 或者 XML 文件。请另存为 Word（.docx）后重新上传。"),
        _("这是压缩包，不是 Word 或 Excel 文件。请解压后逐个上传。"),
        _("不支持这种 Office 文件。请另存为 .docx 或 .xlsx 后重新上传。"),
        _("%(name)s是表格文件，不能作为法规文本导入。请上传 .docx、.txt 或 .md。"),
    ),
    "not_text": (
        _(
            "认不出文件的文字编码，或者它不是文本文件。"
            "Word 或 WPS 文档请打开后另存为 .docx；"
            "文本文件请用记事本打开，另存为 UTF-8 编码的 .txt，再重新上传。"
        ),
    ),
    "old_format": (
        _(
            "这是旧格式的 Office 或 WPS 文件（.doc、.xls、.wps、.et）。"
            "请在 Word 或 WPS 中另存为 .docx 或 .xlsx 后重新上传。"
        ),
    ),
    "encrypted": (
        _("文件设有打开密码。请在 Word 或 WPS 中取消密码，保存后重新上传。"),
    ),
    "macros": (_("文件含有宏（程序）。请另存为不带宏的 .docx 或 .xlsx 后重新上传。"),),
    "too_large_unpacked": (
        _(
            "文件解压后过大（超过 %(size)s MB、压缩比超过 %(ratio)s "
            "或者多于 %(parts)s 个部分），未予打开。"
            "请用 Word 或 WPS 打开原文件，去掉图片后另存为新文件再上传。"
        ),
    ),
    "broken": (
        _("文件已损坏，无法打开。请用 Word 或 WPS 打开原文件，另存后重新上传。"),
    ),
    "entities": (
        _("文件里有不允许的文档类型声明。请用 Word 或 WPS 打开后另存再上传。"),
    ),
    "too_large": (
        _(
            "%(what)s有 %(size)s MB，超过 %(limit)s MB 的上限。"
            "请去掉图片和无关内容，或者分成几个文件后上传。"
        ),
    ),
    "too_heavy": (
        _(
            "文件内容过多或者结构异常，规定的时间和内存内没有读完。"
            "请用 Word 或 WPS 打开，另存为新文件，或者分成几个文件后上传。"
        ),
    ),
    "tracked_changes": (
        _(
            "文件含有未处理的修订痕迹。请先在 Word 中接受或拒绝全部修订，"
            "或者在导入时选择“接受修订”或“拒绝修订”。"
        ),
    ),
    "too_long": (_("文件超过 %(count)s 段，请分成几个文件后上传。"),),
}
# Parts of sentences that are words of ours too, and no words of a file.
NOUNS = frozenset(
    {
        _("文件"),
        _("文本文件"),
        _("这个文件"),
        _("程序"),
        _("PNG 图片"),
        _("JPEG 图片"),
        _("GIF 图片"),
        _("RAR 压缩"),
        _("7z 压缩"),
        _("gzip 压缩"),
    }
)


@cache
def _matcher(pattern: str) -> re.Pattern[str]:
    pieces = _PLACE.split(pattern)
    # Every other piece is a name.
    made = [
        f"(?P<{piece}>.*?)" if place % 2 else re.escape(piece)
        for place, piece in enumerate(pieces)
    ]
    return re.compile("".join(made), re.DOTALL)


def said(
    code: str,
    sentence: str,
    patterns: Patterns = REFUSALS,
    nouns: frozenset[str] = NOUNS,
) -> str:
    """Return ``sentence`` in the active language; as it is, when no pattern fits."""
    for pattern in patterns.get(code, ()):
        match = _matcher(pattern).fullmatch(sentence)
        if match:
            parts = {
                name: gettext(words) if words in nouns else words
                for name, words in match.groupdict().items()
            }
            return gettext(pattern) % parts if parts else gettext(pattern)
    return sentence
