"""Finding one's own comment: receipt number and query code, and few tries."""

from __future__ import annotations

import datetime
import unicodedata

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from common import codes, limits
from feedback.comments.models import Comment, Screening
from feedback.comments.refusals import Locked, MistypedCode

VISITOR_SCOPE = "comments.lookup.visitor"
RECEIPT_SCOPE = "comments.lookup.receipt"


def find_by_code(
    receipt_no: str,
    code: str,
    *,
    visitor: str,
    at: datetime.datetime | None = None,
) -> Comment | None:
    """Return the comment with both, or None: unknown and wrong look and cost alike.

    Tries are counted per visitor and per receipt before they are made; five failures
    lock either for 30 minutes. Call it outside the transaction of an act.

    Raises:
        MistypedCode: its length or the check character does not fit; not counted.
        Locked: too many wrong codes.
    """
    length = len(codes.normalise(code))
    if length != codes.LENGTH:
        raise MistypedCode(
            _("查询码一共14个字母和数字，您写了%d个，请对照回执再看一遍。") % length
        )
    if not codes.has_valid_check(code):
        raise MistypedCode(_("查询码有一个字符打错了，请对照回执再看一遍。"))
    receipt_no = normalised_receipt_no(receipt_no)
    tries = ((VISITOR_SCOPE, visitor), (RECEIPT_SCOPE, receipt_no))
    for scope, who in tries:
        # A visitor locked out cannot go on to lock other people's receipts.
        if not limits.may_try(scope, who, at=at):
            raise Locked(limits.retry_after(scope, who, at=at))
    comment = (
        Comment.objects.filter(receipt_no=receipt_no, code_hash=codes.code_hash(code))
        .select_related("consultation", "consultation__document", "version__document")
        .prefetch_related(
            "wordings",
            "targets__provision",
            Prefetch("screenings", Screening.objects.exclude(decided_by=None)),
        )
        .first()
    )
    if comment is not None:
        # Whoever holds one code has not thereby the right to try other people's anew.
        about_this = limits.succeeded(RECEIPT_SCOPE, receipt_no)
        limits.take_back(VISITOR_SCOPE, visitor, about_this)
    return comment


def normalised_receipt_no(text: str) -> str:
    """Return a receipt number as printed from one typed with blanks or full width."""
    plain = unicodedata.normalize("NFKC", text).upper()
    for dash in "‐‑‒–—―−ー":
        plain = plain.replace(dash, "-")
    return "".join(plain.split())[:60]
