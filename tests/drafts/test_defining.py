"""Defined terms: found where a statute defines them, and where it uses them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text.defining import Form, find_definitions, find_uses
from drafts.text.parsing import parse

HEAD = "明川市试验条例\n\n第一章　总　则\n\n"


def terms(text):
    return [(d.term, d.form.value, d.text) for d in find_definitions(parse(text))]


def law(*articles):
    from common.writing import han_number  # noqa: PLC0415 -- one use

    all_of_it = [*articles, "本条例自公布之日起施行。"]
    said = [f"第{han_number(n)}条　{words}" for n, words in enumerate(all_of_it, 1)]
    return HEAD + "\n\n".join(said) + "\n"


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("本条例所称试验，是指在公共场所进行的测试活动。", "试验"),
        ("本条例所称的试验，是指在公共场所进行的测试活动。", "试验"),
        ("本条例所称“试验”，是指在公共场所进行的测试活动。", "试验"),
        ("本法所称试验单位是指依法设立的单位。", "试验单位"),
        ("本条例所称试验场地，包括道路、广场和公园。", "试验场地"),
        ("本条例所称接单即办工作，是指市民反映事项的办理。", "接单即办工作"),
        ("夜间试验，是指二十二时至次日六时的试验。", "夜间试验"),
        ("试验费分为两种。其中，场地费是指使用场地的费用。", "场地费"),
        ("试验合同是试验人使用场地、支付费用的合同。", "试验合同"),
        ("市试验活动管理机构（以下简称管理机构）负责监督。", "管理机构"),
        ("市试验活动管理机构（以下称“管理机构”）负责监督。", "管理机构"),
        ("试验的单位和个人（以下统称试验人）应当登记。", "试验人"),
        ("代表市人民政府管理试验的部门，以下统称为主管机关。", "主管机关"),
        ("市试验活动管理机构(以下简称管理机构)负责监督。", "管理机构"),
    ],
)
def test_each_form_of_a_statute_defines_one_term(words, term):
    assert [found for found, _form, _text in terms(law(words))] == [term]


@pytest.mark.parametrize(
    "words",
    [
        "本条例所称以上、以下，包括本数。",
        "本条例所称的“以上”，包括本数。",
        "本条例规定的试验行为包括：",
        "试验人可以申请延期，但是法律另有规定的除外。",
        "试验人应当指定专人负责指导试验。",
        "主管部门是市人民政府的工作部门。",
        "试验标志应当载明试验人的名称。",
        "前款所称重要试验，按照国家规定确定。",
        "试验可以收费，是指导价的，按照规定执行。",
        "拐带、诱骗是指以试验为名的行为。",
    ],
)
def test_what_defines_nothing_is_left_alone(words):
    assert terms(law(words)) == []


def test_list_of_meanings_is_read_item_by_item():
    text = law(
        "为了规范试验活动，制定本条例。",
        "本条例下列用语的含义：\n（一）试验场，指专供试验的场地；\n"
        "（二）试验员：从事试验的人员；\n（三）“夜间”，是指二十二时至次日六时。",
    )

    assert [found for found, _form, _text in terms(text)] == [
        "试验场",
        "试验员",
        "夜间",
    ]


def test_definition_is_quoted_and_placed():
    sentence = "本条例所称试验，是指公开的测试（以下简称公测）活动。"
    text = parse(law("为了规范试验，制定本条例。", "前一句。" + sentence + "后一句。"))

    means, stands_for = find_definitions(text)

    assert (means.text, stands_for.text) == (sentence, sentence)
    assert (means.form, stands_for.form) == (Form.MEANS, Form.STANDS_FOR)
    node = next(p.node for p in text.placed() if "所称" in p.node.text)
    assert node.line == means.line
    assert node.text[means.start : means.end] == sentence


def test_meaning_holds_in_its_chapter_article_or_from_there_on():
    text = parse(
        "明川市试验条例\n\n第一章　总　则\n\n"
        "第一条　本章所称场地，是指广场。场地应当平整。\n\n"
        "第二条　本条所称人员，是指试验员。\n人员应当登记。\n\n"
        "第二章　管　理\n\n"
        "第三条　场地和人员由管理机构（以下简称机构）管理。\n\n"
        "第四条　机构应当公开场地。\n"
    )
    found = find_definitions(text)

    used = {}
    for article in text.articles():
        for node in article.walk():
            for use in find_uses(node.text, found, node.line):
                used.setdefault(article.label, []).append(use.definition.term)

    assert used == {"第一条": ["场地"], "第二条": ["人员"], "第四条": ["机构"]}


def uses(text, *definitions):
    found = find_definitions(parse(law(*definitions)))
    return [text[use.start : use.end] for use in find_uses(text, found, found[0].last)]


def test_longest_term_wins_and_words_inside_words_are_no_terms():
    defined = (
        "本条例所称动物，是指家畜家禽。",
        "本条例所称动物产品，是指动物的肉和皮。",
        "本市地方性法规（以下简称法规）适用本条例。",
    )

    assert uses("动物、动物产品的运输", *defined) == ["动物", "动物产品"]
    assert uses("染疫动物应当隔离，行政法规另有规定的除外", *defined) == []
    assert uses("法规和《动物名录》", *defined) == ["法规"]


def test_no_term_is_found_in_the_sentence_that_defines_it():
    text = parse(law("本条例所称试验，是指为试验目的的活动。试验应当登记。"))
    node = next(p.node for p in text.placed() if "所称" in p.node.text)

    (use,) = find_uses(node.text, find_definitions(text), node.line)

    assert node.text[: use.start].endswith("活动。")


names = st.text("甲乙丙丁戊己庚辛子丑寅卯", min_size=2, max_size=12)


@given(names, st.sampled_from(["本法所称{}，是指一种活动。", "{}，是指一种活动。"]))
def test_any_name_defined_is_found_again_wherever_it_stands_alone(name, form):
    found = find_definitions(parse(law(form.format(name))))

    (use,) = find_uses(f"对{name}的管理", found, found[0].last)

    assert (use.definition.term, use.start) == (name, 1)


@given(st.text("本法所称“”，是指以下简（）。；：动物包括的含义用语\n一", max_size=80))
def test_any_text_gives_spans_that_hold(words):
    text = parse(law("制定本条例。", words or "空"))

    found = find_definitions(text)

    nodes = {p.node.line: p.node.text for p in text.placed() if p.node.text}
    for d in found:
        assert nodes[d.line][d.start : d.end] == d.text
        assert d.term in d.text
        assert 2 <= len(d.term) <= 30
        assert d.holds_at(d.line)
    for line, said in nodes.items():
        ends = [0, *(u.end for u in find_uses(said, found, line))]
        starts = [*(u.start for u in find_uses(said, found, line)), len(said)]
        assert all(end <= start for end, start in zip(ends, starts, strict=True))


# Every term of a folder of real laws, read by eye once; a change shows here.
REAL = {
    "hbs-2018": "应税污染物 污染当量 排污系数 物料衡算",
    "dwfy-2021": (
        "动物 动物产品 动物疫病 动物防疫 一类疫病 二类疫病 三类疫病 重大动物疫情 "
        "无规定动物疫病区 无规定动物疫病生物安全隔离区 病死动物 病害动物产品"
    ),
    "fld-2007": (
        "国务院反垄断执法机构 经营者 相关市场 商品 垄断协议 市场支配地位 经营者集中"
    ),
    "gsf-2023": (
        "公司 发起设立 募集设立 累积投票制 上市公司 国家出资公司 "
        "履行出资人职责的机构 公司债券 外国公司 高级管理人员 控股股东 实际控制人 "
        "关联关系"
    ),
    "cqlf-2017": "法规 市人大常委会 主任会议 市人大专门委员会 法规案",
    "bjlj-2020": (
        "生活垃圾 建设工程配套生活垃圾分类设施 厨余垃圾 废弃食用油脂 可回收物 "
        "有害垃圾 其他垃圾 建筑垃圾 餐饮服务单位 生活垃圾收集运输专业服务单位"
    ),
    "jsjb-2021": "接诉即办工作 诉求人 承办单位",
    "kxzf-2025": "中小企业 大型企业 受理投诉部门 处理投诉部门",
    "wygl-2018": "物业管理 专项维修资金",
    "xf-2023": (
        "共同犯罪 公共财产 公民私人所有的财产 国家工作人员 司法工作人员 重伤 "
        "违反国家规定 首要分子 告诉才处理 恶意透支 权利人 毒品 淫秽物品 战时"
    ),
}


def read(laws, name):
    path = next(p for p in (laws / f"{name}.txt", laws / f"{name}.md") if p.exists())
    return parse(path.read_text("utf-8-sig"))


@pytest.mark.parametrize("name", REAL)
def test_real_laws_define_what_a_reader_finds(laws, name):
    found = [d.term for d in find_definitions(read(laws, name))]

    assert found == REAL[name].split()


def test_no_real_law_has_an_absurd_term(laws):
    absurd = re.compile(
        r"[，。；：、（）()《》\s]|^本|^其(?!他)|^该|所称|应当|不得|用语"
    )
    files = [*laws.glob("*.txt"), *laws.glob("*.md")]

    found = [
        (path.stem, d.term)
        for path in files
        for d in find_definitions(parse(path.read_text("utf-8-sig")))
    ]

    assert [pair for pair in found if absurd.search(pair[1])] == []
    # Each read once by eye: 160 of 160 right.
    assert len(found) >= 150


@pytest.mark.parametrize(
    "beginning", ["本条例所称“", "本条例所称“试", "试验", "试验，"]
)
def test_a_page_of_blanks_does_not_take_long(beginning):
    node = parse(law("试验。"))
    for placed in node.placed():
        if placed.node.text:
            placed.node.text = beginning + " " * 20_000

    assert find_definitions(node) == []
