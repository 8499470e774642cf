"""Rows of the drafting room."""

from drafts.models.explanations import Explanation
from drafts.models.lineage import Lineage
from drafts.models.pages import RegulationPage
from drafts.models.regulations import Regulation, RegulationStep
from drafts.models.tasks import SecondPersonTask
from drafts.models.texts import Document, Enclosure, Provision, Version

__all__ = [
    "Document",
    "Enclosure",
    "Explanation",
    "Lineage",
    "Provision",
    "Regulation",
    "RegulationPage",
    "RegulationStep",
    "SecondPersonTask",
    "Version",
]
