"""What an installation must not be started with; asked by ``check --deploy``."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

KEY_BYTES = 32
MAKE_KEY = "可以用这条命令生成：openssl rand -base64 32"
SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 5
LOOPBACK = frozenset({None, "", "127.0.0.1", "::1", "localhost"})


@register(Tags.security, deploy=True)
def keys_are_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse keys that would seal personal data badly or not at all."""
    found: list[CheckMessage] = [
        Error(
            f"{variable} 不是 32 字节密钥的 base64 写法。",
            hint=MAKE_KEY,
            id="config.E001",
        )
        for variable, value in (
            ("MINYI_MASTER_KEY", settings.MASTER_KEY),
            ("MINYI_PEPPER", settings.PEPPER),
        )
        if not is_key(value)
    ]
    if settings.MASTER_KEY == settings.PEPPER:
        found.append(
            Error(
                "MINYI_MASTER_KEY 和 MINYI_PEPPER 相同。",
                hint=f"两个密钥要分别生成。{MAKE_KEY}",
                id="config.E002",
            )
        )
    secret = settings.SECRET_KEY
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS:
        found.append(
            Error(
                "MINYI_SECRET_KEY 太弱。",
                hint=f"至少 {SHORTEST_SECRET} 个随机字符。",
                id="config.E003",
            )
        )
    return found


@register(Tags.security, deploy=True)
def nothing_is_open(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse what only a machine of one's own may do."""
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(
            Error(
                "调试模式开着，出错页面会公开代码和设置。",
                hint="去掉 MINYI_DEBUG，并使用 config.settings.production。",
                id="config.E004",
            )
        )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "没有限定网站域名。",
                hint="在 MINYI_ALLOWED_HOSTS 写明域名，用逗号分开，不能是 *。",
                id="config.E005",
            )
        )
    if settings.DEMO:
        found.append(
            Error(
                "演示模式开着，演示账号没有两步验证。",
                hint="去掉 MINYI_DEMO。",
                id="config.E006",
            )
        )
    if urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname in LOOPBACK:
        found.append(
            Error(
                "邮件和二维码里的网址指向本机，收到的人打不开。",
                hint="在 MINYI_BASE_URL 写明网站的完整地址，例如 https://域名。",
                id="config.E008",
            )
        )
    if not settings.STAFF_SECOND_FACTOR:
        found.append(
            Warning(
                "工作人员登录没有要求两步验证。",
                hint="去掉 MINYI_STAFF_SECOND_FACTOR=0。",
                id="config.W001",
            )
        )
    return found


@register(Tags.security, deploy=True)
def processes_share(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse several processes that would each count and announce for themselves."""
    processes = getattr(settings, "PROCESSES", 1)
    if processes < 2 or settings.REDIS_URL:
        return []
    return [
        Error(
            f"设了 {processes} 个进程，但限速计数和实时通道只在各自的内存里。",
            hint="请设 REDIS_URL，或者把 MINYI_PROCESSES 改为 1。",
            id="config.E007",
        )
    ]


def is_key(value: str) -> bool:
    """Say whether ``value`` is 32 bytes in base64, not all of them alike."""
    try:
        key = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(key) == KEY_BYTES and len(set(key)) > 1
