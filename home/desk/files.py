"""Files of a round for those who work on it; taking one away is written down."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common import ledger
from consultations.rounds.models import Consultation
from feedback.reports import exports, permissions

# Larger files wait on disk, not in memory.
IN_MEMORY = 5 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def comments_table(consultation: Consultation) -> IO[bytes]:
    """Every comment as a table, without who spoke."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- sent on
    exports.write_comments(consultation, file)
    file.seek(0)
    return file


@dataclass(frozen=True)
class Kind:
    """A file one can take away: its name, type, and how it is made."""

    title: Any
    ending: str
    media_type: str
    make: Callable[[Consultation], IO[bytes]]


KINDS = {
    "comments": Kind(gettext_lazy("意见明细"), "xlsx", XLSX, comments_table),
    "summary": Kind(
        gettext_lazy("意见建议汇总表"),
        "docx",
        DOCX,
        lambda consultation: BytesIO(exports.summary_paper(consultation)),
    ),
    "feedback": Kind(
        gettext_lazy("采纳情况反馈表"),
        "docx",
        DOCX,
        lambda consultation: BytesIO(exports.feedback_paper(consultation)),
    ),
}


@transaction.atomic
def take(consultation: Consultation, name: str, *, by: User) -> IO[bytes]:
    """Return the file ``name`` of a round, and write down who took it.

    Raises:
        PermissionDenied: ``by`` may not take comments away.
    """
    if not permissions.can_export(by):
        raise PermissionDenied(_("您的角色不能导出意见。"))
    file = KINDS[name].make(consultation)
    ledger.record(consultation, "reports.export", by=by, reason=name)
    return file


def file_name(consultation: Consultation, name: str) -> str:
    """How the file is called on the reader's machine."""
    kind = KINDS[name]
    return f"{consultation.code}-{kind.title}.{kind.ending}"
