"""Load the rounds of a project: what was said, what was decided, what was told."""

from __future__ import annotations

import datetime
from typing import Any

from common import idempotency
from consultations.rounds import services as rounds
from consultations.rounds.kinds import DisplayPolicy
from consultations.rounds.models import Consultation
from drafts.models import Version
from feedback.comments import services as comments
from feedback.comments.kinds import ConsentKind
from feedback.comments.models import Comment
from feedback.comments.words import SubmitterData, Words
from feedback.dispositions import services as dispositions
from feedback.dispositions.services import LinkData
from feedback.reports import services as reports
from home.demo.people import Cast
from home.demo.regulations import ORGANISER, find, noon
from home.demo.story import ROUND_DAYS, Calendar

NOTICE = (
    "现将草案全文公布，公开征求社会各方面意见。\n"
    "可以在本站对任何一条、一款、一项提意见，也可以到就近的立法联系点当面说，"
    "或者来信、来电。\n"
    "每一条意见都会有答复，写进了哪一条、为什么没有写进，都会告诉您。"
)


def open_round(
    version: Version, number: int, *, calendar: Calendar, cast: Cast
) -> Consultation:
    """Announce a round about ``version`` for thirty days."""
    consultation = rounds.create_consultation(
        version,
        by=cast.staff,
        opens_on=calendar.opens_on(number),
        closes_on=calendar.closes_on(number),
        organiser=ORGANISER,
        notice=NOTICE,
        display_policy=DisplayPolicy.ADOPTED_ONLY,
        contact_phone="0999-555-0100",
        contact_address="明川市临江区人民路1号（信封上请注明法规名称）",
    )
    rounds.submit_consultation(consultation, by=cast.staff)
    rounds.approve_consultation(
        consultation,
        by=cast.reviewer,
        at=consultation.opens_at - datetime.timedelta(days=1),
    )
    consultation.refresh_from_db()
    return consultation


def speak(
    consultation: Consultation,
    rows: list[dict[str, Any]],
    *,
    days: int,
    cast: Cast,
) -> dict[str, tuple[Comment, str]]:
    """Hand in the comments of a round; returns each with its code, by story id."""
    said = {}
    for row in sorted(rows, key=lambda row: (row["day"], row["hour"], row["id"])):
        at = consultation.opens_at + datetime.timedelta(
            days=row["day"] * days // ROUND_DAYS, hours=row["hour"]
        )
        receipt = comments.submit_comment(
            consultation,
            words=words_of(row, consultation.version),
            key=idempotency.new_key(),
            visitor=f"demo:{row['id']}",
            at=at,
        )
        point = cast.points.get(row.get("contact_point", ""))
        if point is not None:
            # On-behalf entry has no service yet; the demonstration only says by
            # which way the words came.
            Comment.objects.filter(pk=receipt.comment.pk).update(
                channel=row["channel"], contact_point=point
            )
        said[row["id"]] = (receipt.comment, receipt.code)
    return said


def words_of(row: dict[str, Any], version: Version) -> Words:
    """Return a comment of the story as its author would hand it in."""
    provisions = [find(version, label) for label in row["targets"]]
    proposed = row.get("proposed_text", "")
    consents = {ConsentKind.PRIVACY}
    if row["is_public"]:
        consents.add(ConsentKind.PUBLIC_WORDS)
    if row["is_public"] and row.get("display_name"):
        consents.add(ConsentKind.PUBLIC_NAME)
    return Words(
        body=row["body"],
        stance=row["stance"],
        targets=tuple(p.address for p in provisions),
        is_general=row["is_general"],
        reason=row.get("reason", ""),
        proposed={provisions[0].address: proposed} if proposed and provisions else {},
        submitter=SubmitterData(
            name=row.get("display_name", ""), occupation=row.get("voice", "")
        ),
        consents=frozenset(consents),
    )


def decide(
    consultation: Consultation,
    data: dict[str, Any],
    said: dict[str, tuple[Comment, str]],
    answered_in: Version,
    *,
    calendar: Calendar,
    cast: Cast,
) -> None:
    """Screen, group, propose, confirm and publish a closed round."""
    number = data["round_no"]
    for comment, _code in said.values():
        comments.screen_comment(
            comment,
            "accept",
            by=cast.moderator,
            at=comment.submitted_at + datetime.timedelta(days=1),
        )
    closed = consultation.closes_at + datetime.timedelta(days=1)
    rounds.collate_consultation(consultation, by=cast.staff, at=closed)
    subjects: dict[str, Any] = {key: comment for key, (comment, _c) in said.items()}
    for group in data["groups"]:
        subjects[group["id"]] = dispositions.group_comments(
            consultation,
            [said[member][0] for member in group["members"]],
            by=cast.staff,
            title=title_of(group["summary"]),
            summary=group["summary"],
            at=closed,
        )
    rounds.report_consultation(
        consultation, by=cast.staff, at=closed + datetime.timedelta(days=5)
    )
    consultation.refresh_from_db()
    reports.publish_summary(
        consultation,
        by=cast.reviewer,
        text=joined(data["report"]["summary"]),
        at=closed + datetime.timedelta(days=9),
    )
    at = noon(calendar.decided_on(number))
    for row in data["dispositions"]:
        disposition = dispositions.propose_disposition(
            subjects[row["subject"]],
            by=cast.staff,
            result=row["result"],
            reason_code=row.get("reason_code", ""),
            reason_text=row["reason_text"],
            referred_to=row.get("transferred_to", ""),
            links=[
                LinkData(
                    find(answered_in, link["label"]).pk,
                    link["contribution"],
                    link.get("note", ""),
                )
                for link in row["links"]
            ],
            at=at,
        )
        dispositions.confirm_disposition(
            disposition, by=cast.reviewer, revision=disposition.revision, at=at
        )
    consultation.refresh_from_db()
    reports.publish_result(
        consultation,
        by=cast.reviewer,
        preface=joined(data["report"]["disposition_preface"]),
        at=noon(calendar.published_on(number)),
    )


def title_of(summary: str) -> str:
    """Return what a group asks for, out of a summary that gives the grounds first."""
    return summary[max(summary.find("建议"), 0) :].rstrip("。")


def joined(words: str | list[str]) -> str:
    """Return paragraphs as one text, a line each."""
    return words if isinstance(words, str) else "\n".join(words)
