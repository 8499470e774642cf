"""Open the account of the first administrator of each kind."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import services
from accounts.roles import ADMIN_ROLES, Role


class Command(BaseCommand):
    """`manage.py create_admin ROLE USERNAME --name NAME`; refuses when one exists."""

    help = "开设第一个系统、安全或审计管理员，一次性密码只显示这一回。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", choices=sorted(role.value for role in ADMIN_ROLES))
        parser.add_argument("username", help="登录名")
        parser.add_argument("--name", default="", help="姓名")

    def handle(self, *args: Any, **options: Any) -> None:
        role = Role(options["role"])
        try:
            opened = services.create_admin(role, options["username"], options["name"])
        except ValidationError as error:
            raise CommandError("".join(error.messages)) from error
        self.stdout.write(f"已开设{role.label}账号：{opened.user.username}")
        self.stdout.write(f"一次性密码（只显示这一回）：{opened.password}")
        self.stdout.write("首次登录后要换密码，并设置两步验证。")
