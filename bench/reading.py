"""Parsing and comparing of large texts."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from bench.measure import Figure, seconds
from bench.texts import mutated, statute
from drafts.text.comparing import compare
from drafts.text.parsing import parse
from drafts.text.reading import read_file

METHOD = "best of three runs, wall seconds, in this process"


def figures() -> list[Figure]:
    """Parse 民法典, compare 公司法 2018→2023, compare two texts of 1,260 articles."""
    laws = Path(settings.CORPUS) / "laws"
    found = []
    if laws.is_dir():
        text = (laws / "mfd-2020.md").read_text("utf-8")
        found.append(Figure("民法典 parsed", seconds(lambda: parse(text)), "s", 2))
        old, new = (
            read_file((laws / name).read_bytes(), name)
            for name in ("gsf-2018.md", "gsf-2023.txt")
        )
        found.append(
            Figure(
                "公司法 2018→2023 compared", seconds(lambda: compare(old, new)), "s", 2
            )
        )
        code = parse(text)
        found.append(
            Figure(
                "民法典 against itself",
                seconds(lambda: compare(code, code), times=1),
                "s",
                10,
            )
        )
    else:
        found.append(Figure("NOT MEASURED: no real laws at hand", 0, ""))
    made = statute(1260, 85)
    before, after = parse(made), parse(mutated(made))
    found.append(
        Figure(
            "1,260 × 1,260 articles, mutated, compared",
            seconds(lambda: compare(before, after), times=1),
            "s",
            10,
        )
    )
    return found
