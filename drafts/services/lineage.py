"""Lineage settled by a person."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from drafts.lineage.computing import (
    ComparedVersions,
    LineageDecision,
    decided_lineage,
)
from drafts.models import Lineage, Provision, Version
from drafts.permissions import can_confirm_lineage
from drafts.search import follow_lineage
from drafts.services.explanations import carry_explanations
from drafts.services.rules import locked, record, require
from drafts.signals import lineage_confirmed


@transaction.atomic
def confirm_lineage(
    version: Version, rows: Sequence[LineageDecision] = (), *, by: User | None
) -> None:
    """Store how ``version`` follows from its base: computed rows, and ``rows`` instead.

    A decision replaces every computed row that it touches and counts as certain; the
    other rows keep the certainty they were computed with. Confirming again replaces
    all rows. Effects, in order: rows stored, explanations carried if the version is
    published, news sent, ledger row with hashes of the rows before and after.

    Raises:
        ValidationError: no base, an unknown address, or an article that would be in
            no row or in two.
    """
    stored = locked(version)
    if stored.base_id is None:
        raise ValidationError(
            _("这个版本没有对照版本，无从确认沿革。请先选定对照版本。"), code="no_base"
        )
    allowed = by is not None and can_confirm_lineage(by, stored)
    require(by, allowed, _("您的角色不能确认条文沿革。"))
    found = decided_lineage(version, rows)
    before = _said(version)
    Lineage.objects.between(version.base, version).delete()
    at = timezone.now()
    Lineage.objects.bulk_create(_ties(found, by, at), batch_size=500)
    version.lineage_confirmed_at = at
    version.lineage_confirmed_by = by
    version.save(
        update_fields=["lineage_confirmed_at", "lineage_confirmed_by", "modified"]
    )
    if stored.is_published:
        carry_explanations(version, by=by)
    follow_lineage(version)
    lineage_confirmed.send(sender=Version, version=version)
    record(
        version, "drafts.confirm_lineage", by=by, before=before, after=_said(version)
    )


def _ties(
    found: ComparedVersions, by: User | None, at: datetime.datetime
) -> Iterator[Lineage]:
    common: dict[str, Any] = {
        "old_version": found.old_version,
        "new_version": found.new_version,
        "confirmed_by": by,
        "confirmed_at": at,
    }
    for row in found.rows:
        method = Lineage.Method.MANUAL if row.is_manual else Lineage.Method.COMPUTED
        for old, new in _pairs(row.old, row.new):
            yield Lineage(
                **common,
                old=old,
                new=new,
                level=Lineage.Level.ARTICLE,
                relation=row.relation,
                is_moved=row.is_moved,
                is_certain=row.is_certain,
                similarity=row.similarity,
                method=method,
            )
    for tie in found.ties:
        for old, new in _pairs(tie.old, tie.new):
            yield Lineage(
                **common,
                old=old,
                new=new,
                level=Lineage.Level.PART,
                relation=tie.relation,
                is_certain=tie.is_certain,
                similarity=tie.similarity,
            )
    for move in found.part_moves:
        yield Lineage(
            **common,
            old=move.old,
            new=move.new,
            level=Lineage.Level.PART,
            relation=move.relation,
            is_part_move=True,
            similarity=move.similarity,
        )


def _pairs(
    old: Iterable[Provision], new: Iterable[Provision]
) -> Iterable[tuple[Provision | None, Provision | None]]:
    return product(tuple(old) or (None,), tuple(new) or (None,))


def _said(version: Version) -> list[list[Any]]:
    rows = Lineage.objects.between(version.base, version)
    names = ("old__address", "new__address", "level", "relation", "is_certain")
    return [list(row) for row in rows.values_list(*names)]
