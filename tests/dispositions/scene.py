"""A round on a first draft, and the later versions that answer it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from accounts.roles import Role
from consultations.rounds.models import Consultation
from consultations.rounds.stages import Stage as RoundStage
from drafts import services as drafting
from drafts.kinds import VersionType
from drafts.models import Regulation, Version
from feedback.dispositions import services
from feedback.dispositions.models import Disposition
from feedback.dispositions.services import LinkData
from tests import make

REASON = "已在二次审议稿中写明"


@dataclass
class Scene:
    """One regulation with its people, its round and its versions."""

    regulation: Regulation
    draft: Version
    consultation: Consultation
    staff: User
    reviewer: User
    versions: list[Version] = field(default_factory=list)

    def comment(self, **fields: Any) -> Any:
        """An accepted comment of the round."""
        return make.make_comment(self.consultation, **fields)

    def version(self, text: str, *, final: bool = False, **fields: Any) -> Version:
        """The next published version, its lineage confirmed."""
        base = fields.pop("base", None) or (self.versions or [self.draft])[-1]
        kind = VersionType.PROMULGATED if final else VersionType.SECOND_DRAFT
        version = make.make_version(
            self.regulation, text=text, version_type=kind, base=base, **fields
        )
        drafting.confirm_lineage(version, by=self.reviewer)
        self.versions.append(version)
        return version

    def propose(self, subject: Any, **fields: Any) -> Disposition:
        """A proposal by staff; adopted unless told otherwise."""
        fields.setdefault("result", "adopted")
        fields.setdefault("reason_text", REASON)
        fields.setdefault("by", self.staff)
        return services.propose_disposition(subject, **fields)

    def decide(self, subject: Any, *links: Any, **fields: Any) -> Disposition:
        """A decision confirmed by the reviewer, linked to ``links`` (provisions)."""
        data = [LinkData(link.pk, "full", "写明了期限") for link in links]
        disposition = self.propose(subject, links=data, **fields)
        return self.confirm(disposition)

    def refuse(self, subject: Any) -> Disposition:
        """A confirmed decision not to adopt."""
        return self.decide(subject, result="not_adopted", reason_code="immature")

    def confirm(self, disposition: Disposition, **fields: Any) -> Disposition:
        """The reviewer's confirmation of what is stored now."""
        disposition.refresh_from_db()
        fields.setdefault("by", self.reviewer)
        return services.confirm_disposition(
            disposition, revision=disposition.revision, **fields
        )

    def at_stage(self, stage: str) -> Consultation:
        """The round, moved to ``stage`` past its checks."""
        Consultation.objects.filter(pk=self.consultation.pk).update(stage=stage)
        self.consultation.refresh_from_db()
        return self.consultation


def make_scene(text: str = make.TEXT, **fields: Any) -> Scene:
    """A first draft with a round that is being collated."""
    regulation = make.make_regulation()
    draft = make.make_version(regulation, text=text)
    fields.setdefault("stage", RoundStage.COLLATING)
    return Scene(
        regulation,
        draft,
        make.make_consultation(draft, **fields),
        make.make_user(Role.LEGISLATIVE_STAFF),
        make.make_user(Role.LEGISLATIVE_REVIEWER),
    )
