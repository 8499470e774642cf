"""``manage.py verify_ledger``: is every act recorded still as it was written?"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from common import ledger


class Command(BaseCommand):
    """Recompute the chains; exit 1 and name the first row that does not fit."""

    help = "核对操作流水，指出第一条被改动或缺失的记录。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
        parser.add_argument("--stream", help="只核对这一条流水")

    def handle(self, *args: Any, **options: Any) -> None:
        found = ledger.verify(options["stream"])
        if options["json"]:
            self.stdout.write(json.dumps(_as_object(found), ensure_ascii=False))
        else:
            self.stdout.write(_as_sentence(found))
        if not found.ok:
            sys.exit(1)


def _as_object(found: ledger.Verification) -> dict[str, Any]:
    result: dict[str, Any] = {"rows": found.rows, "ok": found.ok}
    if found.broken:
        result["broken"] = dict(zip(("stream", "position"), found.broken, strict=True))
    return result


def _as_sentence(found: ledger.Verification) -> str:
    if found.broken is None:
        return f"操作流水 {found.rows} 条，全部完好。"
    stream, position = found.broken
    return (
        f"流水“{stream}”第 {position} 条被改动或缺失。"
        "请停止写入，保留数据库副本，对照备份查明原因。"
    )
