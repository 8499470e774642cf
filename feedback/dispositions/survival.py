"""Whether later versions keep the provisions that took comments up.

Rows follow the confirmed lineage. Only unchanged words are present by themselves;
anything changed or doubtful waits for a person. Once the promulgated text and the
results are both public, what is settled stays.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import ledger
from consultations.rounds.stages import Stage as RoundStage
from drafts.lineage import Followed, FollowState, follow_many
from drafts.models import Version
from feedback.dispositions import permissions
from feedback.dispositions.kinds import SurvivalState
from feedback.dispositions.models import AdoptionLink, Survival
from feedback.dispositions.refusals import require, require_reason
from feedback.dispositions.signals import survival_changed
from feedback.dispositions.stages import DECIDED

RESULT_STAGES = frozenset({RoundStage.RESULT_PUBLISHED, RoundStage.ARCHIVED})
DECISIONS = frozenset({SurvivalState.KEPT, SurvivalState.DROPPED})

Place = tuple[int | None, str, bool]


@transaction.atomic
def recompute(version: Version, *, at: datetime.datetime | None = None) -> None:
    """Follow all decided links into ``version`` and the versions after it.

    Runs when the lineage of ``version`` is confirmed; later versions come along, for
    their chain may have waited for this one.
    """
    links = AdoptionLink.objects.filter(
        disposition__stage__in=DECIDED,
        provision__version__document=version.document_id,
        provision__version__sequence__lte=version.sequence,
    )
    changed = _trace(links, at or timezone.now(), since=version.sequence)
    if changed:
        ledger.record(
            version, "dispositions.trace", by=None, after={"links": sorted(changed)}
        )
        survival_changed.send(sender=Survival, document_id=version.document_id)


def trace_links(
    links: QuerySet[AdoptionLink], *, at: datetime.datetime | None = None
) -> None:
    """Follow newly confirmed links into their own and all later versions."""
    ledger.require_transaction()
    _trace(links, at or timezone.now(), since=0)


@transaction.atomic
def decide_survival(
    survival: Survival,
    *,
    by: User,
    state: str,
    note: str,
    at: datetime.datetime | None = None,
) -> Survival:
    """Say whether changed wording keeps what was adopted (``kept`` or ``dropped``).

    Raises:
        PermissionDenied: ``by`` does not decide about comments.
        ValidationError: no note, another state, words that are unchanged, or frozen.
    """
    require(permissions.can_decide_survival(by))
    note = require_reason(note, "note")
    current = (
        Survival.objects.select_for_update(of=("self",))
        .select_related("version", "link__disposition__consultation")
        .get(pk=survival.pk)
    )
    _refuse_decision(current, state)
    before = current.state
    current.state, current.note = state, note[:300]
    current.decided_by, current.decided_at = by, at or timezone.now()
    current.save(update_fields=["state", "note", "decided_by", "decided_at"])
    ledger.record(
        current,
        "dispositions.decide_survival",
        by=by,
        reason=note,
        before=before,
        after=state,
        stream=current.link.disposition.ledger_stream,
    )
    consultation = current.link.disposition.consultation
    survival_changed.send(sender=Survival, document_id=consultation.document_id)
    return current


def _refuse_decision(survival: Survival, state: str) -> None:
    if state not in DECISIONS:
        raise ValidationError({"state": _("请选择“内容保留”或“未保留”。")})
    if survival.state == SurvivalState.PRESENT:
        raise ValidationError(_("这一条的文字没有改动，不需要认定。"))
    is_settled = survival.state != SurvivalState.MODIFIED
    if is_settled and is_frozen(survival.link, survival.version):
        raise ValidationError(
            _(
                "法规已经公布，采纳结果也已公布，认定不能再改；确有错误的，请更正处理结果。"
            )
        )


def is_frozen(link: AdoptionLink, version: Version) -> bool:
    """Whether settled rows of ``link`` in ``version`` stay as they are for good."""
    return (
        version.is_final
        and version.is_published
        and link.disposition.consultation.stage in RESULT_STAGES
    )


def _trace(
    links: QuerySet[AdoptionLink], at: datetime.datetime, *, since: int
) -> set[int]:
    """Bring the rows of ``links`` in line with lineage; return the links changed."""
    found = list(
        links.select_related("provision__version", "disposition__consultation")
    )
    by_document: dict[int, list[AdoptionLink]] = defaultdict(list)
    for link in found:
        by_document[link.provision.version.document_id].append(link)
    changed: set[int] = set()
    for document_id, own in by_document.items():
        versions = Version.objects.filter(document=document_id, sequence__gte=since)
        for version in versions.order_by("sequence"):
            changed |= _trace_into(version, own, at)
    return changed


def _trace_into(
    version: Version, links: Sequence[AdoptionLink], at: datetime.datetime
) -> set[int]:
    earlier = [
        link for link in links if link.provision.version.sequence <= version.sequence
    ]
    followed = follow_many([link.provision for link in earlier], version)
    stored = _stored(version, earlier)
    changed = set()
    for link in earlier:
        rows = stored.get(link.pk, [])
        places = _places(followed[link.provision_id])
        if rows and is_frozen(link, version):
            continue
        if _settle(link, version, places, rows, at):
            changed.add(link.pk)
    return changed


def _stored(
    version: Version, links: Iterable[AdoptionLink]
) -> dict[int, list[Survival]]:
    rows: dict[int, list[Survival]] = defaultdict(list)
    for row in Survival.objects.filter(version=version, link__in=links):
        rows[row.link_id].append(row)
    return rows


def _places(followed: Followed) -> list[Place]:
    """Return where a provision went: provision, state, certainty.

    An unconfirmed way gives no row: nothing is claimed. A doubtful one waits.
    """
    if followed.state == FollowState.UNCONFIRMED:
        return []
    certain = followed.is_certain
    if followed.state == FollowState.DELETED:
        gone = SurvivalState.DROPPED if certain else SurvivalState.MODIFIED
        return [(None, gone, certain)]
    is_present = followed.state == FollowState.PRESENT and certain
    state = SurvivalState.PRESENT if is_present else SurvivalState.MODIFIED
    return [(provision.pk, state, certain) for provision in followed.provisions]


def _settle(
    link: AdoptionLink,
    version: Version,
    places: Sequence[Place],
    rows: Sequence[Survival],
    at: datetime.datetime,
) -> bool:
    """Make the rows of one link say ``places``; a person's word outlives repeats."""
    wanted = {place[0]: place for place in places}
    kept = {row.provision_id for row in rows if _still_says(row, wanted)}
    stale = [row.pk for row in rows if row.provision_id not in kept]
    new = [place for key, place in wanted.items() if key not in kept]
    if stale:
        Survival.objects.filter(pk__in=stale).delete()
    Survival.objects.bulk_create(
        Survival(
            link=link,
            version=version,
            provision_id=provision_id,
            state=state,
            is_certain=certain,
            decided_at=at,
        )
        for provision_id, state, certain in new
    )
    return bool(stale or new)


def _still_says(row: Survival, wanted: dict[int | None, Place]) -> bool:
    if row.provision_id not in wanted:
        return False
    _provision_id, state, certain = wanted[row.provision_id]
    if row.decided_by_id:
        return state == SurvivalState.MODIFIED
    return row.state == state and row.is_certain == certain
