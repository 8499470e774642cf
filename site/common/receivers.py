"""What happens when Django says that a migration run ended."""

from typing import Any

from django.apps import AppConfig
from django.db import connections

from common import guards


def restore_guards_lost_to_table_remakes(
    sender: AppConfig, using: str, **kwargs: Any
) -> None:
    """Set the triggers again that SQLite drops with a table made anew."""
    if connections[using].vendor == "sqlite":
        guards.restore_applied(using)
