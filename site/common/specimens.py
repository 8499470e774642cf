"""Every component in every state, with invented words: what /styleguide/ draws."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator

from common import palette

RESULTS = [
    ("adopted", "采纳"),
    ("partially_adopted", "部分采纳"),
    ("principle_adopted", "精神吸收"),
    ("already_covered", "草案已有规定"),
    ("not_adopted", "未采纳"),
    ("for_reference", "留作研究参考"),
    ("converted_supervision", "转化为法规实施监督意见"),
    ("transferred", "转有关部门"),
    ("out_of_scope", "不属本法调整范围"),
]
RELATIONS = [
    ("unchanged", "未改"),
    ("renumbered", "条号变"),
    ("xref_only", "只改引用"),
    ("modified", "有改动"),
    ("modified_renumbered", "有改动，条号变"),
    ("split", "拆分"),
    ("merged", "合并"),
    ("moved", "移位"),
    ("part", "转入他条"),
    ("added", "新增"),
    ("deleted", "删去"),
]
GROUNDS = [
    ("paper", "纸，每一页的底"),
    ("sheet", "单页，表单和回执"),
    ("sunk", "沉下去的底，删去的字"),
    ("qing-tint", "提示的底"),
    ("alert-tint", "警示的底"),
    ("ins-tint", "增加的底"),
]
INKS = [
    ("ink", "墨，正文"),
    ("ink-2", "淡墨，次要的字"),
    ("ink-3", "更淡，说明；关怀版不用"),
    ("qing", "石青，机关、链接、操作"),
    ("seal", "印章红，只用于决定"),
    ("ins", "增加的字"),
    ("alert", "赭，差错、期限、焦点"),
    ("edge", "框线"),
    ("rule", "细线，只作装饰"),
]
LOOKS = [
    ("light", "浅色"),
    ("dark", "深色"),
    ("contrast", "高对比"),
    ("night", "高对比深色"),
]
STANCES = [("support", "赞成"), ("modify", "修改"), ("oppose", "反对")]


class OpinionForm(forms.Form):
    """One field of every kind."""

    stance = forms.ChoiceField(
        label="您的态度", choices=STANCES, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="您的意见", help_text="像平时说话那样写就行。", widget=forms.Textarea
    )
    own = forms.CharField(label="您会怎么写", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="身份", required=False, choices=[("", "请选择")])
    consent = forms.BooleanField(
        label="我已满 14 周岁", help_text="未满的请监护人代填。"
    )
    result = forms.ChoiceField(
        label="决定", required=False, choices=RESULTS, widget=forms.RadioSelect
    )


@dataclass
class Text:
    """A piece of statute text, as the components of the reading page take it."""

    kind: str
    text: str
    label: str = ""
    children: list[Text] = field(default_factory=list)
    anchor: str = ""
    speak_url: str = "#main"
    speak_label: str = "对这一款提意见"


def pieces(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    """Words of a comparison, each with its kind (same, ins, del)."""
    return [{"kind": kind, "text": text} for kind, text in pairs]


def ratios() -> list[dict[str, Any]]:
    """Return each pair of colours with its contrast in every look."""
    looks = [palette.tokens(name) for name, _label in LOOKS]
    return [
        {
            "ink": ink,
            "ground": ground,
            "needed": needed,
            "values": [
                f"{palette.contrast(look[ink], look[ground]):.1f}" for look in looks
            ],
        }
        for ink, ground, needed in palette.PAIRS
    ]


def bound(data: dict[str, str], auto_id: str) -> OpinionForm:
    """Return a form that was sent, its errors found."""
    form = OpinionForm(data, auto_id=auto_id)
    form.is_valid()
    return form


def article() -> Text:
    """Return an article with two paragraphs, items and subitems."""
    subitems = [Text("subitem", "影剧院；", "1."), Text("subitem", "体育馆；", "2.")]
    items = [
        Text("item", "学校、幼儿园；", "（一）"),
        Text("item", "下列公共场所：", "（二）", subitems),
    ]
    return Text(
        "article",
        "",
        children=[
            Text(
                "paragraph",
                "携带犬只出户的，应当系犬绳，避让行人，并不得进入：",
                children=items,
            ),
            Text("paragraph", "导盲犬和执行任务的工作犬除外。"),
        ],
    )


def specimens() -> dict[str, Any]:
    """Return what the templates of the style guide draw."""
    return {
        "crumbs": [("首页", "/"), ("样式", None)],
        "facts": [("编号", "MC-2026-001"), ("空的", "")],
        "stages": [
            {"label": "起草", "state": "done", "date": date(2026, 3, 1)},
            {"label": "一审", "state": "current", "date": date(2026, 8, 27)},
            {"label": "二审", "state": "todo", "date": None},
            {"label": "表决", "state": "todo", "date": None},
        ],
        "grounds": GROUNDS,
        "inks": INKS,
        "ratios": ratios(),
        "looks": [label for _name, label in LOOKS],
        "article": article(),
        "pieces": pieces(("same", "应当"), ("del", "必须"), ("ins", "系犬绳")),
        "old_pieces": pieces(("same", "出门应当"), ("del", "必须牵好")),
        "new_pieces": pieces(("same", "出门应当"), ("ins", "系犬绳")),
        "relations": RELATIONS,
        "pulses": [
            ("第一章", [(number, number % 3, False) for number in range(1, 6)]),
            ("第二章", [(6, 5, True), (7, 2, False), (8, 4, True)]),
        ],
        "results": RESULTS,
        "figures": [
            {"label": "收到意见", "value": "1,286", "unit": "条", "note": ""},
            {"label": "写入", "value": 3, "unit": "条", "note": "占 12 条的 25%"},
        ],
        "receipt_facts": [("受理编号", "YJ-1"), ("提交时间", "2026年9月10日")],
        "code": ["7K3Q", "9MWD", "2XTV", "5H"],
        "form": OpinionForm(),
        "bad_form": bound({}, "bad_%s"),
        "good_form": bound({"words": "请写明绳长。", "stance": "modify"}, "good_%s"),
        "page": Paginator(range(60), 20).page(2),
        "sayings": [
            Message(constants.SUCCESS, "已经保存。"),
            Message(constants.WARNING, "今天24时截止。"),
        ],
        "host": SimpleNamespace(phone="0999-555-0100", phone_hours="工作日9时至17时"),
        "kept": ["孩子在小区里被没拴绳的狗追过，建议写明牵绳。"],
        "nearby": SimpleNamespace(
            phone="0999-555-0100",
            hours="工作日9时至17时",
            point=None,
            name="法制工作委员会",
        ),
    }
