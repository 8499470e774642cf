"""A regulation with the texts a visitor may read, found in one query."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import AnyUser
from drafts.models import Document, Regulation, Version


@dataclass(frozen=True)
class Tab:
    """One version in the row of versions above a text."""

    version: Version
    name: str
    dated_on: datetime.date | None
    is_current: bool


@dataclass(frozen=True)
class Shelf:
    """The visible versions of one regulation, oldest first; never empty."""

    regulation: Regulation
    versions: list[Version]

    @property
    def document(self) -> Document:
        return self.versions[0].document

    def find(self, sequence: int) -> Version | None:
        """Return the version an address names, if it may be read."""
        return next((v for v in self.versions if v.sequence == sequence), None)

    def by_pk(self, pk: int | None) -> Version | None:
        """Return a version by its id, if it may be read."""
        return next((v for v in self.versions if v.pk == pk), None)

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def standing(self) -> Version:
        """The newest promulgated text, or the newest text while there is none."""
        finals = [v for v in self.versions if v.is_final and v.is_published]
        return finals[-1] if finals else self.newest

    def newer_than(self, version: Version) -> Version | None:
        """Return the newest published text after ``version``, if there is one."""
        later = [
            v for v in self.versions if v.is_published and v.sequence > version.sequence
        ]
        return later[-1] if later else None

    def tabs(self, current: Version | None) -> list[Tab]:
        """Return the row of versions, the one being read marked."""
        return [Tab(v, name_of(v), v.dated_on, v == current) for v in self.versions]

    def base_of(self, version: Version) -> Version | None:
        """Return what ``version`` is compared with: its base, else the one before."""
        base = self.by_pk(version.base_id)
        earlier = [v for v in self.versions if v.sequence < version.sequence]
        return base or (earlier[-1] if earlier else None)


def name_of(version: Version) -> str:
    """Return a version's short name: its type, and that it is a correction."""
    name = version.get_version_type_display()
    if version.correction_note:
        name = _("%s（更正）") % name
    return name if version.is_published else _("%s（未公开）") % name


def open_shelf(user: AnyUser, code: str) -> Shelf | None:
    """Return the shelf of the regulation ``code``, or nothing if none may be seen."""
    versions = list(
        Version.objects.visible_to(user)
        .filter(document__code=code, document__regulation__isnull=False)
        .select_related("document__regulation", "base")
        .order_by("sequence")
    )
    return Shelf(versions[0].document.regulation, versions) if versions else None
