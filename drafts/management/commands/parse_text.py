"""``manage.py parse_text FILE``: what a file of statute text holds."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from common.uploads import UploadRefused
from drafts.text.reading import read_file
from drafts.text.report import report, report_refusal
from drafts.text.word import CHANGES

REFUSED = 1
UNUSABLE = 2


class Command(BaseCommand):
    """Reads one file and prints its structure; touches no database."""

    help = "读取法规文本（.docx、.txt、.md），列出条文结构和需要核对的问题"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--changes", choices=CHANGES, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            message = _("找不到文件：%(path)s。请检查路径。") % {"path": path}
            raise CommandError(message, returncode=UNUSABLE)
        try:
            found = report(read_file(path, path.name, changes=options["changes"]))
        except UploadRefused as refused:
            self._print(report_refusal(refused), as_json=options["as_json"])
            raise SystemExit(REFUSED) from None
        self._print(found, as_json=options["as_json"])

    def _print(self, found: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        self.stdout.write(found["title"])
        counts = "，".join(f"{name} {n}" for name, n in found["counts"].items() if n)
        self.stdout.write(counts)
        for problem in found["problems"]:
            self.stdout.write(
                f"{problem['line']}\t{problem['code']}\t{problem['message']}"
            )
