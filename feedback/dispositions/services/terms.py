"""What a decision says, and whether it says enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from drafts.kinds import DocumentKind
from drafts.models import Provision, Version
from feedback.dispositions.kinds import (
    ADOPTED_RESULTS,
    LINKED_RESULTS,
    REFERRED_RESULTS,
    Contribution,
    ReasonCode,
    Result,
)
from feedback.dispositions.models import Disposition

LONGEST_NOTE = 300
LONGEST_NAME = 100


@dataclass(frozen=True)
class LinkData:
    """A provision that took up a comment, how much of it, and what changed there."""

    provision_id: int
    contribution: str = Contribution.FULL
    note: str = ""


@dataclass(frozen=True)
class Terms:
    """Everything a person writes into a decision."""

    result: str
    reason_text: str
    reason_code: str = ""
    links: tuple[LinkData, ...] = ()
    internal_note: str = ""
    referred_to: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """The values that are columns of the decision's own row."""
        return {
            "result": self.result,
            "reason_text": self.reason_text.strip(),
            "reason_code": self.reason_code,
            "internal_note": self.internal_note.strip(),
            "referred_to": self.referred_to.strip(),
        }

    def said(self) -> dict[str, Any]:
        """All of it as plain values, for hashes and to set two edits side by side."""
        return {**self.columns, "links": [asdict(link) for link in self.links]}


def terms_of(**fields: Any) -> Terms:
    """Return the terms a caller names by keyword; links may be any iterable."""
    return Terms(**{**fields, "links": tuple(fields.get("links", ()))})


def stored_terms(disposition: Disposition) -> Terms:
    """Return what the row and its links say now."""
    links = tuple(
        LinkData(link.provision_id, link.contribution, link.note)
        for link in disposition.links.all()
    )
    return Terms(
        result=disposition.result,
        reason_text=disposition.reason_text,
        reason_code=disposition.reason_code,
        links=links,
        internal_note=disposition.internal_note,
        referred_to=disposition.referred_to,
    )


def check(terms: Terms, consultation: Consultation) -> None:
    """Refuse terms that could never be confirmed.

    Links may still be missing: the version that takes the comment up may not be there.

    Raises:
        ValidationError: by field, in Chinese.
    """
    errors = {**_value_errors(terms), **_link_errors(terms, consultation)}
    if errors:
        raise ValidationError(errors)


def check_complete(terms: Terms, consultation: Consultation) -> None:
    """Refuse to confirm an adoption that names no provision it changed (I7).

    Raises:
        ValidationError: as :func:`check`, and for missing links.
    """
    check(terms, consultation)
    if terms.result in ADOPTED_RESULTS and not terms.links:
        raise ValidationError({"links": _missing_link()})


def _value_errors(terms: Terms) -> dict[str, str]:
    errors = {}
    if terms.result not in Result.values:
        errors["result"] = _("请选择处理结果。")
    if not terms.reason_text.strip():
        errors["reason_text"] = _("请写明理由，理由将向提交人和社会公开。")
    if terms.result == Result.NOT_ADOPTED:
        if terms.reason_code not in ReasonCode.values:
            errors["reason_code"] = _("未采纳的，要选择理由类别。")
    elif terms.reason_code:
        errors["reason_code"] = _("只有“未采纳”才选择理由类别，请清空这一项。")
    if terms.result in REFERRED_RESULTS and not terms.referred_to.strip():
        errors["referred_to"] = _("请写明转送的单位。")
    if len(terms.referred_to.strip()) > LONGEST_NAME:
        errors["referred_to"] = _("单位名称最多%d个字。") % LONGEST_NAME
    return errors


def _link_errors(terms: Terms, consultation: Consultation) -> dict[str, str]:
    if not terms.links:
        return {}
    problem = _link_shape_problem(terms)
    if problem:
        return {"links": problem}
    ids = [link.provision_id for link in terms.links]
    provisions = Provision.objects.filter(pk__in=ids).select_related(
        "version__document"
    )
    if len(provisions) != len(ids):
        return {"links": _("有一条关联的条文不存在，请重新选择。")}
    return _wrong_version_error(terms, consultation, provisions)


def _link_shape_problem(terms: Terms) -> str:
    if terms.result not in LINKED_RESULTS:
        return _("这种处理结果不关联条文，请去掉关联或改选处理结果。")
    if len({link.provision_id for link in terms.links}) != len(terms.links):
        return _("同一条文只需关联一次。")
    if any(link.contribution not in Contribution.values for link in terms.links):
        return _("请为每条关联选择吸收程度。")
    if any(len(link.note) > LONGEST_NOTE for link in terms.links):
        return _("“改了什么”最多%d个字。") % LONGEST_NOTE
    return ""


def _wrong_version_error(
    terms: Terms, consultation: Consultation, provisions: Iterable[Provision]
) -> dict[str, str]:
    # 草案已有规定 points at what the author could read already.
    may_be_same = terms.result == Result.ALREADY_COVERED
    for provision in provisions:
        if not _may_link(consultation, provision.version, may_be_same=may_be_same):
            return {"links": _missing_link()}
    return {}


def _may_link(
    consultation: Consultation, version: Version, *, may_be_same: bool
) -> bool:
    """Say whether ``version`` can have taken up a comment of the round (S8)."""
    if version.document_id != consultation.document_id:
        return version.document.kind == DocumentKind.REGULATION
    asked_about = consultation.version.sequence
    return version.sequence > asked_about or (
        may_be_same and version.sequence == asked_about
    )


def _missing_link() -> str:
    return _(
        "采纳或部分采纳的，至少要关联一条被修改的条文："
        "同一法规征求意见之后的版本，或者另一部法规的条文。"
    )
