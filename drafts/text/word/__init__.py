"""Word files read into provisions, in a child process with little memory and time."""

from __future__ import annotations

from common.limited import run_limited
from drafts.text.parsing import Line, parse_lines
from drafts.text.structure import ParsedText, Problem

CHANGES = ("accept", "reject")


def read_word(data: bytes, *, changes: str | None = None) -> ParsedText:
    """Return the provisions of a ``.docx``; ``line`` is its paragraph's number.

    ``changes`` says what becomes of tracked changes: ``accept`` or ``reject``.

    Raises:
        UploadRefused: unsafe, broken or too heavy, or it holds tracked changes and
            ``changes`` says nothing (code ``tracked_changes``).
    """
    found = run_limited("drafts.text.word.extracting:extract", data, changes=changes)
    parsed = parse_lines([Line(*line) for line in found["lines"]])
    parsed.problems += [Problem(*problem) for problem in found["problems"]]
    parsed.problems.sort(key=lambda p: p.line)
    return parsed
