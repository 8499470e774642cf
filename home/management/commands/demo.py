"""Fill an empty database with the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Membership
from accounts.roles import Role
from home.demo.loading import NotEmpty, load_demonstration
from home.demo.people import read_slip


class Command(BaseCommand):
    """`manage.py demo [--corpus PATH]`: idempotent; refuses a database in use."""

    help = "把演示数据装入空数据库；--corpus 另加动物防疫法的真实文本。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--corpus", help="真实法律文本所在的文件夹（含 laws/）")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("演示数据只能装入演示环境：请先设 MINYI_DEMO=1。")
        corpus = Path(options["corpus"]) if options["corpus"] else None
        try:
            loaded = load_demonstration(corpus)
        except NotEmpty as error:
            raise CommandError(
                "数据库里已有其他内容，演示数据没有装入。请换一个空数据库。"
            ) from error
        except FileNotFoundError as error:
            raise CommandError(f"找不到 {error}，真实文本没有装入。") from error
        for name in loaded:
            self.stdout.write(f"已装入：{name}")
        self.show_slip()

    def show_slip(self) -> None:
        """Print the demonstration accounts and a few codes to look up."""
        slip = read_slip()
        self.stdout.write("\n演示账号（仅限本机演示）：")
        roles = dict(Membership.objects.values_list("user__username", "role"))
        for name, password in slip.get("passwords", {}).items():
            role = f"  {Role(roles[name]).label}" if name in roles else ""
            self.stdout.write(f"  {name:<10} {password}{role}")
        self.stdout.write("可以在“查我的意见”里试的受理编号和查询码：")
        for row in slip.get("codes", [])[:6]:
            self.stdout.write(f"  {row['receipt']}  {row['code']}")
