"""Moves the window of a round, as days would. Run as a module; prints JSON."""

from __future__ import annotations

import datetime
import json
import sys
from typing import Any

import django


def move(code: str, days: str) -> dict[str, Any]:
    """Let a round open and close so many days later, or earlier."""
    from consultations.rounds.models import Consultation  # noqa: PLC0415 -- app ready

    consultation = Consultation.objects.get(code=code)
    consultation.opens_at += datetime.timedelta(days=int(days))
    consultation.closes_at += datetime.timedelta(days=int(days))
    consultation.save(update_fields=["opens_at", "closes_at"])
    return {"phase": consultation.phase()}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(move(*sys.argv[1:])))  # noqa: T201 -- its output
