"""``manage.py import_draft FILE``: a file as the next version of a regulation."""

from __future__ import annotations

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from common.uploads import UploadRefused
from drafts import services
from drafts.kinds import VersionType
from drafts.models import Regulation, Version
from drafts.services.storing import problems_of
from drafts.text.comparing import compare, report
from drafts.text.reading import read_file
from drafts.text.structure import ParsedText
from drafts.text.word import CHANGES
from drafts.texts import parsed_of

REFUSED = 1
UNUSABLE = 2


class Command(BaseCommand):
    """Imports, or says what it would do; the text stays unpublished either way."""

    help = "把文件导入为立法项目的新版本（不发布），或者用 --dry-run 只看会怎样"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--regulation", required=True, metavar="CODE")
        parser.add_argument("--version-type", required=True, choices=VersionType.values)
        parser.add_argument("--changes", choices=CHANGES, default=None)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        self._as_json = options["as_json"]
        path: Path = options["file"]
        if not path.is_file():
            message = _("找不到文件：%(path)s。请检查路径。") % {"path": path}
            raise CommandError(message, returncode=UNUSABLE)
        regulation = self._regulation(options["regulation"])
        try:
            parsed = read_file(path, path.name, changes=options["changes"])
        except UploadRefused as refused:
            self._refuse([{"code": refused.code, "message": str(refused)}])
        base = regulation.document.versions.published().order_by("sequence").last()
        found = describe(regulation, parsed, base)
        if not options["dry_run"]:
            try:
                version = self._import(regulation, parsed, base, options)
            except ValidationError as error:
                self._refuse(
                    [{"code": "invalid", "message": m} for m in error.messages]
                )
            found["version"] = version.code
        self._print(found)

    def _regulation(self, code: str) -> Regulation:
        found = Regulation.objects.select_related("document").filter(code=code)
        regulation = found.first()
        if regulation is None:
            message = _("没有编号为“%(code)s”的立法项目，请核对编号。") % {"code": code}
            self._refuse([{"code": "unknown_regulation", "message": message}])
        return regulation

    def _import(
        self,
        regulation: Regulation,
        parsed: ParsedText,
        base: Version | None,
        options: dict[str, Any],
    ) -> Version:
        path: Path = options["file"]
        return services.import_version(
            regulation.document,
            parsed,
            by=None,
            version_type=options["version_type"],
            base=base,
            source_name=path.name,
            source_hash=hashlib.sha256(path.read_bytes()).hexdigest(),
        )

    def _refuse(self, errors: list[dict[str, str]]) -> NoReturn:
        if self._as_json:
            self.stdout.write(json.dumps({"errors": errors}, ensure_ascii=False))
        for error in errors:
            self.stderr.write(error["message"])
        raise SystemExit(REFUSED)

    def _print(self, found: dict[str, Any]) -> None:
        if self._as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for line in in_words(found):
            self.stdout.write(line)


def describe(
    regulation: Regulation, parsed: ParsedText, base: Version | None
) -> dict[str, Any]:
    """Return what importing the text means: counts, problems, changes against ``base``.

    ``version`` is the code of the version stored, None while nothing is.
    """
    found: dict[str, Any] = {
        "version": None,
        "regulation": regulation.code,
        "title": parsed.title or regulation.document.title,
        "counts": parsed.counts(),
        "problems": problems_of(regulation.document, parsed),
        "base": base.code if base else None,
        "changes": None,
    }
    if base is not None:
        changes = report(compare(parsed_of(base), parsed))
        found["changes"] = {
            "counts": changes["counts"],
            "rows": [r for r in changes["rows"] if r["relation"] != "unchanged"],
            "parts": changes["parts"],
        }
    return found


def in_words(found: dict[str, Any]) -> list[str]:
    """Return the same as lines for a person."""
    stored = _("已导入为 %s，尚未发布。") % found["version"]
    lines = [found["title"], stored if found["version"] else _("只作检查，没有导入。")]
    lines.append(_("共 %s 条。") % found["counts"]["articles"])
    lines += [
        _("第 %(line)s 行：%(message)s") % problem for problem in found["problems"]
    ]
    if found["problems"]:
        lines.append(_("有待核对的问题，发布时须写明理由。"))
    if found["changes"]:
        counts = found["changes"]["counts"]
        changed = _("，").join(f"{name} {n}" for name, n in counts.items() if n)
        lines.append(
            _("与 %(base)s 相比：%(changed)s")
            % {"base": found["base"], "changed": changed}
        )
    return lines
