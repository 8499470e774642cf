"""The worker and the tick: what is due without anybody asking."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from home.duties import do_round

SECONDS = 30
logger = logging.getLogger("minyi.work")


class Command(BaseCommand):
    """`manage.py work [--once]`: ends on SIGTERM; a second worker is no harm."""

    help = "后台值守：发送到期的告知、发布定时内容、清理过期数据。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="只做一遍就退出")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            went = do_round(at_once=True)
            failed = [name for name, how in went.items() if how == "failed"]
            if failed:
                raise CommandError(f"没有做成：{'、'.join(failed)}。原因见日志。")
            self.stdout.write(f"做完了 {len(went)} 件。")
            return
        self.watch(threading.Event())

    def watch(self, stop: threading.Event) -> None:
        """Do what is due every half minute until asked to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        logger.info("worker started")
        while not stop.is_set():
            do_round()
            # A connection the database has dropped is not used again.
            close_old_connections()
            stop.wait(SECONDS)
        logger.info("worker stopped")
