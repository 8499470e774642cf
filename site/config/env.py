"""Settings from the environment: typed, named in their errors, secrets from files."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class BadSetting(Exception):
    """A variable is missing or cannot be understood; the message names it."""


def text(name: str, default: str | None = None) -> str:
    """Return ``name``, or the contents of the file ``name_FILE`` names.

    Raises:
        BadSetting: neither is set and there is no default.
    """
    if f"{name}_FILE" in os.environ:
        try:
            return Path(os.environ[f"{name}_FILE"]).read_text("utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE 指向的文件读不出来：{error}") from error
    value = os.environ.get(name, default)
    if value is None:
        raise BadSetting(f"缺少环境变量 {name}，说明见 docs/settings.md。")
    return value


def flag(name: str, default: bool = False) -> bool:
    """Return a yes/no setting."""
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise BadSetting(f"{name} 只能是 1 或 0，现在是“{value}”。")


def number(name: str, default: int) -> int:
    """Return a whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise BadSetting(f"{name} 应当是整数，现在是“{value}”。") from error


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(name: str, default: str) -> dict[str, object]:
    """Return Django's database settings from ``sqlite:///path`` or ``postgresql://``.

    SQLite gets WAL, ``synchronous=FULL`` (an acknowledged comment survives a power
    cut), immediate transactions and a 20 s wait, so that writers queue, not fail.

    Raises:
        BadSetting: the address has another scheme or no database name.
    """
    address = text(name, default)
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                    "PRAGMA foreign_keys=ON;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"} and len(parts.path) > 1:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise BadSetting(
        f"{name} 应当以 sqlite:/// 或 postgresql:// 开头，现在是“{parts.scheme}”。"
    )
