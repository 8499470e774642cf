"""Make the search index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from home.search.indexing import rebuild_admin, rebuild_all
from home.search.kinds import Kind

NAMES = {**dict(Kind.choices), "comment": "意见（工作台）"}


class Command(BaseCommand):
    """`manage.py index_search`: after an upgrade, or in doubt; the site may go on."""

    help = "重建搜索索引：分批进行，可以重复执行，不必停站。"

    def handle(self, *args: Any, **options: Any) -> None:
        for done in rebuild_all():
            self.stdout.write(
                f"{NAMES.get(done.kind, done.kind)}："
                f"{done.indexed} 条在索引中，清除 {done.forgotten} 条"
            )
        rebuild_admin()
        self.stdout.write("后台搜索的索引已重建。")
