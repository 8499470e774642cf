"""Guards for rows that are fixed once their version is published (I1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from common.guards import Guard

PUBLISHED = "SELECT 1 FROM drafts_version WHERE stage = 'published' AND"


class FixedWithVersion(Guard):
    """Triggers that refuse to change, delete or add rows of a published version.

    Whether it is published stands in another table, which a trigger's WHEN may not
    ask on PostgreSQL: there the function asks. ``allow_insert`` leaves adding free.
    """

    def __init__(
        self,
        table: str,
        columns: Sequence[str],
        message: str,
        allow_insert: bool = False,
    ) -> None:
        self.allow_insert = allow_insert
        super().__init__(table, None, columns, False, message)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        names = ("table", "columns", "message", "allow_insert")
        values = {name: getattr(self, name) for name in names}
        return type(self).__qualname__, [], values

    def lifting(self, vendor: str) -> list[str]:
        on = f" ON {self.table}" if vendor == "postgresql" else ""
        name = self._name("INSERT")
        return [f"DROP TRIGGER IF EXISTS {name}{on}", *super().lifting(vendor)]

    def _events(self) -> list[str]:
        return [*([] if self.allow_insert else ["INSERT"]), "UPDATE", "DELETE"]

    def _condition(self, vendor: str, event: str) -> str:
        changed = super()._condition(vendor, event)
        if vendor == "postgresql":
            return changed
        owners = ", ".join(self._owners(event))
        published = f"EXISTS ({PUBLISHED} id IN ({owners}))"
        if not changed:
            return f" WHEN ({published})"
        return f"{changed} AND {published}"

    def _owners(self, event: str) -> list[str]:
        rows = {"INSERT": ["NEW"], "DELETE": ["OLD"]}.get(event, ["OLD", "NEW"])
        return [f"{row}.version_id" for row in rows]

    def _function(self) -> str:
        refusal = (
            f"RAISE EXCEPTION USING MESSAGE = {self._quoted_message()},"
            " ERRCODE = 'restrict_violation';"
        )
        return (
            f"CREATE FUNCTION {self._name('')}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN IF TG_OP <> 'INSERT' THEN"
            f" IF EXISTS ({PUBLISHED} id = OLD.version_id) THEN {refusal} END IF;"
            f" END IF;"
            f" IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;"
            f" IF EXISTS ({PUBLISHED} id = NEW.version_id) THEN {refusal} END IF;"
            f" RETURN NEW; END $$"
        )
