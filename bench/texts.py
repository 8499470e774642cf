"""Texts of any size in the language of statutes, made of invented words."""

from __future__ import annotations

import random

from drafts.text.numerals import to_chinese

SUBJECTS = [
    "市人民政府",
    "区人民政府",
    "主管部门",
    "街道办事处",
    "经营者",
    "居民委员会",
    "单位和个人",
]
DUTIES = [
    "应当建立健全",
    "负责组织实施",
    "应当定期公布",
    "不得擅自变更",
    "应当及时处理",
    "可以委托开展",
]
OBJECTS = [
    "登记和公示制度",
    "巡查与评估工作",
    "相关设施的维护",
    "安全管理措施",
    "投诉举报渠道",
    "服务标准和收费目录",
]
ENDS = [
    "并接受社会监督",
    "具体办法另行制定",
    "所需经费列入预算",
    "不得收取费用",
    "并自收到之日起十日内答复",
]


def sentence(dice: random.Random, length: int) -> str:
    """Return about ``length`` characters of statute language."""
    words = ""
    while len(words) < length:
        words += (
            f"{dice.choice(SUBJECTS)}{dice.choice(DUTIES)}"
            f"{dice.choice(OBJECTS)}，{dice.choice(ENDS)}；"
        )
    return words[: length - 1].rstrip("，；") + "。"


def statute(articles: int, characters: int, *, seed: int = 1) -> str:
    """Return a statute of so many articles of so many characters, ten a chapter."""
    dice = random.Random(seed)
    lines = ["试验条例", ""]
    for number in range(1, articles + 1):
        if number % 10 == 1:
            lines.append(f"第{to_chinese(number // 10 + 1)}章　试验")
        lines.append(f"第{to_chinese(number)}条　{sentence(dice, characters)}")
    return "\n".join(lines)


def mutated(text: str, *, seed: int = 2) -> str:
    """Return the text with one article in twelve dropped and one in six reworded."""
    dice = random.Random(seed)
    kept, number = [], 0
    for line in text.splitlines():
        if not line.startswith("第") or "条　" not in line:
            kept.append(line)
            continue
        if dice.random() < 1 / 12:
            continue
        number += 1
        words = line.split("条　", 1)[1]
        if dice.random() < 1 / 6:
            words = words.replace("应当", "可以", 1) + sentence(dice, 20)
        kept.append(f"第{to_chinese(number)}条　{words}")
    return "\n".join(kept)
