"""``manage.py compare_texts OLD NEW``: what became of every article."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from common.uploads import UploadRefused
from drafts.kinds import Relation
from drafts.text.comparing import Comparison, compare, report
from drafts.text.reading import read_file
from drafts.text.structure import ParsedText
from drafts.text.word import CHANGES

REFUSED = 1
UNUSABLE = 2


class Command(BaseCommand):
    """Compares two files and prints the rows; touches no database."""

    help = "比对法规文本的两个版本，列出每一条的去向"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", type=Path, metavar="OLD")
        parser.add_argument("new", type=Path, metavar="NEW")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--changes", choices=CHANGES, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = [options["old"], options["new"]]
        for path in paths:
            if not path.is_file():
                message = _("找不到文件：%(path)s。请检查路径。") % {"path": path}
                raise CommandError(message, returncode=UNUSABLE)
        texts, refusals = _read(paths, changes=options["changes"])
        found = compare(*texts) if not refusals else Comparison([], [])
        if options["as_json"]:
            told = report(found) | ({"problems": refusals} if refusals else {})
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self._print(report(found), refusals)
        if refusals:
            raise SystemExit(REFUSED)

    def _print(self, found: dict[str, Any], refusals: list[dict[str, Any]]) -> None:
        for refusal in refusals:
            self.stdout.write(f"{refusal['file']}\t{refusal['message']}")
        for row in found["rows"]:
            self.stdout.write(_line(row))
        for part in found["parts"]:
            self.stdout.write(
                _("%(old)s移入%(new)s") % {"old": part["old"], "new": part["new"]}
            )
        counts = (
            f"{Relation(name).label} {n}" for name, n in found["counts"].items() if n
        )
        self.stdout.write("，".join(counts))


def _read(
    paths: list[Path], *, changes: str | None
) -> tuple[list[ParsedText], list[dict[str, Any]]]:
    """Return the texts that could be read, and why others could not."""
    texts: list[ParsedText] = []
    refusals: list[dict[str, Any]] = []
    for path in paths:
        try:
            texts.append(read_file(path, path.name, changes=changes))
        except UploadRefused as refused:
            refusals.append(
                {"file": path.name, "code": refused.code, "message": refused.message}
            )
    return texts, refusals


def _line(row: dict[str, Any]) -> str:
    marks = [_("换位")] if row["moved"] else []
    marks += [] if row["certain"] else [_("待确认")]
    labels = ["、".join(row[side]) or "—" for side in ("old", "new")]
    told = "，".join([str(Relation(row["relation"]).label), *marks])
    return f"{labels[0]} → {labels[1]}\t{told}\t{row['similarity']:.3f}"
