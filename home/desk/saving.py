"""Keeping filters by name, and forgetting them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common import ledger
from home.desk.forms.comments import GENERAL, GROUPED, UNGROUPED, QueueForm
from home.saved import LONGEST_NAME, LONGEST_QUERY, SavedFilter

if TYPE_CHECKING:
    from accounts.models import User
    from consultations.rounds.models import Consultation

MOST = 30
PLACE = "comments"
# What says the same in every round; an article or a group is one round's own.
EVERYWHERE = {"", GENERAL, GROUPED, UNGROUPED}


def place_of(consultation: Consultation, form: QueueForm) -> str:
    """Return for which lists a filter makes sense: all rounds, or this one."""
    wanted = form.wanted
    is_own = any(
        wanted.get(name, "") not in EVERYWHERE for name in ("article", "group")
    )
    return f"{PLACE}:{consultation.code}" if is_own else PLACE


def filters_of(user: User, consultation: Consultation) -> list[SavedFilter]:
    """Return a person's filters for the queue of a round; one query."""
    places = [PLACE, f"{PLACE}:{consultation.code}"]
    return list(SavedFilter.objects.filter(user=user, place__in=places).order_by("pk"))


@transaction.atomic
def save_filter(
    consultation: Consultation, form: QueueForm, *, by: User, name: str
) -> SavedFilter:
    """Keep what ``form`` asks for under a name of one's own.

    Raises:
        ValidationError: no name, nothing asked for, a name twice, or too many.
    """
    name = name.strip()
    if not name:
        raise ValidationError({"name": _("请给这个筛选起个名称。")})
    if len(name) > LONGEST_NAME:
        raise ValidationError({"name": _("名称最多%d个字。") % LONGEST_NAME})
    query = form.query
    if not query or len(query) > LONGEST_QUERY:
        raise ValidationError({"name": _("请先选好筛选条件，再存下来。")})
    if SavedFilter.objects.filter(user=by).count() >= MOST:
        raise ValidationError({"name": _("每人最多存%d个，请先删去不用的。") % MOST})
    kept = SavedFilter(
        user=by, place=place_of(consultation, form), name=name, query=query
    )
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"name": _("已经有叫这个名称的常用筛选了。")}) from None
    ledger.record(kept, "desk.save_filter", by=by)
    return kept


@transaction.atomic
def delete_filter(kept: SavedFilter, *, by: User) -> None:
    """Forget a filter of one's own; the caller has asked whose it is."""
    ledger.record(kept, "desk.delete_filter", by=by)
    kept.delete()
