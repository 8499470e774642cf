"""Legislative projects: opened, and moved from stage to stage."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.moves import apply_move
from common.numbering import next_number
from drafts.kinds import ActType, DocumentKind, RegulationKind
from drafts.models import Document, Regulation, RegulationStep
from drafts.permissions import can_edit_text, can_move_regulation
from drafts.search import index_regulation
from drafts.services.rules import record, require
from drafts.signals import regulation_moved
from drafts.stages import MOVES, Stage

EDITABLE = (
    "title",
    "short_title",
    "kind",
    "act_type",
    "subject_area",
    "jurisdiction",
    "organiser",
    "drafting_unit",
    "proposer",
    "is_public",
    "effective_on",
)


@transaction.atomic
def create_regulation(
    *,
    by: User | None,
    title: str,
    organiser: str,
    kind: str = RegulationKind.LOCAL_REGULATION,
    act_type: str = ActType.ENACT,
    on: datetime.date | None = None,
    **fields: Any,
) -> Regulation:
    """Open a project with its document; ``fields`` are further ones of ``Regulation``.

    The code is ``LF-2026-012``, gapless within the year of ``on`` (today), which is
    also the day of the first step of its timeline.

    Raises:
        ValidationError: a field is missing or too long.
    """
    require(by, by is not None and can_edit_text(by), _("您的角色不能新建立法项目。"))
    on = on or timezone.localdate()
    code = f"LF-{on.year}-{next_number(f'regulation:{on.year}'):03d}"
    document = Document(kind=DocumentKind.REGULATION, code=code, title=title)
    document.full_clean()
    document.save()
    regulation = Regulation(
        code=code,
        document=document,
        title=title,
        kind=kind,
        act_type=act_type,
        organiser=organiser,
        **fields,
    )
    regulation.full_clean()
    regulation.save()
    index_regulation(regulation.pk)
    _add_step(regulation, on, "", by)
    record(regulation, "drafts.create_regulation", by=by, after=_said(regulation))
    return regulation


@transaction.atomic
def edit_regulation(
    regulation: Regulation, *, by: User | None, **fields: Any
) -> Regulation:
    """Change what a project says of itself; its stage and its texts stay.

    Raises:
        PermissionDenied: ``by`` does not work on texts.
        ValidationError: a field is unknown, missing or too long.
    """
    require(by, by is not None and can_edit_text(by), _("您的角色不能修改立法项目。"))
    current = Regulation.objects.select_for_update().get(pk=regulation.pk)
    before = _said(current)
    for name, value in fields.items():
        if name not in EDITABLE:
            raise ValidationError(_("“%s”不能在这里修改。") % name)
        setattr(current, name, value)
    current.full_clean()
    current.save()
    index_regulation(current.pk)
    record(
        current, "drafts.edit_regulation", by=by, before=before, after=_said(current)
    )
    return current


@transaction.atomic
def move_regulation(
    regulation: Regulation,
    name: str,
    *,
    by: User | None,
    on: datetime.date,
    note: str = "",
) -> None:
    """Record that a project reached a stage on a day: a move of ``stages.MOVES``.

    Raises:
        IllegalMove: the stage it is in does not allow the move.
        ValidationError: an unknown move, or a day after today or before the last step.
    """
    allowed = by is not None and can_move_regulation(by, regulation)
    require(by, allowed, _("只有法工委复核人可以登记立法进程。"))
    if name not in MOVES:
        raise ValidationError(_("没有这样的进程，请刷新页面后重选。"), code="move")
    _require_day(regulation, on)
    before = regulation.stage
    apply_move(regulation, name, MOVES, **_dates(regulation, name, on))
    _add_step(regulation, on, note, by)
    regulation_moved.send(sender=Regulation, regulation=regulation, move=name)
    record(
        regulation,
        "drafts.move_regulation",
        by=by,
        reason=note,
        before={"stage": before},
        after={"stage": regulation.stage, "on": on.isoformat()},
    )


def _require_day(regulation: Regulation, on: datetime.date) -> None:
    if on > timezone.localdate():
        raise ValidationError(
            _("日期不能晚于今天，请在当天或之后登记。"), code="future"
        )
    last = regulation.steps.order_by("-reached_on", "-pk").first()
    if last and on < last.reached_on:
        raise ValidationError(
            _("日期不能早于上一步（%(stage)s，%(day)s）。")
            % {"stage": last.get_stage_display(), "day": last.reached_on},
            code="before_last_step",
        )


def _dates(regulation: Regulation, name: str, on: datetime.date) -> dict[str, Any]:
    target = MOVES[name].target
    if target == Stage.PROMULGATED:
        return {"promulgated_on": on}
    if target == Stage.IN_FORCE and regulation.effective_on is None:
        return {"effective_on": on}
    return {}


def _add_step(
    regulation: Regulation, on: datetime.date, note: str, by: User | None
) -> None:
    step = RegulationStep(
        regulation=regulation,
        stage=regulation.stage,
        reached_on=on,
        note=note,
        recorded_by=by,
    )
    step.full_clean(exclude=["regulation", "recorded_by"])
    step.save()


def _said(regulation: Regulation) -> dict[str, str]:
    names = ("code", "title", "kind", "act_type", "organiser", "stage")
    return {name: str(getattr(regulation, name)) for name in names}
