"""The catalogue of checkable sentences, each with a stable id and a level."""

from conformance.requirements.catalogue import Catalogue, Requirement, Source, load_catalogue
from conformance.requirements.known import Gaps, Known, gaps, known_requirements
from conformance.requirements.levels import Evidence, Level, Surface

__all__ = [
    "Catalogue",
    "Evidence",
    "Gaps",
    "Known",
    "Level",
    "Requirement",
    "Source",
    "Surface",
    "gaps",
    "known_requirements",
    "load_catalogue",
]
