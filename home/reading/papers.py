"""The comparison as a Word file: 现行、草案、变化."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.papers import Del, Ins, Words, paper
from drafts.models import Version
from drafts.text.comparing import Piece, PieceKind
from home.reading import tables
from home.reading.pairings import KEEP_SECONDS, Pairing, Skeleton, skeleton
from home.reading.shelves import Shelf, name_of
from home.reading.tables import Row, Side

WIDTHS = (4, 4, 1.6)


def word_table(
    shelf: Shelf, old: Version, new: Version, *, only_changed: bool
) -> bytes:
    """Return the whole comparison of two versions as a Word file.

    Writing 1,260 articles takes seconds, so a file is kept under what it says.
    """
    found = skeleton(shelf, old, new)
    pairings = found.on(None)
    if only_changed:
        pairings = [p for p in pairings if p.relation not in tables.KEPT]
    said = [old.text_hash, new.text_hash, name_of(old), name_of(new), str(pairings)]
    mark = hashlib.sha256("\n".join([*said, str(found.is_confirmed)]).encode())
    key = f"compare-word:{get_language()}:{mark.hexdigest()}"
    file = cache.get(key)
    if file is None:
        file = _written(found, pairings, old, new)
        cache.set(key, file, KEEP_SECONDS)
    return file


def _written(
    found: Skeleton, pairings: list[Pairing], old: Version, new: Version
) -> bytes:
    document = paper(_("新旧条文对照表"))
    document.paragraph(
        _("左栏：%(old)s（%(old_code)s）；右栏：%(new)s（%(new_code)s）。")
        % {
            "old": old.title,
            "old_code": old.code,
            "new": new.title,
            "new_code": new.code,
        }
    )
    document.paragraph(
        _("对应关系已经人工确认。")
        if found.is_confirmed
        else _("对应关系由程序比对，还没有经人工确认，标“待确认”的尤其要核对。")
    )
    headers = [name_of(old), name_of(new), _("变化")]
    rows = (_cells(row) for row in tables.table(found, pairings))
    document.table(headers, rows, widths=WIDTHS)
    return document.to_bytes()


def _cells(row: Row) -> tuple[Words, Words, Words]:
    return _column(row.old), _column(row.new), remark(row)


def remark(row: Row) -> str:
    """Return a row's last cell: the relation, marks, and what moved."""
    said = [row.label]
    if row.is_moved:
        said.append(_("次序移动"))
    if not row.is_certain:
        said.append(_("待确认"))
    return "\n".join([*said, *row.notes])


def _column(sides: Iterable[Side]) -> Words:
    words: list[str | Ins | Del] = []
    for side in sides:
        words.append(("\n" if words else "") + f"{side.number}\n")
        for number, line in enumerate(side.lines):
            words += ["\n"] if number else []
            words += [_run(piece) for piece in line]
    return words


def _run(piece: Piece) -> str | Ins | Del:
    if piece.kind is PieceKind.INS:
        return Ins(piece.text)
    return Del(piece.text) if piece.kind is PieceKind.DEL else piece.text
