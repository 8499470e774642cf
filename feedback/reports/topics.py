"""What one can subscribe to, as far as the public may know of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from drafts.models import Regulation
from feedback.reports.kinds import Scope
from feedback.reports.models import Subscription

PUBLIC = AnonymousUser()
Name = tuple[str, str]


@dataclass(frozen=True)
class Topic:
    """Everything, a subject, a regulation or a round; ``name`` is its title."""

    scope: Scope
    key: str = ""
    name: str = ""
    regulation: str = ""
    subject: str = ""

    @property
    def value(self) -> str:
        """How a form names it: ``round:LF-2026-012-R1``."""
        return f"{self.scope.value}:{self.key}"

    @property
    def title(self) -> str:
        """What is subscribed to, in the language of the moment."""
        words = {
            Scope.EVERYTHING: _("全部征求意见"),
            Scope.SUBJECT: _("“%s”领域的征求意见"),
            Scope.REGULATION: _("《%s》的立法进展"),
            Scope.ROUND: _("这一轮：%s"),
        }[self.scope]
        return words % self.name if self.name else words

    @property
    def url(self) -> str:
        """Where it is on the site."""
        if self.scope == Scope.ROUND:
            return reverse("rounds:detail", args=[self.key])
        if self.scope == Scope.REGULATION:
            return reverse("reading:regulation", args=[self.key])
        return reverse("rounds:list")


EVERYTHING = Topic(Scope.EVERYTHING)


def find_all(names: Iterable[Name]) -> dict[Name, Topic]:
    """Return the topics of ``(scope, key)`` pairs that the public may know of.

    At most three queries, whatever their number.
    """
    wanted: dict[str, set[str]] = {scope: set() for scope in Scope.values}
    for scope, key in names:
        wanted[scope].add(key)
    found = {(Scope.EVERYTHING.value, ""): EVERYTHING}
    for scope, look_up in LOOK_UPS.items():
        if wanted[scope]:
            found |= {(scope.value, t.key): t for t in look_up(wanted[scope])}
    return found


def find(scope: str, key: str) -> Topic | None:
    """Return one topic, or nothing for what the public may not know of."""
    if scope not in Scope.values:
        return None
    return find_all([(scope, key)]).get((scope, key))


def topic_of(subscription: Subscription) -> Topic | None:
    """Return what a subscription is about, if it is still public."""
    return find(subscription.scope, subscription.key)


def subjects() -> list[Topic]:
    """Return the subjects of public projects, in the order of their names."""
    names = (
        Regulation.objects.visible_to(PUBLIC)
        .exclude(subject_area="")
        .order_by("subject_area")
        .values_list("subject_area", flat=True)
        .distinct()
    )
    return [Topic(Scope.SUBJECT, name, name) for name in names]


def around(topic: Topic) -> list[Topic]:
    """Return a topic and the wider ones about it, the narrowest first."""
    wider = []
    if topic.scope == Scope.ROUND and topic.regulation:
        wider.append(find(Scope.REGULATION, topic.regulation))
    if topic.subject and topic.scope != Scope.SUBJECT:
        wider.append(Topic(Scope.SUBJECT, topic.subject, topic.subject))
    if topic.scope != Scope.EVERYTHING:
        wider.append(EVERYTHING)
    return [topic, *(t for t in wider if t is not None)]


def _rounds(codes: set[str]) -> list[Topic]:
    rounds = Consultation.objects.visible_to(PUBLIC).filter(code__in=codes)
    return [_round_topic(found) for found in rounds.for_listing()]


def _round_topic(found: Consultation) -> Topic:
    regulation = getattr(found.document, "regulation", None)
    return Topic(
        Scope.ROUND,
        found.code,
        found.title,
        regulation.code if regulation else "",
        regulation.subject_area if regulation else "",
    )


def _regulations(codes: set[str]) -> list[Topic]:
    found = Regulation.objects.visible_to(PUBLIC).filter(code__in=codes)
    return [
        Topic(Scope.REGULATION, r.code, r.title, subject=r.subject_area) for r in found
    ]


def _subjects(names: set[str]) -> list[Topic]:
    return [topic for topic in subjects() if topic.key in names]


LOOK_UPS = {
    Scope.ROUND: _rounds,
    Scope.REGULATION: _regulations,
    Scope.SUBJECT: _subjects,
}
