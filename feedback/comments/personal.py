"""The one way to who spoke (I6), and the words without what identifies."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import ciphers, ledger
from feedback.comments import permissions
from feedback.comments.masking import mask_personal_numbers
from feedback.comments.models import Comment, Wording
from feedback.comments.services.submitting import seal_context

__all__ = ["mask_personal_numbers", "masked", "reveal"]


@transaction.atomic
def reveal(comment: Comment, *, by: User | None, reason: str) -> dict[str, Any]:
    """Return who handed in ``comment``: kind, occupation, and what was sealed.

    ``by`` is None for the system, which reads an address to write to it. Reader and
    reason are logged, whether or not anything was left to read.

    Raises:
        PermissionDenied: ``by`` may not know.
        ValidationError: no reason was given.
    """
    comment = Comment.objects.select_related("submitter").get(pk=comment.pk)
    if by is not None and not permissions.can_reveal(by, comment):
        raise PermissionDenied(_("您的角色不能查看提交人的身份。"))
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("请写明为什么要查看提交人的身份。")})
    ledger.record(comment, "comments.reveal", by=by, reason=reason)
    submitter = getattr(comment, "submitter", None)
    if submitter is None:
        return {}
    known = {"kind": submitter.kind, "occupation": submitter.occupation}
    if submitter.sealed and comment.secret:
        known |= ciphers.open_sealed(
            submitter.sealed,
            secret=ciphers.unwrap(bytes(comment.secret)),
            context=seal_context(comment),
        )
    return known


def masked(comment: Comment, wording: Wording | None = None) -> dict[str, Any]:
    """Return ``body``, ``reason`` and ``proposed`` fit to be shown beyond the desk.

    The latest words unless ``wording`` is given; needs ``wordings`` prefetched.
    """
    wording = wording or comment.wording
    return {
        "body": mask_personal_numbers(wording.body),
        "reason": mask_personal_numbers(wording.reason),
        "proposed": {
            address: mask_personal_numbers(text)
            for address, text in wording.proposed.items()
        },
    }
