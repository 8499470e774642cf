"""News as Atom: what a reader program asks for again and again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from common.writing import printable
from consultations.rounds.models import Consultation
from drafts.models import Regulation
from feedback.reports import news, telling
from feedback.reports.kinds import Kind
from feedback.reports.news import News

# Of a list of rounds: what happens to them. Of one project: everything.
OF_ROUNDS = (Kind.OPENED, Kind.CHANGED, Kind.CLOSING, Kind.SUMMARY, Kind.RESULT)
OF_RESULTS = (Kind.SUMMARY, Kind.RESULT)
# The years tag addresses are counted from (RFC 4151); never changed.
TAG_YEAR = 2026
# What an empty feed gives as its time, so that it does not change by being asked for.
BEGINNING = datetime.datetime(TAG_YEAR, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Feed:
    """One feed: its title, the page it belongs to, and its news, newest first."""

    name: str
    title: str
    path: str
    entries: Sequence[News]

    @property
    def updated_at(self) -> datetime.datetime:
        return max((updated_at(entry) for entry in self.entries), default=BEGINNING)


class Atom(Atom1Feed):
    """Atom whose time is that of its news, and which is empty without a change."""

    def latest_post_date(self) -> datetime.datetime:
        return self.feed["updated_at"]


def of_rounds(path: str) -> Feed:
    """Return what happens to all rounds."""
    found = news.recent(kinds=OF_ROUNDS)
    return Feed("rounds", _("征求意见"), path, found)


def of_results(path: str) -> Feed:
    """Return the published outcomes of all rounds."""
    found = news.recent(kinds=OF_RESULTS)
    return Feed("results", _("征求意见的结果"), path, found)


def of_round(consultation: Consultation) -> Feed:
    """Return what happens to one round."""
    found = news.recent(consultation=consultation, kinds=OF_ROUNDS)
    return Feed(
        f"round:{consultation.code}",
        consultation.title,
        consultation.get_absolute_url(),
        found,
    )


def of_regulation(regulation: Regulation) -> Feed:
    """Return the texts, stages and rounds of one project."""
    return Feed(
        f"regulation:{regulation.code}",
        _("《%s》的立法进展") % regulation.title,
        regulation.get_absolute_url(),
        news.recent(document=regulation.document),
    )


def written(feed: Feed, *, base: str, address: str, language: str) -> bytes:
    """Return a feed as XML; ``base`` and ``address`` are absolute."""
    atom = Atom(
        title=_("%(title)s - %(site)s")
        % {"title": feed.title, "site": settings.SITE_NAME},
        link=base + feed.path,
        description=None,
        language=language,
        author_name=settings.SITE_NAME,
        feed_url=address,
        feed_guid=tag(feed.name),
        updated_at=feed.updated_at,
    )
    for entry in feed.entries:
        atom.add_item(
            title=printable(telling.headline(entry)),
            link=base + entry.url,
            # Django writes it as HTML, which our sentences are not.
            description=escape(printable(telling.account(entry))),
            unique_id=tag(entry.event),
            pubdate=entry.at,
            updateddate=updated_at(entry),
        )
    return atom.writeString("utf-8").encode()


def updated_at(entry: News) -> datetime.datetime:
    """Return when an entry last changed."""
    return entry.updated_at or entry.at


def tag(name: str) -> str:
    """Return what identifies an entry for good, wherever the page moves."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    return f"tag:{host},{TAG_YEAR}:{name}"
