"""From a file to a version: what the preview shows, and the step that stores it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction

from accounts.models import User
from common import idempotency
from drafts import services
from drafts.models import Document, Version
from drafts.text import comparing
from drafts.text.carrying import from_data, to_data
from drafts.text.structure import ParsedText
from drafts.texts import parsed_of
from home.desk.forms.versions import ImportForm

SALT = "desk.import"
# A preview left open over night is still good; over a week it is not.
GOOD_FOR_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Preview:
    """What a reader of the file would get, before anything is stored."""

    parsed: ParsedText
    counts: dict[str, int]
    changes: comparing.Comparison | None
    other_title: str
    token: str
    key: str


def preview(form: ImportForm, document: Document) -> Preview:
    """Show what ``form`` holds, and seal it for the confirmation in ``document``."""
    data = form.cleaned_data
    base = data["base"]
    parsed = form.parsed
    changes = comparing.compare(parsed_of(base), parsed) if base else None
    sealed = {
        "document": document.pk,
        "parsed": to_data(parsed),
        "version_type": data["version_type"],
        "base": base.pk if base else None,
        "dated_on": data["dated_on"].isoformat() if data["dated_on"] else None,
        "correction_note": data["correction_note"],
        **source_of(data),
    }
    return Preview(
        parsed=parsed,
        counts=parsed.counts(),
        changes=changes,
        other_title=other_title(parsed, document),
        token=signing.dumps(sealed, salt=SALT, compress=True),
        key=idempotency.new_key(),
    )


def other_title(parsed: ParsedText, document: Document) -> str:
    """Return the project's title where the text says it is another one's.

    A title may go on (（草案）, 修订草案二次审议稿), and a project may drop the city.
    """
    read, own = parsed.title.strip(), document.title.strip()
    return "" if not read or own in read or read in own else own


def source_of(data: dict[str, Any]) -> dict[str, str]:
    """Return the name and the hash of what was read."""
    file = data["file"]
    if not file:
        plain = data["plain"].encode()
        return {"source_name": "", "source_hash": hashlib.sha256(plain).hexdigest()}
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    return {"source_name": file.name[:200], "source_hash": digest}


@transaction.atomic
def store(document: Document, *, token: str, key: str, by: User) -> Version:
    """Store the text a preview has sealed; a second click gives the same version.

    Raises:
        BadSignature: the preview was altered, is too old, or of another document.
        DoesNotExist: what it stored, or its base, has been discarded since.
        PermissionDenied, ValidationError: as ``services.import_version``.
    """
    sealed = signing.loads(token, salt=SALT, max_age=GOOD_FOR_SECONDS)
    if sealed.pop("document", None) != document.pk:
        raise signing.BadSignature
    digest = hashlib.sha256(token.encode()).hexdigest()
    claim = idempotency.claim(f"import:{document.pk}", key, {"token": digest})
    if not claim.is_new:
        return Version.objects.get(pk=claim.result)
    base = sealed.pop("base")
    version = services.import_version(
        document,
        from_data(sealed.pop("parsed")),
        by=by,
        base=Version.objects.get(pk=base, document=document) if base else None,
        **sealed,
    )
    claim.finish(version.pk)
    return version
