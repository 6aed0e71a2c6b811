"""The catalogue of checkable sentences, each with a stable id and a level."""

from conformance.requirements.catalogue import Catalogue, Requirement, Source, load_catalogue
from conformance.requirements.levels import Evidence, Level, Surface

__all__ = ["Catalogue", "Evidence", "Level", "Requirement", "Source", "Surface", "load_catalogue"]
