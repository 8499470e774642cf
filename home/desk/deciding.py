"""Drawing up a decision step by step, without scripts and without losing a word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Q

from common.stale import StaleEdit
from consultations.rounds.models import Consultation
from feedback.comments.models import Comment, Target
from feedback.dispositions.kinds import Result
from feedback.dispositions.models import Disposition, Group
from home.desk import linking
from home.desk.conflicts import form_pairs
from home.desk.forms.dispositions import DecisionForm

if TYPE_CHECKING:
    from accounts.models import User

Subject = Comment | Target | Group
TERMS = ("result", "reason_code", "referred_to", "reason_text", "internal_note")


@dataclass
class Desk:
    """The form of one decision as it stands: terms, rows, and texts to choose from."""

    consultation: Consultation
    texts: linking.Texts
    form: DecisionForm
    rows: linking.LinkRows
    preview: dict[str, Any] | None = None
    conflict: list[tuple[str, Any, Any]] = field(default_factory=list)

    @property
    def is_bound(self) -> bool:
        return self.form.is_bound

    def is_valid(self) -> bool:
        """Check terms and rows; what is wrong with a row stands above the form too."""
        is_right = self.form.is_valid() & self.rows.is_valid()
        for error in self.rows.errors:
            self.form.add_error(None, error)
        return is_right

    def terms(self) -> dict[str, Any]:
        """What the services take."""
        data = self.form.cleaned_data
        said = {name: data[name] for name in TERMS}
        if "correction_reason" in data:
            said["correction_reason"] = data["correction_reason"]
        return {**said, "links": self.rows.links}

    def refuse(self, error: ValidationError) -> None:
        """Put a service's refusal where the form can show it."""
        if not hasattr(error, "error_dict"):
            self.form.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            place = name if name in self.form.fields else None
            self.form.add_error(place, errors)

    def show_preview(self) -> None:
        """Set out what the author and the public would read."""
        data = self.form.cleaned_data
        self.preview = {
            "result": data["result"],
            "label": Result(data["result"]).label,
            "reason": data["reason_text"],
            "links": cited(self.rows.links),
        }

    def show_conflict(self, stale: StaleEdit, revision: int) -> None:
        """Set both texts side by side; a second save is made on what is stored now."""
        theirs = linking.spoken_links(stale.current.pop("links", []))
        mine = linking.spoken_links(stale.mine.pop("links", []))
        self.conflict = form_pairs(stale, self.form)
        if theirs != mine:
            self.conflict.append((str(LINKS), theirs, mine))
        self.form.data = dict(self.form.data.items(), revision=str(revision))


LINKS = linking.LinkForm.base_fields["provision"].label


def cited(links: list[Any]) -> list[dict[str, str]]:
    """Return where the words went, as the author will read it; one query."""
    known = linking.Provision.objects.select_related("version").in_bulk(
        [link.provision_id for link in links]
    )
    return [
        {"label": known[link.provision_id].cited(), "note": link.note} for link in links
    ]


def desk_of(
    consultation: Consultation,
    subject: Subject,
    user: User,
    *,
    posted: Mapping[str, str] | None = None,
    stored: Disposition | None = None,
    is_correction: bool = False,
) -> Desk:
    """Lay out the form for ``subject``: empty, stored, as typed, or to be checked.

    The buttons ``add`` (one more row) and ``text`` (articles of another version) give
    everything back unchecked.
    """
    step = posted.get("step", "save") if posted is not None else ""
    texts = linking.texts_for(
        consultation, user, posted.get("text", "") if posted else ""
    )
    if posted is not None:
        kept = linking.posted_ids(posted)
    else:
        kept = [link.provision_id for link in stored.links.all()] if stored else []
    options = linking.provision_choices(texts.chosen, targets_of(subject), kept)
    if posted is None:
        form = DecisionForm(initial=initial_of(stored), is_correction=is_correction)
        return Desk(consultation, texts, form, linking.stored_rows(stored, options))
    if step in ("add", "text"):
        typed = {name: posted.get(name, "") for name in DecisionForm.base_fields}
        form = DecisionForm(initial=typed, is_correction=is_correction)
        more = 1 if step == "add" else 0
        return Desk(
            consultation, texts, form, linking.typed_rows(posted, options, more)
        )
    form = DecisionForm(posted, is_correction=is_correction)
    return Desk(consultation, texts, form, linking.bound_rows(posted, options))


def initial_of(stored: Disposition | None) -> dict[str, Any]:
    """What a stored decision says, for the form."""
    if stored is None:
        return {}
    said = {name: getattr(stored, name) for name in TERMS}
    return {**said, "revision": stored.revision}


def targets_of(subject: Subject) -> list[Target]:
    """The provisions a decision's subject speaks about; one query."""
    if isinstance(subject, Target):
        return linking.targets_of_subject(Q(pk=subject.pk))
    if isinstance(subject, Comment):
        return linking.targets_of_subject(Q(comment=subject))
    members = subject.members.filter(removed_at=None).values("comment")
    return linking.targets_of_subject(Q(comment__in=members))


def subject_of(disposition: Disposition) -> Subject:
    """What a decision is about; needs its columns selected."""
    # A constraint has every decision be about one of them.
    subject = disposition.target or disposition.comment or disposition.group
    return cast(Subject, subject)
