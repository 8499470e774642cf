"""What stands between a round and its announcement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from drafts.kinds import REQUIRED_ENCLOSURES, ActType, EnclosureKind

if TYPE_CHECKING:
    from consultations.rounds.models import Consultation


def missing_enclosures(consultation: Consultation) -> list[EnclosureKind]:
    """Return the papers the act type asks for and the version lacks.

    A comparison text is not missing when the lineage from the base version is
    confirmed: the platform prints the 新旧条文对照表 from it.

    Source: 立法法第五十八条.
    """
    regulation = getattr(consultation.document, "regulation", None)
    if regulation is None:
        return []
    have = set(consultation.version.enclosures.values_list("kind", flat=True))
    if consultation.version.lineage_confirmed_at:
        have.add(EnclosureKind.COMPARISON)
    needed = REQUIRED_ENCLOSURES[ActType(regulation.act_type)]
    return sorted(needed - have)


def window_warning(consultation: Consultation) -> str:
    """Return why the window is shorter than the rule, or an empty string.

    A short round is never blocked; it needs a public reason (domain.md §2.1).
    """
    if consultation.days >= consultation.min_days:
        return ""
    return _(
        "征求意见期为%(days)s天，少于规定的%(least)s天"
        "（立法法第四十条：一般不少于三十日；本地另有规定的，从其规定）。"
        "确需缩短的，请写明理由，理由将向社会公开。"
    ) % {"days": consultation.days, "least": consultation.min_days}


def obstacles(consultation: Consultation) -> list[str]:
    """Return, in Chinese, everything that must be mended before announcing."""
    found = []
    if not consultation.version.is_published:
        found.append(_("征求意见的文本还没有发布，请先发布文本。"))
    for kind in missing_enclosures(consultation):
        found.append(
            _("还缺“%(paper)s”，请在文本页补上。")
            % {"paper": EnclosureKind(kind).label}
        )
    warning = window_warning(consultation)
    if warning and not consultation.short_reason.strip():
        found.append(warning)
    return found
