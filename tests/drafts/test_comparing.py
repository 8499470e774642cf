"""Comparing two versions of a text: relations, order, parts and doubt."""

import json

from drafts.text.comparing import Relation, Row, compare, compare_provisions, report
from drafts.text.parsing import parse

PURPOSE = "为了加强养犬管理，保障公民健康和人身安全，维护市容环境卫生，制定本条例。"
SCOPE = "本市行政区域内犬只的饲养、经营、诊疗及其监督管理活动，适用本条例。"
POLICE = "公安机关是养犬管理的主管部门，负责养犬登记，查处违法养犬行为。"
VETS = "农业农村部门负责犬只的防疫、检疫，公布狂犬病免疫点的名单。"
LEASH = "携带犬只外出的，应当使用长度不超过一点五米的犬绳牵领，主动避让行人和车辆。"
CLEAN = "犬只在公共场所排泄粪便的，携犬人应当立即清除，不得污染道路和绿地。"
NOISE = "养犬人应当采取措施制止犬吠，不得干扰他人夜间休息和正常工作。"
STRAY = "鼓励动物保护组织收容、救助流浪犬，为收养人办理登记提供便利。"
FINE = "违反本条例第五条规定的，由公安机关责令改正，处二百元以上一千元以下罚款。"
START = "本条例自2026年5月1日起施行。"
BASE = [PURPOSE, SCOPE, POLICE, VETS, LEASH, CLEAN, NOISE, STRAY, FINE, START]
NUMERALS = "一二三四五六七八九十"


def law(articles):
    lines = ["明川市养犬管理条例"]
    for number, words in enumerate(articles, 1):
        tens, ones = divmod(number, 10)
        label = (NUMERALS[tens - 1] if tens > 1 else "") + ("十" if tens else "")
        lines.append(f"第{label}{NUMERALS[ones - 1] if ones else ''}条　{words}")
    return parse("\n".join(lines))


def told(rows):
    """Return rows as ``("第三条", "第四条", "renumbered")`` with marks appended."""
    return [
        (
            "＋".join(node.label for node in row.old),
            "＋".join(node.label for node in row.new),
            row.relation.value
            + ("，moved" if row.moved else "")
            + ("" if row.certain else "，uncertain"),
        )
        for row in rows
    ]


def changed(old, new):
    kept = ("unchanged", "renumbered")
    return [row for row in told(compare(law(old), law(new)).rows) if row[2] not in kept]


def test_text_against_itself_is_unchanged_throughout():
    rows = compare(law(BASE), law(BASE)).rows

    assert {(r.relation, r.moved, r.certain, r.similarity) for r in rows} == {
        (Relation.UNCHANGED, False, True, 1.0)
    }
    assert len(rows) == 10


def test_inserted_article_renumbers_those_behind_it():
    new = [*BASE[:4], "犬只饲养实行年检制度，每年三月至五月为年检期间。", *BASE[4:]]

    rows = compare(law(BASE), law(new)).rows

    assert told(rows)[3:7] == [
        ("第四条", "第四条", "unchanged"),
        ("", "第五条", "added"),
        ("第五条", "第六条", "renumbered"),
        ("第六条", "第七条", "renumbered"),
    ]


def test_deleted_article_stands_behind_its_old_forerunner():
    rows = compare(law(BASE), law([*BASE[:6], *BASE[7:]])).rows

    assert told(rows)[5:8] == [
        ("第六条", "第六条", "unchanged"),
        ("第七条", "", "deleted"),
        ("第八条", "第七条", "renumbered"),
    ]


def test_changed_words_are_a_modification():
    new = [*BASE[:4], LEASH.replace("一点五米", "一米"), *BASE[5:]]

    assert changed(BASE, new) == [("第五条", "第五条", "modified")]


def test_changed_words_and_number_are_both_told():
    new = [*BASE[:1], *BASE[2:4], LEASH.replace("一点五米", "一米"), *BASE[5:]]

    assert changed(BASE, new) == [
        ("第二条", "", "deleted"),
        ("第五条", "第四条", "modified_renumbered"),
    ]


def test_only_cited_numbers_changed():
    fine = FINE.replace("第五条", "第六条")
    new = [*BASE[:4], "犬只饲养实行年检制度，每年三月至五月为年检期间。", *BASE[4:8]]

    assert changed(BASE[:9], [*BASE[:8], fine]) == [("第九条", "第九条", "xref_only")]
    assert changed(BASE[:9], [*new, fine]) == [
        ("", "第五条", "added"),
        ("第九条", "第十条", "renumbered_xref_only"),
    ]


def test_another_cited_paragraph_is_a_modification():
    old = [*BASE[:8], FINE.replace("第五条", "第五条第一款"), START]
    new = [*BASE[:8], FINE.replace("第五条", "第六条第二款"), START]

    assert changed(old, new) == [("第九条", "第九条", "modified")]


def test_article_cut_in_two_is_split():
    new = [*BASE[:4], LEASH, CLEAN, *BASE[6:]]
    old = [*BASE[:4], f"{LEASH}\n{CLEAN}", *BASE[6:]]

    assert changed(old, new) == [("第五条", "第五条＋第六条", "split")]


def test_articles_put_together_are_merged():
    new = [*BASE[:5], f"{CLEAN}\n{NOISE}", *BASE[7:]]

    assert changed(BASE, new) == [("第六条＋第七条", "第六条", "merged")]


def test_short_article_put_into_a_long_one_is_merged():
    short = "犬只死亡的，应当注销登记。"
    long = f"{POLICE}\n{LEASH}\n{CLEAN}\n{NOISE}"
    old = [PURPOSE, SCOPE, long, short, STRAY, START]

    assert changed(old, [PURPOSE, SCOPE, f"{long}\n{short}", STRAY, START]) == [
        ("第三条＋第四条", "第三条", "merged")
    ]


def test_article_taken_elsewhere_is_moved_and_nothing_else():
    new = [*BASE[:4], *BASE[5:9], LEASH, START]

    assert [
        row for row in told(compare(law(BASE), law(new)).rows) if "moved" in row[2]
    ] == [("第五条", "第九条", "renumbered，moved")]


def test_swapped_articles_move_one_of_the_two():
    rows = compare(law(BASE), law([*BASE[:4], CLEAN, LEASH, *BASE[6:]])).rows

    assert [row[:2] for row in told(rows)[4:6]] == [
        ("第六条", "第五条"),
        ("第五条", "第六条"),
    ]
    assert sum(row.moved for row in rows) == 1


def test_inserted_label_leaves_the_others_their_numbers():
    old = parse("第一条　" + PURPOSE + "\n第二条　" + LEASH + "\n第三条　" + START)
    new = parse(
        f"第一条　{PURPOSE}\n第二条　{LEASH}\n第二条之一　{CLEAN}\n第三条　{START}"
    )

    assert told(compare(old, new).rows) == [
        ("第一条", "第一条", "unchanged"),
        ("第二条", "第二条", "unchanged"),
        ("", "第二条之一", "added"),
        ("第三条", "第三条", "unchanged"),
    ]


def test_chapters_in_another_order_keep_their_articles():
    general = f"第一章　总则\n第一条　{PURPOSE}\n第二条　{SCOPE}\n"
    old = parse(
        f"{general}第二章　监督\n第三条　{POLICE}\n第四条　{VETS}\n"
        f"第三章　行为\n第五条　{LEASH}\n第六条　{CLEAN}\n第七条　{NOISE}"
    )
    new = parse(
        f"{general}第二章　行为\n第三条　{LEASH}\n第四条　{CLEAN}\n第五条　{NOISE}\n"
        f"第三章　监督\n第六条　{POLICE}\n第七条　{VETS}"
    )

    assert told(compare(old, new).rows) == [
        ("第一条", "第一条", "unchanged"),
        ("第二条", "第二条", "unchanged"),
        ("第五条", "第三条", "renumbered"),
        ("第六条", "第四条", "renumbered"),
        ("第七条", "第五条", "renumbered"),
        ("第三条", "第六条", "renumbered，moved"),
        ("第四条", "第七条", "renumbered，moved"),
    ]


def test_two_possible_successors_leave_the_match_uncertain():
    old = [PURPOSE, "养犬人应当按照规定为犬只接种狂犬病疫苗，并办理养犬登记。", START]
    new = [
        PURPOSE,
        "养犬人应当按照规定为犬只接种狂犬病疫苗，并领取养犬证件。",
        "养犬人应当按照规定为犬只接种犬瘟热疫苗，并办理养犬登记。",
        START,
    ]

    rows = compare(law(old), law(new)).rows

    assert [row.certain for row in rows] == [True, False, False, True]


def test_repeated_words_follow_their_neighbours():
    same = "具体办法由市人民政府另行制定，并向社会公布。"
    old = [PURPOSE, same, LEASH, same, START]

    rows = compare(law(old), law([PURPOSE, SCOPE, same, LEASH, same, START])).rows

    assert told(rows) == [
        ("第一条", "第一条", "unchanged"),
        ("", "第二条", "added"),
        ("第二条", "第三条", "renumbered"),
        ("第三条", "第四条", "renumbered"),
        ("第四条", "第五条", "renumbered"),
        ("第五条", "第六条", "renumbered"),
    ]


def test_one_of_several_equal_articles_is_not_deleted_and_added():
    same = "本章所称事项，由市人民政府规定。"

    rows = compare(law([same] * 5), law([same] * 6)).rows

    counted = sorted(row.relation.value for row in rows)
    assert counted == ["added", *["unchanged"] * 5]
    assert not any(row.certain for row in rows)


def test_accidents_of_print_are_no_change():
    other = [words.replace("，", ",").replace("本条例", "本 条例") for words in BASE]

    assert changed(BASE, other) == []


def test_texts_without_articles_are_compared_without_failing():
    empty = parse("")
    decision = parse(
        "明川市人民代表大会常务委员会关于加强养犬管理的决定\n会议决定如下。"
    )

    assert compare(empty, empty).rows == []
    assert compare(decision, decision).rows == []
    assert told(compare(empty, law(BASE[:2])).rows) == [
        ("", "第一条", "added"),
        ("", "第二条", "added"),
    ]
    assert told(compare(law(BASE[:1]), empty).rows) == [("第一条", "", "deleted")]


def test_paragraph_in_another_article_is_a_part_move():
    old = [PURPOSE, SCOPE, f"{POLICE}\n{LEASH}\n{VETS}", f"{CLEAN}\n{NOISE}", START]
    new = [PURPOSE, SCOPE, f"{POLICE}\n{VETS}", f"{CLEAN}\n{LEASH}\n{NOISE}", START]

    moves = compare(law(old), law(new)).parts

    assert [(m.old, m.new, m.similarity) for m in moves] == [
        ("第三条第二款", "第四条第二款", 1.0)
    ]


def row_of(old, new):
    rows = compare(law([PURPOSE, old, START]), law([PURPOSE, new, START])).rows
    (row,) = [row for row in rows if row.relation is Relation.MODIFIED]
    return row


def parts_told(row: Row):
    return [
        (
            "".join(n.label or n.text[:4] for n in part.old),
            "".join(n.label or n.text[:4] for n in part.new),
            part.relation.value,
            part.certain,
        )
        for part in compare_provisions(row)
    ]


def test_paragraph_is_followed_past_an_inserted_one():
    assert parts_told(row_of(f"{LEASH}\n{CLEAN}", f"{LEASH}\n{STRAY}\n{CLEAN}")) == [
        ("携带犬只", "携带犬只", "unchanged", True),
        ("", "鼓励动物", "added", True),
        ("犬只在公", "犬只在公", "renumbered", True),
    ]


def test_item_is_followed_when_the_list_grows():
    lead = "禁止携带犬只进入下列场所："
    old = (
        f"{lead}\n（一）学校、幼儿园；\n"
        "（二）医疗机构的诊疗区域；\n（三）公共交通工具。"
    )
    new = (
        f"{lead}\n（一）学校、幼儿园；\n（二）图书馆、博物馆和影剧院；\n"
        "（三）医疗机构的诊疗区域；\n（四）除出租汽车以外的公共交通工具。"
    )

    assert parts_told(row_of(old, new)) == [
        ("禁止携带", "禁止携带", "modified", True),
        ("（一）", "（一）", "unchanged", True),
        ("", "（二）", "added", True),
        ("（二）", "（三）", "renumbered", True),
        ("（三）", "（四）", "modified_renumbered", True),
    ]


def test_report_is_the_contract_of_the_command():
    found = report(compare(law([PURPOSE, LEASH]), law([PURPOSE, SCOPE, LEASH])))

    assert json.loads(json.dumps(found)) == found
    assert found == {
        "rows": [
            {
                "old": ["第一条"],
                "new": ["第一条"],
                "relation": "unchanged",
                "moved": False,
                "certain": True,
                "similarity": 1.0,
            },
            {
                "old": [],
                "new": ["第二条"],
                "relation": "added",
                "moved": False,
                "certain": True,
                "similarity": 0.0,
            },
            {
                "old": ["第二条"],
                "new": ["第三条"],
                "relation": "renumbered",
                "moved": False,
                "certain": True,
                "similarity": 1.0,
            },
        ],
        "counts": {
            "unchanged": 1,
            "renumbered": 1,
            "xref_only": 0,
            "renumbered_xref_only": 0,
            "modified": 0,
            "modified_renumbered": 0,
            "split": 0,
            "merged": 0,
            "added": 1,
            "deleted": 0,
        },
        "parts": [],
    }
