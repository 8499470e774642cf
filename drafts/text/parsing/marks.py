"""What the beginning of a line says it is: a heading, a 条, a 项, a 目, an annex."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drafts.text.numerals import NUMERAL, to_number
from drafts.text.structure import Kind

_CHINESE = r"[〇零○一二三四五六七八九十百千](?:\s*[〇零○一二三四五六七八九十百千])*"
_HEADING_KINDS = {
    "编": Kind.BOOK,
    "分编": Kind.SUBBOOK,
    "章": Kind.CHAPTER,
    "节": Kind.SECTION,
}
_HEADING = re.compile(
    rf"第\s*({NUMERAL})\s*(分\s*编|编|章|节)(?!的|之规定|所[列称述]|规定|\s*、)"
)
_ARTICLE = re.compile(
    rf"第\s*({NUMERAL})\s*条(?!件|款|约|例)(?:\s*之\s*({_CHINESE})(?!般|切|定|致|律))?"
)
_ITEM = re.compile(rf"[（(]\s*({_CHINESE})\s*[）)](?:\s*[、.．](?!\s*[（(]))?")
_ARABIC_ITEM = re.compile(r"[（(]\s*([0-9０-９]{1,3})\s*[）)]")
_SUBITEM = re.compile(r"([0-9０-９]{1,3})\s*(?:[.．](?!\s*[0-9０-９])|、)")
_CIRCLED = re.compile(r"[①-⑳㉑-㉟]")
_POINT = re.compile(rf"({_CHINESE})\s*、")
_ANNEX = re.compile(
    rf"(附\s*(?:件|表|录|图)\s*(?:{NUMERAL})?|附)"
    r"(?:\s*[：:]\s*|\s+|$|(?<=[件表录图一二三四五六七八九十0-9])(?=[（(《]))(.{0,60})$"
)
# Papers that follow a draft in the same file.
_ATTACHED = re.compile(
    r"关于[^。，；]{2,60}的\s*说\s*明|(?:起草|修改|修订|编制|条文|立法|编辑)\s*说\s*明"
    r"|(?:相关链接|责任编辑|来源)\s*[：:]?.{0,30}"
)
_UNNUMBERED = re.compile(r"(?:总|分|附|罚)\s*则")
_CONTENTS = re.compile(r"目\s*[录錄次]\s*[:：]?")
_PREAMBLE = re.compile(r"(?:序|前)\s*言\s*[:：]?")
# What follows a cited number in a sentence, but cannot begin an article. Behind a
# blank there is less of it: 第七十六条　规定…的事项 is an article, and so is
# 第一条　第三条修改为….
_CITED_SPACED = re.compile(
    rf"\s+(?:第\s*{NUMERAL}\s*(?:款|项|目)|[、，,；;。）)》”]|[的之]规定|规定的)"
)
_CITED_CLOSE = re.compile(
    r"第|[、，,；;。）)》”]|规定|所|的|之|等|中的|中关于|关于|修改|改为|删去|确定的"
    r"|(?:至|到|和|或|或者|及|以及|与)(?:第|本|《|前|附)|以外|以下|以上|之外|之内|或者"
)
_CITED_ITEM = re.compile(
    r"\s*(?:项|目|款|、\s*[（(]|至\s*第?\s*[（(]|和\s*第?\s*[（(]|或)"
)
_PAGE_TAIL = re.compile(r"[\s.…·・．]*(?:[\t ]+|[.…·・．]{2,})[\s.…·・．]*\d{1,4}\s*$")
_SPACED = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")

#: Characters; no heading is longer, and no pattern of headings sees more.
_LONGEST = 200
ENDS = "。；：！？;:!?"
_CLOSERS = "”’\"'）)》〉」』】］]"
_ADOPTED = re.compile(
    r"通过|公布|公告|修正|修订|批准|施行|发布|令第|实施|废止|修改|核准|印发"
)
_DATE = re.compile(r"(?:\d{4}|[〇○零一二三四五六七八九]{4}|[×xX_]{2,4})\s*年")


@dataclass(slots=True, frozen=True)
class Mark:
    """A recognised beginning: ``rest`` is the line without it.

    ``separated``: a blank, a bracket or the line's end parts label and words.
    ``cited``: the words read as if the label were a citation in a sentence.
    ``abuts``: a bracket stands right behind the label, as captions do.
    """

    kind: Kind
    label: str
    number: int
    rest: str
    insert: int = 0
    separated: bool = True
    cited: bool = False
    abuts: bool = False


def tight(text: str) -> str:
    """Return ``text`` without the blanks that only space out Chinese characters."""
    return _SPACED.sub("", re.sub(r"\s{2,}", " ", text.strip()))


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends like a whole paragraph: 。；： and what closes them."""
    core = text.rstrip().rstrip(_CLOSERS)
    # A half-width full stop ends a Chinese sentence; behind a digit it is a number.
    return core[-1:] in tuple(ENDS) or bool(re.search(r"[\u4e00-\u9fff]\.$", core[-2:]))


def heading_mark(text: str) -> Mark | None:
    """Return the 编, 分编, 章 or 节 that a line is, with its title as ``rest``."""
    match = _HEADING.match(text) if len(text) <= _LONGEST else None
    number = _number(match)
    if not match or not number:
        return None
    title = tight(re.sub(r"^\s*[：:]", "", text[match.end() :]))
    if (
        len(title) > 60
        or ends_sentence(title)
        or re.search(rf"[。；;，,]|^第\s*{NUMERAL}\s*[编章节条]", title)
    ):
        return None
    name = re.sub(r"\s", "", match.group(2))
    label = f"第{_printed(match)}{name}"
    return Mark(_HEADING_KINDS[name], label, number, title)


def unnumbered_heading(text: str) -> str:
    """Return 附则, 总则… for a line that is nothing else, or an empty string."""
    return tight(text) if _UNNUMBERED.fullmatch(text.strip()) else ""


def article_mark(text: str) -> Mark | None:
    """Return the 条 whose label begins the line."""
    match = _ARTICLE.match(text)
    number = _number(match)
    if not match or not number:
        return None
    printed = match.group(2)
    insert = _value(printed) if printed else 0
    label = f"第{_printed(match)}条" + (f"之{tight(printed)}" if insert else "")
    after = text[match.end() :]
    separated = not after or after[0].isspace() or after[0] in "（(【〔[：:"
    pattern = _CITED_SPACED if after[:1].isspace() else _CITED_CLOSE
    cited = bool(pattern.match(after))
    rest = after.strip()
    abuts = after[:1] in tuple("（(【〔[")
    return Mark(Kind.ARTICLE, label, number, rest, insert, separated, cited, abuts)


def item_mark(text: str) -> Mark | None:
    """Return the 项 (（一）) or 目 (1.) whose mark begins the line.

    （1） and ① come as 目; whoever builds the tree lifts them where no 项 is open.
    """
    for pattern, kind in ((_ITEM, Kind.ITEM), (_ARABIC_ITEM, Kind.SUBITEM)):
        match = pattern.match(text)
        if match:
            return _listed(match, kind, text)
    match = _SUBITEM.match(text)
    if match:
        return _listed(match, Kind.SUBITEM, text)
    if _CIRCLED.match(text):
        number = (
            ord(text[0]) - ord("①") + 1 if text[0] <= "⑳" else ord(text[0]) - 0x323C
        )
        return Mark(Kind.SUBITEM, text[0], number, text[1:].strip())
    return None


def point_mark(text: str) -> Mark | None:
    """Return the numbered point (一、) whose mark begins the line."""
    match = _POINT.match(text)
    return _listed(match, Kind.POINT, text) if match else None


def annex_mark(text: str) -> Mark | None:
    """Return the annex (附件一, 附表：…) that a line opens."""
    match = _ANNEX.match(text) if len(text) <= _LONGEST else None
    if not match and len(text) <= _LONGEST and _ATTACHED.fullmatch(text.strip()):
        return Mark(Kind.ANNEX, "", 0, tight(text))
    if not match or unnumbered_heading(text):
        return None
    title = tight(match.group(2))
    if re.search(r"[。；，,;]$", title) or (match.group(1) == "附" and not title):
        return None
    return Mark(Kind.ANNEX, tight(match.group(1)), 0, title)


def is_contents_title(text: str) -> bool:
    return bool(_CONTENTS.fullmatch(text.strip()))


def is_preamble_title(text: str) -> bool:
    return bool(_PREAMBLE.fullmatch(text.strip()))


def without_page(entry: str) -> str:
    """Return an entry of a 目录 without its leader and page number."""
    return _PAGE_TAIL.sub("", entry) if len(entry) <= _LONGEST else entry


def is_adoption(text: str) -> bool:
    """Tell whether a line is a 题注: dates and the acts done on them."""
    # A title may name its version: 《…法》（2015年修正本）.
    bare = re.sub(r"[（(]\d{4}\s*年?\s*(?:修正|修订)[本版]?[）)]$", "", text.strip())
    return bool(_DATE.search(bare) and _ADOPTED.search(bare))


def has_date_only(text: str) -> bool:
    return bool(
        re.fullmatch(r"[（(]?\s*.{4,5}年.{1,3}月.{1,3}日\s*[）)]?", text.strip())
    )


def bracketed(text: str) -> bool:
    bare = text.strip()
    return bare[:1] in ("（", "(") and bare[-1:] in ("）", ")")


def _listed(match: re.Match[str], kind: Kind, text: str) -> Mark | None:
    number = _number(match)
    if not number:
        return None
    after = text[match.end() :]
    label = re.sub(r"\s", "", match.group(0))
    cited = kind is not Kind.POINT and bool(_CITED_ITEM.match(after))
    return Mark(kind, label, number, after.strip(), cited=cited)


def _number(match: re.Match[str] | None) -> int:
    return _value(match.group(1)) if match else 0


def _value(numeral: str) -> int:
    try:
        return to_number(numeral)
    except ValueError:
        return 0


def _printed(match: re.Match[str]) -> str:
    return re.sub(r"\s", "", match.group(1))
