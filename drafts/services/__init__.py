"""Every change to projects, texts, their lineage and their plain words."""

from drafts.lineage.computing import LineageDecision
from drafts.services.enclosures import add_enclosure, remove_enclosure
from drafts.services.explanations import (
    carry_explanations,
    publish_explanation,
    withdraw_explanation,
    write_explanation,
)
from drafts.services.lineage import confirm_lineage
from drafts.services.regulations import (
    create_regulation,
    edit_regulation,
    move_regulation,
)
from drafts.services.versions import (
    discard_version,
    import_version,
    publish_version,
    replace_text,
    return_version,
    submit_version,
)

__all__ = [
    "LineageDecision",
    "add_enclosure",
    "carry_explanations",
    "confirm_lineage",
    "create_regulation",
    "discard_version",
    "edit_regulation",
    "import_version",
    "move_regulation",
    "publish_explanation",
    "publish_version",
    "remove_enclosure",
    "replace_text",
    "return_version",
    "submit_version",
    "withdraw_explanation",
    "write_explanation",
]
