"""Telling authors (I9): who is to be told, and sending what is due.

A notice by code is there as soon as it is queued: its author reads it at the look-up
page. A notice by mail waits for ``send_due``, which may die at any line and go on.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.ledger import require_transaction
from consultations.rounds.models import Consultation
from feedback.comments import personal
from feedback.comments.models import Comment
from feedback.comments.stages import COUNTED, SETTLED, Stage
from feedback.dispositions.answers import published_answers
from feedback.dispositions.models import Disposition, GroupMember
from feedback.reports.models import Notice

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
FIRST_DELAY = datetime.timedelta(minutes=5)


def queue_results(
    consultation: Consultation, *, at: datetime.datetime | None = None
) -> int:
    """Queue one notice for every author of a round that has an answer, and by mail too.

    Counted and settled comments, each exactly once by code; whoever left an address
    and has not withdrawn is written to as well. Return how many notices there are.
    """
    comments = Comment.objects.of(consultation).filter(stage__in=COUNTED | SETTLED)
    return _queue(comments, Notice.Kind.RESULT, at or timezone.now())


def queue_for_disposition(
    disposition: Disposition, *, at: datetime.datetime | None = None
) -> int:
    """Queue notices for those whom one newly public decision answers (S1).

    Who has been told a result before is told of a correction.
    """
    comments = Comment.objects.counted()
    if disposition.group_id:
        members = GroupMember.objects.filter(
            group=disposition.group_id, removed_at=None
        )
        comments = comments.filter(pk__in=members.values("comment"))
    else:
        comments = comments.filter(dispositions=disposition)
    at = at or timezone.now()
    told = Notice.objects.filter(kind=Notice.Kind.RESULT).values("comment")
    corrected = _queue(comments.filter(pk__in=told), Notice.Kind.CORRECTION, at)
    return corrected + _queue(comments.exclude(pk__in=told), Notice.Kind.RESULT, at)


def send_due(limit: int = 100, *, at: datetime.datetime | None = None) -> int:
    """Send up to ``limit`` mails that are due, and return how many went out.

    Each is claimed before it is sent, so that of several workers one sends it. A mail
    that fails waits longer each time, and is given up after five attempts.
    """
    at = at or timezone.now()
    due = _due(at).values_list("pk", "attempts")[:limit]
    return sum(_send_claimed(pk, attempts, at) for pk, attempts in list(due))


def delay_after(attempts: int) -> datetime.timedelta:
    """Return how long a mail waits after its ``attempts``-th failure."""
    return FIRST_DELAY * 2 ** (attempts - 1)


def _queue(
    comments: QuerySet[Comment], kind: Notice.Kind, at: datetime.datetime
) -> int:
    require_transaction()
    comments = comments.order_by("pk")
    ids = list(comments.values_list("pk", flat=True))
    by_code = [
        Notice(
            comment_id=pk,
            kind=kind,
            channel=Notice.Channel.CODE,
            queued_at=at,
            sent_at=at,
        )
        for pk in ids
    ]
    by_mail = [
        Notice(comment_id=pk, kind=kind, channel=Notice.Channel.EMAIL, queued_at=at)
        for pk in _with_address(comments)
    ]
    Notice.objects.bulk_create([*by_code, *by_mail], batch_size=500)
    return len(by_code) + len(by_mail)


def _with_address(comments: QuerySet[Comment]) -> Iterable[int]:
    reachable = comments.filter(submitter__has_contact=True).exclude(
        stage=Stage.WITHDRAWN
    )
    reason = _("核对是否留有邮箱，以便告知处理结果")
    for comment in reachable:
        if personal.reveal(comment, by=None, reason=reason).get("email"):
            yield comment.pk


def _due(at: datetime.datetime) -> QuerySet[Notice]:
    is_due = Q(attempts=0)
    for attempts in range(1, MOST_ATTEMPTS):
        is_due |= Q(attempts=attempts, failed_at__lte=at - delay_after(attempts))
    return Notice.objects.filter(
        is_due, channel=Notice.Channel.EMAIL, sent_at=None
    ).order_by("pk")


def _send_claimed(pk: int, attempts: int, at: datetime.datetime) -> bool:
    """Claim one notice and send it; who loses the claim sends nothing.

    The claim counts the attempt and names its hour. Should the worker die now, the
    notice comes up again like one that failed.
    """
    claimed = Notice.objects.filter(pk=pk, attempts=attempts, sent_at=None).update(
        attempts=F("attempts") + 1, failed_at=at
    )
    if not claimed:
        return False
    notice = Notice.objects.select_related("comment__consultation").get(pk=pk)
    address = _address(notice.comment)
    if not address:
        Notice.objects.filter(pk=pk).update(attempts=MOST_ATTEMPTS)
        return False
    try:
        _message(notice, address).send()
    except (OSError, UnicodeError):
        # SMTP errors are OSErrors; an address may have no form that mails can bear.
        # Nothing personal goes into the log.
        logger.warning("notice %s could not be sent", pk)
        return False
    Notice.objects.filter(pk=pk).update(sent_at=timezone.now(), failed_at=None)
    return True


@transaction.atomic
def _address(comment: Comment) -> str:
    reason = _("发送处理结果告知")
    return personal.reveal(comment, by=None, reason=reason).get("email", "")


def _message(notice: Notice, address: str) -> EmailMessage:
    comment = notice.comment
    context = {
        "comment": comment,
        "consultation": comment.consultation,
        "answers": published_answers(comment),
        "lookup_url": settings.WAGTAILADMIN_BASE_URL + reverse("comments:lookup"),
    }
    subjects = {
        Notice.Kind.RESULT: _("您提交的意见有处理结果了"),
        Notice.Kind.CORRECTION: _("您提交的意见的处理结果有更正"),
    }
    kind = Notice.Kind(notice.kind)
    return EmailMessage(
        subject=_("民意直通车：%s") % subjects[kind],
        body=render_to_string(f"emails/{kind.value}.txt", context),
        to=[address],
    )
