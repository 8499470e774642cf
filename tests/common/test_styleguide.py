"""Every component drawn once, in every state, and the promises a page makes."""

import re
from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from config import paths

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
STANCES = [("support", "赞成"), ("modify", "修改")]


class OpinionForm(forms.Form):
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


def pieces(*pairs):
    return [{"kind": kind, "text": text} for kind, text in pairs]


def node(kind, text, *children, label=""):
    return SimpleNamespace(
        kind=kind,
        label=label,
        text=text,
        children=children,
        anchor="",
        speak_url="/speak/",
        speak_label="对这一款提意见",
    )


@pytest.fixture
def page(db):
    item = node("item", "学校；", label="（一）")
    request = RequestFactory().get("/c/", {"stage": "open", "page": "2"})
    request.user = AnonymousUser()
    bad_form = OpinionForm({}, auto_id="bad_%s")
    bad_form.is_valid()
    context = {
        "crumbs": [("首页", "/"), ("样式", None)],
        "facts": [("编号", "MC-2026-001"), ("空的", "")],
        "stages": [
            {"label": "起草", "state": "done", "date": date(2026, 3, 1)},
            {"label": "一审", "state": "current", "date": None},
            {"label": "表决", "state": "todo", "date": None},
        ],
        "colours": [("paper", "纸"), ("ink", "墨")],
        "article": node("article", "", node("paragraph", "禁止进入：", item)),
        "pieces": pieces(("same", "应当"), ("ins", "系绳")),
        "old_pieces": pieces(("same", "应当"), ("del", "必须")),
        "new_pieces": pieces(("same", "应当")),
        "relations": [("unchanged", "未改"), ("moved", "移位")],
        "pulses": [("第一章", [(1, 0, False), (2, 5, True)])],
        "results": RESULTS,
        "figures": [
            {"label": "写入", "value": 3, "unit": "条", "note": "占 12 条的 25%"}
        ],
        "receipt_facts": [("受理编号", "YJ-1")],
        "code": ["7K3Q", "9MWD"],
        "form": OpinionForm(),
        "bad_form": bad_form,
        "page": Paginator(range(60), 20).page(2),
    }
    return render_to_string("styleguide.html", context, request=request)


def test_styleguide_has_one_heading_and_no_id_twice(page):
    ids = Counter(re.findall(r'\sid="([^"]+)"', page))

    assert page.count("<h1") == 1
    assert [name for name, count in ids.items() if count > 1] == []


def test_every_control_has_a_label_and_every_reference_its_target(page):
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    labels = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', page))
    controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)

    unlabelled = [
        control
        for control in controls
        if 'type="hidden"' not in control
        and "aria-label=" not in control
        and (found := re.search(r'\sid="([^"]+)"', control))
        and found[1] not in labels
    ]
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', page)).split()

    assert unlabelled == []
    assert [name for name in described if name not in ids] == []


def test_error_summary_leads_to_the_fields_in_error(page):
    summary = page[page.index('class="error-summary"') :]
    summary = summary[: summary.index("</div>")]
    ids = set(re.findall(r'\sid="([^"]+)"', page))

    targets = re.findall(r'href="#([^"]+)"', summary)

    assert targets == ["bad_stance", "bad_words", "bad_consent"]
    assert set(targets) <= ids


def test_numbered_pages_keep_the_other_parameters(page):
    assert 'href="?stage=open&amp;page=1"' in page
    assert 'href="?stage=open&amp;page=3"' in page


def test_every_result_has_a_seal_of_its_own():
    css = paths.ROOT / "site/common/static/common/css/base.css"
    signs = dict(
        re.findall(r'\.stamp\[data-result="(\w+)"\] { --sign: "(.)"', css.read_text())
    )

    assert {result for result, _label in RESULTS} <= set(signs)
    assert len(set(signs.values())) == len(signs)


def test_htmx_comes_with_the_installed_package():
    assert finders.find("django_htmx/htmx-2.min.js") is not None
