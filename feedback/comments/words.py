"""What a person hands in, before it is stored; pure values and their rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from feedback.comments.kinds import BODY_LIMIT, ConsentKind, Stance

REASON_LIMIT = 2000
PROPOSED_LIMIT = 20_000
TARGET_LIMIT = 20
# As many own wordings as provisions, and together not more than a law is long.
PROPOSED_COUNT_LIMIT = TARGET_LIMIT
PROPOSED_SUM_LIMIT = 60_000
PUBLISHING = frozenset({ConsentKind.PUBLIC_NAME, ConsentKind.PUBLIC_WORDS})


@dataclass(frozen=True)
class SubmitterData:
    """Who speaks, as far as they care to say; all but ``occupation`` gets sealed."""

    name: str = ""
    phone: str = ""
    email: str = ""
    unit: str = ""
    guardian_name: str = ""
    occupation: str = ""

    def private(self) -> dict[str, str]:
        """Return what identifies, without empty fields."""
        values = asdict(self)
        del values["occupation"]
        return {name: value for name, value in values.items() if value}

    @property
    def has_contact(self) -> bool:
        """Whether the person can be reached when the query code is lost."""
        return bool(self.phone or self.email)


@dataclass(frozen=True)
class Words:
    """One submission: ``targets`` are addresses (``"16.2"``) or keys of provisions.

    ``proposed`` maps the address of a target to the text its author would put there.
    """

    body: str
    stance: str = Stance.GENERAL
    targets: tuple[int | str, ...] = ()
    is_general: bool = False
    reason: str = ""
    proposed: Mapping[str, str] = field(default_factory=dict)
    submitter: SubmitterData | None = None
    consents: frozenset[str] = frozenset()
    under_14: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return one JSON-able spelling, for hashing."""
        return {
            **asdict(self),
            "targets": sorted(map(str, self.targets)),
            "proposed": dict(self.proposed),
            "consents": sorted(self.consents),
        }


def cleaned(words: Words) -> Words:
    """Return ``words`` tidied as a form would, or say what is wrong with them.

    Line ends become newlines and outer blanks go; nothing inside is touched. A child's
    words never carry a consent to publish.

    Raises:
        ValidationError: a field is missing, too long or unknown; keyed by field.
    """
    tidy = replace(
        words,
        body=_tidied(words.body),
        reason=_tidied(words.reason),
        proposed={
            address: _tidied(text)
            for address, text in words.proposed.items()
            if _tidied(text)
        },
        targets=tuple(dict.fromkeys(words.targets)),
        is_general=words.is_general or not words.targets,
        consents=words.consents - PUBLISHING if words.under_14 else words.consents,
    )
    errors = {**_word_errors(tidy), **_person_errors(tidy)}
    if errors:
        raise ValidationError(errors)
    return tidy


def is_blank(text: str) -> bool:
    """Say whether a reader would see nothing."""
    return all(
        character.isspace() or unicodedata.category(character) in ("Cf", "Cc")
        for character in text
    )


def _tidied(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _word_errors(words: Words) -> dict[str, str]:
    errors = {}
    if is_blank(words.body):
        errors["body"] = _("请写下您的意见。")
    elif len(words.body) > BODY_LIMIT:
        errors["body"] = _(
            "意见最多 %(limit)d 字，现在超出 %(over)d 字，请删减或者分成几条提交。"
        ) % {"limit": BODY_LIMIT, "over": len(words.body) - BODY_LIMIT}
    if len(words.reason) > REASON_LIMIT:
        errors["reason"] = _("理由最多 %d 字，请删减。") % REASON_LIMIT
    errors |= _proposed_errors(words.proposed)
    if words.stance not in Stance:
        errors["stance"] = _("请在列出的态度里选一个。")
    if len(words.targets) > TARGET_LIMIT:
        errors["targets"] = _("一次最多选 %d 处条文，请分成几条提交。") % TARGET_LIMIT
    if any("\0" in str(target) for target in words.targets):
        errors["targets"] = _("选中的条文里有这一稿没有的，请重新选择条文。")
    if any(
        "\0" in text for text in (words.body, words.reason, *words.proposed.values())
    ):
        errors["body"] = _("意见里有不能保存的控制字符，请删去后再提交。")
    return errors


def _proposed_errors(proposed: Mapping[str, str]) -> dict[str, str]:
    lengths = {address: len(text) for address, text in proposed.items()}
    if len(lengths) > PROPOSED_COUNT_LIMIT:
        return {
            "proposed": _("一次最多改写 %d 处条文，请分成几条提交。")
            % PROPOSED_COUNT_LIMIT
        }
    if any(length > PROPOSED_LIMIT for length in lengths.values()):
        return {"proposed": _("建议的条文最多 %d 字，请删减。") % PROPOSED_LIMIT}
    if sum(lengths.values()) > PROPOSED_SUM_LIMIT:
        return {
            "proposed": _("改写的条文加在一起最多 %d 字，请删减或者分成几条提交。")
            % PROPOSED_SUM_LIMIT
        }
    return {}


def _person_errors(words: Words) -> dict[str, str]:
    errors = {}
    private = words.submitter.private() if words.submitter else {}
    if not set(words.consents) <= set(ConsentKind):
        errors["consents"] = _("授权的种类不对，请重新勾选。")
    if (
        words.under_14
        and private
        and not (
            private.get("guardian_name") and ConsentKind.GUARDIAN in words.consents
        )
    ):
        errors["guardian_name"] = _(
            "未满14周岁的，请写监护人姓名并由监护人同意；不愿意写，请把姓名和联系方式都空着。"
        )
    if private and ConsentKind.PRIVACY not in words.consents:
        errors["privacy"] = _(
            "您留了姓名或者联系方式，请先看个人信息处理说明并勾选；也可以把它们都删去再提交。"
        )
    if ConsentKind.PUBLIC_NAME in words.consents and not private.get("name"):
        errors["public_name"] = _("同意公开署名的，请写上姓名；或者不勾选这一项。")
    return errors
