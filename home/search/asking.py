"""A query taken apart: what must be found, and which article it names. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from common.searching import NUMERAL, Run, Term, folded, runs, terms
from drafts.text.citing import cite, parse_citation

LONGEST = 60
_N = rf"(?:\d{{1,4}}|[{NUMERAL}]{{1,9}})"
# What a query may end with: 第十七条第二款, 17条, 十七条.
_PLACE = re.compile(
    rf"(第?{_N}条)((?:之(?:\d{{1,2}}|[{NUMERAL}]{{1,3}}))?(?:第{_N}款)?(?:第[(（]?{_N}[)）]?项)?)$"
)
MOST_SUGGESTIONS = 4
FEWEST_TO_SHORTEN = 4


@dataclass(frozen=True)
class Question:
    """What somebody typed."""

    text: str

    @cached_property
    def terms(self) -> list[Term]:
        """All of it must be found; nothing asked is an empty list."""
        return terms(self.text)

    @property
    def title(self) -> str:
        """The query as a title: without quotation marks and blanks around it."""
        return self.text.strip(' 　《》"“”「」')

    @cached_property
    def place(self) -> str:
        """The article the query ends with, as statutes cite it; or nothing."""
        return self._taken_apart[1]

    @cached_property
    def law(self) -> tuple[Run, ...]:
        """What stands before the article: words of a title."""
        return runs(self._taken_apart[0])

    @property
    def names_article(self) -> bool:
        """Whether the query is a title and an article of it."""
        return bool(self.place and self.law)

    @cached_property
    def _taken_apart(self) -> tuple[str, str]:
        plain = "".join(folded(self.text).split())
        match = _PLACE.search(plain)
        if match is None:
            return plain, ""
        printed = match.group()
        try:
            citation = parse_citation(printed if printed[0] == "第" else f"第{printed}")
        except ValueError:
            return plain, ""
        return plain[: match.start()], cite(citation)

    def shorter(self) -> list[str]:
        """Return queries that ask for less: a word alone, or half of a long one."""
        words = [
            "".join(run.text for run in variant)
            for term in self.terms
            for variant in term.variants[:1]
        ]
        if len(words) == 1:
            words = _halves(self.terms[0].variants[0])
        unlike = dict.fromkeys(w for w in words if w != folded(self.text))
        return list(unlike)[:MOST_SUGGESTIONS]


def _halves(variant: tuple[Run, ...]) -> list[str]:
    if len(variant) > 1:
        return [run.text for run in variant]
    (run,) = variant
    if not run.is_han or len(run.text) < FEWEST_TO_SHORTEN:
        return []
    # Most words have two characters, so the cut stands behind an even number.
    middle = max(len(run.text) // 4 * 2, 2)
    return [run.text[:middle], run.text[middle:]]
