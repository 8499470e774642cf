"""What the head of a public page says of it: one sentence, and its lasting address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from consultations.rounds.models import Consultation
from drafts.models import Provision, Regulation, Version
from home.reading.contents import Contents, Leaf
from home.reading.shelves import name_of
from home.reading.windows import window_text

# What a list of finds shows of a page.
LONGEST = 110


def of_regulation(regulation: Regulation, lead: str = "") -> dict[str, Any]:
    """Say what a project's page is about: the editors' own words, where there are."""
    said = _("《%s》的立法进程、历次文本、征求意见和采纳结果。") % regulation.title
    return _said(lead or said)


def of_version(version: Version, contents: Contents) -> dict[str, Any]:
    """Say which text it is and how long."""
    about = {
        "title": version.title,
        "name": name_of(version),
        "n": contents.article_count,
    }
    return _said(
        _("《%(title)s》（%(name)s）全文，共 %(n)s 条，每一条都能引用、对照、查沿革。")
        % about
    )


def of_provision(rows: Sequence[Provision]) -> dict[str, Any]:
    """Begin with the provision's own words: number first, then the text."""
    first, *others = rows
    lead = f"{first.citation}　{first.text}"
    return _said(lead + "".join(f"{row.label}{row.text}" for row in others))


def of_round(consultation: Consultation) -> dict[str, Any]:
    """Say what is asked about, when and by whom."""
    about = {
        "title": consultation.version.title,
        "window": window_text(consultation),
        "organiser": consultation.organiser,
    }
    return _said(
        _("《%(title)s》公开征求意见，%(window)s。%(organiser)s征集。") % about
    )


def at_leaf(address: str, leaf: Leaf) -> dict[str, str]:
    """Return the lasting address of a page of a long text, however it was asked for.

    ``address`` is that of the text; without a number it is the first page.
    """
    number = f"?chapter={leaf.number}" if leaf.number > 1 else ""
    return {"canonical": f"{address}{number}"}


def _said(words: str) -> dict[str, Any]:
    return {"page_description": Truncator(words).chars(LONGEST, "……")}
