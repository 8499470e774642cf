"""Who gets what at every address: the one table, for the test and for the docs.

GET and POST are asked of each of twelve people. Where a row gives ``data``, the POST
is one that would succeed if its sender may do it; otherwise it is a form with nothing
in it, so that 422 means "yours to fill in" and 403 "not yours".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

VISITOR, CITIZEN = "visitor", "citizen"
COORDINATOR, MEMBER = "point_coordinator", "cppcc_member"
CPPCC_STAFF, UNIT = "cppcc_staff", "unit_officer"
STAFF, REVIEWER = "legislative_staff", "legislative_reviewer"
MODERATOR = "content_moderator"
SYSTEM, SECURITY, AUDIT = "system_admin", "security_admin", "audit_admin"
ROLES = (
    COORDINATOR, MEMBER, CPPCC_STAFF, STAFF, REVIEWER, MODERATOR,
    UNIT, SYSTEM, SECURITY, AUDIT,
)  # fmt: skip
WHO = (VISITOR, CITIZEN, *ROLES)

TEXTS = (STAFF, REVIEWER)
READERS = (STAFF, REVIEWER, MODERATOR)
SCREENERS = (STAFF, MODERATOR)
MENDERS = (STAFF, MODERATOR, SYSTEM)
ADMINS = (STAFF, REVIEWER, SYSTEM, SECURITY)

Codes = dict[str, int]


def everyone(code: int) -> Codes:
    """The same for all."""
    return dict.fromkeys(WHO, code)


def mixed(default: int, **others: int) -> Codes:
    """``default`` but for those named."""
    return everyone(default) | others


def desk(code: int, *who: str) -> Codes:
    """``code`` for ``who``; a visitor is asked to sign in, others are refused."""
    return mixed(403, visitor=302) | dict.fromkeys(who, code)


def sent(code: int, *who: str) -> Codes:
    """``code`` for ``who``; a form of anybody else is refused, its words given back."""
    return everyone(403) | dict.fromkeys(who, code)


def working(hidden: int, *who: str) -> Codes:
    """200 for ``who`` work on it; ``hidden`` for all others."""
    return everyone(hidden) | dict.fromkeys(who, 200)


@dataclass(frozen=True)
class Row:
    """One address, pointed at one object."""

    name: str
    place: str
    get: Codes
    post: Codes
    data: dict[str, Any] = field(default_factory=dict)


SHOWN, GONE, NO_METHOD = everyone(200), everyone(404), everyone(405)
SIGNED_IN = mixed(200, visitor=302)
SIGNED_OUT = mixed(302, visitor=200)

SITE = [
    Row("livez", "", SHOWN, NO_METHOD),
    Row("readyz", "", SHOWN, NO_METHOD),
    Row("robots", "", SHOWN, NO_METHOD),
    Row("about:accessibility", "", SHOWN, NO_METHOD),
    Row("about:privacy", "", SHOWN, NO_METHOD),
    Row("about:map", "", SHOWN, NO_METHOD),
    Row("about:sitemap", "", SHOWN, NO_METHOD),
    Row("about:fault", "", SHOWN, everyone(422)),
    Row("set_language", "", everyone(302), everyone(302)),
    Row("set_display", "", SHOWN, everyone(302)),
    Row("styleguide", "", SHOWN, NO_METHOD),
    Row("wagtail_serve", "front page", SHOWN, NO_METHOD),
    Row("wagtail_serve", "no page", GONE, GONE),
    Row("wagtailcore_login", "", SHOWN, SHOWN),
    Row("wagtailcore_authenticate_with_password", "no restriction", GONE, GONE),
]
CLOSED = [
    Row(name, place, GONE, GONE)
    for name, place in (
        ("account_signup", ""),
        ("account_email", ""),
        ("account_email_verification_sent", ""),
        ("account_confirm_email", "mailed key"),
        ("account_set_password", ""),
        ("account_reset_password", ""),
        ("account_reset_password_done", ""),
        ("account_reset_password_from_key", "mailed reset"),
        ("account_reset_password_from_key_done", ""),
        ("account_confirm_login_code", ""),
    )
]
ACCOUNT = [
    Row("account_login", "", SIGNED_OUT, mixed(302, visitor=422)),
    Row("account_logout", "", SIGNED_IN, everyone(302)),
    Row("account_inactive", "", SHOWN, NO_METHOD),
    Row("account_change_password", "", SIGNED_IN, mixed(422, visitor=302)),
    Row("account_reauthenticate", "", SIGNED_IN, mixed(422, visitor=302)),
    Row("usersessions_list", "", SIGNED_IN, everyone(302)),
    Row("mfa_index", "", SIGNED_IN, mixed(405, visitor=302)),
    Row("mfa_authenticate", "", everyone(302), everyone(302)),
    Row("mfa_reauthenticate", "", everyone(302), everyone(302)),
    # Nobody changes a second factor without the password, given again.
    Row("mfa_activate_totp", "", everyone(302), everyone(302)),
    Row("mfa_deactivate_totp", "", mixed(404, visitor=302), mixed(404, visitor=302)),
    Row(
        "mfa_view_recovery_codes", "", mixed(404, visitor=302), mixed(405, visitor=302)
    ),
    Row(
        "mfa_download_recovery_codes",
        "",
        mixed(404, visitor=302),
        mixed(404, visitor=302),
    ),
    Row("mfa_generate_recovery_codes", "", everyone(302), everyone(302)),
]


def read(name: str, open_place: str, hidden_place: str, missing: str) -> list[Row]:
    """A public page: shown, hidden but from those who work on it, and missing."""
    return [
        Row(name, open_place, SHOWN, NO_METHOD),
        Row(name, hidden_place, working(404, *TEXTS), NO_METHOD),
        Row(name, missing, GONE, NO_METHOD),
    ]


PUBLIC = [
    Row("reading:regulations", "", SHOWN, NO_METHOD),
    *read("reading:regulation", "regulation", "secret regulation", "no regulation"),
    *read("reading:version", "version", "hidden version", "no version"),
    *read("reading:print", "version", "hidden version", "no version"),
    # A text that is not public is a file for nobody.
    Row("reading:word", "version", SHOWN, NO_METHOD),
    Row("reading:word", "hidden version", GONE, NO_METHOD),
    Row("reading:text", "version", SHOWN, NO_METHOD),
    Row("reading:text", "hidden version", GONE, NO_METHOD),
    *read("reading:provision", "provision", "hidden provision", "no provision"),
    *read("reading:compare", "pair", "hidden pair", "no pair"),
    *read("reading:compare-word", "pair", "hidden pair", "no pair"),
    Row("reading:compare-choose", "regulation", everyone(302), NO_METHOD),
    Row("reading:compare-choose", "no regulation", GONE, NO_METHOD),
    Row("reading:origins", "regulation", SHOWN, NO_METHOD),
    Row("reading:origins", "no regulation", GONE, NO_METHOD),
    Row("points:list", "", SHOWN, NO_METHOD),
    Row("points:mine", "point", NO_METHOD, everyone(302)),
    Row("points:mine", "no point", NO_METHOD, GONE),
    Row("reading:feed", "regulation", SHOWN, NO_METHOD),
    Row("reading:feed", "secret regulation", GONE, NO_METHOD),
    Row("reading:feed", "no regulation", GONE, NO_METHOD),
    *read("reading:provision-qr", "provision", "hidden provision", "no provision"),
    Row("rounds:list", "", SHOWN, NO_METHOD),
    Row("rounds:feed", "", SHOWN, NO_METHOD),
    Row("rounds:results-feed", "", SHOWN, NO_METHOD),
    Row("rounds:detail", "open round", SHOWN, NO_METHOD),
    Row("rounds:detail", "told round", SHOWN, NO_METHOD),
    Row("rounds:detail", "draft round", working(404, *READERS), NO_METHOD),
    Row("rounds:detail", "no round", GONE, NO_METHOD),
    # What programs read is the same for all: nobody's own view of hidden rounds.
    Row("rounds:round-feed", "open round", SHOWN, NO_METHOD),
    Row("rounds:round-feed", "draft round", GONE, NO_METHOD),
    Row("rounds:round-feed", "no round", GONE, NO_METHOD),
    Row("rounds:qr", "open round", SHOWN, NO_METHOD),
    Row("rounds:qr", "draft round", working(404, *READERS), NO_METHOD),
    Row("rounds:qr", "no round", GONE, NO_METHOD),
    Row("rounds:poster", "told round", SHOWN, NO_METHOD),
    Row("rounds:poster", "draft round", working(404, *READERS), NO_METHOD),
    Row("rounds:poster", "no round", GONE, NO_METHOD),
    Row("subscriptions:create", "", SHOWN, everyone(422)),
    Row("subscriptions:confirm", "asked subscription", SHOWN, SHOWN),
    Row("subscriptions:confirm", "old subscription", everyone(410), everyone(410)),
    Row("subscriptions:confirm", "no subscription", GONE, GONE),
    Row("subscriptions:leave", "held subscription", SHOWN, SHOWN),
    Row("subscriptions:leave", "no subscription", GONE, GONE),
    Row("search:search", "", SHOWN, NO_METHOD),
    Row("search:decision", "told decision", everyone(302), NO_METHOD),
    Row("search:decision", "no row", GONE, NO_METHOD),
    Row("search:decision", "disposition", GONE, NO_METHOD),
    Row("comments:create", "open round", SHOWN, everyone(422), {"step": "check"}),
    Row("comments:create", "told round", everyone(410), everyone(422)),
    Row(
        "comments:create",
        "draft round",
        everyone(404) | dict.fromkeys(READERS, 403),
        everyone(404) | dict.fromkeys(READERS, 422),
    ),
    Row("comments:create", "no round", GONE, GONE),
    Row("comments:lookup", "", SHOWN, everyone(422)),
    Row("comments:correct", "", everyone(302), everyone(422)),
    Row("comments:withdraw", "", everyone(302), everyone(422)),
]


def page(name: str, place: str, missing: str, *who: str) -> list[Row]:
    """A workbench page that is only read."""
    rows = [Row(name, place, desk(200, *who), sent(405, *who))]
    if missing:
        rows.append(Row(name, missing, desk(404, *who), sent(405, *who)))
    return rows


def form(name: str, place: str, missing: str, *who: str) -> list[Row]:
    """A workbench page with a form of its own."""
    rows = [Row(name, place, desk(200, *who), sent(422, *who))]
    if missing:
        rows.append(Row(name, missing, desk(404, *who), sent(404, *who)))
    return rows


def act(
    name: str, place: str, seen_by: Any, done_by: Any, code: int = 302, **data: Any
) -> Row:
    """A button: ``seen_by`` reach it, ``done_by`` may press it."""
    return Row(name, place, desk(405, *seen_by), sent(code, *done_by), data)


FAULT_DESK = [
    *page("about:faults", "", "", *MENDERS),
    act("about:fault-handle", "fault", MENDERS, MENDERS, 422),
    act("about:fault-handle", "no fault", MENDERS, MENDERS, 404),
    act("about:fault-contact", "fault", MENDERS, MENDERS, 200, reason="回话"),
    act("about:fault-contact", "no fault", MENDERS, MENDERS, 404),
]
TEXT_DESK = [
    *page("desk:home", "", "", *ROLES),
    Row("desk:keys", "", desk(200, *ROLES), sent(302, *ROLES)),
    act("desk:undo", "", ROLES, ROLES, 409, token="nothing"),
    *page("desk:ledger", "", "", AUDIT),
    *page("desk:regulations", "", "", *TEXTS),
    *form("desk:regulation-create", "", "", STAFF),
    *page("desk:regulation", "regulation", "no regulation", *TEXTS),
    *page("desk:regulation", "secret regulation", "", *TEXTS),
    *form("desk:regulation-edit", "regulation", "no regulation", STAFF),
    act("desk:regulation-move", "regulation", TEXTS, TEXTS, 422),
    act("desk:regulation-move", "no regulation", TEXTS, TEXTS, 404),
    *form("desk:import", "regulation", "no regulation", STAFF),
    *page("desk:version", "editing", "no row", *TEXTS),
    *page("desk:version", "published", "", *TEXTS),
    act("desk:version-act", "submit text", TEXTS, TEXTS),
    act("desk:version-act", "publish text", TEXTS, [REVIEWER], 422),
    act("desk:version-act", "no act on text", TEXTS, TEXTS, 404),
    *form("desk:enclosure", "editing", "no row", *TEXTS),
    Row("desk:lineage", "editing", desk(200, *TEXTS), sent(302, *TEXTS)),
    Row("desk:lineage", "published", desk(404, *TEXTS), sent(404, *TEXTS)),
    *form("desk:explain", "plain words", "no words", *TEXTS),
    *form("desk:consultation-create", "published", "no row", STAFF),
]
ROUND_DESK = [
    *page("desk:consultations", "", "", *READERS),
    *page("desk:consultation", "round", "no round", *READERS),
    *page("desk:consultation", "draft round", "", *READERS),
    *form("desk:consultation-edit", "draft round", "no round", STAFF),
    Row("desk:consultation-edit", "open round", desk(403), sent(403)),
    act("desk:consultation-act", "submit round", READERS, [STAFF], 422),
    act("desk:consultation-act", "report round", READERS, [STAFF]),
    act(
        "desk:consultation-act",
        "suspend round",
        READERS,
        [REVIEWER],
        reason="系统维护",
    ),
    act("desk:consultation-act", "no act on round", READERS, READERS, 404),
]
COMMENT_DESK = [
    *page("desk:comments", "round", "no round", *READERS),
    act("desk:comments-accept", "round", READERS, SCREENERS, 422),
    act("desk:comments-accept", "no round", READERS, READERS, 404),
    *page("desk:articles", "round", "no round", *READERS),
    *page("desk:comment", "comment", "no comment", *READERS),
    act("desk:comment-accept", "new comment", READERS, SCREENERS, revision=1),
    act("desk:comment-accept", "no comment", READERS, READERS, 404),
    act("desk:filter-save", "round", READERS, READERS, 422),
    act("desk:filter-save", "no round", READERS, READERS, 404),
    act("desk:filter-delete", "no row", READERS, READERS, 404),
    act(
        "desk:comment-screen",
        "new comment",
        READERS,
        SCREENERS,
        act="accept",
        revision=1,
    ),
    act("desk:comment-screen", "no comment", READERS, READERS, 404),
    act("desk:comment-who", "new comment", READERS, TEXTS, 200, reason="回访"),
    act("desk:comment-who", "child", READERS, [REVIEWER], 200, reason="回访"),
    act("desk:comment-who", "no comment", READERS, READERS, 404),
    *page("desk:groups", "round", "no round", *READERS),
    act("desk:group-create", "round", READERS, [STAFF], 422),
    act("desk:group-join", "round", READERS, [STAFF], 422),
    *page("desk:group", "group", "no row", *READERS),
    act("desk:group-edit", "group", READERS, [STAFF], 422),
    act("desk:group-add", "group", READERS, [STAFF], 422),
    act("desk:group-remove", "member", READERS, [STAFF], reason="说的不是一回事"),
    act("desk:group-remove", "foreign member", READERS, READERS, 404),
    act("desk:group-dissolve", "group", READERS, [STAFF], reason="重新归并"),
]
DECIDING_DESK = [
    *form("desk:decide-comment", "comment", "", STAFF),
    Row("desk:decide-comment", "no comment", desk(404, *READERS), sent(404, *READERS)),
    *form("desk:decide-target", "target", "", STAFF),
    Row(
        "desk:decide-target",
        "foreign target",
        desk(404, *READERS),
        sent(404, *READERS),
    ),
    *form("desk:decide-group", "group", "", STAFF),
    Row("desk:decide-group", "no row", desk(404, *READERS), sent(404, *READERS)),
    *page("desk:dispositions", "round", "no round", *READERS),
    *page("desk:disposition", "disposition", "no row", *READERS),
    *form("desk:disposition-edit", "disposition", "", STAFF),
    Row("desk:disposition-edit", "no row", desk(404, *READERS), sent(404, *READERS)),
    *form("desk:disposition-correct", "disposition", "", STAFF),
    act("desk:disposition-act", "confirm", READERS, [REVIEWER], revision=1),
    act("desk:disposition-act", "return", READERS, [REVIEWER], note="理由再写细些"),
    act("desk:disposition-act", "no act on decision", READERS, READERS, 404),
    *page("desk:survivals", "told round", "no round", *READERS),
    act(
        "desk:survival", "survival", READERS, TEXTS, state="kept", note="要求仍在"
    ),
    *page("desk:results", "round", "no round", *READERS),
    act("desk:results-publish", "summary", READERS, [REVIEWER], 422),
    act("desk:results-publish", "no act on results", READERS, READERS, 404),
    *form("desk:publication-correct", "publication", "", REVIEWER),
    Row("desk:publication-correct", "no row", desk(404, *READERS), sent(404, *READERS)),
    *page("desk:download", "table", "no file", *READERS),
    *page("desk:download", "paper", "", *READERS),
]  # fmt: skip

TABLE = [
    *SITE,
    *CLOSED,
    *ACCOUNT,
    *PUBLIC,
    *FAULT_DESK,
    *TEXT_DESK,
    *ROUND_DESK,
    *COMMENT_DESK,
    *DECIDING_DESK,
]
# Wagtail's own addresses: one rule for all of them.
ADMIN_PREFIXES = ("cms/", "documents/")
