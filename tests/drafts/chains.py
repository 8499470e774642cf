"""Chains of versions made at random, with the truth of where every 款 went."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from drafts.models import Version
from drafts.services import LineageDecision
from drafts.text.numerals import to_chinese
from drafts.text.parsing import parse

# Far from the words that make up a citation or a mark.
CHARACTERS = (
    "山水风云木石火土金玉江河湖海春夏秋冬东南西北花草鸟兽"
    "虫鱼米布丝麻衣食住行车船桥路门窗屋瓦"
)


@dataclass
class Article:
    """An article as the truth knows it: the ids of its 款, and which it came from."""

    paragraphs: list[int]
    ancestors: frozenset[int] = frozenset()


@dataclass
class Draft:
    """One version of a chain: its articles, and the words of every 款 by its id."""

    articles: list[Article]
    words: dict[int, str] = field(default_factory=dict)

    def text(self) -> str:
        lines = ["明川市随机条例", ""]
        for number, article in enumerate(self.articles, 1):
            first, *rest = [self.words[p] for p in article.paragraphs]
            lines += [f"第{to_chinese(number)}条　{first}", *rest, ""]
        return "\n".join(lines)

    def parsed(self):
        return parse(self.text())

    def place_of(self, paragraph: int) -> tuple[str, str] | None:
        """Return the addresses of a 款 and of its article, if it is still there."""
        for number, article in enumerate(self.articles, 1):
            if paragraph in article.paragraphs:
                at = article.paragraphs.index(paragraph) + 1
                return f"{number}.{at}", str(number)
        return None


class Chance:
    """Seeded changes of drafts."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.next_id = 0

    def draft(self) -> Draft:
        draft = Draft([])
        for _ in range(self.random.randint(6, 10)):
            count = self.random.randint(1, 3)
            draft.articles.append(Article([self.write(draft) for _ in range(count)]))
        return draft

    def write(self, draft: Draft) -> int:
        self.next_id += 1
        words = "".join(self.random.choices(CHARACTERS, k=36))
        draft.words[self.next_id] = f"{words[:18]}，{words[18:]}。"
        return self.next_id

    def revise(self, old: Draft) -> Draft:
        """Return the next draft; ``ancestors`` are places in the old."""
        articles = [
            Article(list(a.paragraphs), frozenset({n}))
            for n, a in enumerate(old.articles)
        ]
        draft = Draft(articles, dict(old.words))
        for act in self.random.sample(
            [self._delete, self._add, self._split, self._merge, self._alter], 3
        ):
            act(draft)
        return draft

    def _delete(self, draft: Draft) -> None:
        draft.articles.pop(self.random.randrange(len(draft.articles)))

    def _add(self, draft: Draft) -> None:
        at = self.random.randint(0, len(draft.articles))
        draft.articles.insert(at, Article([self.write(draft)]))

    def _split(self, draft: Draft) -> None:
        for at, article in enumerate(draft.articles):
            if len(article.paragraphs) > 1 and len(article.ancestors) == 1:
                rest = Article(article.paragraphs[1:], article.ancestors)
                article.paragraphs = article.paragraphs[:1]
                draft.articles.insert(at + 1, rest)
                return

    def _merge(self, draft: Draft) -> None:
        at = self.random.randrange(len(draft.articles) - 1)
        one, other = draft.articles[at : at + 2]
        # What was split or added in this step keeps its shape: rows stay simple.
        pairs = [a.ancestors for a in draft.articles]
        if all(len(a) == 1 and pairs.count(a) == 1 for a in pairs[at : at + 2]):
            one.paragraphs += other.paragraphs
            one.ancestors |= other.ancestors
            draft.articles.pop(at + 1)

    def _alter(self, draft: Draft) -> None:
        article = self.random.choice(draft.articles)
        paragraph = self.random.choice(article.paragraphs)
        added = "".join(self.random.choices(CHARACTERS, k=5))
        draft.words[paragraph] = draft.words[paragraph][:-1] + f"，{added}。"


def decisions(old: Draft, new: Draft) -> list[LineageDecision]:
    """Return the truth of one step as a person would state it."""
    groups: dict[frozenset[int], list[str]] = {}
    for number, article in enumerate(new.articles, 1):
        key = article.ancestors or frozenset({-number})
        groups.setdefault(key, []).append(str(number))
    stated = [
        LineageDecision(
            tuple(str(n + 1) for n in sorted(ancestors) if n >= 0), tuple(numbers)
        )
        for ancestors, numbers in groups.items()
    ]
    kept = {n for a in new.articles for n in a.ancestors}
    gone = set(range(len(old.articles))) - kept
    return stated + [LineageDecision((str(n + 1),), ()) for n in sorted(gone)]


def descendants(drafts: list[Draft], start: int) -> set[str]:
    """Return the addresses, in the last draft, of what article ``start`` became."""
    here = {start}
    for draft in drafts[1:]:
        here = {n for n, a in enumerate(draft.articles) if a.ancestors & here}
    return {str(n + 1) for n in here}


def addresses(version: Version, found: list) -> set[str]:
    """Return the addresses of followed provisions, which must be of ``version``."""
    assert all(p.version_id == version.pk for p in found)
    return {p.address for p in found}
