"""Plain words: written, published by another person, carried to the next version."""

from __future__ import annotations

import datetime
import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from drafts.lineage.following import WORDS_KEPT
from drafts.models import Explanation, Lineage, Provision, Version
from drafts.permissions import can_publish_explanation, can_write_explanations
from drafts.services.rules import record, require, require_reason
from drafts.services.storing import ASIDE


@transaction.atomic
def write_explanation(
    provision: Provision,
    *,
    by: User | None,
    body: str,
    who: str = "",
    changed: str = "",
) -> Explanation:
    """Write the plain words of a provision, or a new draft of them; not yet public.

    Raises:
        ValidationError: there are no words, or too many.
    """
    allowed = by is not None and can_write_explanations(by)
    require(by, allowed, _("您的角色不能撰写民言民语。"))
    stored = Explanation.objects.filter(provision=provision).first()
    draft = stored.get_latest_revision_as_object() if stored else None
    draft = draft or Explanation(provision=provision, live=False)
    draft.body, draft.who, draft.changed = body.strip(), who.strip(), changed.strip()
    draft.needs_update = False
    draft.full_clean(exclude=["provision"])
    if stored is None:
        draft.save()
    draft.save_revision(user=by, log_action=True)
    explanation = stored or draft
    explanation.refresh_from_db()
    record(explanation, "drafts.write_explanation", by=by, after=_said(draft))
    return explanation


@transaction.atomic
def publish_explanation(explanation: Explanation, *, by: User | None) -> None:
    """Make the latest draft the public words; its author may not.

    Raises:
        PermissionDenied: no reviewer, or the author of the draft.
    """
    allowed = by is not None and can_publish_explanation(by, explanation)
    require(by, allowed, _("民言民语由撰写人以外的法工委复核人发布。"))
    revision = explanation.get_latest_revision()
    if revision is None:
        revision = explanation.save_revision(user=by, log_action=False)
    revision.publish(user=by, skip_permission_checks=True)
    explanation.refresh_from_db()
    record(explanation, "drafts.publish_explanation", by=by, after=_said(explanation))


@transaction.atomic
def withdraw_explanation(
    explanation: Explanation, *, by: User | None, reason: str
) -> None:
    """Take public plain words down, and say why.

    Raises:
        PermissionDenied: no reviewer.
        ValidationError: no reason is given.
    """
    allowed = by is not None and can_write_explanations(by)
    require(by, allowed, _("您的角色不能撤下民言民语。"))
    reason = require_reason(reason, _("请写明撤下的理由。"))
    explanation.unpublish(user=by, log_action=True)
    record(explanation, "drafts.withdraw_explanation", by=by, reason=reason)


def carry_explanations(version: Version, *, by: User | None) -> None:
    """Copy public plain words from the base along confirmed lineage.

    Live where the words were kept, unpublished and 待更新 where they changed or the
    tie is doubtful. Nothing written for the new version is touched; a copy that the
    lineage, confirmed anew, no longer bears is taken down.
    """
    ties = list(
        Lineage.objects.between(version.base, version)
        .filter(old__isnull=False, new__isnull=False)
        .values_list("old_id", "new_id", "relation", "is_certain")
    )
    sources: dict[int, list[tuple[int, bool]]] = {}
    for old, new, relation, is_certain in ties:
        kept = is_certain and relation in WORDS_KEPT
        sources.setdefault(old, []).append((new, kept))
    _take_down(version, sources)
    _copy(version, sources)


def _take_down(version: Version, sources: dict[int, list[tuple[int, bool]]]) -> None:
    carried = Explanation.objects.filter(
        provision__version=version, carried_from__isnull=False, live=True
    ).select_related("carried_from")
    borne = {(old, new) for old, ends in sources.items() for new, kept in ends if kept}
    stale = [
        row.pk
        for row in carried
        if row.latest_revision_id is None
        and row.carried_from is not None
        and (row.carried_from.provision_id, row.provision_id) not in borne
    ]
    Explanation.objects.filter(pk__in=stale).update(live=False, needs_update=True)


def _copy(version: Version, sources: dict[int, list[tuple[int, bool]]]) -> None:
    taken = set(
        Explanation.objects.filter(provision__version=version).values_list(
            "provision_id", flat=True
        )
    )
    copies: dict[int, Explanation] = {}
    words = Explanation.objects.filter(
        provision__version=version.base_id, provision__in=list(sources), live=True
    ).order_by("provision__position")
    now = timezone.now()
    for source in words:
        for target, kept in sources[source.provision_id]:
            if target in taken:
                continue
            if target in copies:
                # Two merged into one: a person makes one text of both.
                _join(copies[target], source)
            else:
                copies[target] = _copy_of(source, target, kept, now)
    Explanation.objects.bulk_create(copies.values(), batch_size=500)


def _copy_of(
    source: Explanation, target: int, kept: bool, now: datetime.datetime
) -> Explanation:
    is_current = kept and not source.needs_update
    return Explanation(
        provision_id=target,
        body=source.body,
        who=source.who,
        # What changed since the version before is for this version said anew.
        changed="",
        carried_from=source,
        needs_update=not is_current,
        live=is_current,
        first_published_at=now if is_current else None,
        last_published_at=now if is_current else None,
    )


def _join(copy: Explanation, source: Explanation) -> None:
    copy.body = f"{copy.body}\n\n{source.body}"
    copy.live, copy.needs_update = False, True
    copy.first_published_at = copy.last_published_at = None


def reattach_explanations(version: Version, aside: list[int]) -> None:
    """Move the explanations of provisions set aside to the new ones at their addresses.

    Where the words differ they are marked.

    Raises:
        ValidationError: an address is no longer there.
    """
    held = Explanation.objects.filter(provision__in=aside).select_related("provision")
    new = {row.address: row for row in version.provisions.exclude(pk__in=aside)}
    lost = []
    for explanation in held:
        old = explanation.provision
        home = new.get(old.address.removeprefix(ASIDE))
        if home is None:
            lost.append(old.citation)
            continue
        changed = home.text_hash != old.text_hash
        # Drafts of the words keep naming the provision; they are moved with it.
        explanation.provision = home
        explanation.needs_update = explanation.needs_update or changed
        explanation.live = explanation.live and not changed
        explanation.save()
        for revision in explanation.revisions.all():
            revision.content["provision"] = home.pk
            revision.content["needs_update"] |= changed
            revision.save(update_fields=["content"])
    if lost:
        raise ValidationError(
            _(
                "新文本里没有%s，而它们已经写了民言民语。"
                "请把新文本导入为另一个版本，解读会在确认沿革后随条文带过去。"
            )
            % _("、").join(lost),
            code="explained",
        )


def _said(explanation: Explanation) -> dict[str, str | int]:
    words = "\n".join((explanation.body, explanation.who, explanation.changed))
    return {
        "provision": explanation.provision_id,
        "words": hashlib.sha256(words.encode()).hexdigest(),
    }
