"""Texts imported, checked by a second person, and published for good."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.moves import apply_move
from drafts.building import text_hash
from drafts.models import Document, Explanation, Lineage, Version
from drafts.permissions import can_edit_text, can_publish_version, can_review_version
from drafts.search import follow_lineage
from drafts.services.explanations import carry_explanations, reattach_explanations
from drafts.services.rules import (
    locked,
    record,
    require,
    require_editing,
    require_reason,
)
from drafts.services.storing import (
    delete_provisions,
    problems_of,
    set_aside,
    store_provisions,
)
from drafts.signals import version_published
from drafts.stages import VERSION_MOVES
from drafts.text.structure import ParsedText
from drafts.wording import problem_text


@transaction.atomic
def import_version(
    document: Document,
    parsed: ParsedText,
    *,
    by: User | None,
    version_type: str,
    base: Version | None = None,
    title: str = "",
    dated_on: datetime.date | None = None,
    source_name: str = "",
    source_hash: str = "",
    correction_note: str = "",
    override_reason: str = "",
) -> Version:
    """Store a parsed text as the next version of a document, being edited.

    Texts with problems are stored too; publishing them needs a reason. ``parsed``
    gives the title where ``title`` is empty.

    Raises:
        ValidationError: nothing to store, an unpublished base, or a bad field.
    """
    require(by, by is not None and can_edit_text(by), _("您的角色不能导入文本。"))
    _require_published_base(base)
    Document.objects.select_for_update().get(pk=document.pk)
    last = document.versions.aggregate(last=Max("sequence"))["last"] or 0
    version = Version(
        document=document,
        sequence=last + 1,
        version_type=version_type,
        base=base,
        title=title.strip() or parsed.title or document.title,
        title_note=parsed.note,
        dated_on=dated_on,
        correction_note=correction_note,
        source_name=source_name,
        source_hash=source_hash,
        problems=problems_of(document, parsed),
        override_reason=override_reason,
        created_by=by,
    )
    version.full_clean(exclude=["document", "base", "created_by"])
    version.save()
    store_provisions(version, parsed)
    _keep_hash(version)
    record(version, "drafts.import_version", by=by, after=_said(version))
    return version


@transaction.atomic
def replace_text(
    version: Version,
    parsed: ParsedText,
    *,
    by: User | None,
    source_name: str = "",
    source_hash: str = "",
) -> Version:
    """Put another text in the place of one that is still being edited.

    A confirmed lineage is forgotten; explanations stay at their addresses and are
    marked where the words changed.

    Raises:
        ValidationError: it is published or in review, or what already points at its
            provisions has no place in the new text.
    """
    require(by, by is not None and can_edit_text(by), _("您的角色不能修改文本。"))
    version = locked(version)
    require_editing(version)
    before = _said(version)
    version.title = parsed.title or version.title
    version.title_note = parsed.note
    version.source_name, version.source_hash = source_name, source_hash
    version.problems = problems_of(version.document, parsed)
    version.lineage_confirmed_at = version.lineage_confirmed_by = None
    version.full_clean(exclude=["document", "base", "created_by"])
    version.save()
    Lineage.objects.filter(new_version=version).delete()
    aside = set_aside(version)
    store_provisions(version, parsed)
    reattach_explanations(version, aside)
    delete_provisions(version, aside)
    _keep_hash(version)
    record(version, "drafts.replace_text", by=by, before=before, after=_said(version))
    return version


@transaction.atomic
def discard_version(version: Version, *, by: User | None, reason: str = "") -> None:
    """Delete a version that was never published, with everything stored for it.

    Raises:
        ValidationError: it is published, or something else already points at it.
    """
    require(by, by is not None and can_edit_text(by), _("您的角色不能删除文本。"))
    version = locked(version)
    require_editing(version)
    record(
        version, "drafts.discard_version", by=by, reason=reason, before=_said(version)
    )
    Lineage.objects.filter(new_version=version).delete()
    version.enclosures.all().delete()
    Explanation.objects.filter(provision__version=version).delete()
    ids = list(version.provisions.values_list("pk", flat=True))
    delete_provisions(version, ids)
    version.delete()


@transaction.atomic
def submit_version(version: Version, *, by: User | None) -> None:
    """Hand an edited version to the second person.

    Raises:
        IllegalMove: it is not being edited.
    """
    require(by, by is not None and can_edit_text(by), _("您的角色不能把文本送复核。"))
    apply_move(version, "submit", VERSION_MOVES, submitted_by=by)
    record(version, "drafts.submit_version", by=by, after=_said(version))


@transaction.atomic
def return_version(version: Version, *, by: User | None, reason: str) -> None:
    """Give a submitted version back for editing, and say why.

    Raises:
        IllegalMove: it is not in review.
        ValidationError: no reason is given.
    """
    allowed = by is not None and can_review_version(by)
    require(by, allowed, _("只有法工委复核人可以退回文本。"))
    reason = require_reason(reason, _("请写明退回的理由。"))
    apply_move(version, "return", VERSION_MOVES)
    record(version, "drafts.return_version", by=by, reason=reason)


@transaction.atomic
def publish_version(
    version: Version,
    *,
    by: User | None,
    override_reason: str = "",
    at: datetime.datetime | None = None,
) -> None:
    """Fix a submitted text for good and make it public.

    Effects, in order: the text's hash stored, explanations carried from the base if
    the lineage is confirmed (otherwise when it will be), text and explanations made
    searchable, news sent, ledger row.

    Raises:
        PermissionDenied: no reviewer, or the one who submitted it.
        IllegalMove: it is not in review.
        ValidationError: the text has problems and no reason to publish it with them.
    """
    stored = locked(version)
    allowed = by is not None and can_publish_version(by, stored)
    require(by, allowed, _refusal(by, stored))
    reason = override_reason.strip() or stored.override_reason.strip()
    if stored.problems:
        reason = require_reason(reason, _problem_message(stored))
    apply_move(
        version,
        "publish",
        VERSION_MOVES,
        text_hash=_hash(stored),
        published_at=at or timezone.now(),
        published_by=by,
        override_reason=reason if stored.problems else "",
    )
    version.refresh_from_db()
    if version.lineage_confirmed_at:
        carry_explanations(version, by=by)
    follow_lineage(version)
    version_published.send(sender=Version, version=version)
    record(
        version, "drafts.publish_version", by=by, reason=reason, after=_said(version)
    )


def _require_published_base(base: Version | None) -> None:
    if base is not None and not base.is_published:
        raise ValidationError(
            _("对照版本还没有发布，文本可能再变。请先发布它，或另选对照版本。"),
            code="base_unpublished",
        )


def _keep_hash(version: Version) -> None:
    version.text_hash = _hash(version)
    version.save(update_fields=["text_hash", "modified"])


def _hash(version: Version) -> str:
    rows = version.provisions.order_by("position")
    return text_hash(version.title, version.title_note, rows)


def _refusal(by: User | None, version: Version) -> str:
    if by is not None and can_review_version(by):
        return _("送复核的人和发布的人不能是同一个人，请由另一位复核人发布。")
    return _("只有法工委复核人可以发布文本。")


def _problem_message(version: Version) -> str:
    first = "；".join(
        problem_text(problem["code"], problem["message"])
        for problem in version.problems[:3]
    )
    return _(
        "这份文本有 %(count)s 处待核对的问题（%(first)s）。"
        "请更正后重新导入，或写明带问题发布的理由。"
    ) % {"count": len(version.problems), "first": first}


def _said(version: Version) -> dict[str, Any]:
    names = ("sequence", "version_type", "title", "stage", "text_hash", "source_hash")
    said = {name: getattr(version, name) for name in names}
    return said | {"document": version.document_id, "base": version.base_id}
