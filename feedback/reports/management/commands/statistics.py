"""``manage.py statistics --consultation CODE``: what the result page shows."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from feedback.reports.statistics import figures, public_figures, published_figures

REFUSED = 1


class Command(BaseCommand):
    """Prints the figures of one round by the names of its result page."""

    help = "输出一轮征求意见的全部数字，与采纳结果页一致"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--consultation", required=True, metavar="CODE")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument(
            "--internal",
            action="store_true",
            help="不隐藏少于5的数字，并列出交叉表；只供内部使用",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["consultation"]
        consultation = Consultation.objects.filter(code=code).first()
        if consultation is None:
            message = _("没有编号为“%s”的征求意见，请核对编号。") % code
            if options["as_json"]:
                self.stdout.write(json.dumps({"errors": [message]}, ensure_ascii=False))
            raise CommandError(message, returncode=REFUSED)
        if options["internal"]:
            shown = figures(consultation)
        else:
            shown = public_figures(published_figures(consultation))
        if options["as_json"]:
            self.stdout.write(json.dumps(shown, ensure_ascii=False))
            return
        for name, value in shown.items():
            self.stdout.write(f"{name}\t{_as_text(value)}")


def _as_text(value: Any) -> str:
    if value is None:
        return _("不显示（少于5）")
    if isinstance(value, dict):
        return " ".join(f"{name}={_as_text(part)}" for name, part in value.items())
    return str(value)
